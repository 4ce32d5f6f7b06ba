import type { RawAttributes } from '#lib/attributes/profile.ts';
import type { MappedValues } from '#lib/attributes/reconcile.ts';
import type { Queries } from '#lib/db/client.ts';

/** A profile that came with the email address of an older one of its connection, but another ID, and the older one. */
export type IdentityPairRow = {
  email: string;
  freshId: string;
  freshIdpId: string;
  /** When its person first came. */
  freshSince: Date;
  oldId: string;
  oldIdpId: string;
  /** When the older profile was last written, usually by a sign-in. */
  oldSeen: Date;
  /** Somebody signed in with the old ID after the new one had come: both are in use. */
  bothInUse: boolean;
};

/** What a linked profile took over from the one that went away, to take it back. */
export type Absorbed = {
  id: string;
  organizationId: string;
  createdAt: string;
  updatedAt: string;
  /** The attributes that either of them last came with. */
  rawAttributes: RawAttributes;
  rawBefore: RawAttributes;
};

/** One linked profile: what it was, what it became, and the profile of the new ID. */
export type LinkedChange = {
  profileId: string;
  before: MappedValues;
  after: MappedValues;
  absorbed: Absorbed;
};

/** People of one connection whose identity provider has changed their ID. */
export function identityPairs(queries: Queries, environmentId: string) {
  return {
    /** The newest profile of each address that has several, with the one before it; the newest first. */
    ofConnection(connectionId: string, limit: number): Promise<IdentityPairRow[]> {
      return queries.$queryRaw`
        SELECT f.email, f.id AS "freshId", f."idpId" AS "freshIdpId", f."createdAt" AS "freshSince",
               o.id AS "oldId", o."idpId" AS "oldIdpId", o."updatedAt" AS "oldSeen",
               EXISTS (SELECT 1 FROM "SsoSession" s
                        WHERE s."environmentId" = ${environmentId} AND s."profileId" = o.id
                          AND s."authorizedAt" > f."createdAt") AS "bothInUse"
          FROM (SELECT lower(email) AS address FROM "Profile"
                 WHERE "environmentId" = ${environmentId} AND "connectionId" = ${connectionId}
                   AND "separateSince" IS NULL
                 GROUP BY 1 HAVING count(*) > 1) d
         CROSS JOIN LATERAL (
               SELECT p.* FROM "Profile" p
                WHERE p."environmentId" = ${environmentId} AND p."connectionId" = ${connectionId}
                  AND lower(p.email) = d.address AND p."separateSince" IS NULL
                ORDER BY p."createdAt" DESC, p.id DESC LIMIT 1) f
         CROSS JOIN LATERAL (
               SELECT p.* FROM "Profile" p
                WHERE p."environmentId" = ${environmentId} AND p."connectionId" = ${connectionId}
                  AND lower(p.email) = d.address AND p."separateSince" IS NULL AND p.id <> f.id
                ORDER BY p."updatedAt" DESC, p.id DESC LIMIT 1) o
         ORDER BY f."createdAt" DESC, f.id DESC LIMIT ${limit}`;
    },
    /** How many addresses of a connection came back with a new ID. */
    async count(connectionId: string): Promise<number> {
      const rows = await queries.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM (
          SELECT 1 FROM "Profile"
           WHERE "environmentId" = ${environmentId} AND "connectionId" = ${connectionId} AND "separateSince" IS NULL
           GROUP BY lower(email) HAVING count(*) > 1) d`;
      return rows[0]?.count ?? 0;
    },
    /** The profile that the address of another one belonged to when that was made; null where it was the first. */
    async before(profileId: string): Promise<{ id: string; idpId: string; updatedAt: Date } | null> {
      const [row] = await queries.$queryRaw<{ id: string; idpId: string; updatedAt: Date }[]>`
        SELECT o.id, o."idpId", o."updatedAt" FROM "Profile" f
          JOIN "Profile" o ON o."environmentId" = f."environmentId" AND o."connectionId" = f."connectionId"
           AND lower(o.email) = lower(f.email) AND o.id <> f.id AND o."createdAt" <= f."createdAt" AND o.id < f.id
           AND o."separateSince" IS NULL
         WHERE f."environmentId" = ${environmentId} AND f.id = ${profileId} AND f."separateSince" IS NULL
         ORDER BY o."updatedAt" DESC, o.id DESC LIMIT 1`;
      return row ?? null;
    },
    /** Makes sign-ins of these people wait until the transaction ends. */
    async lock(profileIds: readonly string[]): Promise<void> {
      await queries.$queryRaw`
        SELECT 1 FROM "Profile" WHERE "environmentId" = ${environmentId} AND id = ANY(${[...profileIds]}::text[])
         ORDER BY id FOR UPDATE`;
    },
    /** Both profiles of each pair, as they are. */
    async profiles(ids: readonly string[]) {
      const rows = await queries.profile.findMany({ where: { environmentId, id: { in: [...ids] } } });
      return new Map(
        rows.map((row) => [
          row.id,
          {
            ...row,
            rawAttributes: row.rawAttributes as RawAttributes,
            customAttributes: row.customAttributes as Record<string, unknown>,
          },
        ]),
      );
    },
    /** Gives old profiles what the new ones have, with their sign-ins, and removes the new ones. */
    async link(connectionId: string, changes: readonly LinkedChange[], now: Date): Promise<void> {
      const moves = changes.map(({ profileId, absorbed }) => ({ from: absorbed.id, to: profileId }));
      const list = JSON.stringify(moves);
      await queries.$executeRaw`
        UPDATE "SsoSession" s SET "profileId" = v."to"
          FROM jsonb_to_recordset(${list}::jsonb) AS v("from" text, "to" text)
         WHERE s."environmentId" = ${environmentId} AND s."profileId" = v."from"`;
      await queries.$executeRaw`
        UPDATE "LoginSubject" s SET "profileId" = v."to"
          FROM jsonb_to_recordset(${list}::jsonb) AS v("from" text, "to" text)
         WHERE s."environmentId" = ${environmentId} AND s."profileId" = v."from"`;
      await queries.profile.deleteMany({
        where: { environmentId, connectionId, id: { in: moves.map(({ from }) => from) } },
      });
      const values = changes.map(({ profileId, after, absorbed }) => ({
        ...{ profileId, after, raw: absorbed.rawAttributes },
      }));
      await queries.$executeRaw`
        UPDATE "Profile" p SET
               "idpId" = v.after->>'idpId', email = v.after->>'email', "firstName" = v.after->>'firstName',
               "lastName" = v.after->>'lastName', name = v.after->>'name',
               groups = ARRAY(SELECT jsonb_array_elements_text(v.after->'groups')),
               "customAttributes" = v.after->'customAttributes', "rawAttributes" = v.raw, "updatedAt" = ${now}
          FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb) AS v("profileId" text, after jsonb, raw jsonb)
         WHERE p."environmentId" = ${environmentId} AND p."connectionId" = ${connectionId} AND p.id = v."profileId"`;
    },
    /** Brings the new profiles back, with the sign-ins of their IDs; for old ones that have their former values again. */
    async unlink(connectionId: string, changes: readonly LinkedChange[]): Promise<void> {
      await queries.profile.createMany({
        data: changes.map(({ after: { customAttributes, groups, ...values }, absorbed }) => ({
          ...values,
          environmentId,
          connectionId,
          id: absorbed.id,
          organizationId: absorbed.organizationId,
          groups: [...groups],
          customAttributes: customAttributes as object,
          rawAttributes: absorbed.rawAttributes as object,
          createdAt: new Date(absorbed.createdAt),
          updatedAt: new Date(absorbed.updatedAt),
        })),
      });
      const list = changes.map(({ profileId, after, absorbed }) => ({
        ...{ old: profileId, fresh: absorbed.id, idpId: after.idpId, raw: absorbed.rawBefore },
      }));
      await queries.$executeRaw`
        WITH v AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
                     AS v(old text, fresh text, "idpId" text, raw jsonb)),
        former AS (
          UPDATE "Profile" p SET "rawAttributes" = v.raw FROM v
           WHERE p."environmentId" = ${environmentId} AND p."connectionId" = ${connectionId} AND p.id = v.old),
        moved AS (
          UPDATE "SsoSession" s SET "profileId" = v.fresh FROM v
           WHERE s."environmentId" = ${environmentId} AND s."profileId" = v.old AND s."userIdpId" = v."idpId"
          RETURNING s.id, v.fresh)
        UPDATE "LoginSubject" s SET "profileId" = moved.fresh FROM moved
         WHERE s."environmentId" = ${environmentId} AND s."sessionId" = moved.id`;
    },
    /** Says of all profiles of an address but one that they are somebody else's. Returns how many. */
    async separate(connectionId: string, freshId: string, now: Date): Promise<number> {
      return queries.$executeRaw`
        UPDATE "Profile" o SET "separateSince" = ${now} FROM "Profile" f
         WHERE f."environmentId" = ${environmentId} AND f."connectionId" = ${connectionId} AND f.id = ${freshId}
           AND o."environmentId" = ${environmentId} AND o."connectionId" = ${connectionId}
           AND lower(o.email) = lower(f.email) AND o.id <> f.id AND o."separateSince" IS NULL`;
    },
  };
}
