import { type Database, database } from '#lib/db/client.ts';

/** A key pair of ours, of a connection that has several for the same use. */
export type RenewedKeyPairRow = {
  workspaceId: string;
  environmentId: string;
  environmentName: string;
  organizationId: string;
  organizationName: string;
  connectionId: string;
  connectionName: string;
  externalKey: string;
  use: 'signing' | 'encryption';
  fingerprintSha256: string;
  createdAt: Date;
  notAfter: Date;
};

/**
 * The key pairs of connections in use that have more than one of a kind, over all workspaces: for jobs only, no id comes
 * from a caller.
 */
export function renewedKeyPairs(db: Database = database()): Promise<RenewedKeyPairRow[]> {
  return db.$queryRaw`
    SELECT e."workspaceId", e.id AS "environmentId", e.name AS "environmentName", o.id AS "organizationId",
           o.name AS "organizationName", c.id AS "connectionId", c.name AS "connectionName", c."externalKey",
           k.use::text AS use, k."fingerprintSha256", k."createdAt", k."notAfter"
      FROM (SELECT *, count(*) OVER (PARTITION BY "environmentId", "connectionId", use) AS alike
              FROM "ConnectionKeyPair") k
      JOIN "Connection" c ON c."environmentId" = k."environmentId" AND c.id = k."connectionId"
      JOIN "Organization" o ON o."environmentId" = c."environmentId" AND o.id = c."organizationId"
      JOIN "Environment" e ON e.id = c."environmentId"
      JOIN "Workspace" w ON w.id = e."workspaceId"
     WHERE k.alike > 1 AND c.state IN ('active', 'validating') AND w."deletionRequestedAt" IS NULL
     ORDER BY e."workspaceId", c.id, k.id`;
}
