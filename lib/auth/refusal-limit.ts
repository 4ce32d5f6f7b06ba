/**
 * Counts refusals in this process, so that nobody fills the database, or tries secrets, as fast as the network allows.
 * Only refusals count: an identity provider or an app that works is never slowed down, however busy it is.
 */
export type RefusalLimit = {
  /** Whether this caller may try. */
  allows(key: string, now: Date): boolean;
  /** Notes that the caller was refused. */
  note(key: string, now: Date): void;
};

/** Callers remembered at once; beyond that all are forgotten, which errs on the side of letting people in. */
const CALLERS = 20_000;
const WINDOW_MS = 60_000;

/** At most `refusals` a minute for each key. */
export function refusalLimit(refusals: number): RefusalLimit {
  const noted = new Map<string, { count: number; until: number }>();
  return {
    allows(key, now) {
      const entry = noted.get(key);
      return !entry || entry.until <= now.getTime() || entry.count < refusals;
    },
    note(key, now) {
      const entry = noted.get(key);
      if (entry && entry.until > now.getTime()) {
        entry.count += 1;
        return;
      }
      if (noted.size >= CALLERS) noted.clear();
      noted.set(key, { count: 1, until: now.getTime() + WINDOW_MS });
    },
  };
}
