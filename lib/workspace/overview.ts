import type { EnvironmentContext } from '#lib/data/context.ts';
import type { ConnectionCount, OutcomeCount } from '#lib/data/session-counts.ts';
import { NOT_REDEEMED } from '#lib/data/session-rollup.ts';
import { timeOfId } from '#lib/ids.ts';
import { REFUSALS, type RefusalCode, SESSION_ERRORS } from '#lib/sso/session-errors.ts';
import {
  dailySlots,
  OVERVIEW_RANGES,
  type OverviewRange,
  overviewSlots,
  percentile,
  type Slots,
} from './overview-range.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const CONNECTIONS = 8;
const EXPIRY_NOTICE_MS = 90 * DAY_MS;
/** How long before the first failure a change may have been its cause. */
const CAUSE_MS = 3 * DAY_MS;

/** Outcomes as an admin thinks of them, with the session states each one gathers (lib/sso/session-states.ts). */
export const OUTCOMES = {
  successful: { label: 'Successful', states: ['successful', 'test_successful'] },
  failed: { label: 'Failed', states: ['failed', 'test_failed'] },
  timed_out: { label: 'Timed out', states: ['timed_out'] },
  in_progress: { label: 'In progress', states: ['started', 'authorized'] },
} as const;

export type OutcomeKey = keyof typeof OUTCOMES;
export const OUTCOME_KEYS = Object.keys(OUTCOMES) as OutcomeKey[];

/** Sign-ins that began in one slot of the range. Times are ISO 8601. */
export type OverviewSlot = { start: string; end: string; counts: Record<OutcomeKey, number> };

export type ConnectionTrend = {
  id: string;
  name: string;
  organization: string;
  state: ConnectionCount['state'];
  total: number;
  failed: number;
  /** Per slot, oldest first. */
  trend: { successful: number; failed: number; other: number }[];
};

/** `action` is one of the audit log's. */
export type ChangeView = { id: string; action: string; target: string; at: string; href: string | null };

export type OverviewView = {
  range: OverviewRange;
  from: string;
  to: string;
  total: number;
  totals: Record<OutcomeKey, number>;
  /** Of those that timed out: their response was accepted, and the app never redeemed the code. */
  notRedeemed: number;
  slots: OverviewSlot[];
  /** The five errors, then refusals that are none of them; the most frequent first. */
  errors: { code: string; title: string; count: number }[];
  /** Of completed sign-ins that began in an app, in ms; null when there was none. */
  handshake: { count: number; p50: number; p95: number } | null;
  /** The busiest first. */
  connections: ConnectionTrend[];
  /** Connections through which no response was accepted since a failure, with what was changed before. */
  failing: {
    id: string;
    name: string;
    organization: string;
    since: string;
    lastSuccess: string | null;
    changes: ChangeView[];
  }[];
  certificates: { id: string; name: string; organization: string; notAfter: string; daysLeft: number }[];
  stateChanges: ChangeView[];
};

/** What the overview of an environment shows for a time range. A few statements, whatever the number of sessions. */
export async function overview(ctx: EnvironmentContext, range: OverviewRange): Promise<OverviewView> {
  const { data, now } = ctx;
  const slots = overviewSlots(range, now);
  const from = slots.starts[0] ?? slots.end;
  const countedTo = await data.sessionCounts.countedTo();
  const [outcomes, handshakes, busiest, certificates, changes] = await Promise.all([
    data.sessionCounts.byOutcome(slots, countedTo),
    data.sessionCounts.handshakes(slots, countedTo),
    data.sessionCounts.busiestConnections(dailySlots(slots), countedTo, CONNECTIONS),
    data.sessionCounts.endingCertificates(new Date(now.getTime() + EXPIRY_NOTICE_MS), 5),
    data.sessionCounts.changes({ actions: STATE_CHANGES, from, to: slots.end, limit: 6 }),
  ]);
  const views = slotViews(slots, outcomes);
  const totals = totalsOf(views);
  const connections = trends(busiest, dailySlots(slots).starts.length);
  const p50 = percentile(handshakes, 0.5);
  const p95 = percentile(handshakes, 0.95);
  return {
    range,
    from: from.toISOString(),
    to: slots.end.toISOString(),
    total: Object.values(totals).reduce((sum, count) => sum + count, 0),
    totals,
    notRedeemed: outcomes.reduce((sum, row) => sum + (row.error === NOT_REDEEMED ? row.count : 0), 0),
    slots: views,
    errors: errorCounts(outcomes),
    handshake:
      p50 === null || p95 === null
        ? null
        : { count: handshakes.reduce((sum, { count }) => sum + count, 0), p50, p95 },
    connections,
    failing: await failing(ctx, connections),
    certificates: certificates.map((row) => ({
      id: row.id,
      name: row.name,
      organization: row.organization,
      notAfter: row.notAfter.toISOString(),
      daysLeft: Math.floor((row.notAfter.getTime() - now.getTime()) / DAY_MS),
    })),
    stateChanges: changes.map(changeView),
  };
}

const STATE_CHANGES = [
  'connection.created',
  'connection.activated',
  'connection.enabled',
  'connection.disabled',
  'connection.deleted',
] as const;

function slotViews(slots: Slots, rows: readonly OutcomeCount[]): OverviewSlot[] {
  const views = slots.starts.map((start) => ({
    start: start.toISOString(),
    end: new Date(start.getTime() + slots.slotMs).toISOString(),
    counts: { successful: 0, failed: 0, timed_out: 0, in_progress: 0 },
  }));
  for (const row of rows) {
    const view = views[row.slot];
    const outcome = outcomeOf(row.state);
    if (view && outcome) view.counts[outcome] += row.count;
  }
  return views;
}

