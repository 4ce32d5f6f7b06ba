import { expect, test } from '@playwright/test';
import { daysLeft, eventMilestone, milestone } from './milestones.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const after = (hours: number) => new Date(NOW.getTime() + hours * 60 * 60 * 1000);

test('days left are whole days, rounded up, and never positive once a certificate has ended', () => {
  const hours = [25, 24, 1, 0, -1, -25];
  expect(hours.map((one) => Math.abs(daysLeft(after(one), NOW)))).toEqual([2, 1, 1, 0, 0, 1]);
  expect(hours.map((one) => daysLeft(after(one), NOW) > 0)).toEqual([true, true, true, false, false, false]);
});

test('people are told at 90 days, then each week, then at 7, 3 and 1 days, and once it has ended', () => {
  const told: number[] = [];
  let last: number | null = null;
  for (let days = 120; days >= -40; days -= 1) {
    const reached = milestone(days);
    if (reached !== null && reached !== last) told.push(days);
    last = reached;
  }
  expect(told).toEqual([90, 83, 76, 69, 62, 55, 48, 41, 34, 27, 20, 13, 7, 3, 1, 0]);
});

test('a run that was missed tells the next day instead', () => {
  expect([milestone(83), milestone(82), milestone(2)]).toEqual([83, 83, 3]);
});

test('apps hear the same, and then each week after the end', () => {
  const days = Array.from({ length: 130 }, (_, index) => 100 - index);
  const steps = days.map(eventMilestone).filter((one) => one !== null);
  expect([...new Set(steps)]).toEqual([
    90, 83, 76, 69, 62, 55, 48, 41, 34, 27, 20, 13, 7, 3, 1, 0, -7, -14, -21, -28,
  ]);
});
