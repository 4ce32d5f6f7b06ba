import type { Queries } from '#lib/db/client.ts';

export type SsoGroupRow = {
  id: string;
  idpId: string;
  name: string | null;
  role: { id: string; slug: string; name: string; priority: number };
  createdAt: Date;
};

const columns = {
  id: true,
  idpId: true,
  name: true,
  role: { select: { id: true, slug: true, name: true, priority: true } },
  createdAt: true,
} as const;

/** Groups of identity providers that are mapped to roles. */
export function ssoGroups(queries: Queries, environmentId: string) {
  return {
    /** Those of one connection, the ones with the highest role first. */
    ofConnection(connectionId: string): Promise<SsoGroupRow[]> {
      return queries.ssoGroup.findMany({
        where: { environmentId, connectionId },
        orderBy: [{ role: { priority: 'asc' } }, { idpId: 'asc' }],
        select: columns,
      });
    },
    get(connectionId: string, id: string): Promise<SsoGroupRow | null> {
      return queries.ssoGroup.findFirst({ where: { environmentId, connectionId, id }, select: columns });
    },
    async add(
      connectionId: string,
      row: { id: string; idpId: string; name: string | null; roleId: string; now: Date },
    ): Promise<void> {
      const { now, ...values } = row;
      await queries.ssoGroup.create({
        data: { ...values, environmentId, connectionId, createdAt: now, updatedAt: now },
      });
    },
    async update(id: string, values: { name: string | null; roleId: string }, now: Date): Promise<void> {
      await queries.ssoGroup.updateMany({
        where: { environmentId, id },
        data: { ...values, updatedAt: now },
      });
    },
    async remove(id: string): Promise<void> {
      await queries.ssoGroup.deleteMany({ where: { environmentId, id } });
    },
    /** Groups that came with the profiles which signed in last, with how many of those are in each; most first. */
    async seen(connectionId: string): Promise<{ idpId: string; profiles: number }[]> {
      return queries.$queryRaw<{ idpId: string; profiles: number }[]>`
        SELECT g AS "idpId", count(*)::int AS profiles
          FROM (SELECT groups FROM "Profile"
                 WHERE "environmentId" = ${environmentId} AND "connectionId" = ${connectionId}
                 ORDER BY "updatedAt" DESC LIMIT 200) p
         CROSS JOIN LATERAL unnest(p.groups) AS g
         GROUP BY g ORDER BY count(*) DESC, g LIMIT 50`;
    },
  };
}
