'use server';

import { refresh } from 'next/cache';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import * as schema from '#lib/workspace/branding.schema.ts';
import * as branding from '#lib/workspace/branding.ts';

const permission = 'branding:write';

/** Saves name and colors. */
export const saveBranding = adminAction(
  { permission, input: schema.brandingInput },
  async ({ input, ...ctx }) => {
    await branding.saveBranding(ctx, input);
    refresh();
    return 'Branding is saved.';
  },
);

/** Takes a logo for one theme. */
export const uploadLogo = adminAction(
  { permission, input: schema.uploadLogoInput },
  async ({ input: { theme, logo }, ...ctx }) => {
    await branding.uploadLogo(ctx, { theme, bytes: new Uint8Array(await logo.arrayBuffer()) });
    refresh();
    return 'The logo is saved.';
  },
);

/** Deletes the logo of one theme. */
export const removeLogo = adminAction(
  { permission, input: schema.removeLogoInput },
  async ({ input, ...ctx }) => {
    await branding.removeLogo(ctx, input);
    refresh();
    return 'The logo is deleted.';
  },
);

/** Back to our own look. */
export const resetBranding = adminAction({ permission, input: schema.resetBrandingInput }, async (ctx) => {
  await branding.resetBranding(ctx);
  refresh();
  return 'Pages look as they did before branding.';
});
