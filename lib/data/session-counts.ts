import type { AuditAction } from '#lib/audit/actions.ts';
import { Prisma, type Queries } from '#lib/db/client.ts';
import { idFloor } from '#lib/ids.ts';
import { ERROR_OR_NONE, HANDSHAKE_BUCKET, OUTCOME_COUNTS } from './session-rollup.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Consecutive times of equal length, each beginning at one of `starts`, which are full hours. */
type Slots = { starts: readonly Date[]; slotMs: number; end: Date };

/** `slot` counts from 0; `error` is one of the five, NOT_REDEEMED or `none`. */
export type OutcomeCount = { slot: number; state: string; error: string; count: number };

/** A connection in one slot; `total` is over all slots. */
export type ConnectionCount = {
  id: string;
  name: string;
  state: 'requires_type' | 'draft' | 'validating' | 'active' | 'inactive' | 'deleting';
  organization: string;
  slot: number;
  total: number;
  successful: number;
  failed: number;
  other: number;
};

export type ChangeRow = {
  id: string;
  action: string;
  targetType: string;
  targetId: string;
  targetName: string;
  createdAt: Date;
};

export type EndingCertificate = { id: string; name: string; organization: string; notAfter: Date };

const ORIGINS = Prisma.sql`unnest(enum_range(NULL::"SsoSessionOrigin")) AS og(origin)`;
const STATES = (states: readonly string[]) =>
  Prisma.sql`unnest(${[...states]}::"SsoSessionState"[]) AS st(state)`;

