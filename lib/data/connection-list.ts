import type { Prisma, Queries } from '#lib/db/client.ts';
import { containing } from './containing.ts';
import { OWNED, type Owned, owned } from './owned.ts';
import { type Page, type PageRequest, readPage, sliceArgs, sliceOrder } from './page.ts';

const LINE = {
  id: true,
  name: true,
  connectionType: true,
  state: true,
  idpInitiatedMode: true,
  createdAt: true,
  organization: { select: { id: true, name: true } },
  certificates: { select: { notAfter: true }, orderBy: { notAfter: 'desc' }, take: 1 },
} as const satisfies Prisma.ConnectionSelect;

export type ConnectionLine = Owned<Prisma.ConnectionGetPayload<{ select: typeof LINE }>>;

export type ConnectionListFilter = {
  /** Part of a name, of the organization's name or domain, of the identity provider's entity ID, or a whole id. */
  search: string | null;
  state: 'requires_type' | 'draft' | 'validating' | 'active' | 'inactive' | null;
  connectionType: string | null;
  organizationId: string | null;
  /** Only those whose last certificate ends before this. */
  certificateEndsBefore: Date | null;
};

/** Connections as their dashboard list shows them. */
export function connectionList(queries: Queries, environmentId: string) {
  const where = (filter: ConnectionListFilter): Prisma.ConnectionWhereInput => ({
    environmentId,
    state: filter.state ?? { not: 'deleting' },
    ...(filter.connectionType === null ? {} : { connectionType: filter.connectionType }),
    ...(filter.organizationId === null ? OWNED : { organizationId: filter.organizationId }),
    ...(filter.certificateEndsBefore === null
      ? {}
      : {
          certificates: {
            some: { environmentId },
            every: { environmentId, notAfter: { lt: filter.certificateEndsBefore } },
          },
        }),
    ...(filter.search === null
      ? {}
      : {
          OR: [
            { name: containing(filter.search) },
            { organization: { name: containing(filter.search) } },
            { organization: { domains: { some: { environmentId, domain: containing(filter.search) } } } },
            { idpEntityId: containing(filter.search) },
            { oidcIssuer: containing(filter.search) },
            { id: filter.search },
            { externalKey: filter.search },
          ],
        }),
  });
  return {
    /** One page, newest first. A cursor need not exist any more: ids sort by creation. */
    page(filter: ConnectionListFilter, request: PageRequest): Promise<Page<ConnectionLine>> {
      return readPage(
        request,
        async (query) => {
          const rows = await queries.connection.findMany({
            where: { AND: [where(filter), sliceArgs(query)], environmentId },
            orderBy: sliceOrder(query),
            take: query.take,
            select: LINE,
          });
          return rows.map((row) => owned(row));
        },
        async () => true,
      );
    },
    /** Those of one organization, oldest first, at most 100. */
    async ofOrganization(organizationId: string): Promise<ConnectionLine[]> {
      const rows = await queries.connection.findMany({
        where: { environmentId, organizationId, state: { not: 'deleting' } },
        orderBy: { id: 'asc' },
        take: 100,
        select: LINE,
      });
      return rows.map((row) => owned(row));
    },
    async any(): Promise<boolean> {
      const row = await queries.connection.findFirst({
        where: { environmentId, ...OWNED, state: { not: 'deleting' } },
        select: { id: true },
      });
      return row !== null;
    },
    /** The types there are in this environment. */
    async types(): Promise<string[]> {
      const rows = await queries.connection.groupBy({
        by: ['connectionType'],
        where: { environmentId, ...OWNED },
      });
      return rows.map((row) => row.connectionType);
    },
    /** When the last sign-in through each connection was completed. Two index look-ups per connection. */
    async lastSignIns(connectionIds: readonly string[]): Promise<Map<string, Date>> {
      if (connectionIds.length === 0) return new Map();
      const rows = await queries.$queryRaw<{ id: string; at: Date }[]>`
        SELECT c.id, max(s."exchangedAt") AS at
          FROM unnest(${[...connectionIds]}::text[]) AS c(id)
         CROSS JOIN unnest(ARRAY['service_provider', 'identity_provider']::"SsoSessionOrigin"[]) AS o(origin)
         CROSS JOIN LATERAL (
           SELECT "exchangedAt" FROM "SsoSession"
            WHERE "environmentId" = ${environmentId} AND "connectionId" = c.id AND state = 'successful'
              AND "errorCode" IS NULL AND origin = o.origin
            ORDER BY id DESC LIMIT 1) s
         WHERE s."exchangedAt" IS NOT NULL
         GROUP BY c.id`;
      return new Map(rows.map((row) => [row.id, row.at]));
    },
    /** Names of the attributes that came with the newest profiles, by name. */
    async recentAttributeNames(connectionId: string): Promise<string[]> {
      const rows = await queries.profile.findMany({
        where: { environmentId, connectionId },
        orderBy: { id: 'desc' },
        take: 10,
        select: { rawAttributes: true },
      });
      const names = rows.flatMap((row) => Object.keys(row.rawAttributes as Record<string, unknown>));
      return [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en')).slice(0, 100);
    },
    /** People who signed in through this connection, whom its deletion would forget. */
    profiles(connectionId: string): Promise<number> {
      return queries.profile.count({ where: { environmentId, connectionId } });
    },
  };
}
