import type { Queries } from '#lib/db/client.ts';
import type { Page, PageRequest } from './page.ts';
import { readPage, sliceArgs, sliceOrder } from './page.ts';

export type RedirectUriRow = {
  id: string;
  uri: string;
  isDefault: boolean;
  createdAt: Date;
  updatedAt: Date;
};

const columns = { id: true, uri: true, isDefault: true, createdAt: true, updatedAt: true } as const;

/** Redirect URIs of one environment. */
export function redirectUris(queries: Queries, environmentId: string) {
  return {
    /** All of them, default first, then oldest first. */
    all(): Promise<RedirectUriRow[]> {
      return queries.redirectUri.findMany({
        where: { environmentId },
        orderBy: [{ isDefault: 'desc' }, { id: 'asc' }],
        select: columns,
      });
    },
    page(request: PageRequest): Promise<Page<RedirectUriRow>> {
      return readPage(
        request,
        (query) =>
          queries.redirectUri.findMany({
            where: { environmentId, ...sliceArgs(query) },
            orderBy: sliceOrder(query),
            take: query.take,
            select: columns,
          }),
        async (id) => (await queries.redirectUri.count({ where: { environmentId, id } })) === 1,
      );
    },
    get(id: string): Promise<RedirectUriRow | null> {
      return queries.redirectUri.findFirst({ where: { environmentId, id }, select: columns });
    },
    add(row: { id: string; uri: string; isDefault: boolean; now: Date }): Promise<RedirectUriRow> {
      return queries.redirectUri.create({
        data: {
          environmentId,
          id: row.id,
          uri: row.uri,
          isDefault: row.isDefault,
          createdAt: row.now,
          updatedAt: row.now,
        },
        select: columns,
      });
    },
    /** Changes the text of one; false when there is no such row. */
    async rename(id: string, uri: string, now: Date): Promise<boolean> {
      const { count } = await queries.redirectUri.updateMany({
        where: { environmentId, id },
        data: { uri, updatedAt: now },
      });
      return count === 1;
    },
    /** Makes one the default and takes the mark from the others; call inside a transaction. */
    async makeDefault(id: string, now: Date): Promise<boolean> {
      await queries.redirectUri.updateMany({
        where: { environmentId, isDefault: true },
        data: { isDefault: false, updatedAt: now },
      });
      const { count } = await queries.redirectUri.updateMany({
        where: { environmentId, id },
        data: { isDefault: true, updatedAt: now },
      });
      return count === 1;
    },
    async remove(id: string): Promise<boolean> {
      const { count } = await queries.redirectUri.deleteMany({ where: { environmentId, id } });
      return count === 1;
    },
  };
}
