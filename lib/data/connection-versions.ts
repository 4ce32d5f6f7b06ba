import type { AttributeDefinition } from '#lib/attributes/custom-attributes.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { Prisma, type Queries } from '#lib/db/client.ts';
import type { CertificateRow, KeyPairRow, LoginConnection } from './login-path.ts';

/** Everything that decides over a sign-in, as it was from one moment on. */
export type ConnectionSettings = {
  /** Of the connection; `validating` counts as `active`, for responses are judged alike in both. */
  state: LoginConnection['state'];
  /** Its columns, all but those that say who it is and when. */
  values: Omit<
    LoginConnection,
    'id' | 'organizationId' | 'state' | 'externalKey' | 'keyPairs' | 'version'
  > & {
    externalId: string | null;
    idpMetadataUrl: string | null;
  } & Record<string, unknown>;
  certificates: Omit<CertificateRow, 'lastSeenAt'>[];
  /** Private keys sealed, so that what was encrypted for a key deleted since can be read again. */
  keyPairs: KeyPairRow[];
  /** Of the organization. */
  allowOutside: boolean;
  /** Its verified email domains. */
  domains: string[];
  /** Of the environment. */
  attributeDefinitions: AttributeDefinition[];
};

/** What a change would have made of the last recorded sign-ins, in numbers, and what was typed to have it all the same. */
export type ChangeEffect = {
  counts: Readonly<Record<string, number>> | null;
  /** It changes what is asked of the identity provider, which no recording can judge. */
  asks: boolean;
  confirmed: string | null;
};

export type ConnectionVersion = {
  number: number;
  actorType: Actor['type'];
  actorId: string;
  actorName: string;
  reason: string | null;
  restoredFrom: number | null;
  createdAt: Date;
  settings: ConnectionSettings;
  effect: ChangeEffect | null;
};

/** Columns that are no settings: who it is, when what happened, and what is kept elsewhere in a version. */
export const NOT_SETTINGS = [
  'id',
  'environmentId',
  'organizationId',
  'externalKey',
  'state',
  'version',
  'createdAt',
  'updatedAt',
  'activatedAt',
] as const;

/** A version without its settings. */
export type VersionMoment = Pick<ConnectionVersion, 'number' | 'actorName' | 'createdAt' | 'reason'>;

const SHAPE = {
  number: true,
  actorType: true,
  actorId: true,
  actorName: true,
  reason: true,
  restoredFrom: true,
  createdAt: true,
  settings: true,
  effect: true,
} as const;

/** Whose settings may have changed. */
export type Changed = { connectionId: string } | { organizationId: string } | 'environment';

