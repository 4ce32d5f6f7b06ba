import { sweep } from '#lib/data/sweep.ts';
import type { Database } from '#lib/db/client.ts';
import { REQUEST_LIFETIME_MS, TIME_OUT_AFTER_MS } from './session-states.ts';

const BATCH = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** A repeated API request is recognized for this long. */
const IDEMPOTENCY_MS = DAY_MS;

/**
 * Times out sessions without an end after five minutes; returns how many. A late response or exchange still moves
 * them on. Safe on several instances at once: each session is moved by one of them.
 */
export function timeOutSessions(now: Date, db?: Database): Promise<number> {
  const before = new Date(now.getTime() - TIME_OUT_AFTER_MS);
  return untilDone((rows) => sweep(db).timeOut(before, rows));
}

/** How many rows of each kind a sweep deleted. */
export type Swept = {
  sessions: number;
  logouts: number;
  assertions: number;
  /** Rows kept; only what OAuth sign-ins had to keep for a while is gone. */
  secrets: number;
  rateLimits: number;
  idempotentRequests: number;
};

/**
 * Deletes what is kept for a time only: sessions older than `retentionDays` with their XML, attempts to sign out as old, assertions that could
 * not be replayed any more, ended rate-limit windows, and answers kept for repeated requests. Safe on several
 * instances at once.
 */
export async function sweepExpired(now: Date, retentionDays: number, db?: Database): Promise<Swept> {
  const rows = sweep(db);
  const ago = (ms: number) => new Date(now.getTime() - ms);
  return {
    sessions: await untilDone((most) => rows.deleteSessions(ago(retentionDays * DAY_MS), most)),
    logouts: await untilDone((most) => rows.deleteLogouts(ago(retentionDays * DAY_MS), most)),
    assertions: await untilDone((most) => rows.deleteConsumedAssertions(now, most)),
    secrets: await untilDone((most) =>
      rows.forgetSecrets({ begunBefore: ago(REQUEST_LIFETIME_MS), now }, most),
    ),
    rateLimits: await untilDone((most) => rows.deleteRateLimits(now, most)),
    idempotentRequests: await untilDone((most) => rows.deleteIdempotentRequests(ago(IDEMPOTENCY_MS), most)),
  };
}

/** Repeats a statement on batches until one is not full. */
async function untilDone(batch: (rows: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await batch(BATCH);
    total += count;
    if (count < BATCH) return total;
  }
}
