import type { RawAttributes } from '#lib/attributes/profile.ts';
import type { MappedValues } from '#lib/attributes/reconcile.ts';
import type { Queries } from '#lib/db/client.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import type { Absorbed } from './identity-pairs.ts';

export type ProfileRow = MappedValues & { id: string; rawAttributes: RawAttributes; updatedAt: Date };

/** One profile of a batch: what it was and what it became. */
export type ProfileChange = {
  profileId: string;
  before: MappedValues;
  after: MappedValues;
  /** Of a link: the profile of the new ID, which went away. */
  absorbed?: Absorbed;
};

export type ReconciliationRow = {
  id: string;
  profiles: number;
  actorName: string;
  createdAt: Date;
  undoneAt: Date | null;
};

const columns = { id: true, profiles: true, actorName: true, createdAt: true, undoneAt: true } as const;

/** People who signed in, and the batches in which their profiles were brought in line with a mapping. */
export function profiles(queries: Queries, environmentId: string) {
  return {
    /** Those of a connection that changed last, the newest first. */
    async newest(connectionId: string, limit: number): Promise<ProfileRow[]> {
      const rows = await queries.profile.findMany({
        where: { environmentId, connectionId },
        orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
        take: limit,
        select: {
          id: true,
          idpId: true,
          email: true,
          firstName: true,
          lastName: true,
          name: true,
          groups: true,
          customAttributes: true,
          rawAttributes: true,
          updatedAt: true,
        },
      });
      return rows.map((row) => ({
        ...row,
        customAttributes: row.customAttributes as Record<string, unknown>,
        rawAttributes: row.rawAttributes as RawAttributes,
      }));
    },
    /**
     * Moves profiles from the values they had to others, in one statement. One that has other values by now, by a
     * sign-in or somebody else, stays, and so does one whose new ID another profile has. Returns the ids of those moved.
     */
    async move(connectionId: string, changes: readonly ProfileChange[], now: Date): Promise<string[]> {
      const rows = await queries.$queryRaw<{ id: string }[]>`
        UPDATE "Profile" p SET
               "idpId" = v.after->>'idpId', email = v.after->>'email', "firstName" = v.after->>'firstName',
               "lastName" = v.after->>'lastName', name = v.after->>'name',
               groups = ARRAY(SELECT jsonb_array_elements_text(v.after->'groups')),
               "customAttributes" = v.after->'customAttributes', "updatedAt" = ${now}
          FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
               AS v("profileId" text, before jsonb, after jsonb)
         WHERE p."environmentId" = ${environmentId} AND p."connectionId" = ${connectionId}
           AND p.id = v."profileId" AND p."idpId" = v.before->>'idpId' AND p.email = v.before->>'email'
           AND p."firstName" IS NOT DISTINCT FROM v.before->>'firstName'
           AND p."lastName" IS NOT DISTINCT FROM v.before->>'lastName'
           AND p.name IS NOT DISTINCT FROM v.before->>'name'
           AND to_jsonb(coalesce(p.groups, '{}')) = v.before->'groups' AND p."customAttributes" = v.before->'customAttributes'
           AND NOT EXISTS (
             SELECT 1 FROM "Profile" other
              WHERE other."environmentId" = p."environmentId" AND other."connectionId" = p."connectionId"
                AND other."idpId" = v.after->>'idpId' AND other.id <> p.id)
        RETURNING p.id`;
      return rows.map(({ id }) => id);
    },
    async addReconciliation(
      connectionId: string,
      row: Omit<ReconciliationRow, 'undoneAt' | 'profiles'> & { changes: readonly ProfileChange[] },
    ): Promise<void> {
      const { changes, ...values } = row;
      await queries.profileReconciliation.create({
        data: {
          ...values,
          environmentId,
          connectionId,
          profiles: changes.length,
          changes: changes as unknown as Prisma.InputJsonValue,
        },
      });
    },
    /** The newest batch of a connection. */
    latestReconciliation(connectionId: string): Promise<ReconciliationRow | null> {
      return queries.profileReconciliation.findFirst({
        where: { environmentId, connectionId },
        orderBy: { id: 'desc' },
        select: columns,
      });
    },
    /** Marks a batch as taken back and returns it, once; null where it is absent or was taken back before. */
    async takeBack(connectionId: string, id: string, now: Date): Promise<readonly ProfileChange[] | null> {
      const where = { environmentId, connectionId, id };
      const row = await queries.profileReconciliation.findFirst({ where, select: { changes: true } });
      const { count } = await queries.profileReconciliation.updateMany({
        where: { ...where, undoneAt: null },
        data: { undoneAt: now },
      });
      return row && count === 1 ? (row.changes as unknown as ProfileChange[]) : null;
    },
  };
}
