import type { Prisma, Queries } from '#lib/db/client.ts';
import { type Page, type PageRequest, readPage, type SliceQuery } from './page.ts';

export const ORGANIZATION_SHAPE = {
  id: true,
  name: true,
  externalId: true,
  metadata: true,
  stripeCustomerId: true,
  allowProfilesOutsideOrganization: true,
  createdAt: true,
  updatedAt: true,
  domains: {
    select: {
      id: true,
      organizationId: true,
      domain: true,
      state: true,
      verificationStrategy: true,
      verificationToken: true,
      verificationPrefix: true,
      createdAt: true,
      updatedAt: true,
    },
    orderBy: { id: 'asc' },
  },
} as const satisfies Prisma.OrganizationSelect;

export type OrganizationRow = Prisma.OrganizationGetPayload<{ select: typeof ORGANIZATION_SHAPE }>;
export type DomainRow = OrganizationRow['domains'][number];

export type OrganizationValues = {
  name: string;
  externalId: string | null;
  metadata: Record<string, string>;
  stripeCustomerId: string | null;
  allowProfilesOutsideOrganization: boolean;
};

export type DomainValues = {
  id: string;
  organizationId: string;
  domain: string;
  state: 'pending' | 'verified' | 'failed' | 'legacy_verified' | 'unverified';
  verificationStrategy: 'dns' | 'manual';
  verificationToken: string | null;
  verificationPrefix: string | null;
};

export type OrganizationFilter = { domains?: readonly string[] | undefined; search?: string | undefined };

/** Organizations of one environment and their User Email Domains. */
export function organizations(queries: Queries, environmentId: string) {
  const where = (filter: OrganizationFilter): Prisma.OrganizationWhereInput => ({
    environmentId,
    ...(filter.search === undefined ? {} : { name: { contains: filter.search, mode: 'insensitive' } }),
    ...(filter.domains === undefined
      ? {}
      : { domains: { some: { environmentId, domain: { in: [...filter.domains] } } } }),
  });
  const nearestFirst = (query: SliceQuery) => (query.direction === 'older' ? 'desc' : 'asc');
  /** By time and then id, because the test organization's documented id does not tell its age. */
  const beyond = async (
    cursor: string,
    direction: SliceQuery['direction'],
  ): Promise<Prisma.OrganizationWhereInput> => {
    const row = await queries.organization.findFirst({
      where: { environmentId, id: cursor },
      select: { createdAt: true },
    });
    const createdAt = row?.createdAt ?? new Date(0);
    return direction === 'older'
      ? { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: cursor } }] }
      : { OR: [{ createdAt: { gt: createdAt } }, { createdAt, id: { gt: cursor } }] };
  };
  const counted: string[] = [];
  return {
    /** Whether any environment has an organization of this id: ids are unique over the installation. */
    async isIdTaken(id: string): Promise<boolean> {
      const rows = await queries.$queryRaw<unknown[]>`SELECT 1 FROM "Organization" WHERE id = ${id}`;
      return rows.length > 0;
    },
    page(filter: OrganizationFilter, request: PageRequest): Promise<Page<OrganizationRow>> {
      return readPage(
        request,
        async (query) =>
          queries.organization.findMany({
            where: {
              ...where(filter),
              ...(query.from === null ? {} : await beyond(query.from, query.direction)),
            },
            orderBy: [{ createdAt: nearestFirst(query) }, { id: nearestFirst(query) }],
            take: query.take,
            select: ORGANIZATION_SHAPE,
          }),
        async (id) => (await queries.organization.count({ where: { environmentId, id } })) === 1,
      );
    },
    get(id: string): Promise<OrganizationRow | null> {
      return queries.organization.findFirst({ where: { environmentId, id }, select: ORGANIZATION_SHAPE });
    },
    getByExternalId(externalId: string): Promise<OrganizationRow | null> {
      return queries.organization.findFirst({
        where: { environmentId, externalId },
        select: ORGANIZATION_SHAPE,
      });
    },
    /** Makes other transactions that lock the same organization wait until this one ends. */
    async lock(id: string): Promise<void> {
      await queries.$queryRaw`
        SELECT 1 FROM "Organization" WHERE "environmentId" = ${environmentId} AND id = ${id} FOR UPDATE`;
    },
    async add(id: string, values: OrganizationValues, now: Date): Promise<void> {
      await queries.organization.create({
        data: { ...values, id, environmentId, createdAt: now, updatedAt: now },
      });
    },
    async update(id: string, values: Partial<OrganizationValues>, now: Date): Promise<boolean> {
      const { count } = await queries.organization.updateMany({
        where: { environmentId, id },
        data: { ...values, updatedAt: now },
      });
      return count === 1;
    },
    /** Removes the organization with its domains and connections. */
    async remove(id: string): Promise<boolean> {
      const { count } = await queries.organization.deleteMany({ where: { environmentId, id } });
      return count === 1;
    },
    /**
     * The domains that this transaction made count, where another organization has them verified as well: both their
     * identity providers could then vouch for the same people. At most 10.
     */
    async countedElsewhere(): Promise<{ domain: string; organizationId: string; name: string }[]> {
      if (counted.length === 0) return [];
      return queries.$queryRaw`
        SELECT mine.domain, o.id AS "organizationId", o.name
          FROM "OrganizationDomain" mine
          JOIN "OrganizationDomain" other ON other."environmentId" = ${environmentId} AND other.domain = mine.domain
           AND other."organizationId" <> mine."organizationId" AND other.state IN ('verified', 'legacy_verified')
          JOIN "Organization" o ON o."environmentId" = ${environmentId} AND o.id = other."organizationId"
         WHERE mine."environmentId" = ${environmentId} AND mine.id = ANY(${counted}::text[])
           AND mine.state IN ('verified', 'legacy_verified')
         ORDER BY mine.domain, o.id LIMIT 10`;
    },
    async addDomain(values: DomainValues, now: Date): Promise<void> {
      if (values.state === 'verified' || values.state === 'legacy_verified') counted.push(values.id);
      await queries.organizationDomain.create({
        data: { ...values, environmentId, createdAt: now, updatedAt: now },
      });
    },
    getDomain(id: string): Promise<DomainRow | null> {
      return queries.organizationDomain.findFirst({
        where: { environmentId, id },
        select: ORGANIZATION_SHAPE.domains.select,
      });
    },
    async updateDomain(
      id: string,
      values: Partial<Omit<DomainValues, 'id' | 'organizationId' | 'domain'>>,
      now: Date,
    ): Promise<boolean> {
      if (values.state === 'verified' || values.state === 'legacy_verified') counted.push(id);
      const { count } = await queries.organizationDomain.updateMany({
        where: { environmentId, id },
        data: { ...values, updatedAt: now },
      });
      return count === 1;
    },
    async removeDomain(id: string): Promise<boolean> {
      const { count } = await queries.organizationDomain.deleteMany({ where: { environmentId, id } });
      return count === 1;
    },
  };
}
