import type { EnvironmentData } from '#lib/data/for-environment.ts';
import type { SessionFilter, SessionRow, SessionSearch } from '#lib/data/sso-sessions.ts';
import { ID_PREFIXES, idFloor, timeOfId } from '#lib/ids.ts';
import { SESSION_ERRORS } from './session-errors.ts';
import { refusalTitle } from './session-explanation.ts';
import { type SessionListInput, TIME_RANGES } from './session-list.schema.ts';
import { SESSION_ORIGINS, SESSION_STATES } from './session-states.ts';

type Context = { data: EnvironmentData; now: Date };

/** One line of the session list, ready to draw. Moments are ISO 8601, durations milliseconds. */
export type SessionLine = {
  id: string;
  state: { name: SessionRow['state']; label: string; tone: 'blue' | 'green' | 'red' | 'gray' };
  /** Title of one of the five, or of the refusal; null when nothing went wrong. */
  error: string | null;
  /** The precise refusal, where `error` is one of the five. */
  reason: string | null;
  user: string | null;
  origin: string;
  createdAt: string;
  /** Null while it goes on, and for a refusal on the spot. */
  durationMs: number | null;
  connection: { id: string; name: string } | null;
  organization: { id: string; name: string } | null;
};

/** One page of sessions. `older` and `newer` are the cursors of the neighboring pages. */
export type SessionList = {
  lines: SessionLine[];
  /** True for the newest page, however it was reached. */
  newest: boolean;
  older: string | null;
  newer: string | null;
  /** Set when a search read newest sessions and stopped: it looked at everything since then. */
  searchedTo: { id: string; at: string } | null;
  /** True when there is not a single session to filter. */
  nothingYet: boolean;
};

export const SESSIONS_PER_PAGE = 30;

/**
 * Lists login attempts, newest first, as the URL asks. `connectionId` pins the list to one connection, whatever
 * the URL says. The time it takes does not grow with the number of sessions.
 */
export async function listSessions(
  { data, now }: Context,
  input: SessionListInput,
  connectionId: string | null = null,
  limit: number = SESSIONS_PER_PAGE,
): Promise<SessionList> {
  const filter = toFilter(input, connectionId, now);
  const cursor = input.after
    ? ({ direction: 'newer', id: input.after } as const)
    : input.before
      ? ({ direction: 'older', id: input.before } as const)
      : null;
  let slice = await data.ssoSessions.list(filter, cursor, limit);
  const atTop = cursor?.direction === 'newer' && !slice.newer && slice.searchedTo === null;
  // Going up, the last step would show a page with a few lines; the newest page has them, and is full.
  if (atTop) slice = await data.ssoSessions.list(filter, null, limit);
  const nothingYet = slice.rows.length === 0 && !(await data.ssoSessions.any(connectionId));
  const searchedAt = slice.searchedTo === null ? null : timeOfId(slice.searchedTo);
  return {
    lines: slice.rows.map(toLine),
    newest: cursor === null || atTop,
    older: slice.older ? (slice.rows.at(-1)?.id ?? null) : null,
    newer: slice.newer ? (slice.rows[0]?.id ?? null) : null,
    searchedTo:
      slice.searchedTo === null || searchedAt === null
        ? null
        : { id: slice.searchedTo, at: searchedAt.toISOString() },
    nothingYet,
  };
}

function toFilter(input: SessionListInput, connectionId: string | null, now: Date): SessionFilter {
  const from = input.range ? new Date(now.getTime() - TIME_RANGES[input.range].ms) : input.from;
  const to = input.range ? null : input.to;
  return {
    connectionId: connectionId ?? input.connection,
    states: input.state,
    errors: input.error,
    origins: input.origin,
    fromId: from === null ? null : idFloor('ssoSession', from),
    belowId: to === null ? null : idFloor('ssoSession', to),
    search: readSearch(input.q),
  };
}

const ULID_PART = /^[0-9A-HJKMNP-TV-Z]{4,26}$/;

/**
 * Takes a search apart. What looks like a session or profile id is only that; a run of capital letters and digits
 * may be the end or the beginning of a session id, as well as of a name, an address or the IdP's id of the user.
 */
export function readSearch(text: string): SessionSearch | null {
  const typed = text
    .trim()
    .replace(/^(…|\.\.\.)/, '')
    .trim();
  if (typed === '') return null;
  const nothing: SessionSearch = {
    idStart: null,
    idEnd: null,
    profileId: null,
    emailStart: null,
    nameStart: null,
    idpIdStart: null,
  };
  const sessionPrefix = `${ID_PREFIXES.ssoSession}_`;
  if (typed.toLowerCase().startsWith(sessionPrefix)) {
    const rest = typed
      .slice(sessionPrefix.length)
      .toUpperCase()
      .replaceAll(/[^0-9A-Z]/g, '');
    return { ...nothing, idStart: sessionPrefix + rest };
  }
  if (typed.startsWith(`${ID_PREFIXES.profile}_`)) return { ...nothing, profileId: typed };
  const person = { ...nothing, emailStart: typed, nameStart: typed, idpIdStart: typed };
  const upper = typed.toUpperCase();
  if (!ULID_PART.test(upper)) return person;
  return { ...person, idStart: sessionPrefix + upper, idEnd: upper };
}

function toLine(row: SessionRow): SessionLine {
  const { label, tone } = SESSION_STATES[row.state];
  const end = row.exchangedAt ?? row.endedAt ?? null;
  return {
    id: row.id,
    state: { name: row.state, label, tone },
    error: row.errorCode ? SESSION_ERRORS[row.errorCode].title : refusalTitle(row.failureCode),
    reason: row.errorCode ? refusalTitle(row.failureCode) : null,
    user: row.userEmail ?? row.userName ?? row.userIdpId ?? row.loginHint,
    origin: SESSION_ORIGINS[row.origin].label,
    createdAt: row.createdAt.toISOString(),
    durationMs: end === null || end <= row.createdAt ? null : end.getTime() - row.createdAt.getTime(),
    connection:
      row.connectionId === null
        ? null
        : { id: row.connectionId, name: row.connectionName ?? row.connectionId },
    organization:
      row.organizationId === null
        ? null
        : { id: row.organizationId, name: row.organizationName ?? row.organizationId },
  };
}
