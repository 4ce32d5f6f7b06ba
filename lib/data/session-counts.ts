import type { Queries } from '#lib/db/client.ts';
import { idFloor } from '#lib/ids.ts';

export type StateCount = { state: string; day: number; week: number };

/** Numbers of the overview page: how login attempts ended lately, and the newest that failed. */
export function sessionCounts(queries: Queries, environmentId: string) {
  return {
    /** Attempts per state in the last day and the last seven; reads a week of the index, not the table. */
    async perState(now: Date): Promise<StateCount[]> {
      const day = idFloor('ssoSession', new Date(now.getTime() - 24 * 60 * 60 * 1000));
      const week = idFloor('ssoSession', new Date(now.getTime() - 7 * 24 * 60 * 60 * 1000));
      const rows = await queries.$queryRaw<{ state: string; day: number; week: number }[]>`
        SELECT state::text AS state, count(*) FILTER (WHERE id >= ${day})::int AS day, count(*)::int AS week
          FROM "SsoSession" WHERE "environmentId" = ${environmentId} AND id >= ${week}
         GROUP BY state`;
      return rows;
    },
    /** Whether any attempt was made, and whether one got as far as a profile. */
    async milestones(): Promise<{ any: boolean; succeeded: boolean }> {
      const [row] = await queries.$queryRaw<{ any: boolean; succeeded: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM "SsoSession" WHERE "environmentId" = ${environmentId}) AS any,
               EXISTS (SELECT 1 FROM "SsoSession" WHERE "environmentId" = ${environmentId}
                          AND state IN ('successful', 'test_successful')) AS succeeded`;
      return row ?? { any: false, succeeded: false };
    },
    /** The newest failed attempts, at most `limit`, tests included. */
    async latestFailures(limit: number) {
      // One state at a time: each is the head of an index.
      const lists = await Promise.all(
        (['failed', 'test_failed'] as const).map((state) =>
          queries.ssoSession.findMany({
            where: { environmentId, state },
            orderBy: { id: 'desc' },
            take: limit,
            select: {
              id: true,
              errorCode: true,
              failureCode: true,
              userEmail: true,
              createdAt: true,
              connection: { select: { id: true, name: true } },
            },
          }),
        ),
      );
      return lists
        .flat()
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit);
    },
  };
}
