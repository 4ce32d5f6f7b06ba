import type { Queries } from '#lib/db/client.ts';

export type LogoutRedirectUriRow = { id: string; uri: string; isDefault: boolean; createdAt: Date };

const columns = { id: true, uri: true, isDefault: true, createdAt: true } as const;

/** Where sign-outs of one environment may end. */
export function logoutRedirectUris(queries: Queries, environmentId: string) {
  return {
    /** All of them, default first, then oldest first. */
    all(): Promise<LogoutRedirectUriRow[]> {
      return queries.logoutRedirectUri.findMany({
        where: { environmentId },
        orderBy: [{ isDefault: 'desc' }, { id: 'asc' }],
        select: columns,
      });
    },
    async add(row: { id: string; uri: string; isDefault: boolean; now: Date }): Promise<void> {
      const { now, ...values } = row;
      await queries.logoutRedirectUri.create({
        data: { ...values, environmentId, createdAt: now, updatedAt: now },
      });
    },
    async rename(id: string, uri: string, now: Date): Promise<void> {
      await queries.logoutRedirectUri.updateMany({
        where: { environmentId, id },
        data: { uri, updatedAt: now },
      });
    },
    /** Makes one the default and takes the mark from the others; call inside a transaction. */
    async makeDefault(id: string, now: Date): Promise<void> {
      await queries.logoutRedirectUri.updateMany({
        where: { environmentId, isDefault: true },
        data: { isDefault: false, updatedAt: now },
      });
      await queries.logoutRedirectUri.updateMany({
        where: { environmentId, id },
        data: { isDefault: true, updatedAt: now },
      });
    },
    async remove(id: string): Promise<void> {
      await queries.logoutRedirectUri.deleteMany({ where: { environmentId, id } });
    },
  };
}
