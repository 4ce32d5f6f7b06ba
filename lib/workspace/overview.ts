import type { EnvironmentContext } from '#lib/data/context.ts';
import { REFUSALS, type RefusalCode, SESSION_ERRORS } from '#lib/sso/session-errors.ts';

/** Outcomes as an admin thinks of them, with the session states each one gathers (lib/sso/session-states.ts). */
const OUTCOMES = {
  successful: { label: 'Successful', tone: 'green', states: ['successful', 'test_successful'] },
  failed: { label: 'Failed', tone: 'red', states: ['failed', 'test_failed'] },
  timed_out: { label: 'Timed out', tone: 'gray', states: ['timed_out'] },
  in_progress: { label: 'In progress', tone: 'blue', states: ['started', 'authorized'] },
} as const;

export type OutcomeView = {
  key: keyof typeof OUTCOMES;
  label: string;
  tone: 'green' | 'red' | 'gray' | 'blue';
  states: readonly string[];
  day: number;
  week: number;
};

export type OverviewView = {
  clientId: string;
  outcomes: OutcomeView[];
  /** Newest first, at most five. */
  failures: {
    id: string;
    error: string;
    user: string | null;
    connection: { id: string; name: string } | null;
    createdAt: string;
  }[];
  /** An organization with a connection, and the default redirect URI: for the code sample. */
  sample: { organizationId: string | null; redirectUri: string | null };
  /** Facts behind the first steps. */
  done: {
    anyLogin: boolean;
    successfulLogin: boolean;
    redirectUri: boolean;
    /** One that works. */
    apiKey: boolean;
    connection: boolean;
  };
};

/** What the overview page of an environment shows. */
export async function overview(ctx: EnvironmentContext): Promise<OverviewView> {
  const { data, now } = ctx;
  const [clientId, counts, failures, milestones, uris, keys, connections] = await Promise.all([
    data.environment.clientId(),
    data.sessionCounts.perState(now),
    data.sessionCounts.latestFailures(5),
    data.sessionCounts.milestones(),
    data.redirectUris.all(),
    data.apiKeys.all(),
    data.connections.page({}, { limit: 1, order: 'asc' }),
  ]);
  const total = (states: readonly string[], span: 'day' | 'week') =>
    counts.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row[span], 0);
  return {
    clientId,
    outcomes: Object.entries(OUTCOMES).map(([key, { label, tone, states }]) => ({
      key: key as keyof typeof OUTCOMES,
      label,
      tone,
      states,
      day: total(states, 'day'),
      week: total(states, 'week'),
    })),
    failures: failures.map((row) => ({
      id: row.id,
      error: row.errorCode ? SESSION_ERRORS[row.errorCode].title : refusalTitle(row.failureCode),
      user: row.userEmail,
      connection: row.connection,
      createdAt: row.createdAt.toISOString(),
    })),
    sample: {
      organizationId: connections.data[0]?.organizationId ?? null,
      redirectUri: uris.find((row) => row.isDefault)?.uri ?? null,
    },
    done: {
      anyLogin: milestones.any,
      successfulLogin: milestones.succeeded,
      redirectUri: uris.length > 0,
      apiKey: keys.some((key) => !key.revokedAt && (!key.expiresAt || key.expiresAt > now)),
      connection: connections.data.length > 0,
    },
  };
}

function refusalTitle(code: string | null): string {
  return code !== null && code in REFUSALS ? REFUSALS[code as RefusalCode].title : 'Refused';
}
