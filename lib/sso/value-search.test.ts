import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { valueSearch } from './value-search.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'c', '@', 'ß'), maxLength: 12 });
const some = fc.array(
  letters.filter((value) => value !== ''),
  { maxLength: 8 },
);

test('says of any values and text whether one stands in the other, as trying each does', () => {
  fc.assert(
    fc.property(some, letters, (values, text) => {
      const expected = values.some((value) => text.toLowerCase().includes(value.toLowerCase()));
      const search = valueSearch(values);
      expect(search.holds(text)).toBe(expected);
      expect(search.find(text).length > 0).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

test('what is found covers every place where a value stands', () => {
  fc.assert(
    fc.property(some, letters, (values, text) => {
      const covered = new Set<number>();
      for (const { start, end } of valueSearch(values).find(text)) {
        for (let at = start; at < end; at++) covered.add(at);
      }
      const expected = new Set<number>();
      const folded = text.toLowerCase();
      for (const value of values.map((one) => one.toLowerCase())) {
        for (let at = folded.indexOf(value); at >= 0; at = folded.indexOf(value, at + 1)) {
          for (let one = at; one < at + value.length; one++) expected.add(one);
        }
      }
      expect(covered).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('letters whose lower case is longer, or depends on its place, are found where they stand', () => {
  const text = 'x İPEK ΟΔΟΣ y';
  const places = valueSearch(['ipek', 'οδος']).find(text);
  expect(places.map(({ start, end }) => text.slice(start, end))).toEqual(['İPEK', 'ΟΔΟΣ']);
  expect(valueSearch(['İpek']).holds('an ipek')).toBe(true);
  expect(valueSearch([]).find('anything')).toEqual([]);
});
