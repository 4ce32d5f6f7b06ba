import { contrast, type HexColor, isHexColor, mix, NEEDED_CONTRAST, readableOn } from './colors.ts';

export type Theme = 'light' | 'dark';
export const THEMES = ['light', 'dark'] as const satisfies readonly Theme[];

/** Colors an environment has chosen for one theme; null for ours. */
export type ThemeColors = { background: HexColor | null; accent: HexColor | null };

/** How the pages look that an app's users see. */
export type PageLook = {
  /** The app's or the company's name, above the page. */
  name: string | null;
  /** Addresses of the logos on our origin. */
  logos: Readonly<Record<Theme, string | null>>;
  colors: Readonly<Record<Theme, ThemeColors>>;
};

/** Bytes an uploaded logo may have. */
export const LOGO_LIMIT = 512 * 1024;

/** Where a logo is served from, to everybody. */
export function logoPath(id: string): string {
  return `/branding/${id}`;
}

/** Everything a page needs to be drawn in one theme. */
export type Palette = {
  background: HexColor;
  card: HexColor;
  text: HexColor;
  muted: HexColor;
  line: HexColor;
  accent: HexColor;
  onAccent: HexColor;
};

/** Our own colors. */
export const OURS: Readonly<Record<Theme, Palette>> = {
  light: {
    background: '#fcfcfd',
    card: '#ffffff',
    text: '#1c2024',
    muted: '#60646c',
    line: '#d9d9e0',
    accent: '#0b6bcb',
    onAccent: '#ffffff',
  },
  dark: {
    background: '#111113',
    card: '#18191b',
    text: '#edeef0',
    muted: '#b0b4ba',
    line: '#363a3f',
    accent: '#70b8ff',
    onAccent: '#000000',
  },
};

/**
 * The palette of a theme: what was chosen, and around it text, lines and button labels that can be read. A color that is
 * none is taken for not chosen, since the result goes into style sheets.
 */
export function paletteOf(theme: Theme, chosen: ThemeColors): Palette {
  const ours = OURS[theme];
  const background = chosen.background !== null && isHexColor(chosen.background) ? chosen.background : null;
  const accent = chosen.accent !== null && isHexColor(chosen.accent) ? chosen.accent : ours.accent;
  const around = background === null ? ours : surroundings(background, ours);
  return { ...around, accent, onAccent: readableOn(accent) };
}

/** What the accent is read against: the card, which has the color of the page where one was chosen. */
export function accentBackground(theme: Theme, chosen: ThemeColors): HexColor {
  return paletteOf(theme, chosen).card;
}

/** How well the accent can be read on its background. */
export function accentContrast(theme: Theme, chosen: ThemeColors): number {
  return contrast(paletteOf(theme, chosen).accent, accentBackground(theme, chosen));
}

function surroundings(background: HexColor, ours: Palette): Omit<Palette, 'accent' | 'onAccent'> {
  const text = contrast(ours.text, background) >= 7 ? ours.text : readableOn(background);
  const muted =
    [0.35, 0.25, 0.15]
      .map((share) => mix(text, background, share))
      .find((color) => contrast(color, background) >= NEEDED_CONTRAST) ?? text;
  return { background, card: background, text, muted, line: mix(background, text, 0.22) };
}
