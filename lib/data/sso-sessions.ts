import { Prisma, type Queries } from '#lib/db/client.ts';
import { SessionError, SsoSessionOrigin, SsoSessionState } from '#lib/db/generated/enums.ts';

/** Which sessions a list shows; an empty list of choices means all of them. */
export type SessionFilter = {
  connectionId: string | null;
  states: readonly SsoSessionState[];
  /** `none` stands for sessions without one of the five errors. */
  errors: readonly (SessionError | 'none')[];
  origins: readonly SsoSessionOrigin[];
  /** Ids from this one on, and below that one: a time range, because ids begin with their time. */
  fromId: string | null;
  belowId: string | null;
  search: SessionSearch | null;
};

/**
 * What was typed into the search field, taken apart. Beginnings match without regard to case, except that of
 * `idpIdStart`; every part that is not null is tried, and one that fits is enough.
 */
export type SessionSearch = {
  /** A whole session id or its beginning, prefix included. */
  idStart: string | null;
  idEnd: string | null;
  profileId: string | null;
  emailStart: string | null;
  nameStart: string | null;
  idpIdStart: string | null;
};

/** Where a page begins: at the newest, or next to a session in one direction. */
export type SessionCursor = { direction: 'older' | 'newer'; id: string } | null;

/** One line of a list. */
export type SessionRow = {
  id: string;
  state: SsoSessionState;
  origin: SsoSessionOrigin;
  errorCode: SessionError | null;
  failureCode: string | null;
  userEmail: string | null;
  userName: string | null;
  userIdpId: string | null;
  loginHint: string | null;
  createdAt: Date;
  respondedAt: Date | null;
  exchangedAt: Date | null;
  endedAt: Date | null;
  connectionId: string | null;
  connectionName: string | null;
  organizationId: string | null;
  organizationName: string | null;
};

/**
 * Newest first. `older` and `newer` say whether there is more on that side. `searchedTo` is set when a search
 * stopped before it had a full page: it looked at everything up to that session id and no further.
 */
export type SessionSlice = { rows: SessionRow[]; older: boolean; newer: boolean; searchedTo: string | null };

const DETAIL = {
  id: true,
  state: true,
  origin: true,
  requestId: true,
  redirectUri: true,
  oauthState: true,
  scope: true,
  codeChallenge: true,
  loginHint: true,
  codeExpiresAt: true,
  codeReuses: true,
  errorCode: true,
  failureCode: true,
  failureEvidence: true,
  notes: true,
  userEmail: true,
  userIdpId: true,
  userName: true,
  ipAddress: true,
  userAgent: true,
  createdAt: true,
  respondedAt: true,
  authorizedAt: true,
  exchangedAt: true,
  endedAt: true,
  organizationId: true,
  profile: { select: { id: true, email: true, firstName: true, lastName: true, name: true, idpId: true } },
  connection: {
    select: {
      id: true,
      name: true,
      connectionType: true,
      state: true,
      organization: { select: { id: true, name: true } },
      certificates: { select: { fingerprintSha256: true } },
    },
  },
} as const satisfies Prisma.SsoSessionSelect;

export type SessionDetailRow = Prisma.SsoSessionGetPayload<{ select: typeof DETAIL }>;

/** Combinations of the indexed low-cardinality columns; only a refused session has an error. */
type Group = { state: SsoSessionState; error: SessionError | null; origin: SsoSessionOrigin };

const GROUPS: readonly Group[] = Object.values(SsoSessionState).flatMap((state) =>
  Object.values(SsoSessionOrigin).flatMap((origin) =>
    [null, ...(state === 'failed' || state === 'test_failed' ? Object.values(SessionError) : [])].map(
      (error) => ({ state, error, origin }),
    ),
  ),
);

/** A beginning shared by more sessions than this is looked for by reading newest sessions instead of an index. */
const FEW = 2000;
/** How many sessions such a reading looks at before it gives back what it has. */
const READING = 20_000;

