import { expect, test } from '@playwright/test';
import { refusalLimit } from './refusal-limit.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, seconds));

test('so many refusals a minute and no more, for each caller alone; the next minute begins anew', () => {
  const limit = refusalLimit(3);
  for (let n = 0; n < 3; n++) {
    expect(limit.allows('a', at(n))).toBe(true);
    limit.note('a', at(n));
  }
  expect(limit.allows('a', at(3))).toBe(false);
  expect(limit.allows('b', at(3))).toBe(true);
  expect(limit.allows('a', at(59))).toBe(false);
  expect(limit.allows('a', at(60))).toBe(true);
  limit.note('a', at(60));
  expect(limit.allows('a', at(61))).toBe(true);
});

test('callers beyond the number that is remembered do not make it grow', () => {
  const limit = refusalLimit(1);
  limit.note('first', at(0));
  expect(limit.allows('first', at(1))).toBe(false);
  for (let n = 0; n < 20_000; n++) limit.note(`caller ${n}`, at(1));
  expect(limit.allows('first', at(2))).toBe(true);
});
