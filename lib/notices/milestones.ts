const DAY_MS = 24 * 60 * 60 * 1000;

/** Days before the end of a certificate at which its people hear of it: at 90, then each week, at last more often. */
const MILESTONES = [0, 1, 3, 7, 13, 20, 27, 34, 41, 48, 55, 62, 69, 76, 83, 90] as const;

/** The first day on which anybody is told. */
export const NOTICE_DAYS = 90;

/** Days until `notAfter`, rounded up: 1 on the last day, 0 or less once it has ended. */
export function daysLeft(notAfter: Date, now: Date): number {
  return Math.ceil((notAfter.getTime() - now.getTime()) / DAY_MS);
}

/** The last milestone that a certificate with so many days left has reached; null while it is too early. */
export function milestone(days: number): number | null {
  return MILESTONES.find((one) => one >= Math.max(0, days)) ?? null;
}

/** The same for apps, which also hear of it each week after the end. Days are 0 or less then. */
export function eventMilestone(days: number): number | null {
  return days > 0 ? milestone(days) : -7 * Math.floor(-days / 7) || 0;
}