/** Login attempts of one environment. */
export function ssoSessions(queries: Queries, environmentId: string) {
  /**
   * Ids newest first (or oldest first, going to newer ones) of the sessions in the filter's groups, read as one
   * run of an index each and merged: the time depends on the page size, not on how rare the sessions are.
   */
  function idsOfGroups(filter: SessionFilter, cursor: SessionCursor, take: number, perGroup: number) {
    const groups = GROUPS.filter((group) => inFilter(group, filter));
    const order = cursor?.direction === 'newer' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
    const bounds = idBounds(filter, cursor);
    const connection =
      filter.connectionId === null ? Prisma.empty : Prisma.sql`AND s."connectionId" = ${filter.connectionId}`;
    if (groups.length === GROUPS.length && filter.connectionId === null) {
      return Prisma.sql`
        SELECT s.id, 0 AS run FROM "SsoSession" s WHERE s."environmentId" = ${environmentId} ${bounds}
         ORDER BY s.id ${order} LIMIT ${take}`;
    }
    // Named in the order although it has one value: PostgreSQL does not see that in IS NULL, and would sort.
    const byError = cursor?.direction === 'newer' ? Prisma.sql`DESC` : Prisma.sql`ASC`;
    const run = (chosen: readonly Group[], error: Prisma.Sql) => Prisma.sql`
      SELECT x.id, g.run
        FROM unnest(${chosen.map((group) => group.state)}::text[]::"SsoSessionState"[],
                    ${chosen.map((group) => group.error)}::text[]::"SessionError"[],
                    ${chosen.map((group) => group.origin)}::text[]::"SsoSessionOrigin"[],
                    ${chosen.map((group) => GROUPS.indexOf(group))}::int[]) AS g(state, error, origin, run)
       CROSS JOIN LATERAL (
         SELECT s.id FROM "SsoSession" s
          WHERE s."environmentId" = ${environmentId} ${connection} AND s.state = g.state
            AND s."errorCode" ${error} AND s.origin = g.origin ${bounds}
          ORDER BY s."errorCode" ${byError}, s.id ${order} LIMIT ${perGroup}) x`;
    return Prisma.sql`
      SELECT id, run FROM (
        ${run(
          groups.filter((group) => group.error === null),
          Prisma.sql`IS NULL`,
        )}
        UNION ALL
        ${run(
          groups.filter((group) => group.error !== null),
          Prisma.sql`= g.error`,
        )}) found
       ORDER BY id ${order} LIMIT ${take}`;
  }

  /** Ids matched by a search, without its other filters; each index gives at most one more than `FEW`. */
  function idsOfSearch(search: SessionSearch) {
    const among = (condition: Prisma.Sql) =>
      Prisma.sql`(SELECT s.id FROM "SsoSession" s WHERE s."environmentId" = ${environmentId} AND ${condition} LIMIT ${FEW + 1})`;
    return Prisma.join(searchConditions(search).map(among), ' UNION ALL ');
  }

  function rowsOf(ids: Prisma.Sql, newestFirst: boolean) {
    return queries.$queryRaw<SessionRow[]>`
      SELECT s.id, s.state, s.origin, s."errorCode", s."failureCode", s."userEmail", s."userName", s."userIdpId",
             s."loginHint", s."createdAt", s."respondedAt", s."exchangedAt", s."endedAt", s."connectionId",
             c.name AS "connectionName", o.id AS "organizationId", o.name AS "organizationName"
        FROM (${ids}) found
        JOIN "SsoSession" s ON s."environmentId" = ${environmentId} AND s.id = found.id
        LEFT JOIN "Connection" c ON c."environmentId" = ${environmentId} AND c.id = s."connectionId"
        LEFT JOIN "Organization" o ON o."environmentId" = ${environmentId} AND o.id = c."organizationId"
       ORDER BY s.id ${newestFirst ? Prisma.sql`DESC` : Prisma.sql`ASC`}`;
  }

  /** The ids a search and its filters leave, when the search is selective enough to look at all of them. */
  async function searchFew(
    filter: SessionFilter,
    search: SessionSearch,
    cursor: SessionCursor,
    take: number,
  ) {
    const order = cursor?.direction === 'newer' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
    const found = await queries.$queryRaw<{ tooMany: boolean; ids: string[] }[]>`
      WITH candidates AS MATERIALIZED (${idsOfSearch(search)})
      SELECT (SELECT count(*) FROM candidates) > ${FEW} AS "tooMany",
             ARRAY(SELECT DISTINCT s.id FROM candidates JOIN "SsoSession" s ON s.id = candidates.id
                    WHERE s."environmentId" = ${environmentId} ${conditions(filter)} ${idBounds(filter, cursor)}
                    ORDER BY s.id ${order} LIMIT ${take}) AS ids`;
    return found[0]?.tooMany === false ? found[0].ids : null;
  }

  /** Reads the filter's sessions in order and keeps those that fit the search, up to a bounded number read. */
  async function searchMany(
    filter: SessionFilter,
    search: SessionSearch,
    cursor: SessionCursor,
    take: number,
  ) {
    const newer = cursor?.direction === 'newer';
    const chosen = GROUPS.filter((group) => inFilter(group, filter)).length;
    const single = chosen === GROUPS.length && filter.connectionId === null;
    const perGroup = single ? READING : Math.ceil(READING / Math.max(chosen, 1));
    const [answer] = await queries.$queryRaw<{ horizon: string | null; ids: string[] }[]>`
      WITH found AS MATERIALIZED (${idsOfGroups(filter, cursor, READING, perGroup)}),
      -- A run that was cut says nothing about what lies beyond its last session.
      horizon AS (SELECT ${newer ? Prisma.sql`min` : Prisma.sql`max`}(edge) AS id FROM (
        SELECT ${newer ? Prisma.sql`max` : Prisma.sql`min`}(id) AS edge FROM found GROUP BY run
        HAVING count(*) >= ${perGroup}) cut)
      SELECT (SELECT id FROM horizon) AS horizon,
             ARRAY(SELECT s.id FROM found JOIN "SsoSession" s ON s.id = found.id
                    WHERE s."environmentId" = ${environmentId}
                      AND (${Prisma.join(searchConditions(search), ' OR ')})
                      AND ((SELECT id FROM horizon) IS NULL
                           OR s.id ${newer ? Prisma.sql`<=` : Prisma.sql`>=`} (SELECT id FROM horizon))
                    ORDER BY s.id ${newer ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${take}) AS ids`;
    return { ids: answer?.ids ?? [], horizon: answer?.horizon ?? null };
  }

  return {
    /** At most `limit` sessions next to the cursor, and whether there are more. */
    async list(filter: SessionFilter, cursor: SessionCursor, limit: number): Promise<SessionSlice> {
      const newer = cursor?.direction === 'newer';
      const take = limit + 1;
      let rows: SessionRow[];
      let searchedTo: string | null = null;
      if (filter.search === null) {
        rows = await rowsOf(idsOfGroups(filter, cursor, take, take), !newer);
      } else {
        let ids = await searchFew(filter, filter.search, cursor, take);
        if (ids === null) {
          const reading = await searchMany(filter, filter.search, cursor, take);
          ids = reading.ids;
          if (ids.length <= limit) searchedTo = reading.horizon;
        }
        rows = ids.length === 0 ? [] : await rowsOf(Prisma.sql`SELECT unnest(${ids}::text[]) AS id`, !newer);
      }
      const more = rows.length > limit;
      const page = rows.slice(0, limit);
      if (newer) page.reverse();
      // The cursor itself lies on the side we came from, so that side is never empty.
      return {
        rows: page,
        older: newer ? true : more,
        newer: newer ? more : cursor !== null,
        searchedTo,
      };
    },

    /** How many sessions there are since `fromId`, by state, error and origin. */
    async counts(fromId: string): Promise<(Group & { count: number })[]> {
      const rows = await queries.$queryRaw<(Group & { count: bigint })[]>`
        SELECT state, "errorCode" AS error, origin, count(*) AS count FROM "SsoSession"
         WHERE "environmentId" = ${environmentId} AND id >= ${fromId} GROUP BY 1, 2, 3`;
      return rows.map((row) => ({ ...row, count: Number(row.count) }));
    },

    /** Whether the environment has any session at all, of one connection if named. */
    async any(connectionId: string | null): Promise<boolean> {
      const row = await queries.ssoSession.findFirst({
        where: { environmentId, ...(connectionId === null ? {} : { connectionId }) },
        select: { id: true },
      });
      return row !== null;
    },

    get(id: string): Promise<SessionDetailRow | null> {
      return queries.ssoSession.findFirst({ where: { environmentId, id }, select: DETAIL });
    },

    /** The sealed bytes of a session; null when it has none. */
    record(sessionId: string) {
      return queries.ssoSessionRecord.findFirst({
        where: { environmentId, sessionId },
        select: { requestSealed: true, responseSealed: true, readingSealed: true },
      });
    },

    /** Connections to choose from in a filter, by name: at most `limit`, and `also` whatever its place. */
    async connectionChoices(
      limit: number,
      also: string | null,
    ): Promise<{ id: string; name: string; organizationName: string }[]> {
      const rows = await queries.connection.findMany({
        where: { environmentId },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        take: limit,
        select: { id: true, name: true, organization: { select: { name: true } } },
      });
      const missing = also !== null && !rows.some((row) => row.id === also);
      const named = missing
        ? await queries.connection.findFirst({
            where: { environmentId, id: also },
            select: { id: true, name: true, organization: { select: { name: true } } },
          })
        : null;
      return [...(named ? [named] : []), ...rows].map(({ organization, ...row }) => ({
        ...row,
        organizationName: organization.name,
      }));
    },
  };
}

