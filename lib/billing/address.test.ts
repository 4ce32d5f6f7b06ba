import { expect, test } from '@playwright/test';
import { addressFields, addressLines, checkAddress } from './address.ts';
import { COUNTRIES } from './countries.ts';

const labels = (country: string) => addressFields(country).map(({ label }) => label);

test('an address has the fields of its country, in its order and words', () => {
  expect(labels('US')).toEqual(['Address', 'Address, second line', 'City', 'State', 'ZIP code']);
  expect(labels('DE')).toEqual(['Address', 'Address, second line', 'Postal code', 'City']);
  expect(labels('GB')).toEqual(['Address', 'Address, second line', 'Town or city', 'Postcode']);
  expect(labels('AE')).toEqual(['Address', 'Address, second line', 'Emirate']);
  expect(labels('JP')).toContain('Prefecture');
});

test('every country has an address that can be filled in', () => {
  for (const { value } of COUNTRIES) {
    const fields = addressFields(value);
    expect(fields[0]).toMatchObject({ part: 'line1', required: true });
    expect(new Set(fields.map(({ part }) => part)).size).toBe(fields.length);
  }
});

test('a missing part is named by the word of the country; an optional one is not asked for', () => {
  expect(checkAddress('US', { line1: '1 Main St' }).problems).toEqual({
    locality: 'City is missing.',
    administrativeArea: 'State is missing.',
    postalCode: 'ZIP code is missing.',
  });
  expect(checkAddress('IE', { line1: '1 Main Street', locality: 'Cork' }).problems).toEqual({});
});

test('postal codes and states are checked and written as on an envelope', () => {
  const typed = { line1: '1 Main St', locality: 'Cupertino', administrativeArea: 'ca', postalCode: '95014' };
  expect(checkAddress('US', typed)).toMatchObject({ address: { administrativeArea: 'CA' }, problems: {} });
  expect(checkAddress('US', { ...typed, postalCode: '9501' }).problems.postalCode).toMatch(/95014/);
  expect(checkAddress('US', { ...typed, administrativeArea: 'XX' }).problems.administrativeArea).toMatch(
    /CA/,
  );
  const london = { line1: '10 High Street', locality: 'London', postalCode: 'ec1y 8sy' };
  expect(checkAddress('GB', london)).toMatchObject({ address: { postalCode: 'EC1Y 8SY' }, problems: {} });
});

test('parts that the country does not have are dropped', () => {
  const typed = { line1: 'Hauptstr. 1', postalCode: '10115', locality: 'Berlin', administrativeArea: 'CA' };
  expect(checkAddress('DE', typed).address.administrativeArea).toBeNull();
});

test('an envelope has the company first and the country last', () => {
  const { address } = checkAddress('DE', { line1: 'Hauptstr. 1', postalCode: '10115', locality: 'Köln' });
  expect(addressLines(address, 'Müller GmbH', 'Germany')).toEqual([
    'Müller GmbH',
    'Hauptstr. 1',
    '10115 Köln',
    'Germany',
  ]);
});
