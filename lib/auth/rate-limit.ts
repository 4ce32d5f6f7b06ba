import { database, type Queries } from '#lib/db/client.ts';

/**
 * Counts one event against `key` and says whether it is within `limit` per window. Shared by all instances
 * through the database; windows are aligned, so a burst across a border may count twice the limit at most.
 */
export async function withinLimit(
  key: string,
  limit: { events: number; windowSeconds: number },
  now: Date,
  db: Pick<Queries, '$queryRaw'> = database(),
): Promise<boolean> {
  const width = limit.windowSeconds * 1000;
  const windowEnd = new Date((Math.floor(now.getTime() / width) + 1) * width);
  const rows = await db.$queryRaw<{ count: number }[]>`
    INSERT INTO "RateLimit" (key, "windowEnd", count) VALUES (${key}, ${windowEnd}, 1)
    ON CONFLICT (key, "windowEnd") DO UPDATE SET count = "RateLimit".count + 1
    RETURNING count`;
  return (rows[0]?.count ?? 1) <= limit.events;
}
