/** A color as `#rrggbb` in lower case. */
export type HexColor = string;

/** The contrast text needs to be readable (WCAG 2.2, 1.4.3). */
export const NEEDED_CONTRAST = 4.5;

/** Whether a text is a color in the one form that is stored and drawn. */
export function isHexColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/.test(text);
}

/** A typed color in the stored form, or null: `#` may be missing, three digits stand for six. */
export function readColor(typed: string): HexColor | null {
  const digits = typed.trim().replace(/^#/, '').toLowerCase();
  if (/^[0-9a-f]{6}$/.test(digits)) return `#${digits}`;
  return /^[0-9a-f]{3}$/.test(digits) ? `#${digits.replace(/./g, '$&$&')}` : null;
}

/** How far apart two colors are for the eye, from 1 (alike) to 21 (WCAG 2.2, contrast ratio). */
export function contrast(one: HexColor, other: HexColor): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** As people are told it: one decimal, never rounded up to a ratio that is not reached. */
export function contrastText(ratio: number): string {
  return `${(Math.floor(ratio * 10) / 10).toFixed(1)}:1`;
}

/**
 * The color nearest to `color` that stands out enough from `background`: same hue, lighter or darker by as little as
 * possible (OKLab, where equal steps look equal). `color` itself where it does already.
 */
export function nearestReadable(
  color: HexColor,
  background: HexColor,
  needed: number = NEEDED_CONTRAST,
): HexColor {
  if (contrast(color, background) >= needed) return color;
  const { l, a, b } = toOklab(color);
  for (let step = 1; step <= STEPS; step++) {
    const candidates = [l - step / STEPS, l + step / STEPS]
      .filter((lightness) => lightness >= 0 && lightness <= 1)
      .map((lightness) => inGamut(lightness, a, b))
      .filter((candidate) => contrast(candidate, background) >= needed);
    const [best] = candidates.sort((x, y) => contrast(y, background) - contrast(x, background));
    if (best !== undefined) return best;
  }
  return readableOn(background);
}

/** Black or white, whichever is easier to read there: one of them always reaches 4.5:1. */
export function readableOn(background: HexColor): HexColor {
  return contrast('#000000', background) >= contrast('#ffffff', background) ? '#000000' : '#ffffff';
}

/** `share` of `over` mixed into `under`, from 0 to 1. */
export function mix(under: HexColor, over: HexColor, share: number): HexColor {
  const [from, to] = [channels(under), channels(over)];
  return hex(from.map((value, index) => value + ((to[index] ?? 0) - value) * share));
}

const STEPS = 250;

function channels(color: HexColor): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

function hex(values: readonly number[]): HexColor {
  return `#${values
    .map((value) =>
      Math.min(255, Math.max(0, Math.round(value)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function encoded(value: number): number {
  return 255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);
}

function luminance(color: HexColor): number {
  const [r = 0, g = 0, b = 0] = channels(color).map(linear);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** https://bottosson.github.io/posts/oklab */
function toOklab(color: HexColor): { l: number; a: number; b: number } {
  const [r = 0, g = 0, b = 0] = channels(color).map(linear);
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {
    l: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    a: 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    b: 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  };
}

/** The same lightness and hue with as much of the chroma as screens can show. */
function inGamut(l: number, a: number, b: number): HexColor {
  for (let share = 1; share > 0; share -= 0.05) {
    const values = fromOklab(l, a * share, b * share);
    if (values.every((value) => value >= -0.5 && value <= 255.5)) return hex(values);
  }
  return hex(fromOklab(l, 0, 0));
}

function fromOklab(l: number, a: number, b: number): number[] {
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ].map((value) => encoded(Math.max(0, value)));
}
