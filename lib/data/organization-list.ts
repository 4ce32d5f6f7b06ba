import type { Prisma, Queries } from '#lib/db/client.ts';
import { containing } from './containing.ts';
import { type Page, type PageRequest, readPage, sliceArgs, sliceOrder } from './page.ts';

const LINE = {
  id: true,
  name: true,
  externalId: true,
  createdAt: true,
  domains: { select: { domain: true, state: true }, orderBy: { id: 'asc' }, take: 4 },
  connections: {
    select: { id: true, name: true, connectionType: true, state: true },
    where: { state: { not: 'deleting' } },
    orderBy: { id: 'asc' },
    take: 4,
  },
  _count: { select: { domains: true, connections: { where: { state: { not: 'deleting' } } } } },
} as const satisfies Prisma.OrganizationSelect;

export type OrganizationLine = Prisma.OrganizationGetPayload<{ select: typeof LINE }>;

export type OrganizationListFilter = {
  /** Part of a name or domain, or a whole id. */
  search: string | null;
  /** `none`: without any connection. */
  connections: 'draft' | 'validating' | 'active' | 'inactive' | 'none' | null;
  /** Only those with a connection whose last certificate ends before this. */
  certificateEndsBefore: Date | null;
};

/** Organizations as their dashboard list shows them. */
export function organizationList(queries: Queries, environmentId: string) {
  const connectionsWhere = ({
    connections,
    certificateEndsBefore: end,
  }: OrganizationListFilter): Prisma.ConnectionListRelationFilter => {
    const state = connections === null || connections === 'none' ? { not: 'deleting' as const } : connections;
    const certificates = {
      some: { environmentId },
      every: { environmentId, notAfter: { lt: end ?? new Date(0) } },
    };
    return {
      ...(connections === 'none' ? { none: { environmentId } } : {}),
      // One connection that is both.
      ...((connections === null || connections === 'none') && end === null
        ? {}
        : { some: { environmentId, state, ...(end === null ? {} : { certificates }) } }),
    };
  };
  const where = (filter: OrganizationListFilter): Prisma.OrganizationWhereInput => ({
    environmentId,
    ...(filter.search === null
      ? {}
      : {
          OR: [
            { name: containing(filter.search) },
            { domains: { some: { environmentId, domain: containing(filter.search) } } },
            { id: filter.search },
            { externalId: filter.search },
          ],
        }),
    connections: connectionsWhere(filter),
  });
  return {
    /** One page, newest first. A cursor need not exist any more: ids sort by creation. */
    page(filter: OrganizationListFilter, request: PageRequest): Promise<Page<OrganizationLine>> {
      return readPage(
        request,
        (query) =>
          queries.organization.findMany({
            where: { AND: [where(filter), sliceArgs(query)], environmentId },
            orderBy: sliceOrder(query),
            take: query.take,
            select: LINE,
          }),
        async () => true,
      );
    },
    async any(): Promise<boolean> {
      return (
        (await queries.organization.findFirst({ where: { environmentId }, select: { id: true } })) !== null
      );
    },
    /** What a deletion of this organization takes along. */
    async holdings(organizationId: string): Promise<{ connections: number; profiles: number }> {
      const [connections, profiles] = await Promise.all([
        queries.connection.count({ where: { environmentId, organizationId } }),
        queries.profile.count({ where: { environmentId, connection: { environmentId, organizationId } } }),
      ]);
      return { connections, profiles };
    },
    /** Organizations to choose from in a filter, by name: at most `limit`, and `also` whatever its place. */
    async choices(limit: number, also: string | null): Promise<{ id: string; name: string }[]> {
      const select = { id: true, name: true } as const;
      const orderBy = [{ name: 'asc' as const }, { id: 'asc' as const }];
      const rows = await queries.organization.findMany({
        where: { environmentId },
        orderBy,
        take: limit,
        select,
      });
      if (also === null || rows.some((row) => row.id === also)) return rows;
      const named = await queries.organization.findFirst({ where: { environmentId, id: also }, select });
      return named ? [named, ...rows] : rows;
    },
  };
}
