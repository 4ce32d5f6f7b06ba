import { expect, test } from '@playwright/test';
import { isSpike } from './spike.ts';

const counts = (failures: number, attempts: number) => ({ failures, attempts });

test('a connection that never fails raises an alarm at five failures, not at four', () => {
  const usual = counts(0, 10);
  expect([4, 5].map((failures) => isSpike(counts(failures, 10), usual))).toEqual([false, true]);
});

test('three times as many as usual is an alarm only beyond chance', () => {
  expect(isSpike(counts(6, 20), counts(2, 20))).toBe(false);
  expect(isSpike(counts(30, 60), counts(10, 60))).toBe(true);
  expect(isSpike(counts(29, 60), counts(10, 60))).toBe(false);
});

test('a busy morning with the usual share of failures is no alarm', () => {
  expect(isSpike(counts(30, 300), counts(1, 10))).toBe(false);
  expect(isSpike(counts(30, 100), counts(1, 10))).toBe(true);
});
