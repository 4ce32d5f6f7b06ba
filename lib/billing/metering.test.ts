import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type Activation, meter, totalCents } from './metering.ts';
import { daysIn, finishedMonths, monthOf } from './month.ts';
import { PRICE_LIST, priceOfRank } from './price-list.ts';

const at = (text: string) => new Date(text.length === 10 ? `${text}T00:00:00.000Z` : text);
const active = (
  connectionId: string,
  from: string,
  to: string | null = null,
  id = connectionId,
): Activation => ({
  id,
  connectionId,
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
});
const november = monthOf(at('2026-11-21'));
const FIRST = PRICE_LIST.tiers[0].monthlyCents;

test('a whole month costs the monthly price exactly, in months of 28, 29, 30 and 31 days', () => {
  for (const day of ['2026-02-05', '2028-02-05', '2026-11-05', '2026-12-05']) {
    const lines = meter([active('conn_a', '2025-01-01')], monthOf(at(day)));
    expect(lines.map(({ amountCents }) => amountCents)).toEqual([FIRST]);
  }
});

test('a leap year has a February 29 that is counted and divides the price', () => {
  const [line] = meter([active('conn_a', '2028-02-29')], monthOf(at('2028-02-29')));
  expect(line).toMatchObject({ days: 1, daysInMonth: 29, amountCents: Math.round(FIRST / 29) });
});

test('a day counts when the connection was active at any moment of it', () => {
  const lines = (from: string, to: string) => meter([active('conn_a', from, to)], november);
  expect(lines('2026-11-10T23:59:59.999Z', '2026-11-11T00:00:00.001Z')[0]?.days).toBe(2);
  expect(lines('2026-11-10T23:59:59.999Z', '2026-11-11T00:00:00.000Z')[0]?.days).toBe(1);
  expect(lines('2026-11-10T12:00:00.000Z', '2026-11-10T12:00:00.000Z')[0]?.days).toBe(1);
});

test('the days of a month are its own: nothing of the month before or after is on its invoice', () => {
  expect(meter([active('conn_a', '2026-10-01', '2026-11-01')], november)).toEqual([]);
  expect(meter([active('conn_a', '2026-12-01')], november)).toEqual([]);
  const [line] = meter([active('conn_a', '2026-10-30', '2026-12-02')], november);
  expect(line).toMatchObject({ days: 30, firstDay: at('2026-11-01'), lastDay: at('2026-11-30') });
});

test('switched off and on within a day, a connection counts for that day once', () => {
  const lines = meter(
    [
      active('conn_a', '2026-11-01', '2026-11-10T08:00:00.000Z', 'one'),
      active('conn_a', '2026-11-10T09:00:00.000Z', null, 'two'),
    ],
    november,
  );
  expect(lines.map(({ activationId, days }) => [activationId, days])).toEqual([
    ['one', 10],
    ['two', 20],
  ]);
  expect(totalCents(lines)).toBe(FIRST);
});

test('the connection after the last of a tier costs the price of the next one, from the day on which it is', () => {
  const tiers = [
    { upTo: 1, monthlyCents: 3000 },
    { upTo: null, monthlyCents: 1500 },
  ];
  const lines = meter(
    [active('conn_a', '2026-10-01', '2026-11-11'), active('conn_b', '2026-10-02')],
    november,
    { tiers },
  );
  expect(
    lines.map(({ connectionId, days, unitCents, amountCents }) => [
      connectionId,
      days,
      unitCents,
      amountCents,
    ]),
  ).toEqual([
    ['conn_a', 10, 3000, 1000],
    ['conn_b', 10, 1500, 500],
    ['conn_b', 20, 3000, 2000],
  ]);
});

test('the price list covers every rank and never gets dearer', () => {
  let before = Number.POSITIVE_INFINITY;
  for (let rank = 1; rank <= 300; rank++) {
    expect(priceOfRank(rank)).toBeLessThanOrEqual(before);
    before = priceOfRank(rank);
  }
});

