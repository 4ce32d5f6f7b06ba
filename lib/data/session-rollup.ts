import { type Database, database, Prisma, type Queries } from '#lib/db/client.ts';
import { ID_PREFIXES, idFloor, timeOfId } from '#lib/ids.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** Hours counted in one transaction. */
const CHUNK = 7 * 24;
const STALE_AT_ONCE = 500;
/** How long the hours of connections are kept; nobody reads more than a day of them. */
const CONNECTION_HOURS_MS = 2 * DAY_MS;

/**
 * Counts sessions ahead of the overview pages, over all environments and for a job only: nothing here takes an id
 * from a caller. The hour of a session is that of its id, as in the session list. Safe on several instances at once.
 */
export function sessionRollup(db: Database = database()) {
  const locked = <T>(environmentId: string, work: (queries: Queries, countedTo: Date) => Promise<T>) =>
    db.$transaction(
      async (tx) => {
        const queries = tx as unknown as Queries;
        const [row] = await queries.$queryRaw<{ countedTo: Date }[]>`
          SELECT "countedTo" FROM "SessionRollup" WHERE "environmentId" = ${environmentId} FOR UPDATE`;
        return row ? work(queries, row.countedTo) : null;
      },
      { timeout: 60_000, maxWait: 10_000 },
    );

  return {
    /** Environments whose counts do not reach `target`, an hour's beginning, or have changed since. */
    async behind(target: Date): Promise<string[]> {
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT e.id FROM "Environment" e LEFT JOIN "SessionRollup" r ON r."environmentId" = e.id
         WHERE r."countedTo" IS NULL OR r."countedTo" < ${target}
            OR EXISTS (SELECT 1 FROM "StaleSessions" s WHERE s."environmentId" = e.id)
         ORDER BY e.id`;
      return rows.map((row) => row.id);
    },

    /** From now on, changes to sessions that began before `target` are noted. Waits for changes under way. */
    async watch(environmentId: string, target: Date): Promise<void> {
      const below = idFloor('ssoSession', target);
      await db.$transaction(async (tx) => {
        const queries = tx as unknown as Queries;
        await queries.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${environmentId}, 7))`;
        const [oldest] = await queries.$queryRaw<{ id: string }[]>`
          SELECT id FROM "SsoSession" WHERE "environmentId" = ${environmentId} ORDER BY id LIMIT 1`;
        const began = oldest && timeOfId(oldest.id);
        const first = began && began < target ? floorTo(began, HOUR_MS) : target;
        await queries.$executeRaw`
          INSERT INTO "SessionRollup" ("environmentId", "watchedBelow", "countedTo")
          VALUES (${environmentId}, ${below}, ${first})
          ON CONFLICT ("environmentId") DO UPDATE
             SET "watchedBelow" = greatest("SessionRollup"."watchedBelow", excluded."watchedBelow")`;
      });
    },

    /** Counts up to `target`, which is watched, some hours at a time. True when there is more to count. */
    async advance(environmentId: string, target: Date): Promise<boolean> {
      const more = await locked(environmentId, async (queries, countedTo) => {
        if (countedTo >= target) return false;
        const hours = hoursFrom(countedTo, target).slice(0, CHUNK);
        const end = new Date((hours.at(-1) ?? countedTo).getTime() + HOUR_MS);
        await countHours(queries, environmentId, hours);
        await countConnectionHours(queries, environmentId, hours, end);
        await countDays(queries, environmentId, daysOf(hours), end);
        await queries.$executeRaw`
          UPDATE "SessionRollup" SET "countedTo" = ${end} WHERE "environmentId" = ${environmentId}`;
        return end < target;
      });
      return more ?? false;
    },

    /** Counts anew what changed since it was counted. True when there is more of it. */
    async repair(environmentId: string): Promise<boolean> {
      const more = await locked(environmentId, async (queries, countedTo) => {
        const stale = await queries.$queryRaw<{ idStart: string }[]>`
          DELETE FROM "StaleSessions" WHERE id IN (
            SELECT id FROM "StaleSessions" WHERE "environmentId" = ${environmentId}
             ORDER BY id LIMIT ${STALE_AT_ONCE})
          RETURNING "idStart"`;
        const hours = staleHours(stale.map((row) => row.idStart)).filter((hour) => hour < countedTo);
        await countHours(queries, environmentId, hours);
        await countConnectionHours(queries, environmentId, hours, countedTo);
        await countDays(queries, environmentId, daysOf(hours), countedTo);
        return stale.length === STALE_AT_ONCE;
      });
      return more ?? false;
    },
  };
}

