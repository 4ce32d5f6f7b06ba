import type { Queries } from '#lib/db/client.ts';

export type TeamDomainRow = {
  id: string;
  domain: string;
  verificationToken: string;
  verificationPrefix: string;
  createdAt: Date;
  checkedAt: Date | null;
  verifiedAt: Date | null;
};

const COLUMNS = {
  id: true,
  domain: true,
  verificationToken: true,
  verificationPrefix: true,
  createdAt: true,
  checkedAt: true,
  verifiedAt: true,
} as const;

/** Email domains of the team of one workspace. */
export function teamDomains(queries: Queries, workspaceId: string) {
  return {
    all(): Promise<TeamDomainRow[]> {
      return queries.teamDomain.findMany({
        where: { workspaceId },
        orderBy: { domain: 'asc' },
        select: COLUMNS,
      });
    },
    get(id: string): Promise<TeamDomainRow | null> {
      return queries.teamDomain.findFirst({ where: { workspaceId, id }, select: COLUMNS });
    },
    async add(row: {
      id: string;
      domain: string;
      verificationToken: string;
      verificationPrefix: string;
      now: Date;
    }): Promise<void> {
      const { now, ...values } = row;
      await queries.teamDomain.create({ data: { ...values, workspaceId, createdAt: now } });
    },
    async noteCheck(id: string, now: Date): Promise<void> {
      await queries.teamDomain.updateMany({ where: { workspaceId, id }, data: { checkedAt: now } });
    },
    /** Throws a unique violation on `verifiedDomain` when another workspace holds the domain. */
    async verify(row: { id: string; domain: string }, now: Date): Promise<boolean> {
      const { count } = await queries.teamDomain.updateMany({
        where: { workspaceId, id: row.id, verifiedAt: null },
        data: { verifiedDomain: row.domain, verifiedAt: now, checkedAt: now },
      });
      return count === 1;
    },
    async remove(id: string): Promise<boolean> {
      const { count } = await queries.teamDomain.deleteMany({ where: { workspaceId, id } });
      return count === 1;
    },
  };
}
