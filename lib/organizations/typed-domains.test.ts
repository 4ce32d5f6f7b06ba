import { expect, test } from '@playwright/test';
import { AppError } from '#lib/errors.ts';
import { typedDomains } from './typed-domains.ts';

test('domains may be separated by commas, semicolons, blanks and line breaks', () => {
  expect(typedDomains(' Example.com, example.org;example.net\nexample.com ')).toEqual([
    'example.com',
    'example.org',
    'example.net',
  ]);
  expect(typedDomains('  ')).toEqual([]);
});

test('the domain that cannot be used is named beside the field', () => {
  let refusal: unknown;
  try {
    typedDomains('example.com, gmail.com');
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(AppError);
  const [field] = (refusal as AppError).fields;
  expect(field).toMatchObject({ field: 'domain_data', code: 'domain_is_consumer' });
  expect(field?.message).toContain('gmail.com:');
});