function inFilter(group: Group, filter: SessionFilter): boolean {
  return (
    (filter.states.length === 0 || filter.states.includes(group.state)) &&
    (filter.errors.length === 0 || filter.errors.includes(group.error ?? 'none')) &&
    (filter.origins.length === 0 || filter.origins.includes(group.origin))
  );
}

/** Everything but the search, as conditions on `s`. */
function conditions(filter: SessionFilter): Prisma.Sql {
  const groups = GROUPS.filter((group) => inFilter(group, filter));
  const parts: Prisma.Sql[] = [];
  if (filter.connectionId !== null) parts.push(Prisma.sql`AND s."connectionId" = ${filter.connectionId}`);
  if (groups.length < GROUPS.length) {
    const keys = groups.map((group) => `${group.state}/${group.error ?? 'none'}/${group.origin}`);
    parts.push(
      Prisma.sql`AND s.state || '/' || coalesce(s."errorCode"::text, 'none') || '/' || s.origin = ANY(${keys}::text[])`,
    );
  }
  return parts.length === 0 ? Prisma.empty : Prisma.join(parts, ' ');
}

function idBounds(filter: SessionFilter, cursor: SessionCursor): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.empty];
  if (filter.fromId !== null) parts.push(Prisma.sql`AND s.id >= ${filter.fromId}`);
  if (filter.belowId !== null) parts.push(Prisma.sql`AND s.id < ${filter.belowId}`);
  if (cursor?.direction === 'older') parts.push(Prisma.sql`AND s.id < ${cursor.id}`);
  if (cursor?.direction === 'newer') parts.push(Prisma.sql`AND s.id > ${cursor.id}`);
  return Prisma.join(parts, ' ');
}

