import { type Database, database, type Prisma, type Queries } from '#lib/db/client.ts';
import type { EventName } from '#lib/events/event-names.ts';
import { type Page, type PageRequest, readPage, sliceArgs, sliceOrder } from './page.ts';

const ROW = { id: true, name: true, data: true, actor: true, createdAt: true } as const;

/** An event with its data in the shape of the API. */
export type EventRow = Prisma.EventGetPayload<{ select: typeof ROW }>;

export type EventFilter = {
  names: readonly string[];
  organizationId: string | null;
  from: Date;
  until: Date | null;
};

/** What happened in one environment; most of it is written by triggers of the migration. */
export function events(queries: Queries, environmentId: string) {
  return {
    /** One page. A cursor need not exist any more: ids sort by creation. */
    page(filter: EventFilter, request: PageRequest): Promise<Page<EventRow>> {
      const { names, organizationId, from, until } = filter;
      return readPage(
        request,
        (query) =>
          queries.event.findMany({
            where: {
              environmentId,
              name: { in: [...names] },
              createdAt: { gte: from, ...(until === null ? {} : { lt: until }) },
              ...(organizationId === null ? {} : { organizationId }),
              ...sliceArgs(query),
            },
            orderBy: sliceOrder(query),
            take: query.take,
            select: ROW,
          }),
        async () => true,
      );
    },
    async anyOf(organizationId: string): Promise<boolean> {
      return (await queries.event.count({ where: { environmentId, organizationId }, take: 1 })) > 0;
    },
    /** Adds one that no change of a row stands for. As the last thing of a transaction: others wait for its end. */
    async record(
      name: EventName,
      { organizationId, targetId, data }: { organizationId: string | null; targetId: string; data: unknown },
    ): Promise<void> {
      await queries.$queryRaw`
        SELECT "recordEvent"(${environmentId}, ${name}, ${organizationId}, ${targetId}, ${JSON.stringify(data)}::jsonb)::text`;
    },
  };
}

/** Forgets what happened before `before`, over all environments; for jobs only. Returns how many. */
export function forgetEvents(before: Date, db: Database = database()): Promise<number> {
  return db.$executeRaw`DELETE FROM "Event" WHERE "createdAt" < ${before}`;
}
