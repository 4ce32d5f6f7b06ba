import { expect, test } from '@playwright/test';
import { checkTaxId, TAX_ID_COUNTRIES, taxIdKind } from './tax-id.ts';

test('every country accepts its own example, and stores it without spaces and punctuation', () => {
  for (const country of TAX_ID_COUNTRIES) {
    const kind = taxIdKind(country);
    const checked = checkTaxId(country, kind?.example ?? '');
    expect(checked, `${country} ${kind?.example}`).toEqual({
      type: kind?.type,
      value: expect.stringMatching(/^[A-Z0-9]{5,}$/),
    });
    expect(checkTaxId(country, checked?.value ?? ''), `${country} once more`).toEqual(checked);
  }
});

test('a number with one wrong digit is refused', () => {
  const wrong = TAX_ID_COUNTRIES.filter((country) => {
    const example = taxIdKind(country)?.example ?? '';
    const at = example.search(/\d(?=\D*$)|\d/);
    const digit = Number(example[at]);
    const altered = `${example.slice(0, at)}${(digit + 1) % 10}${example.slice(at + 1)}`;
    return checkTaxId(country, altered) !== null;
  });
  // Their numbers carry no check digit; only the form can be checked.
  expect(wrong.filter((country) => !['IS', 'US'].includes(country))).toEqual([]);
});

test('a number is the same with and without its country in front', () => {
  for (const typed of ['DE136695976', '136695976', 'de 136 695 976', 'DE-136.695.976']) {
    expect(checkTaxId('DE', typed)).toEqual({ type: 'eu_vat', value: 'DE136695976' });
  }
  expect(checkTaxId('GR', '094259216')).toEqual({ type: 'eu_vat', value: 'EL094259216' });
});

test("another country's number, nothing, and a country without a check are refused", () => {
  expect(checkTaxId('FR', 'DE136695976')).toBeNull();
  expect(checkTaxId('DE', '')).toBeNull();
  expect(checkTaxId('AQ', '123')).toBeNull();
});
