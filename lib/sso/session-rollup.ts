import { sessionRollup } from '#lib/data/session-rollup.ts';
import type { Database } from '#lib/db/client.ts';

const HOUR_MS = 60 * 60 * 1000;
/**
 * An hour is counted this long after it ended; most of its sessions have found their end by then. Changes of a session's
 * first ten minutes are not noted (the triggers of the migration), so this stays well above ten minutes.
 */
const SETTLE_MS = 15 * 60 * 1000;

/**
 * Counts sessions of hours that are over for the overview pages of all environments, and counts anew what changed
 * since. Returns how many environments had something to count. Safe on several instances at once.
 */
export async function rollUpSessions(now: Date, db?: Database): Promise<number> {
  const rollup = sessionRollup(db);
  const target = new Date(Math.floor((now.getTime() - SETTLE_MS) / HOUR_MS) * HOUR_MS);
  const behind = await rollup.behind(target);
  for (const environmentId of behind) {
    await rollup.watch(environmentId, target);
    while (await rollup.advance(environmentId, target));
    while (await rollup.repair(environmentId));
  }
  return behind.length;
}