/** One condition per part of the search, each answered by an index of its own. */
function searchConditions(search: SessionSearch): Prisma.Sql[] {
  const beginsWith = (indexed: Prisma.Sql, start: string) =>
    Prisma.sql`${indexed} >= ${start} AND ${indexed} < ${`${start}\u{10FFFF}`}`;
  const parts: Prisma.Sql[] = [];
  if (search.idStart !== null) {
    // Ids end in capital letters and digits, so Z closes every beginning in any collation.
    parts.push(Prisma.sql`s.id >= ${search.idStart} AND s.id <= ${search.idStart.padEnd(40, 'Z')}`);
  }
  if (search.idEnd !== null) {
    parts.push(beginsWith(Prisma.sql`reverse(s.id) COLLATE "C"`, [...search.idEnd].reverse().join('')));
  }
  if (search.profileId !== null) parts.push(Prisma.sql`s."profileId" = ${search.profileId}`);
  if (search.emailStart !== null) {
    parts.push(beginsWith(Prisma.sql`lower(s."userEmail") COLLATE "C"`, search.emailStart.toLowerCase()));
  }
  if (search.nameStart !== null) {
    parts.push(beginsWith(Prisma.sql`lower(s."userName") COLLATE "C"`, search.nameStart.toLowerCase()));
  }
  if (search.idpIdStart !== null) {
    parts.push(beginsWith(Prisma.sql`s."userIdpId" COLLATE "C"`, search.idpIdStart));
  }
  return parts.map((part) => Prisma.sql`(${part})`);
}
