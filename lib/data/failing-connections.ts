import { type Database, database } from '#lib/db/client.ts';
import { idFloor } from '#lib/ids.ts';

/** Logins of an active connection in a stretch of time, with what usually fails of as many. */
export type FailingConnection = {
  workspaceId: string;
  environmentId: string;
  environmentName: string;
  organizationId: string;
  organizationName: string;
  connectionId: string;
  connectionName: string;
  failures: number;
  attempts: number;
  topError: string | null;
};

/**
 * Active connections with many failed logins, over all workspaces: for jobs only, no id comes from a caller. Test logins
 * do not count.
 */
export function failingConnections(db: Database = database()) {
  return {
    /** Those with at least `least` failures among the logins that began in the stretch. */
    in(from: Date, until: Date, least: number): Promise<FailingConnection[]> {
      return db.$queryRaw`
        WITH busy AS (
          SELECT "environmentId", "connectionId",
                 (count(*) FILTER (WHERE state = 'failed'))::int AS failures, count(*)::int AS attempts,
                 (mode() WITHIN GROUP (ORDER BY "errorCode"::text))::text AS "topError"
            FROM "SsoSession"
           WHERE "createdAt" > ${from} AND "createdAt" <= ${until} AND origin <> 'test'
             AND state <> 'converted' AND "connectionId" IS NOT NULL
           GROUP BY 1, 2 HAVING count(*) FILTER (WHERE state = 'failed') >= ${least})
        SELECT e."workspaceId", e.id AS "environmentId", e.name AS "environmentName", o.id AS "organizationId",
               o.name AS "organizationName", c.id AS "connectionId", c.name AS "connectionName", b.failures, b.attempts, b."topError"
          FROM busy b
          JOIN "Connection" c ON c."environmentId" = b."environmentId" AND c.id = b."connectionId"
          JOIN "Organization" o ON o."environmentId" = c."environmentId" AND o.id = c."organizationId"
          JOIN "Environment" e ON e.id = c."environmentId"
          JOIN "Workspace" w ON w.id = e."workspaceId"
         WHERE c.state = 'active' AND w."deletionRequestedAt" IS NULL
         ORDER BY c.id`;
    },
    /** Failures and attempts of one of them in an earlier stretch, and when its first login of that stretch began. */
    async before(
      { environmentId, connectionId }: FailingConnection,
      from: Date,
      until: Date,
    ): Promise<{ failures: number; attempts: number; firstAt: Date | null }> {
      const rows = await db.$queryRaw<{ failures: number; attempts: number; firstAt: Date | null }[]>`
        SELECT (count(*) FILTER (WHERE state = 'failed'))::int AS failures, count(*)::int AS attempts,
               min("createdAt") AS "firstAt"
          FROM "SsoSession"
         WHERE "environmentId" = ${environmentId} AND "connectionId" = ${connectionId} AND origin <> 'test'
           AND state <> 'converted'
           AND id >= ${idFloor('ssoSession', from)} AND id < ${idFloor('ssoSession', until)}`;
      return rows[0] ?? { failures: 0, attempts: 0, firstAt: null };
    },
  };
}
