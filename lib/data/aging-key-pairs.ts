import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { systemScope } from '#lib/auth/system-scope.ts';
import { type Database, database } from '#lib/db/client.ts';

/**
 * Connections with a key pair of ours that ends before `until`, or with one that was replaced, over all workspaces: for
 * jobs only, no id comes from a caller.
 */
export async function connectionsWithAgingKeyPairs(
  until: Date,
  db: Database = database(),
): Promise<{ scope: EnvironmentScope; connectionId: string }[]> {
  const rows = await db.$queryRaw<
    { environmentId: string; kind: 'staging' | 'production'; connectionId: string }[]
  >`
    SELECT c."environmentId", e.kind::text AS kind, c.id AS "connectionId"
      FROM "Connection" c
      JOIN "Environment" e ON e.id = c."environmentId"
      JOIN "Workspace" w ON w.id = e."workspaceId"
     WHERE c.state <> 'deleting' AND w."deletionRequestedAt" IS NULL
       AND (EXISTS (SELECT 1 FROM "ConnectionKeyPair" k
                     WHERE k."environmentId" = c."environmentId" AND k."connectionId" = c.id AND k."notAfter" <= ${until})
         OR (SELECT count(*) FROM "ConnectionKeyPair" k
              WHERE k."environmentId" = c."environmentId" AND k."connectionId" = c.id AND k.use = 'signing') > 1)
     ORDER BY c.id`;
  return rows.map(({ environmentId, kind, connectionId }) => ({
    scope: systemScope({ id: environmentId, kind }),
    connectionId,
  }));
}
