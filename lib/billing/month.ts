const DAY_MS = 24 * 60 * 60 * 1000;

/** A calendar month in UTC: its first moment and the first of the next month. */
export type Month = { start: Date; end: Date };

/** The month that a moment lies in. */
export function monthOf(at: Date): Month {
  const year = at.getUTCFullYear();
  const month = at.getUTCMonth();
  return { start: new Date(Date.UTC(year, month, 1)), end: new Date(Date.UTC(year, month + 1, 1)) };
}

export function nextMonth({ end }: Month): Month {
  return monthOf(end);
}

/** Months that are over at `now`, from the one that `since` lies in, oldest first. */
export function finishedMonths(since: Date, now: Date): Month[] {
  const months: Month[] = [];
  for (let month = monthOf(since); month.end <= now; month = nextMonth(month)) months.push(month);
  return months;
}

export function daysIn({ start, end }: Month): number {
  return (end.getTime() - start.getTime()) / DAY_MS;
}

/** Days since 1970, UTC. */
export function dayNumber(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS);
}

/** The first moment of a day that `dayNumber` counted. */
export function dayStart(day: number): Date {
  return new Date(day * DAY_MS);
}