/** Null for what is no attempt of its own: a converted response, whose sign-in goes on in another session. */
function outcomeOf(state: string): OutcomeKey | null {
  return OUTCOME_KEYS.find((key) => (OUTCOMES[key].states as readonly string[]).includes(state)) ?? null;
}

function totalsOf(slots: readonly OverviewSlot[]): Record<OutcomeKey, number> {
  const totals = { successful: 0, failed: 0, timed_out: 0, in_progress: 0 };
  for (const { counts } of slots) for (const key of OUTCOME_KEYS) totals[key] += counts[key];
  return totals;
}

function errorCounts(rows: readonly OutcomeCount[]): OverviewView['errors'] {
  const counts = new Map<string, number>(Object.keys(SESSION_ERRORS).map((code) => [code, 0]));
  for (const row of rows) {
    if (outcomeOf(row.state) === 'failed') counts.set(row.error, (counts.get(row.error) ?? 0) + row.count);
  }
  const title = (code: string) =>
    code in SESSION_ERRORS ? SESSION_ERRORS[code as keyof typeof SESSION_ERRORS].title : 'Refused otherwise';
  return [...counts]
    .map(([code, count]) => ({ code, title: title(code), count }))
    .sort((a, b) => b.count - a.count);
}

function trends(rows: readonly ConnectionCount[], length: number): ConnectionTrend[] {
  const found = new Map<string, ConnectionTrend>();
  for (const row of rows) {
    const { id, name, organization, state, total, successful, failed, other } = row;
    const trend = found.get(id) ?? {
      id,
      name,
      organization,
      state,
      total,
      failed: 0,
      trend: Array.from({ length }, () => ({ successful: 0, failed: 0, other: 0 })),
    };
    trend.failed += failed;
    if (row.slot in trend.trend) trend.trend[row.slot] = { successful, failed, other };
    found.set(id, trend);
  }
  return [...found.values()];
}

async function failing(
  { data }: EnvironmentContext,
  connections: readonly ConnectionTrend[],
): Promise<OverviewView['failing']> {
  const suspects = connections.filter(({ failed }) => failed > 0);
  const rows = await data.sessionCounts.failingSince(suspects.map(({ id }) => id));
  return Promise.all(
    rows.flatMap((row) => {
      const connection = suspects.find(({ id }) => id === row.id);
      const since = timeOfId(row.firstFailure);
      if (!connection || !since) return [];
      const { id, name, organization } = connection;
      const lastSuccess = row.lastSuccess === null ? null : timeOfId(row.lastSuccess);
      return [
        data.sessionCounts
          .changesAround(
            id,
            new Date(Math.max(since.getTime() - CAUSE_MS, lastSuccess?.getTime() ?? 0)),
            since,
          )
          .then((changes) => ({
            id,
            name,
            organization,
            since: since.toISOString(),
            lastSuccess: lastSuccess?.toISOString() ?? null,
            changes: changes.map(changeView),
          })),
      ];
    }),
  );
}

function changeView(row: {
  id: string;
  action: string;
  targetType: string;
  targetId: string;
  targetName: string;
  createdAt: Date;
}): ChangeView {
  const gone = row.action.endsWith('.deleted');
  return {
    id: row.id,
    action: row.action,
    target: row.targetName,
    at: row.createdAt.toISOString(),
    href: gone || row.targetType !== 'connection' ? null : `/connections/${encodeURIComponent(row.targetId)}`,
  };
}

/** The words of a range, for headings: `the last 7 days`. */
export function rangeWords(range: OverviewRange): string {
  return `the last ${OVERVIEW_RANGES[range].label}`;
}

/** The newest failed sign-ins with their reason, at most five, and what the page needs to greet a newcomer. */
export async function latestFailures({ data }: EnvironmentContext): Promise<FailureView[]> {
  const failures = await data.sessionCounts.latestFailures(5);
  return failures.map((row) => ({
    id: row.id,
    error: row.errorCode ? SESSION_ERRORS[row.errorCode].title : refusalTitle(row.failureCode),
    user: row.userEmail,
    connection: row.connection,
    createdAt: row.createdAt.toISOString(),
  }));
}

export type FailureView = {
  id: string;
  error: string;
  user: string | null;
  connection: { id: string; name: string } | null;
  createdAt: string;
};

function refusalTitle(code: string | null): string {
  return code !== null && code in REFUSALS ? REFUSALS[code as RefusalCode].title : 'Refused';
}

/** What an app needs to begin: the client ID, and values for the code sample that work here. */
export async function appSettings({ data }: EnvironmentContext): Promise<AppSettings> {
  const [clientId, milestones, uris, connections] = await Promise.all([
    data.environment.clientId(),
    data.sessionCounts.milestones(),
    data.redirectUris.all(),
    data.connections.page({}, { limit: 1, order: 'asc' }),
  ]);
  return {
    clientId,
    organizationId: connections.data[0]?.organizationId ?? null,
    redirectUri: uris.find((row) => row.isDefault)?.uri ?? null,
    anyLogin: milestones.any,
    successfulLogin: milestones.succeeded,
  };
}

export type AppSettings = {
  clientId: string;
  organizationId: string | null;
  redirectUri: string | null;
  anyLogin: boolean;
  successfulLogin: boolean;
};
