import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import {
  contrast,
  contrastText,
  isHexColor,
  NEEDED_CONTRAST,
  nearestReadable,
  readableOn,
  readColor,
} from './colors.ts';
import { accentContrast, OURS, paletteOf, THEMES } from './look.ts';

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21);
  expect(contrast('#ffffff', '#ffffff')).toBe(1);
  // From the understanding document of 1.4.3: this gray just fails on white, the next passes.
  expect(contrast('#777777', '#ffffff')).toBeLessThan(4.5);
  expect(contrast('#767676', '#ffffff')).toBeGreaterThan(4.5);
  expect(contrast('#0000ff', '#ffffff')).toBeCloseTo(8.59, 2);
});

test('a ratio is never told as one it does not reach', () => {
  expect(contrastText(4.499)).toBe('4.4:1');
  expect(contrastText(4.5)).toBe('4.5:1');
  expect(contrastText(21)).toBe('21.0:1');
});

test('colors are read as people type them, and nothing else is one', () => {
  expect(readColor(' #0B6BCB ')).toBe('#0b6bcb');
  expect(readColor('fa0')).toBe('#ffaa00');
  for (const typed of ['', '#12', '#1234567', 'red', 'rgb(0,0,0)', '#0b6bcg', '#000;}body{']) {
    expect(readColor(typed), typed).toBeNull();
  }
});

test('the nearest readable color is readable, on any background', () => {
  fc.assert(
    fc.property(color, color, (one, background) => {
      const found = nearestReadable(one, background);
      expect(isHexColor(found)).toBe(true);
      expect(contrast(found, background)).toBeGreaterThanOrEqual(NEEDED_CONTRAST);
    }),
    { seed: 1, numRuns: 100 },
  );
});

test('the nearest readable color is the color itself where that is readable, and close to it otherwise', () => {
  expect(nearestReadable('#0b6bcb', '#ffffff')).toBe('#0b6bcb');
  // An orange on white becomes a darker orange, not black and not blue.
  const orange = nearestReadable('#ff9900', '#ffffff');
  expect(contrast(orange, '#ffffff')).toBeLessThan(4.7);
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(orange.slice(at, at + 2), 16));
  expect(r).toBeGreaterThan(g);
  expect(g).toBeGreaterThan(b);
});

test('text, muted text and button labels can be read on every background and accent', () => {
  fc.assert(
    fc.property(color, color, fc.constantFrom(...THEMES), (background, accent, theme) => {
      const palette = paletteOf(theme, { background, accent });
      expect(contrast(palette.text, palette.card)).toBeGreaterThanOrEqual(NEEDED_CONTRAST);
      expect(contrast(palette.muted, palette.card)).toBeGreaterThanOrEqual(NEEDED_CONTRAST);
      expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(NEEDED_CONTRAST);
      expect(contrast(readableOn(background), background)).toBeGreaterThanOrEqual(NEEDED_CONTRAST);
    }),
    { seed: 1, numRuns: 100 },
  );
});

test('our own colors pass the check that others have to pass', () => {
  for (const theme of THEMES) {
    const none = { background: null, accent: null };
    expect(accentContrast(theme, none)).toBeGreaterThanOrEqual(NEEDED_CONTRAST);
    expect(paletteOf(theme, none)).toEqual(OURS[theme]);
    for (const ink of [OURS[theme].text, OURS[theme].muted]) {
      expect(contrast(ink, OURS[theme].card)).toBeGreaterThanOrEqual(NEEDED_CONTRAST);
    }
  }
});

test('what is no color never gets into a style sheet', () => {
  const evil = '#000000;}*{display:none}';
  expect(paletteOf('light', { background: evil, accent: evil })).toEqual(OURS.light);
});
