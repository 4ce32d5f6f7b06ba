import type { Queries } from '#lib/db/client.ts';
import { type Page, type PageRequest, readPage, sliceArgs, sliceOrder } from './page.ts';

export type CorsOriginRow = { id: string; origin: string; createdAt: Date; updatedAt: Date };

const columns = { id: true, origin: true, createdAt: true, updatedAt: true } as const;

/** Origins whose scripts may read what one environment answers to browser apps. */
export function corsOrigins(queries: Queries, environmentId: string) {
  return {
    /** All of them, oldest first. */
    all(): Promise<CorsOriginRow[]> {
      return queries.corsOrigin.findMany({
        where: { environmentId },
        orderBy: { id: 'asc' },
        select: columns,
      });
    },
    page(request: PageRequest): Promise<Page<CorsOriginRow>> {
      return readPage(
        request,
        (query) =>
          queries.corsOrigin.findMany({
            where: { environmentId, ...sliceArgs(query) },
            orderBy: sliceOrder(query),
            take: query.take,
            select: columns,
          }),
        async (id) => (await queries.corsOrigin.count({ where: { environmentId, id } })) === 1,
      );
    },
    async has(origin: string): Promise<boolean> {
      return (await queries.corsOrigin.count({ where: { environmentId, origin } })) > 0;
    },
    add(row: { id: string; origin: string; now: Date }): Promise<CorsOriginRow> {
      const { id, origin, now } = row;
      return queries.corsOrigin.create({
        data: { environmentId, id, origin, createdAt: now, updatedAt: now },
        select: columns,
      });
    },
    async remove(id: string): Promise<void> {
      await queries.corsOrigin.deleteMany({ where: { environmentId, id } });
    },
  };
}
