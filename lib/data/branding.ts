import { logoPath, type PageLook, type ThemeColors } from '#lib/branding/look.ts';
import type { Queries } from '#lib/db/client.ts';

export type BrandingTheme = 'light' | 'dark';

export type BrandingRow = {
  name: string | null;
  lightBackground: string | null;
  lightAccent: string | null;
  darkBackground: string | null;
  darkAccent: string | null;
};

export type LogoRow = { id: string; theme: BrandingTheme; width: number; height: number; createdAt: Date };

const columns = {
  name: true,
  lightBackground: true,
  lightAccent: true,
  darkBackground: true,
  darkAccent: true,
} as const;

/** The stored colors by theme. */
export function colorsOf(row: BrandingRow): Record<BrandingTheme, ThemeColors> {
  return {
    light: { background: row.lightBackground, accent: row.lightAccent },
    dark: { background: row.darkBackground, accent: row.darkAccent },
  };
}

/** How one environment's pages for end users look. */
export function branding(queries: Queries, environmentId: string) {
  return {
    get(): Promise<BrandingRow | null> {
      return queries.branding.findUnique({ where: { environmentId }, select: columns });
    },
    async save(values: BrandingRow, now: Date): Promise<void> {
      await queries.branding.upsert({
        where: { environmentId },
        create: { ...values, environmentId, createdAt: now, updatedAt: now },
        update: { ...values, updatedAt: now },
      });
    },
    async clear(): Promise<void> {
      await queries.branding.deleteMany({ where: { environmentId } });
      await queries.brandingLogo.deleteMany({ where: { environmentId } });
    },
    /** The logos without their images. */
    logos(): Promise<LogoRow[]> {
      return queries.brandingLogo.findMany({
        where: { environmentId },
        orderBy: { theme: 'asc' },
        select: { id: true, theme: true, width: true, height: true, createdAt: true },
      });
    },
    /** What a page is drawn with, in one statement; null where nothing was chosen. */
    async look(): Promise<PageLook | null> {
      const rows = await queries.$queryRaw<
        (BrandingRow & { lightLogo: string | null; darkLogo: string | null })[]
      >`
        SELECT b.name, b."lightBackground", b."lightAccent", b."darkBackground", b."darkAccent",
               (SELECT l.id FROM "BrandingLogo" l
                 WHERE l."environmentId" = ${environmentId} AND l.theme = 'light') AS "lightLogo",
               (SELECT l.id FROM "BrandingLogo" l
                 WHERE l."environmentId" = ${environmentId} AND l.theme = 'dark') AS "darkLogo"
          FROM (VALUES (1)) one LEFT JOIN "Branding" b ON b."environmentId" = ${environmentId}`;
      const [row] = rows;
      if (!row || Object.values(row).every((value) => value === null)) return null;
      const path = (id: string | null) => (id === null ? null : logoPath(id));
      const logos = { light: path(row.lightLogo), dark: path(row.darkLogo) };
      return { name: row.name, colors: colorsOf(row), logos };
    },
    /** The PNG of one logo. */
    async image(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
      const row = await queries.brandingLogo.findFirst({
        where: { environmentId, id },
        select: { image: true },
      });
      return row && new Uint8Array(row.image);
    },
    /** Puts a logo in the place of the theme's last one; call inside a transaction. */
    async replaceLogo(
      row: Omit<LogoRow, 'createdAt'> & { image: Uint8Array<ArrayBuffer>; now: Date },
    ): Promise<void> {
      const { now, ...values } = row;
      await queries.brandingLogo.deleteMany({ where: { environmentId, theme: row.theme } });
      await queries.brandingLogo.create({ data: { ...values, environmentId, createdAt: now } });
    },
    async removeLogo(theme: BrandingTheme): Promise<void> {
      await queries.brandingLogo.deleteMany({ where: { environmentId, theme } });
    },
  };
}
