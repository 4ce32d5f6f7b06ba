import type { Queries } from '#lib/db/client.ts';

export type AppRoleRow = {
  id: string;
  slug: string;
  name: string;
  description: string;
  priority: number;
  isDefault: boolean;
  createdAt: Date;
  updatedAt: Date;
};

const columns = {
  id: true,
  slug: true,
  name: true,
  description: true,
  priority: true,
  isDefault: true,
  createdAt: true,
  updatedAt: true,
} as const;

/** What decides which roles a profile carries. */
export type RoleFacts = {
  /** Slugs of the roles its groups are mapped to, the highest priority first. */
  roleSlugs: string[];
  defaultRoleSlug: string | null;
  multipleRoles: boolean;
};

/** Roles one environment's app gives its users. */
export function appRoles(queries: Queries, environmentId: string) {
  return {
    /** All of them, the highest priority first. */
    all(): Promise<AppRoleRow[]> {
      return queries.appRole.findMany({
        where: { environmentId },
        orderBy: [{ priority: 'asc' }, { id: 'asc' }],
        select: columns,
      });
    },
    async add(
      row: Pick<AppRoleRow, 'id' | 'slug' | 'name' | 'description' | 'priority' | 'isDefault'> & {
        now: Date;
      },
    ): Promise<void> {
      const { now, ...values } = row;
      await queries.appRole.create({ data: { ...values, environmentId, createdAt: now, updatedAt: now } });
    },
    async update(
      id: string,
      values: Partial<Pick<AppRoleRow, 'name' | 'description' | 'priority'>>,
      now: Date,
    ): Promise<void> {
      await queries.appRole.updateMany({ where: { environmentId, id }, data: { ...values, updatedAt: now } });
    },
    /** Takes the mark of the default from all and gives it to one, or to none; call inside a transaction. */
    async makeDefault(id: string | null, now: Date): Promise<void> {
      await queries.appRole.updateMany({
        where: { environmentId, isDefault: true },
        data: { isDefault: false, updatedAt: now },
      });
      if (id === null) return;
      await queries.appRole.updateMany({
        where: { environmentId, id },
        data: { isDefault: true, updatedAt: now },
      });
    },
    /** Deletes one, and with it the groups that are mapped to it. */
    async remove(id: string): Promise<void> {
      await queries.appRole.deleteMany({ where: { environmentId, id } });
    },
    /** Per role id how many groups are mapped to it. */
    async groupCounts(): Promise<Map<string, number>> {
      const rows = await queries.ssoGroup.groupBy({ by: ['roleId'], where: { environmentId }, _count: true });
      return new Map(rows.map((row) => [row.roleId, row._count]));
    },
    async multiple(): Promise<boolean> {
      const row = await queries.environment.findUniqueOrThrow({
        where: { id: environmentId },
        select: { multipleRoles: true },
      });
      return row.multipleRoles;
    },
    async setMultiple(multipleRoles: boolean, now: Date): Promise<void> {
      await queries.environment.update({
        where: { id: environmentId },
        data: { multipleRoles, updatedAt: now },
      });
    },
    /** What decides the roles of somebody with these groups; a sign-in reads the same in its own statement. */
    async factsFor(connectionId: string, groups: readonly string[]): Promise<RoleFacts> {
      const mapped = await queries.appRole.findMany({
        where: {
          environmentId,
          ssoGroups: { some: { environmentId, connectionId, idpId: { in: [...groups] } } },
        },
        orderBy: [{ priority: 'asc' }, { id: 'asc' }],
        select: { slug: true },
      });
      const fallback = await queries.appRole.findFirst({
        where: { environmentId, isDefault: true },
        select: { slug: true },
      });
      return {
        roleSlugs: mapped.map(({ slug }) => slug),
        defaultRoleSlug: fallback?.slug ?? null,
        multipleRoles: await this.multiple(),
      };
    },
  };
}
