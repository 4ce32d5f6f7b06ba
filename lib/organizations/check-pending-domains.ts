import { setTimeout as wait } from 'node:timers/promises';
import { type PendingDomain, pendingDomains } from '#lib/data/pending-domains.ts';

/** The TXT records of a name, each in one piece; empty when there are none. May throw and may hang. */
export type ResolveTxt = (name: string) => Promise<readonly string[]>;

const GIVE_UP_AFTER_MS = 30 * 24 * 60 * 60 * 1000;

/** Even if no name server answers, a run ends within 8 minutes: 2000 domains, 20 at a time, 4 s each. */
const DEFAULT_LIMITS = { domains: 2000, atOnce: 20, lookUpMs: 4000 };

/**
 * Looks for the TXT records of pending domains and moves those that have one to verified, and those that had none
 * for 30 days to failed; returns how many of each. A name that cannot be resolved counts as having no record.
 */
export async function checkPendingDomains(
  now: Date,
  input: {
    resolveTxt: ResolveTxt;
    limits?: Partial<typeof DEFAULT_LIMITS>;
    rows?: ReturnType<typeof pendingDomains>;
  },
): Promise<{ verified: number; failed: number; pending: number }> {
  const limits = { ...DEFAULT_LIMITS, ...input.limits };
  const rows = input.rows ?? pendingDomains();
  const result = { verified: 0, failed: 0, pending: 0 };
  const waiting = await rows.draw(limits.domains);
  const worker = async () => {
    for (let row = waiting.pop(); row; row = waiting.pop()) {
      if (await isPublished(row, input.resolveTxt, limits.lookUpMs)) {
        if (await rows.verify(row, now)) result.verified++;
      } else if (now.getTime() - row.pendingSince.getTime() < GIVE_UP_AFTER_MS) {
        result.pending++;
      } else if (await rows.fail(row, now)) result.failed++;
    }
  };
  await Promise.all(Array.from({ length: limits.atOnce }, worker));
  return result;
}

/** Both forms count: the token under a name of its own, and the older `verification_token=` at the domain itself. */
async function isPublished(row: PendingDomain, resolveTxt: ResolveTxt, lookUpMs: number): Promise<boolean> {
  const has = async (name: string, value: string) => {
    const records = await withinTime(() => resolveTxt(name), lookUpMs);
    return records.some((record) => record.trim() === value);
  };
  const found = await Promise.all([
    has(`${row.verificationPrefix}.${row.domain}`, row.verificationToken),
    has(row.domain, `verification_token=${row.verificationToken}`),
  ]);
  return found.includes(true);
}

async function withinTime(lookUp: () => Promise<readonly string[]>, ms: number): Promise<readonly string[]> {
  const timer = new AbortController();
  const late = wait(ms, [], { signal: timer.signal }).catch(() => []);
  try {
    return await Promise.race([lookUp(), late]);
  } catch {
    return [];
  } finally {
    timer.abort();
  }
}
