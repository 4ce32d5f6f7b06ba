import { dueMetadata } from '#lib/data/followed-metadata.ts';
import { type Followed, followMetadata } from './follow-metadata.ts';

/** Longer than a fetch and what follows take; what a process that died was asking waits this long. */
export const LEASE_MS = 60_000;

const AT_ONCE = 4;
/** Even if nobody answers, a run ends within 5 minutes: 200 URLs, 4 at a time, 5 s each. */
const MAX_IN_A_RUN = 200;

/** Asks the metadata URLs that are due, several at once. Returns how many ended in which way. */
export async function followDueMetadata(input: {
  now: () => Date;
  stopping?: () => boolean;
  chance?: () => number;
  db?: Parameters<typeof dueMetadata>[0];
}): Promise<Record<Followed, number>> {
  const due = dueMetadata(input.db);
  const counts: Record<Followed, number> = { failed: 0, unchanged: 0, certificates: 0, held: 0, gone: 0 };
  await due.begin(input.now());
  let left = MAX_IN_A_RUN;
  const worker = async () => {
    while (left > 0 && !input.stopping?.()) {
      left--;
      const now = input.now();
      const leased = await due.lease(now, new Date(now.getTime() + LEASE_MS));
      if (!leased) return;
      counts[await followMetadata(leased, input)]++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return counts;
}