/** One of HandshakeHour's buckets, for the row `s` of SsoSession; null unless an app got a profile it asked for. */
export const HANDSHAKE_BUCKET = Prisma.sql`CASE WHEN s.origin = 'service_provider' AND s."exchangedAt" IS NOT NULL THEN
  least(63, greatest(0, ceil(4 * ln(greatest(1, extract(epoch FROM s."exchangedAt" - s."createdAt")::float8 * 1000) / 50)
    / ln(2::float8))))::int END`;

/** In place of an error: the response was accepted, and the app never redeemed the code it was given. */
export const NOT_REDEEMED = 'code_not_redeemed';

/** One of the five errors, NOT_REDEEMED or `none`, for the row `s`. */
export const ERROR_OR_NONE = Prisma.sql`CASE WHEN s.state = 'timed_out' AND s."authorizedAt" IS NOT NULL
  THEN ${Prisma.raw(`'${NOT_REDEEMED}'`)} ELSE coalesce(s."errorCode"::text, 'none') END`;

/** The hours of ids that begin so; six letters of time are a good quarter of an hour, which may lie in two. */
function staleHours(starts: readonly string[]): Date[] {
  const hours = new Set<number>();
  for (const start of starts) {
    const ulid = start.slice(ID_PREFIXES.ssoSession.length + 1);
    for (const rest of ['0', 'Z']) {
      const at = timeOfId(`${ID_PREFIXES.ssoSession}_${ulid.padEnd(10, rest)}`);
      if (at) hours.add(floorTo(at, HOUR_MS).getTime());
    }
  }
  return [...hours].sort((a, b) => a - b).map((time) => new Date(time));
}

async function countHours(queries: Queries, environmentId: string, hours: readonly Date[]): Promise<void> {
  if (hours.length === 0) return;
  const list = [...hours];
  const spans = idSpans(list, HOUR_MS);
  await queries.$executeRaw`
    DELETE FROM "SessionHour" WHERE "environmentId" = ${environmentId} AND hour = ANY(${list}::timestamptz[])`;
  await queries.$executeRaw`
    DELETE FROM "HandshakeHour" WHERE "environmentId" = ${environmentId} AND hour = ANY(${list}::timestamptz[])`;
  await queries.$executeRaw`
    INSERT INTO "SessionHour" ("environmentId", hour, state, error, count)
    SELECT ${environmentId}, span.start, found.state, found.error, found.count
      FROM ${spans} CROSS JOIN LATERAL (
        SELECT s.state, ${ERROR_OR_NONE} AS error, count(*)::int AS count FROM "SsoSession" s
         WHERE s."environmentId" = ${environmentId} AND s.id >= span.floor AND s.id < span.ceiling
         GROUP BY 1, 2) found`;
  await queries.$executeRaw`
    INSERT INTO "HandshakeHour" ("environmentId", hour, bucket, count)
    SELECT ${environmentId}, span.start, found.bucket, found.count
      FROM ${spans} CROSS JOIN LATERAL (
        SELECT ${HANDSHAKE_BUCKET} AS bucket, count(*)::int AS count FROM "SsoSession" s
         WHERE s."environmentId" = ${environmentId} AND s.id >= span.floor AND s.id < span.ceiling
         GROUP BY 1) found
     WHERE found.bucket IS NOT NULL`;
}

