import { dayNumber, dayStart, daysIn, type Month } from './month.ts';
import { priceOfRank, type Tier } from './price-list.ts';

/** A stretch in which a connection was active; half-open, `endedAt` null while it lasts. */
export type Activation = { id: string; connectionId: string; startedAt: Date; endedAt: Date | null };

/** Days of one activation at one price. `unitCents` is the price of a whole month, `amountCents` of these days. */
export type MeteredLine = {
  activationId: string;
  connectionId: string;
  firstDay: Date;
  lastDay: Date;
  days: number;
  daysInMonth: number;
  unitCents: number;
  amountCents: number;
};

/**
 * What a month costs, line by line, in the order of activation. A connection that was active at any moment of a day
 * (UTC) counts for that day, once, however often it was switched on and off; connections of a day are ranked by the
 * moment of their activation, and the rank decides the tier. A day costs the monthly price divided by the days of the
 * month; parts of a cent are rounded once per connection, so that a whole month at one price costs exactly that price
 * however many lines it has. Nothing after `until` is counted.
 */
export function meter(
  activations: readonly Activation[],
  month: Month,
  input: { tiers?: readonly Tier[]; until?: Date } = {},
): MeteredLine[] {
  const until = input.until && input.until < month.end ? input.until : month.end;
  const ordered = [...activations].sort(
    (a, b) => a.startedAt.getTime() - b.startedAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  const runs: { activation: Activation; unitCents: number; first: number; last: number }[] = [];
  const running = new Map<string, (typeof runs)[number]>();
  for (let day = dayNumber(month.start); dayStart(day) < until; day++) {
    const seen = new Set<string>();
    for (const activation of ordered) {
      if (seen.has(activation.connectionId) || !activeOn(activation, day, until)) continue;
      seen.add(activation.connectionId);
      const unitCents = priceOfRank(seen.size, input.tiers);
      const run = running.get(activation.id);
      if (run && run.unitCents === unitCents && run.last === day - 1) {
        run.last = day;
      } else {
        const fresh = { activation, unitCents, first: day, last: day };
        running.set(activation.id, fresh);
        runs.push(fresh);
      }
    }
  }
  return priced(runs, daysIn(month));
}

function activeOn({ startedAt, endedAt }: Activation, day: number, until: Date): boolean {
  if (startedAt >= dayStart(day + 1) || startedAt >= until) return false;
  // Switched on and off within one moment: the day counts.
  const instant = endedAt !== null && endedAt.getTime() === startedAt.getTime();
  return instant ? dayNumber(startedAt) === day : endedAt === null || endedAt > dayStart(day);
}

/** Amounts by the running total of each connection: each line is the difference of two rounded totals. */
function priced(
  runs: readonly { activation: Activation; unitCents: number; first: number; last: number }[],
  daysInMonth: number,
): MeteredLine[] {
  const totals = new Map<string, number>();
  return runs
    .toSorted(
      (a, b) =>
        a.activation.startedAt.getTime() - b.activation.startedAt.getTime() ||
        (a.activation.id < b.activation.id ? -1 : a.activation.id > b.activation.id ? 1 : a.first - b.first),
    )
    .map(({ activation, unitCents, first, last }) => {
      const days = last - first + 1;
      const before = totals.get(activation.connectionId) ?? 0;
      const after = before + unitCents * days;
      totals.set(activation.connectionId, after);
      return {
        activationId: activation.id,
        connectionId: activation.connectionId,
        firstDay: dayStart(first),
        lastDay: dayStart(last),
        days,
        daysInMonth,
        unitCents,
        amountCents: roundedShare(after, daysInMonth) - roundedShare(before, daysInMonth),
      };
    });
}

/** `part / whole` to the nearest integer, halves up; all numbers are whole and not negative. */
function roundedShare(part: number, whole: number): number {
  return Math.floor((2 * part + whole) / (2 * whole));
}

/** The sum of the lines, in cents. */
export function totalCents(lines: readonly { amountCents: number }[]): number {
  return lines.reduce((sum, line) => sum + line.amountCents, 0);
}