test('finished months are those that are over, without a gap, over year ends', () => {
  const months = finishedMonths(at('2026-11-30T23:59:59.999Z'), at('2027-02-01'));
  expect(months.map(({ start }) => start.toISOString().slice(0, 7))).toEqual([
    '2026-11',
    '2026-12',
    '2027-01',
  ]);
  expect(finishedMonths(at('2026-11-30'), at('2026-11-30T23:59:59.999Z'))).toEqual([]);
});

const DAY = 24 * 60 * 60 * 1000;
/** Histories of up to 40 connections around a month of any year, each a chain of activations that do not overlap. */
const history = fc
  .tuple(
    fc.integer({ min: 0, max: 12 * 8 - 1 }),
    fc.array(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 40 * DAY }), fc.integer({ min: 0, max: 40 * DAY })), {
        minLength: 1,
        maxLength: 4,
      }),
      { maxLength: 40 },
    ),
    fc.boolean(),
  )
  .map(([index, connections, stillActive]) => {
    const month = monthOf(new Date(Date.UTC(2024, index, 15)));
    const activations = connections.flatMap((stretches, connection) => {
      let clock = month.start.getTime() - 40 * DAY;
      return stretches.map(([gap, length], stretch): Activation => {
        const startedAt = new Date(clock + gap);
        clock = startedAt.getTime() + length;
        const last = stretch === stretches.length - 1;
        return {
          id: `${connection}-${stretch}`,
          connectionId: `conn_${connection}`,
          startedAt,
          endedAt: last && stillActive ? null : new Date(clock),
        };
      });
    });
    return { month, activations };
  });

test('whatever the history: amounts are whole, never negative, at most the price of a month per connection, and the sum of the days is right', () => {
  fc.assert(
    fc.property(history, ({ month, activations }) => {
      const lines = meter(activations, month);
      const days = daysIn(month);
      for (const line of lines) {
        expect(Number.isSafeInteger(line.amountCents)).toBe(true);
        expect(line.amountCents).toBeGreaterThanOrEqual(0);
        expect(line.firstDay >= month.start && line.lastDay < month.end).toBe(true);
        expect(line.days).toBe((line.lastDay.getTime() - line.firstDay.getTime()) / DAY + 1);
      }
      for (const connectionId of new Set(lines.map((line) => line.connectionId))) {
        const own = lines.filter((line) => line.connectionId === connectionId);
        const counted = new Set(
          own.flatMap((line) =>
            Array.from({ length: line.days }, (_, n) => line.firstDay.getTime() + n * DAY),
          ),
        );
        // No day twice, and to the cent what the days cost together.
        expect(counted.size).toBe(own.reduce((sum, line) => sum + line.days, 0));
        expect(counted.size).toBeLessThanOrEqual(days);
        const exact = own.reduce((sum, line) => sum + line.unitCents * line.days, 0) / days;
        expect(Math.abs(totalCents(own) - exact)).toBeLessThanOrEqual(0.5);
        expect(totalCents(own)).toBeLessThanOrEqual(FIRST);
      }
      // Each day is what somebody who looks at the clock would count.
      const expected = new Set(
        activations.flatMap(({ connectionId, startedAt, endedAt }) => {
          const found: string[] = [];
          for (let day = month.start.getTime(); day < month.end.getTime(); day += DAY) {
            const end = endedAt?.getTime() ?? Number.POSITIVE_INFINITY;
            const overlaps = startedAt.getTime() < day + DAY && end > day;
            const instant = end === startedAt.getTime() && end >= day && end < day + DAY;
            if (overlaps || instant) found.push(`${connectionId} ${day}`);
          }
          return found;
        }),
      );
      expect(lines.reduce((sum, line) => sum + line.days, 0)).toBe(expected.size);
    }),
    { numRuns: 60 },
  );
});

test('whatever the history: the order in which activations are read changes nothing, and a longer look never costs less', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 0, max: 31 }), ({ month, activations }, day) => {
      expect(meter(activations.toReversed(), month)).toEqual(meter(activations, month));
      const until = new Date(Math.min(month.start.getTime() + day * DAY, month.end.getTime()));
      expect(totalCents(meter(activations, month, { until }))).toBeLessThanOrEqual(
        totalCents(meter(activations, month)),
      );
    }),
    { numRuns: 60 },
  );
});
