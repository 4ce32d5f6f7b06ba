// The entry of the package would load the names of every language.
import countries from 'i18n-iso-countries/index.js';
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };

countries.registerLocale(english);

/** Countries by name, as English speakers call them: ISO 3166-1 alpha-2 and a label. */
export const COUNTRIES: readonly { value: string; label: string }[] = Object.entries(
  countries.getNames('en', { select: 'official' }),
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
