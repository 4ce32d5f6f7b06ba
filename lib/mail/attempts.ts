const FIRST_MS = 30_000;
const LONGEST_MS = 4 * 60 * 60 * 1000;

/**
 * When a mail is tried again after its `attempts`-th attempt (1 for the first): half a minute, then twice as long each
 * time, at most four hours; a quarter more or less by `chance` (0 to 1), so that mails do not come back all at once.
 * The last attempt is at `giveUpAt`; null once that has passed.
 */
export function nextAttempt(input: {
  attempts: number;
  now: Date;
  giveUpAt: Date;
  chance: number;
}): Date | null {
  const { attempts, now, giveUpAt, chance } = input;
  if (now >= giveUpAt) return null;
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1)) * (0.75 + chance / 2);
  return new Date(Math.min(now.getTime() + wait, giveUpAt.getTime()));
}