/** The versions of the connections of one environment. */
export function connectionVersions(queries: Queries, environmentId: string) {
  const written: { connectionId: string; number: number }[] = [];
  return {
    /**
     * The one place that writes a version: call it in the transaction of any change that may decide over a sign-in,
     * after the change. Settings that are as they were make no version.
     */
    async record(
      source: { actor: Actor; now: Date; reason?: string | null },
      changed: Changed,
      more: { restoredFrom?: number } = {},
    ): Promise<void> {
      const which =
        changed === 'environment'
          ? Prisma.empty
          : 'connectionId' in changed
            ? Prisma.sql`AND c.id = ${changed.connectionId}`
            : Prisma.sql`AND c."organizationId" = ${changed.organizationId}`;
      // Locked by a statement of its own: the next one then sees what transactions waited for have left behind.
      await queries.$queryRaw`
        SELECT 1 FROM "Connection" c WHERE c."environmentId" = ${environmentId} ${which} ORDER BY c.id FOR UPDATE`;
      const { actor, now } = source;
      const reason = source.reason?.trim().slice(0, 500) || null;
      written.push(
        ...(await queries.$queryRaw<{ connectionId: string; number: number }[]>`
        WITH present AS (
          SELECT c.id, c.version, ${settingsOf(environmentId)} AS settings
            FROM "Connection" c
            JOIN "Organization" o ON o."environmentId" = ${environmentId} AND o.id = c."organizationId"
           WHERE c."environmentId" = ${environmentId} AND c.state <> 'deleting' ${which}),
        moved AS (
          UPDATE "Connection" c SET version = c.version + 1
            FROM present p
           WHERE c."environmentId" = ${environmentId} AND c.id = p.id
             AND NOT EXISTS (SELECT 1 FROM "ConnectionVersion" v
                              WHERE v."environmentId" = ${environmentId} AND v."connectionId" = p.id
                                AND v.number = p.version AND v.settings = p.settings)
          RETURNING c.id, c.version, p.settings)
        INSERT INTO "ConnectionVersion" ("environmentId", "connectionId", number, "actorType", "actorId", "actorName",
               reason, "restoredFrom", settings, "createdAt")
        SELECT ${environmentId}, m.id, m.version, ${actor.type}::"AuditActorType", ${actor.id},
               ${actor.name.slice(0, 400)}, ${reason}, ${more.restoredFrom ?? null}::int, m.settings, ${now}
          FROM moved m
        RETURNING "connectionId", number`),
      );
    },

    /** What this transaction has recorded so far. */
    recorded(): readonly { connectionId: string; number: number }[] {
      return written;
    },

    /** Keeps with the versions of this transaction what they would have made of sign-ins. */
    async keepEffect(effect: ChangeEffect): Promise<void> {
      for (const { connectionId, number } of written) {
        await queries.connectionVersion.updateMany({
          where: { environmentId, connectionId, number },
          data: { effect },
        });
      }
    },

    async get(connectionId: string, number: number): Promise<ConnectionVersion | null> {
      const row = await queries.connectionVersion.findFirst({
        where: { environmentId, connectionId, number },
        select: SHAPE,
      });
      return row && toVersion(row);
    },

    /** Newest first, `limit` of them below a number. */
    async list(connectionId: string, below: number | null, limit: number): Promise<ConnectionVersion[]> {
      const rows = await queries.connectionVersion.findMany({
        where: { environmentId, connectionId, ...(below === null ? {} : { number: { lt: below } }) },
        orderBy: { number: 'desc' },
        take: limit,
        select: SHAPE,
      });
      return rows.map(toVersion);
    },

    /** The last version with a key pair and what came after it; null if the connection never had it, or still has. */
    async retirementOf(
      connectionId: string,
      fingerprintSha256: string,
    ): Promise<{ last: number; retiredAt: Date; retiredBy: string } | null> {
      const [row] = await queries.$queryRaw<{ last: number; retiredAt: Date; retiredBy: string }[]>`
        SELECT v.number AS last, n."createdAt" AS "retiredAt", n."actorName" AS "retiredBy"
          FROM "ConnectionVersion" v
          JOIN "ConnectionVersion" n ON n."environmentId" = ${environmentId} AND n."connectionId" = ${connectionId}
                                    AND n.number = v.number + 1
         WHERE v."environmentId" = ${environmentId} AND v."connectionId" = ${connectionId}
           AND v.number = (
             SELECT max(x.number) FROM "ConnectionVersion" x
              WHERE x."environmentId" = ${environmentId} AND x."connectionId" = ${connectionId}
                AND x.settings->'keyPairs' @> jsonb_build_array(
                      jsonb_build_object('fingerprintSha256', ${fingerprintSha256}::text)))`;
      return row ?? null;
    },

    /** Those that began in a time, newest first, without the settings: what lists mark. At most 50. */
    async between(connectionId: string, from: Date, to: Date): Promise<VersionMoment[]> {
      return queries.connectionVersion.findMany({
        where: { environmentId, connectionId, createdAt: { gte: from, lte: to } },
        orderBy: { number: 'desc' },
        take: 50,
        select: { number: true, actorName: true, createdAt: true, reason: true },
      });
    },
  };
}

function toVersion(
  row: Omit<ConnectionVersion, 'settings' | 'effect'> & { settings: unknown; effect: unknown },
): ConnectionVersion {
  return {
    ...row,
    settings: row.settings as ConnectionSettings,
    effect: row.effect as ChangeEffect | null,
  };
}

/** The ConnectionSettings of the connection `c` and its organization `o`. */
function settingsOf(environmentId: string): Prisma.Sql {
  return Prisma.sql`jsonb_build_object(
    'state', CASE c.state WHEN 'validating' THEN 'active' ELSE c.state::text END,
    'values', to_jsonb(c) - ${[...NOT_SETTINGS]}::text[],
    'certificates', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'pem', x.pem,
               'fingerprintSha256', x."fingerprintSha256") ORDER BY x.id), '[]')
        FROM "ConnectionCertificate" x WHERE x."environmentId" = ${environmentId} AND x."connectionId" = c.id),
    'keyPairs', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'use', k.use, 'certificatePem', k."certificatePem",
               'fingerprintSha256', k."fingerprintSha256",
               'privateKeySealed', replace(encode(k."privateKeySealed", 'base64'), E'\n', '')) ORDER BY k.id), '[]')
        FROM "ConnectionKeyPair" k WHERE k."environmentId" = ${environmentId} AND k."connectionId" = c.id),
    'allowOutside', o."allowProfilesOutsideOrganization",
    'domains', (
      SELECT coalesce(jsonb_agg(d.domain ORDER BY d.domain), '[]') FROM "OrganizationDomain" d
       WHERE d."environmentId" = ${environmentId} AND d."organizationId" = c."organizationId"
         AND d.state IN ('verified', 'legacy_verified')),
    'attributeDefinitions', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'type', a.type, 'required', a.required)
                                ORDER BY a.name), '[]')
        FROM "AttributeDefinition" a WHERE a."environmentId" = ${environmentId}))`;
}
