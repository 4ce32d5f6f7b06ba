import { expect, test } from '@playwright/test';
import { failingSince, marksBefore } from './version-marks.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 12, minute)).toISOString();
const line = (minute: number, tone: 'green' | 'red' | 'gray' | 'blue') => ({
  createdAt: at(minute),
  state: { name: 'failed' as const, label: '', tone },
});
const mark = (number: number, minute: number) => ({ number, at: at(minute), author: 'Ana', reason: null });

test('a change after which everything failed is found, with what failed', () => {
  const lines = [line(20, 'red'), line(18, 'gray'), line(13, 'red'), line(8, 'green'), line(5, 'red')];
  expect(failingSince(lines, [mark(17, 10)])).toMatchObject({
    mark: { number: 17 },
    failed: [{ createdAt: at(20) }, { createdAt: at(13) }],
  });
});

test('no change is blamed when some still succeed after it, when it failed before, or when nobody came since', () => {
  const change = [mark(2, 10)];
  expect(failingSince([line(13, 'red'), line(12, 'green'), line(8, 'green')], change)).toBeNull();
  expect(failingSince([line(13, 'red'), line(8, 'red')], change)).toBeNull();
  expect(failingSince([line(13, 'red')], change)).toBeNull();
  expect(failingSince([line(8, 'green')], change)).toBeNull();
});

test('a response that was accepted counts as a success before the app has fetched the profile', () => {
  const waiting = {
    ...line(8, 'blue'),
    state: { name: 'authorized' as const, label: '', tone: 'blue' as const },
  };
  expect(failingSince([line(13, 'red'), waiting], [mark(2, 10)])).toMatchObject({ mark: { number: 2 } });
  expect(
    failingSince([{ ...waiting, createdAt: at(14) }, line(13, 'red'), waiting], [mark(2, 10)]),
  ).toBeNull();
});

test('the change before the last counts when nobody has signed in since the last', () => {
  const lines = [line(13, 'red'), line(8, 'green')];
  expect(failingSince(lines, [mark(3, 15), mark(2, 10)])).toMatchObject({ mark: { number: 2 } });
});

test('each change stands above the newest session from before it', () => {
  const lines = [line(20, 'red'), line(13, 'red'), line(8, 'green')];
  const marks = [mark(3, 25), mark(2, 10)];
  expect(marksBefore(lines, marks).map((row) => row.map(({ number }) => number))).toEqual([[3], [], [2]]);
});
