import type { EnvironmentContext } from '#lib/data/context.ts';
import type { LogoutRow } from '#lib/data/logouts.ts';
import { LOGOUT_ORIGINS, LOGOUT_REFUSALS, LOGOUT_STATES } from './logout-words.ts';

/** One attempt to sign somebody out, as pages show it. Times are ISO 8601. */
export type LogoutView = {
  id: string;
  /** The login it ended; null when there was none. */
  sessionId: string | null;
  begunBy: string;
  state: { label: string; tone: 'gray' | 'blue' | 'green' | 'amber' | 'red'; meaning: string };
  /** What was wrong with the identity provider's message, in a sentence. */
  problem: string | null;
  createdAt: string;
  endedAt: string | null;
};

type Context = Pick<EnvironmentContext, 'data'>;

/** What was tried to end one login, the newest first. */
export async function logoutsOfSession({ data }: Context, sessionId: string): Promise<LogoutView[]> {
  return (await data.logouts.ofSession(sessionId)).map(view);
}

/** The newest attempts at one connection, refused messages included. */
export async function logoutsOfConnection({ data }: Context, connectionId: string): Promise<LogoutView[]> {
  return (await data.logouts.ofConnection(connectionId, 10)).map(view);
}

function view(row: LogoutRow): LogoutView {
  return {
    id: row.id,
    sessionId: row.sessionId,
    begunBy: LOGOUT_ORIGINS[row.origin],
    state: LOGOUT_STATES[row.state],
    problem: row.failureCode === null ? null : problemOf(row.failureCode, row.failureEvidence),
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

function problemOf(code: string, evidence: unknown): string {
  const { detail, expected, received } = (evidence ?? {}) as Readonly<Record<string, unknown>>;
  const title = (LOGOUT_REFUSALS as Readonly<Record<string, string>>)[code];
  const said = typeof detail === 'string' ? detail : (title ?? code.replaceAll('_', ' '));
  const text = (value: unknown) => (Array.isArray(value) ? value.join(', ') : value);
  return [
    said,
    expected === undefined ? null : `Expected: ${text(expected)}.`,
    received === undefined ? null : `Received: ${text(received)}.`,
  ]
    .filter((part) => part !== null)
    .join(' ');
}
