import { createRequire } from 'node:module';
import countries from 'i18n-iso-countries';

// A require, not an import: the bundler would pull in the names of every language.
countries.registerLocale(createRequire(import.meta.url)('i18n-iso-countries/langs/en.json'));

/** Countries by name, as English speakers call them: ISO 3166-1 alpha-2 and a label. */
export const COUNTRIES: readonly { value: string; label: string }[] = Object.entries(
  countries.getNames('en', { select: 'alias' }),
)
  .map(([value, label]) => ({ value, label }))
  .sort((a, b) => a.label.localeCompare(b.label, 'en'));

const names = new Map(COUNTRIES.map(({ value, label }) => [value, label]));

export function isCountry(code: string): boolean {
  return names.has(code);
}

export function countryName(code: string): string {
  return names.get(code) ?? code;
}