/** Only the latest: those that went before are in the counts of their days. */
async function countConnectionHours(
  queries: Queries,
  environmentId: string,
  hours: readonly Date[],
  countedTo: Date,
): Promise<void> {
  const oldest = new Date(countedTo.getTime() - CONNECTION_HOURS_MS);
  const kept = hours.filter((hour) => hour >= oldest);
  await queries.$executeRaw`
    DELETE FROM "ConnectionHour"
     WHERE "environmentId" = ${environmentId} AND (hour < ${oldest} OR hour = ANY(${kept}::timestamptz[]))`;
  if (kept.length === 0) return;
  await queries.$executeRaw`
    INSERT INTO "ConnectionHour" ("environmentId", "connectionId", hour, successful, failed, other)
    SELECT ${environmentId}, found."connectionId", span.start, found.successful, found.failed, found.other
      FROM ${idSpans(kept, HOUR_MS)} CROSS JOIN LATERAL (
        SELECT s."connectionId", ${OUTCOME_COUNTS} FROM "SsoSession" s
         WHERE s."environmentId" = ${environmentId} AND s.id >= span.floor AND s.id < span.ceiling
           AND s."connectionId" IS NOT NULL
         GROUP BY 1) found`;
}

/** Only days that are over: the rest is counted with the hours that are not yet. */
async function countDays(
  queries: Queries,
  environmentId: string,
  days: readonly Date[],
  countedTo: Date,
): Promise<void> {
  const over = days.filter((day) => day.getTime() + DAY_MS <= countedTo.getTime());
  if (over.length === 0) return;
  await queries.$executeRaw`
    DELETE FROM "ConnectionDay" WHERE "environmentId" = ${environmentId} AND day = ANY(${over}::timestamptz[])`;
  await queries.$executeRaw`
    INSERT INTO "ConnectionDay" ("environmentId", "connectionId", day, successful, failed, other)
    SELECT ${environmentId}, found."connectionId", span.start, found.successful, found.failed, found.other
      FROM ${idSpans(over, DAY_MS)} CROSS JOIN LATERAL (
        SELECT s."connectionId", ${OUTCOME_COUNTS} FROM "SsoSession" s
         WHERE s."environmentId" = ${environmentId} AND s.id >= span.floor AND s.id < span.ceiling
           AND s."connectionId" IS NOT NULL
         GROUP BY 1) found`;
}

/** The three counts of ConnectionHour and ConnectionDay over rows `s`. */
export const OUTCOME_COUNTS = Prisma.sql`
  count(*) FILTER (WHERE s.state IN ('successful', 'test_successful'))::int AS successful,
  count(*) FILTER (WHERE s.state IN ('failed', 'test_failed'))::int AS failed,
  count(*) FILTER (WHERE s.state IN ('started', 'authorized', 'timed_out'))::int AS other`;

/** A table `span` of the times that begin at `starts` and last `ms`, with the ids that lie in them. */
export function idSpans(starts: readonly Date[], ms: number): Prisma.Sql {
  const floors = starts.map((start) => idFloor('ssoSession', start));
  const ceilings = starts.map((start) => idFloor('ssoSession', new Date(start.getTime() + ms)));
  return Prisma.sql`unnest(${[...starts]}::timestamptz[], ${floors}::text[], ${ceilings}::text[])
    AS span(start, floor, ceiling)`;
}

function hoursFrom(from: Date, to: Date): Date[] {
  const count = Math.max(0, Math.round((to.getTime() - from.getTime()) / HOUR_MS));
  return Array.from({ length: Math.min(count, CHUNK) }, (_, i) => new Date(from.getTime() + i * HOUR_MS));
}

function daysOf(hours: readonly Date[]): Date[] {
  return [...new Set(hours.map((hour) => floorTo(hour, DAY_MS).getTime()))].map((time) => new Date(time));
}

function floorTo(at: Date, ms: number): Date {
  return new Date(Math.floor(at.getTime() / ms) * ms);
}
