import { Prisma, type Queries } from '#lib/db/client.ts';
import { SessionError, SsoSessionOrigin, SsoSessionState } from '#lib/db/generated/enums.ts';
import { idFloor } from '#lib/ids.ts';
import { OWNED } from './owned.ts';

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

/** The filter that leaves nothing out. */
const EVERYTHING: SessionFilter = {
  connectionId: null,
  states: [],
  errors: [],
  origins: [],
  fromId: null,
  belowId: null,
  search: null,
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
  connectionVersion: true,
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
  counterpartId: true,
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
  question: { select: { askedAt: true, expiresAt: true, answeredAt: true, approved: true } },
  profile: { select: { id: true, email: true, firstName: true, lastName: true, name: true, idpId: true } },
  connection: {
    select: {
      id: true,
      name: true,
      connectionType: true,
      state: true,
      externalKey: true,
      spEntityId: true,
      acsUrl: true,
      organization: {
        select: { id: true, name: true, domains: { select: { domain: true, state: true } } },
      },
      certificates: {
        select: { fingerprintSha256: true, pem: true, fromMetadata: true, missingSince: true },
      },
      idpMetadataUrl: true,
      followedMetadata: { select: { url: true, held: true } },
      keyPairs: {
        where: { use: 'encryption' },
        select: { certificatePem: true },
        orderBy: { id: 'asc' },
      },
    },
  },
} as const satisfies Prisma.SsoSessionSelect;

export type SessionDetailRow = Prisma.SsoSessionGetPayload<{ select: typeof DETAIL }>;

/** A session with the sealed bytes of its response. */
export type RecordingRow = Pick<
  SessionDetailRow,
  | 'id'
  | 'connectionVersion'
  | 'origin'
  | 'requestId'
  | 'failureCode'
  | 'userEmail'
  | 'userIdpId'
  | 'createdAt'
  | 'respondedAt'
> & {
  connectionId: string | null;
  responseSealed: Uint8Array | null;
  readingSealed: Uint8Array | null;
};

const RECORDING = Prisma.sql`s.id, s."connectionId", s."connectionVersion", s.origin::text AS origin, s."requestId",
  s."failureCode", s."userEmail", s."userIdpId", s."createdAt", s."respondedAt", r."responseSealed", r."readingSealed"`;

/** Combinations of the indexed low-cardinality columns; only a refused session has an error. */
type Group = { state: SsoSessionState; error: SessionError | null; origin: SsoSessionOrigin };

const GROUPS: readonly Group[] = Object.values(SsoSessionState).flatMap((state) =>
  Object.values(SsoSessionOrigin).flatMap((origin) =>
    [null, ...(state === 'failed' || state === 'test_failed' ? Object.values(SessionError) : [])].map(
      (error) => ({ state, error, origin }),
    ),
  ),
);

/**
 * How much one search may look at. `covered`: matches where the index has all that the filters ask for, at first and
 * at most; `uncovered`: matches that are a look into the table each; `reading`: newest sessions read to find those
 * of a search that matches more.
 */
const EFFORT = {
  covered: { first: 1000, most: 20_000 },
  uncovered: { first: 500, most: 500 },
  reading: 3000,
};

/** Errors that a response comes to only after its signature was found genuine. */
/** Bytes, sealed: some fifty of what anybody may post are judged again before a change is saved, and that has to be quick. */
const LARGEST_OF_ANYBODY = 64 * 1024;

const VOUCHED: readonly SessionError[] = ['invalid_attributes', 'profile_not_allowed_outside_organization'];

/** Among how many good sign-ins of a connection those of one person are looked for. */
const PERSON_LOOKED_FOR_IN = 2000;

