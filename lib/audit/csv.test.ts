import { expect, test } from '@playwright/test';
import { csvLine } from './csv.ts';

test('cells are quoted and quotes in them doubled', () => {
  expect(csvLine(['a', 'b "c", d', null, 'e\r\nf'])).toBe('"a","b ""c"", d","","e\r\nf"\r\n');
});

for (const start of ['=', '+', '-', '@', '\t', '\r', ' =', '\n=', '\uFF1D', '\u00A0@']) {
  test(`a cell that begins with ${JSON.stringify(start)} is no formula`, () => {
    expect(csvLine([`${start}1+1`])).toBe(`"'${start}1+1"\r\n`);
  });
}

test('ordinary text stays as it is', () => {
  expect(csvLine(['a=b', '1-2', 'x@example.com'])).toBe('"a=b","1-2","x@example.com"\r\n');
});
