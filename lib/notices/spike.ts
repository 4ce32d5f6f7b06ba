/** Fewer failures than this are nobody's alarm. */
export const LEAST_FAILURES = 5;

/** A stretch of time as counted, and what is usual for a stretch of that length. */
export type Counts = { failures: number; attempts: number };

/**
 * Whether far more logins fail than usual: three times as many and beyond what chance does (four standard deviations of
 * a Poisson count), and also twice the usual share of all, so that a busy morning is not taken for a failing one.
 */
export function isSpike(now: Counts, usual: Counts): boolean {
  const share = ({ failures, attempts }: Counts) => (attempts === 0 ? 0 : failures / attempts);
  return (
    now.failures >= LEAST_FAILURES &&
    now.failures >= 3 * usual.failures &&
    now.failures > usual.failures + 4 * Math.sqrt(usual.failures) &&
    share(now) >= 2 * share(usual)
  );
}
