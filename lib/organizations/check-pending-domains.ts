import { pendingDomains } from '#lib/data/pending-domains.ts';
import { isPublished, type ResolveTxt } from '#lib/domains/domain-record.ts';

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
