import type { z } from 'zod';
import { contrastText, NEEDED_CONTRAST, nearestReadable } from '#lib/branding/colors.ts';
import {
  accentBackground,
  accentContrast,
  logoPath,
  paletteOf,
  THEMES,
  type Theme,
  type ThemeColors,
} from '#lib/branding/look.ts';
import { type BrandingRow, colorsOf, type LogoRow } from '#lib/data/branding.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { brandingInput } from './branding.schema.ts';
import { redrawLogo } from './logo-image.ts';

export type LogoView = { theme: Theme; src: string; width: number; height: number };

/** What the page Branding shows and edits. */
export type BrandingView = {
  name: string | null;
  colors: Readonly<Record<Theme, ThemeColors>>;
  logos: readonly LogoView[];
  /** Something is chosen that a reset would take away. */
  isChanged: boolean;
};

const NOTHING: BrandingRow = {
  name: null,
  lightBackground: null,
  lightAccent: null,
  darkBackground: null,
  darkAccent: null,
};

/** How the environment's pages for end users look, to be edited. */
export async function brandingView({
  data,
}: {
  data: Pick<EnvironmentRepositories, 'branding'>;
}): Promise<BrandingView> {
  // One after the other: a reset asks inside its transaction, which has one connection.
  const row = await data.branding.get();
  const logos = await data.branding.logos();
  return {
    name: row?.name ?? null,
    colors: colorsOf(row ?? NOTHING),
    logos: logos.map(({ id, theme, width, height }) => ({ theme, src: logoPath(id), width, height })),
    isChanged: logos.length > 0 || (row !== null && Object.values(row).some((value) => value !== null)),
  };
}

/**
 * Saves name and colors. Throws `invalid_request_parameters` on the accent of a theme that cannot be read on its
 * background, with the ratio and the nearest color that can.
 */
export function saveBranding(ctx: EnvironmentContext, input: z.output<typeof brandingInput>): Promise<void> {
  const colors = colorsOf(input);
  for (const theme of THEMES) {
    const ratio = accentContrast(theme, colors[theme]);
    if (ratio >= NEEDED_CONTRAST) continue;
    const better = nearestReadable(
      paletteOf(theme, colors[theme]).accent,
      accentBackground(theme, colors[theme]),
    );
    throw invalidField(
      `${theme}Accent`,
      `On this background its contrast is ${contrastText(ratio)}, and links need ${NEEDED_CONTRAST}:1 to be readable. The nearest color that has it is ${better}.`,
      'contrast_too_low',
    );
  }
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const before = (await data.branding.get()) ?? NOTHING;
    const changed = (Object.keys(NOTHING) as (keyof BrandingRow)[]).some((key) => before[key] !== input[key]);
    if (!changed) return;
    await data.branding.save(input, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'branding.updated',
      target: target(ctx),
      before: { ...before },
      after: { ...input },
    });
  });
}

/** Takes a logo for one theme, drawn anew. Throws `invalid_request_parameters` on `logo`. */
export async function uploadLogo(
  ctx: EnvironmentContext,
  input: { theme: Theme; bytes: Uint8Array },
): Promise<LogoView> {
  const { image, width, height } = await redrawLogo(input.bytes);
  const id = newId('brandingLogo', ctx.now);
  const { theme } = input;
  await ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const before = of(theme, await data.branding.logos());
    await data.branding.replaceLogo({ id, theme, image, width, height, now: ctx.now });
    await data.auditLog.record(ctx, {
      action: 'branding_logo.uploaded',
      target: { type: 'branding_logo', id, name: `Logo, ${theme}` },
      before: before && { theme, width: before.width, height: before.height },
      after: { theme, width, height },
    });
  });
  return { theme, src: logoPath(id), width, height };
}

/** Deletes the logo of one theme; a 404 where there is none. */
export function removeLogo(ctx: EnvironmentContext, { theme }: { theme: Theme }): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const before = of(theme, await data.branding.logos());
    if (!before) throw entityNotFound('Logo', theme);
    await data.branding.removeLogo(theme);
    await data.auditLog.record(ctx, {
      action: 'branding_logo.deleted',
      target: { type: 'branding_logo', id: before.id, name: `Logo, ${theme}` },
      before: { theme, width: before.width, height: before.height },
    });
  });
}

/** Back to our own look: name, colors and logos go. */
export function resetBranding(ctx: EnvironmentContext): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const { isChanged, name, colors, logos } = await brandingView({ data });
    if (!isChanged) return;
    await data.branding.clear();
    await data.auditLog.record(ctx, {
      action: 'branding.reset',
      target: target(ctx),
      before: { name, colors, logos: logos.map(({ theme }) => theme) },
    });
  });
}

function of(theme: Theme, logos: readonly LogoRow[]): LogoRow | null {
  return logos.find((logo) => logo.theme === theme) ?? null;
}

function target({ scope }: EnvironmentContext) {
  return { type: 'branding', id: scope.environmentId, name: 'Branding' };
}
