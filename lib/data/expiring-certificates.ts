import { type Database, database } from '#lib/db/client.ts';

/** The last certificate of a side of a connection. */
export type ExpiringCertificateRow = {
  workspaceId: string;
  environmentId: string;
  environmentName: string;
  organizationId: string;
  organizationName: string;
  connectionId: string;
  connectionName: string;
  connectionType: string;
  side: 'identity_provider' | 'service_provider';
  use: 'response_signing' | 'request_signing' | 'response_encryption';
  environmentKind: 'staging' | 'production';
  fingerprintSha256: string;
  notAfter: Date;
};

/**
 * Certificates in use that end in a stretch of time, over all workspaces: for jobs only, no id comes from a caller. Of
 * each side of a connection only the one that lasts longest counts: beside a newer one, an old one may end. One of the
 * identity provider's that no accepted response was signed with replaces none that is in use.
 */
export function expiringCertificates(
  after: Date,
  until: Date,
  db: Database = database(),
): Promise<ExpiringCertificateRow[]> {
  return db.$queryRaw`
    WITH last AS (
      (SELECT DISTINCT ON ("environmentId", "connectionId") "environmentId", "connectionId",
              'identity_provider' AS side, 'response_signing' AS use, "fingerprintSha256", "notAfter"
         FROM "ConnectionCertificate"
        ORDER BY "environmentId", "connectionId", ("lastSeenAt" IS NOT NULL) DESC, "notAfter" DESC)
      UNION ALL
      (SELECT DISTINCT ON ("environmentId", "connectionId", use) "environmentId", "connectionId",
              'service_provider', CASE use WHEN 'signing' THEN 'request_signing' ELSE 'response_encryption' END,
              "fingerprintSha256", "notAfter"
         FROM "ConnectionKeyPair" ORDER BY "environmentId", "connectionId", use, "notAfter" DESC))
    SELECT e."workspaceId", e.id AS "environmentId", e.name AS "environmentName", o.id AS "organizationId",
           o.name AS "organizationName", c.id AS "connectionId", c.name AS "connectionName", c."connectionType", l.side, l.use,
           e.kind::text AS "environmentKind", l."fingerprintSha256", l."notAfter"
      FROM last l
      JOIN "Connection" c ON c."environmentId" = l."environmentId" AND c.id = l."connectionId"
      JOIN "Organization" o ON o."environmentId" = c."environmentId" AND o.id = c."organizationId"
      JOIN "Environment" e ON e.id = c."environmentId"
      JOIN "Workspace" w ON w.id = e."workspaceId"
     WHERE l."notAfter" > ${after} AND l."notAfter" <= ${until}
       AND c.state IN ('active', 'validating') AND w."deletionRequestedAt" IS NULL
     ORDER BY e."workspaceId", l."notAfter", c.id`;
}