/** Numbers of the overview page: how login attempts ended, how long they took, and the newest that failed. */
export function sessionCounts(queries: Queries, environmentId: string) {
  const changeRows = (span: { from: Date; to: Date; limit: number }, which: Prisma.Sql) =>
    queries.$queryRaw<ChangeRow[]>`
      SELECT id, action, "targetType", "targetId", "targetName", "createdAt" FROM "AuditLogEntry"
       WHERE "workspaceId" = (SELECT "workspaceId" FROM "Environment" WHERE id = ${environmentId})
         AND "environmentId" = ${environmentId} AND ${which}
         AND id >= ${idFloor('auditLogEntry', span.from)} AND id < ${idFloor('auditLogEntry', span.to)}
       ORDER BY id DESC LIMIT ${span.limit}`;
  return {
    /** Up to when an hour's sessions are counted ahead (lib/data/session-rollup.ts); null for none yet. */
    async countedTo(): Promise<Date | null> {
      const [row] = await queries.$queryRaw<{ countedTo: Date }[]>`
        SELECT "countedTo" FROM "SessionRollup" WHERE "environmentId" = ${environmentId}`;
      return row?.countedTo ?? null;
    },
    /** Attempts per slot, state and error: from the counts as far as they reach, from the sessions after that. */
    async byOutcome(slots: Slots, countedTo: Date | null): Promise<OutcomeCount[]> {
      const [first, reached] = bounds(slots, countedTo);
      return queries.$queryRaw<OutcomeCount[]>`
        SELECT slot, state, error, sum(count)::int AS count FROM (
          SELECT ${slotOf(Prisma.sql`hour`, slots)} AS slot, state::text AS state, error, sum(count) AS count
            FROM "SessionHour"
           WHERE "environmentId" = ${environmentId} AND hour >= ${first} AND hour < ${reached}
           GROUP BY 1, 2, 3
          UNION ALL
          SELECT span.slot, found.state, found.error, found.count
            FROM ${liveSpans(slots, reached)} CROSS JOIN LATERAL (
              SELECT s.state::text AS state, ${ERROR_OR_NONE} AS error, count(*) AS count FROM "SsoSession" s
               WHERE s."environmentId" = ${environmentId} AND s.id >= span.floor AND s.id < span.ceiling
               GROUP BY 1, 2) found) parts
         GROUP BY 1, 2, 3`;
    },
    /** How long completed sign-ins took, as a histogram. */
    async handshakes(slots: Slots, countedTo: Date | null): Promise<{ bucket: number; count: number }[]> {
      const [first, reached] = bounds(slots, countedTo);
      return queries.$queryRaw<{ bucket: number; count: number }[]>`
        SELECT bucket, sum(count)::int AS count FROM (
          SELECT bucket, sum(count) AS count FROM "HandshakeHour"
           WHERE "environmentId" = ${environmentId} AND hour >= ${first} AND hour < ${reached}
           GROUP BY 1
          UNION ALL
          SELECT ${HANDSHAKE_BUCKET}, count(*) FROM "SsoSession" s
           WHERE s."environmentId" = ${environmentId} AND s.id >= ${idFloor('ssoSession', later(first, reached))}
             AND s.id < ${idFloor('ssoSession', slots.end)}
           GROUP BY 1) parts
         WHERE bucket IS NOT NULL
         GROUP BY 1`;
    },
    /**
     * The connections with the most attempts, slot by slot. Counts are kept by the day, and by the hour for the last two
     * days: slots are days, or lie within the day that ends now.
     */
    async busiestConnections(
      slots: Slots,
      countedTo: Date | null,
      limit: number,
    ): Promise<ConnectionCount[]> {
      const [first, reached] = bounds(slots, countedTo);
      const wholeDays = new Date(Math.floor(reached.getTime() / DAY_MS) * DAY_MS);
      // Slots shorter than a day cannot be read from counts of days.
      const days = slots.slotMs < DAY_MS ? first : later(first, wholeDays);
      return queries.$queryRaw<ConnectionCount[]>`
        WITH parts AS MATERIALIZED (
          SELECT "connectionId", ${slotOf(Prisma.sql`day`, slots)} AS slot, sum(successful) AS successful,
                 sum(failed) AS failed, sum(other) AS other
            FROM "ConnectionDay"
           WHERE "environmentId" = ${environmentId} AND day >= ${first} AND day < ${days}
           GROUP BY 1, 2
          UNION ALL
          SELECT "connectionId", ${slotOf(Prisma.sql`hour`, slots)}, sum(successful), sum(failed), sum(other)
            FROM "ConnectionHour"
           WHERE "environmentId" = ${environmentId} AND hour >= ${days} AND hour < ${reached}
           GROUP BY 1, 2
          UNION ALL
          SELECT found."connectionId", span.slot, found.successful, found.failed, found.other
            FROM ${liveSpans(slots, reached)} CROSS JOIN LATERAL (
              SELECT s."connectionId", ${OUTCOME_COUNTS} FROM "SsoSession" s
               WHERE s."environmentId" = ${environmentId} AND s.id >= span.floor AND s.id < span.ceiling
                 AND s."connectionId" IS NOT NULL
               GROUP BY 1) found),
        busiest AS (
          SELECT "connectionId", sum(successful + failed + other) AS total FROM parts
           GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit})
        SELECT c.id, c.name, c.state::text AS state, o.name AS organization, p.slot, b.total::int AS total,
               sum(p.successful)::int AS successful, sum(p.failed)::int AS failed, sum(p.other)::int AS other
          FROM parts p
          JOIN busiest b USING ("connectionId")
          JOIN "Connection" c ON c."environmentId" = ${environmentId} AND c.id = p."connectionId"
          JOIN "Organization" o ON o."environmentId" = ${environmentId} AND o.id = c."organizationId"
         GROUP BY c.id, c.name, c.state, o.name, p.slot, b.total
         ORDER BY b.total DESC, c.id, p.slot`;
    },
    /**
     * Of these connections, those through which nobody got in since their newest failure: when the last one got in,
     * null for never, and the first failure after that. Whose response was accepted got in, whatever the app made of its
     * code. A few look-ups per connection, each the head of SsoSession_connection_list_idx or SsoSession_good_idx: sorting
     * by the error as well leaves no other index to choose.
     */
    async failingSince(
      connectionIds: readonly string[],
    ): Promise<{ id: string; lastSuccess: string | null; firstFailure: string }[]> {
      if (connectionIds.length === 0) return [];
      return queries.$queryRaw<{ id: string; lastSuccess: string | null; firstFailure: string }[]>`
        SELECT c.id, success.id AS "lastSuccess", failure.id AS "firstFailure"
          FROM unnest(${[...connectionIds]}::text[]) AS c(id)
         CROSS JOIN LATERAL (
           SELECT max(hit.id) AS id FROM (
             SELECT one.id FROM ${ORIGINS} CROSS JOIN ${STATES(['successful', 'test_successful'])}
              CROSS JOIN LATERAL (
                SELECT s.id FROM "SsoSession" s
                 WHERE s."environmentId" = ${environmentId} AND s."connectionId" = c.id AND s.state = st.state
                   AND s."errorCode" IS NULL AND s.origin = og.origin
                 ORDER BY s."errorCode", s.id DESC LIMIT 1) one
             UNION ALL
             (SELECT s.id FROM "SsoSession" s
               WHERE s."environmentId" = ${environmentId} AND s."connectionId" = c.id AND s."respondedAt" IS NOT NULL
                 AND s."errorCode" IS NULL AND s."failureCode" IS NULL AND s.state <> 'converted'
               ORDER BY s.id DESC LIMIT 1)) hit) success
         CROSS JOIN LATERAL (
           SELECT min(hit.id) AS id FROM ${ORIGINS} CROSS JOIN ${STATES(['failed', 'test_failed'])}
            CROSS JOIN LATERAL (
              (SELECT s.id FROM "SsoSession" s
                WHERE s."environmentId" = ${environmentId} AND s."connectionId" = c.id AND s.state = st.state
                  AND s."errorCode" IS NULL AND s.origin = og.origin AND s.id > coalesce(success.id, '')
                ORDER BY s."errorCode" DESC, s.id LIMIT 1)
              UNION ALL
              SELECT one.id FROM unnest(enum_range(NULL::"SessionError")) AS er(error) CROSS JOIN LATERAL (
                SELECT s.id FROM "SsoSession" s
                 WHERE s."environmentId" = ${environmentId} AND s."connectionId" = c.id AND s.state = st.state
                   AND s."errorCode" BETWEEN er.error AND er.error AND s.origin = og.origin
                   AND s.id > coalesce(success.id, '')
                 ORDER BY s."errorCode" DESC, s.id LIMIT 1) one) hit) failure
         WHERE failure.id IS NOT NULL`;
    },
    /** What of `actions` was done in a span of time, newest first. From the audit log, without who did it. */
    async changes(input: {
      actions: readonly AuditAction[];
      from: Date;
      to: Date;
      limit: number;
    }): Promise<ChangeRow[]> {
      return changeRows(input, Prisma.sql`action = ANY(${[...input.actions]}::text[])`);
    },
    /** What was done in a span of time that may concern a connection: to it, its organization, or the whole environment. */
    async changesAround(connectionId: string, from: Date, to: Date): Promise<ChangeRow[]> {
      return changeRows(
        { from, to, limit: 5 },
        Prisma.sql`("targetType" NOT IN ('connection', 'connection_certificate', 'connection_key_pair', 'organization',
                                  'organization_domain', 'session', 'sso_group')
          OR ARRAY["targetId", coalesce("after", "before")->>'connectionId',
                   coalesce("after", "before")->>'organizationId'] && (
          SELECT ARRAY[c.id, c."organizationId"] FROM "Connection" c
           WHERE c."environmentId" = ${environmentId} AND c.id = ${connectionId}))`,
      );
    },
    /** Active connections whose last certificate ends before `before`, the first to end first. */
    async endingCertificates(before: Date, limit: number): Promise<EndingCertificate[]> {
      return queries.$queryRaw<EndingCertificate[]>`
        SELECT c.id, c.name, o.name AS organization, max(x."notAfter") AS "notAfter"
          FROM "ConnectionCertificate" x
          JOIN "Connection" c ON c."environmentId" = x."environmentId" AND c.id = x."connectionId"
          JOIN "Organization" o ON o."environmentId" = c."environmentId" AND o.id = c."organizationId"
         WHERE x."environmentId" = ${environmentId} AND c.state IN ('active', 'validating')
         GROUP BY c.id, c.name, o.name
        HAVING max(x."notAfter") < ${before}
         ORDER BY 4, 1 LIMIT ${limit}`;
    },
    /** Whether any attempt was made, and whether one got as far as a profile. */
    async milestones(): Promise<{ any: boolean; succeeded: boolean }> {
      const [row] = await queries.$queryRaw<{ any: boolean; succeeded: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM "SsoSession" WHERE "environmentId" = ${environmentId}) AS any,
               EXISTS (SELECT 1 FROM "SsoSession" WHERE "environmentId" = ${environmentId}
                          AND state IN ('successful', 'test_successful')) AS succeeded`;
      return row ?? { any: false, succeeded: false };
    },
    /** The newest failed attempts, at most `limit`, tests included. */
    async latestFailures(limit: number) {
      // One state at a time: each is the head of an index.
      const lists = await Promise.all(
        (['failed', 'test_failed'] as const).map((state) =>
          queries.ssoSession.findMany({
            where: { environmentId, state },
            orderBy: { id: 'desc' },
            take: limit,
            select: {
              id: true,
              errorCode: true,
              failureCode: true,
              userEmail: true,
              createdAt: true,
              connection: { select: { id: true, name: true } },
            },
          }),
        ),
      );
      return lists
        .flat()
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit);
    },
  };
}

/** Where the slots begin, and up to where the counts reach among them. */
function bounds(slots: Slots, countedTo: Date | null): [first: Date, reached: Date] {
  const first = slots.starts[0] ?? slots.end;
  return [first, countedTo === null ? first : later(first, countedTo)];
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

/** The number of the slot a full hour lies in. */
function slotOf(hour: Prisma.Sql, slots: Slots): Prisma.Sql {
  const first = (slots.starts[0] ?? slots.end).getTime() / 1000;
  return Prisma.sql`floor((extract(epoch FROM ${hour})::float8 - ${first}::float8) / ${slots.slotMs / 1000}::float8)::int`;
}

/** A table `span` of the ids of each slot from `from` on. */
function liveSpans(slots: Slots, from: Date): Prisma.Sql {
  const spans = slots.starts
    .map((start, slot) => ({ slot, start, end: new Date(start.getTime() + slots.slotMs) }))
    .filter(({ end }) => end > from);
  const floors = spans.map(({ start }) => idFloor('ssoSession', later(start, from)));
  const ceilings = spans.map(({ end }) => idFloor('ssoSession', end));
  return Prisma.sql`unnest(${spans.map(({ slot }) => slot)}::int[], ${floors}::text[], ${ceilings}::text[])
    AS span(slot, floor, ceiling)`;
}