/** Login attempts of one environment. `effort` bounds a search; tests make it small. */
export function ssoSessions(queries: Queries, environmentId: string, effort: typeof EFFORT = EFFORT) {
  /**
   * Ids newest first (or oldest first, going to newer ones) of the sessions in the filter's groups, read as one
   * run of an index each and merged: the time depends on the page size, not on how rare the sessions are.
   */
  function idsOfGroups(filter: SessionFilter, cursor: SessionCursor, take: number) {
    const groups = GROUPS.filter((group) => inFilter(group, filter));
    const newer = cursor?.direction === 'newer';
    const order = newer ? Prisma.sql`ASC` : Prisma.sql`DESC`;
    const bounds = idBounds(filter, cursor);
    if (groups.length === GROUPS.length && filter.connectionId === null) {
      return Prisma.sql`
        SELECT s.id FROM "SsoSession" s WHERE s."environmentId" = ${environmentId} ${bounds}
         ORDER BY s.id ${order} LIMIT ${take}`;
    }
    const connection =
      filter.connectionId === null ? Prisma.empty : Prisma.sql`AND s."connectionId" = ${filter.connectionId}`;
    // errorCode has one value in each run and is in the order all the same: PostgreSQL does not see that in
    // IS NULL, and would sort.
    const byError = newer ? Prisma.sql`DESC` : Prisma.sql`ASC`;
    const run = (chosen: readonly Group[], error: Prisma.Sql) => Prisma.sql`
      SELECT x.id
        FROM unnest(${chosen.map((group) => group.state)}::text[]::"SsoSessionState"[],
                    ${chosen.map((group) => group.error)}::text[]::"SessionError"[],
                    ${chosen.map((group) => group.origin)}::text[]::"SsoSessionOrigin"[]) AS g(state, error, origin)
       CROSS JOIN LATERAL (
         SELECT s.id FROM "SsoSession" s
          WHERE s."environmentId" = ${environmentId} ${connection} AND s.state = g.state
            AND s."errorCode" ${error} AND s.origin = g.origin ${bounds}
          ORDER BY s."errorCode" ${byError}, s.id ${order} LIMIT ${take}) x`;
    const withoutError = groups.filter((group) => group.error === null);
    const withError = groups.filter((group) => group.error !== null);
    return Prisma.sql`
      SELECT id FROM (${run(withoutError, Prisma.sql`IS NULL`)}
                      UNION ALL ${run(withError, Prisma.sql`= g.error`)}) found
       ORDER BY id ${order} LIMIT ${take}`;
  }

  /** Ids of a connection's newest accepted responses, by an index that holds nothing else. */
  function goodIds(connectionId: string, below: string | null, take: number) {
    const bound = below === null ? Prisma.empty : Prisma.sql`AND g.id < ${below}`;
    return Prisma.sql`
      SELECT g.id FROM "SsoSession" g
       WHERE g."environmentId" = ${environmentId} AND g."connectionId" = ${connectionId}
         AND g."respondedAt" IS NOT NULL AND g."errorCode" IS NULL AND g."failureCode" IS NULL ${bound}
       ORDER BY g.id DESC LIMIT ${take}`;
  }

  /** Reads the lines of ids, one look into the table each. */
  function rowsOf(ids: Prisma.Sql, newestFirst: boolean) {
    return queries.$queryRaw<SessionRow[]>`
      SELECT s.*, c.name AS "connectionName", o.id AS "organizationId", o.name AS "organizationName"
        FROM (${ids}) found
       CROSS JOIN LATERAL (
         SELECT id, state, origin, "errorCode", "failureCode", "userEmail", "userName", "userIdpId", "loginHint",
                "createdAt", "respondedAt", "exchangedAt", "endedAt", "connectionId"
           FROM "SsoSession" WHERE "environmentId" = ${environmentId} AND id = found.id LIMIT 1) s
        LEFT JOIN "Connection" c ON c."environmentId" = ${environmentId} AND c.id = s."connectionId"
        LEFT JOIN "Organization" o ON o."environmentId" = ${environmentId} AND o.id = c."organizationId"
       ORDER BY s.id ${newestFirst ? Prisma.sql`DESC` : Prisma.sql`ASC`}`;
  }

  /** All ids a search and its filters leave, at most `take`; null when the search alone matches too many. */
  async function searchAll(
    filter: SessionFilter,
    search: SessionSearch,
    cursor: SessionCursor,
    take: number,
    upTo: 'first' | 'most',
  ): Promise<string[] | null> {
    const order = cursor?.direction === 'newer' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
    const parts = searchParts(search, effort).map(({ condition, limit }, part) => {
      const most = limit[upTo];
      return Prisma.sql`
        (SELECT ${part}::int AS part, ${most}::int AS most, s.id, s.state, s."errorCode", s.origin, s."connectionId"
           FROM "SsoSession" s WHERE s."environmentId" = ${environmentId} AND ${condition} LIMIT ${most + 1})`;
    });
    const [found] = await queries.$queryRaw<{ tooMany: boolean; ids: string[] }[]>`
      WITH candidates AS MATERIALIZED (${Prisma.join(parts, ' UNION ALL ')})
      SELECT EXISTS (SELECT 1 FROM candidates GROUP BY part, most HAVING count(*) > most) AS "tooMany",
             ARRAY(SELECT DISTINCT s.id FROM candidates s WHERE true ${conditions(filter)} ${idBounds(filter, cursor)}
                    ORDER BY s.id ${order} LIMIT ${take}) AS ids`;
    return found?.tooMany === false ? found.ids : null;
  }

  /** Those of the filter's next `effort.reading` sessions that fit the search, at most `take`; stops when it has them. */
  async function searchNext(
    filter: SessionFilter,
    search: SessionSearch,
    cursor: SessionCursor,
    take: number,
  ) {
    const fits = Prisma.join(
      searchParts(search, effort).map(({ condition }) => condition),
      ' OR ',
    );
    const order = cursor?.direction === 'newer' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
    const rows = await queries.$queryRaw<{ id: string }[]>`
      SELECT found.id FROM (${idsOfGroups(filter, cursor, effort.reading)}) found
       CROSS JOIN LATERAL (
         SELECT 1 FROM "SsoSession" s
          WHERE s."environmentId" = ${environmentId} AND s.id = found.id AND (${fits}) LIMIT 1) hit
       ORDER BY found.id ${order} LIMIT ${take}`;
    return rows.map((row) => row.id);
  }

  /** The last of the sessions that `searchNext` read, or null when there were no more. */
  async function endOfReading(filter: SessionFilter, cursor: SessionCursor): Promise<string | null> {
    const last = cursor?.direction === 'newer' ? Prisma.sql`max(id)` : Prisma.sql`min(id)`;
    const [read] = await queries.$queryRaw<{ count: number; last: string | null }[]>`
      SELECT count(*)::int AS count, ${last} AS last FROM (${idsOfGroups(filter, cursor, effort.reading)}) found`;
    return read?.count === effort.reading ? read.last : null;
  }

  /**
   * One page of a search. A selective one is answered by its indexes, whatever the filters; one that matches a
   * large part of all sessions by reading newest sessions, which finds enough of them soon unless the filters are
   * rare at the same time: then it says how far it came.
   */
  async function searchPage(
    filter: SessionFilter,
    search: SessionSearch,
    cursor: SessionCursor,
    take: number,
  ): Promise<{ ids: string[]; searchedTo: string | null }> {
    const few = await searchAll(filter, search, cursor, take, 'first');
    if (few) return { ids: few, searchedTo: null };
    const next = await searchNext(filter, search, cursor, take);
    const end = next.length === take ? null : await endOfReading(filter, cursor);
    if (end === null) return { ids: next, searchedTo: null };
    const many = await searchAll(filter, search, cursor, take, 'most');
    return many ? { ids: many, searchedTo: null } : { ids: next, searchedTo: end };
  }

  return {
    /** At most `limit` sessions next to the cursor, and whether there are more. */
    async list(filter: SessionFilter, cursor: SessionCursor, limit: number): Promise<SessionSlice> {
      const newer = cursor?.direction === 'newer';
      const take = limit + 1;
      let rows: SessionRow[];
      let searchedTo: string | null = null;
      if (filter.search === null) {
        rows = await rowsOf(idsOfGroups(filter, cursor, take), !newer);
      } else {
        const found = await searchPage(filter, filter.search, cursor, take);
        const { ids } = found;
        searchedTo = found.searchedTo;
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

    /** Whether the environment has any session at all, of one connection if named. */
    async any(connectionId: string | null): Promise<boolean> {
      const rows = await queries.$queryRaw<unknown[]>(idsOfGroups({ ...EVERYTHING, connectionId }, null, 1));
      return rows.length > 0;
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

    /** The session that sent a request, or null. */
    async byRequest(connectionId: string, requestId: string): Promise<string | null> {
      const row = await queries.ssoSession.findFirst({
        where: { environmentId, connectionId, requestId },
        select: { id: true },
      });
      return row?.id ?? null;
    },
    /** What is needed to judge one recorded response again; null when there is none. */
    async recording(id: string): Promise<RecordingRow | null> {
      const rows = await queries.$queryRaw<RecordingRow[]>`
        SELECT ${RECORDING} FROM "SsoSession" s
          JOIN "SsoSessionRecord" r ON r."environmentId" = ${environmentId} AND r."sessionId" = s.id
         WHERE s."environmentId" = ${environmentId} AND s.id = ${id} AND r."responseSealed" IS NOT NULL`;
      return rows[0] ?? null;
    },

    /**
     * The same of a connection's newest sign-ins that succeeded, newest first, at most `limit`, below a session if one
     * is named. Whatever else was posted meanwhile is not even read.
     */
    goodRecordings(
      connectionId: string,
      limit: number,
      below: string | null = null,
    ): Promise<RecordingRow[]> {
      return queries.$queryRaw<RecordingRow[]>`
        SELECT ${RECORDING}
          FROM (${goodIds(connectionId, below, limit * 2)}) s0
          JOIN "SsoSession" s ON s."environmentId" = ${environmentId} AND s.id = s0.id
          JOIN "SsoSessionRecord" r ON r."environmentId" = ${environmentId} AND r."sessionId" = s.id
         WHERE r."responseSealed" IS NOT NULL AND r."readingSealed" IS NOT NULL
         ORDER BY s.id DESC LIMIT ${limit}`;
    },

    /** The newest good one of one person below a session, by email address or the identity provider's ID; null for none. */
    async goodRecordingOf(connectionId: string, user: string, below: string): Promise<RecordingRow | null> {
      const rows = await queries.$queryRaw<RecordingRow[]>`
        SELECT ${RECORDING}
          FROM (${goodIds(connectionId, below, PERSON_LOOKED_FOR_IN)}) s0
          JOIN "SsoSession" s ON s."environmentId" = ${environmentId} AND s.id = s0.id
           AND (s."userEmail" = ${user} OR s."userIdpId" = ${user})
          JOIN "SsoSessionRecord" r ON r."environmentId" = ${environmentId} AND r."sessionId" = s.id
         WHERE r."responseSealed" IS NOT NULL AND r."readingSealed" IS NOT NULL
         ORDER BY s.id DESC LIMIT 1`;
      return rows[0] ?? null;
    },

    /**
     * The same of a connection's newest refused responses. `vouched`: those refused for what the identity provider says
     * of a person, which only a genuine signature comes to; `other`: all the rest, which anybody can add to, and of which
     * no large ones are read.
     */
    refusedRecordings(
      connectionId: string,
      which: 'vouched' | 'other',
      limit: number,
    ): Promise<RecordingRow[]> {
      const refused: SessionFilter = {
        ...EVERYTHING,
        connectionId,
        states: ['failed', 'test_failed'],
        errors:
          which === 'vouched'
            ? VOUCHED
            : [...Object.values(SessionError).filter((error) => !VOUCHED.includes(error)), 'none'],
      };
      return queries.$queryRaw<RecordingRow[]>`
        SELECT ${RECORDING}
          FROM (${idsOfGroups(refused, null, limit * 4)}) found
          JOIN "SsoSession" s ON s."environmentId" = ${environmentId} AND s.id = found.id
          JOIN "SsoSessionRecord" r ON r."environmentId" = ${environmentId} AND r."sessionId" = s.id
         WHERE r."responseSealed" IS NOT NULL AND r."readingSealed" IS NOT NULL
           AND (${which === 'vouched'} OR octet_length(r."responseSealed") <= ${LARGEST_OF_ANYBODY})
         ORDER BY s.id DESC LIMIT ${limit}`;
    },

    /** Whether anybody ever signed in through a connection, as far as sessions and their counts go back. */
    async everGood(connectionId: string): Promise<boolean> {
      const rows = await queries.$queryRaw<{ good: boolean }[]>`
        SELECT EXISTS (${goodIds(connectionId, null, 1)})
            OR EXISTS (SELECT 1 FROM "ConnectionDay" WHERE "environmentId" = ${environmentId}
                          AND "connectionId" = ${connectionId} AND successful > 0) AS good`;
      return rows[0]?.good ?? false;
    },

    /**
     * How many different people began at the identity provider of a connection since a moment, by their address, and in
     * how many sign-ins. Those that were dropped or turned away for it count where they name somebody who has a profile;
     * their responses are checked by nobody, so that the others, which anybody can send, are a number of their own.
     */
    async begunAtIdentityProvider(
      connectionId: string,
      since: Date,
    ): Promise<{ people: number; signIns: number; strangers: number }> {
      // A run of SsoSession_connection_list_idx for each state; none of them has an error.
      const [row] = await queries.$queryRaw<{ people: number; signIns: number; strangers: number }[]>`
        SELECT (count(*) FILTER (WHERE found.known))::int AS "signIns",
               (count(DISTINCT found.person) FILTER (WHERE found.known))::int AS people,
               (count(*) FILTER (WHERE NOT found.known))::int AS strangers
          FROM unnest(enum_range(NULL::"SsoSessionState")) AS st(state)
         CROSS JOIN LATERAL (
           SELECT coalesce(lower(s."userEmail"), s."userIdpId") AS person,
                  s."profileId" IS NOT NULL OR EXISTS (
                    SELECT 1 FROM "Profile" p
                     WHERE p."environmentId" = ${environmentId} AND p."connectionId" = ${connectionId}
                       AND p."idpId" = s."userIdpId") AS known
             FROM "SsoSession" s
            WHERE s."environmentId" = ${environmentId} AND s."connectionId" = ${connectionId} AND s.state = st.state
              AND s."errorCode" IS NULL AND s.origin = 'identity_provider' AND s.id >= ${idFloor('ssoSession', since)}
              AND s."createdAt" >= ${since}
              AND (s."profileId" IS NOT NULL
                   OR s."failureCode" IN ('idp_initiated_sso_disabled', 'idp_initiated_converted',
                                          'idp_initiated_not_convertible'))) found`;
      return row ?? { people: 0, signIns: 0, strangers: 0 };
    },

    /** Connections to choose from in a filter, by name: at most `limit`, and `also` whatever its place. */
    async connectionChoices(
      limit: number,
      also: string | null,
    ): Promise<{ id: string; name: string; organizationName: string | null }[]> {
      const rows = await queries.connection.findMany({
        // A provider that nobody has set up has no sessions.
        where: { environmentId, OR: [OWNED, { oauthClient: { environmentId } }] },
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
        organizationName: organization?.name ?? null,
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

/** One condition per part of the search, each answered by an index of its own, and how much of that to look at. */
function searchParts(
  search: SessionSearch,
  { covered, uncovered }: typeof EFFORT,
): { condition: Prisma.Sql; limit: { first: number; most: number } }[] {
  const beginsWith = (indexed: Prisma.Sql, start: string) =>
    Prisma.sql`(${indexed} >= ${start} AND ${indexed} < ${`${start}\u{10FFFF}`})`;
  const parts: ReturnType<typeof searchParts> = [];
  const add = (condition: Prisma.Sql, limit: { first: number; most: number }) =>
    parts.push({ condition, limit });
  const { emailStart, idEnd, idStart, idpIdStart, nameStart, profileId } = search;
  if (idStart !== null) {
    // Ids end in capital letters and digits, so Z closes every beginning in any collation.
    add(Prisma.sql`(s.id >= ${idStart} AND s.id <= ${idStart.padEnd(40, 'Z')})`, uncovered);
  }
  if (idEnd !== null) {
    const start = [...idEnd].reverse().join('');
    add(beginsWith(Prisma.sql`reverse(s.id) COLLATE "C"`, start), uncovered);
  }
  if (profileId !== null) add(Prisma.sql`s."profileId" = ${profileId}`, uncovered);
  if (emailStart !== null) {
    add(beginsWith(Prisma.sql`lower(s."userEmail") COLLATE "C"`, emailStart.toLowerCase()), covered);
  }
  if (nameStart !== null) {
    add(beginsWith(Prisma.sql`lower(s."userName") COLLATE "C"`, nameStart.toLowerCase()), covered);
  }
  if (idpIdStart !== null) add(beginsWith(Prisma.sql`s."userIdpId" COLLATE "C"`, idpIdStart), covered);
  return parts;
}
