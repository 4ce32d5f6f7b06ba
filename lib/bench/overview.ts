import { systemActor } from '#lib/auth/actor.ts';
import { systemScope } from '#lib/auth/system-scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { database } from '#lib/db/client.ts';
import { idFloor } from '#lib/ids.ts';
import { rollUpSessions } from '#lib/sso/session-rollup.ts';
import { appSettings, latestFailures, overview } from '#lib/workspace/overview.ts';
import { OVERVIEW_RANGES, type OverviewRange } from '#lib/workspace/overview-range.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS = 90;
const ROWS_AT_ONCE = 20_000;
const RUNS = 20;
/** What the overview of an environment may take at the median, in ms of server time. */
export const OVERVIEW_BUDGET_MS = 150;

export type OverviewTimes = { sessions: number; rollUpMs: number; p50Ms: Record<OverviewRange, number> };

/**
 * Writes `sessions` of one connection into an environment, spread over 90 days and more lately, counts them ahead, and
 * times everything the overview page reads, per range.
 */
export async function measureOverview(target: {
  environmentId: string;
  connectionId: string;
  sessions: number;
}): Promise<OverviewTimes> {
  const now = new Date();
  await writeSessions(target, now);
  const began = performance.now();
  await rollUpSessions(now);
  const rollUpMs = Math.round(performance.now() - began);
  const scope = systemScope({ id: target.environmentId, kind: 'staging' });
  const ctx = { scope, data: forEnvironment(scope), actor: systemActor('Bench'), now };
  const p50Ms = {} as Record<OverviewRange, number>;
  for (const range of Object.keys(OVERVIEW_RANGES) as OverviewRange[]) {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      await Promise.all([overview(ctx, range), latestFailures(ctx), appSettings(ctx)]);
      times.push(performance.now() - start);
    }
    p50Ms[range] = Math.round(times.sort((a, b) => a - b)[RUNS / 2] ?? 0);
  }
  return { sessions: target.sessions, rollUpMs, p50Ms };
}

async function writeSessions(
  { environmentId, connectionId, sessions }: Parameters<typeof measureOverview>[0],
  now: Date,
): Promise<void> {
  const db = database();
  // A note for each row, of rows that nobody has counted, is time the bench need not spend.
  await db.$executeRaw`ALTER TABLE "SsoSession" DISABLE TRIGGER USER`;
  for (let from = 0; from < sessions; from += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, sessions - from) }, (_, i) => {
      const index = from + i;
      const createdAt = new Date(now.getTime() - (index / sessions) ** 1.5 * DAYS * DAY_MS);
      const state = index % 20 === 0 ? 'failed' : index % 20 === 1 ? 'timed_out' : 'successful';
      return {
        id: idFloor('ssoSession', createdAt).slice(0, -16) + String(index).padStart(16, '0'),
        createdAt,
        state,
        error:
          state === 'failed'
            ? (['invalid_attributes', 'invalid_x509_certificate'][(index / 20) % 2] ?? null)
            : null,
        exchangedAt: state === 'successful' ? new Date(createdAt.getTime() + 300 + (index % 9000)) : null,
      };
    });
    await db.$executeRaw`
      INSERT INTO "SsoSession" (id, "environmentId", "connectionId", origin, state, "errorCode", "createdAt", "exchangedAt")
      SELECT id, ${environmentId}, ${connectionId}, 'service_provider', state, error, at, exchanged
        FROM unnest(${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.state)}::"SsoSessionState"[],
                    ${rows.map((row) => row.error)}::"SessionError"[], ${rows.map((row) => row.createdAt)}::timestamptz[],
                    ${rows.map((row) => row.exchangedAt)}::timestamptz[]) AS row(id, state, error, at, exchanged)`;
  }
  await db.$executeRaw`ALTER TABLE "SsoSession" ENABLE TRIGGER USER`;
  await db.$executeRaw`ANALYZE "SsoSession"`;
}
