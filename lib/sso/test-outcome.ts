import type { RoleFacts } from '#lib/data/app-roles.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { TestLoginRow } from '#lib/data/test-logins.ts';
import { type ProfileView, profileView } from './profile-view.ts';
import { SESSION_ERRORS } from './session-errors.ts';
import { explanationOf } from './session-explanation.ts';
import { SESSION_STATES, type SessionState } from './session-states.ts';

/** Why, in plain words; `evidence` names what was expected and what was received where that is known. */
export type FailureSummary = {
  title: string;
  happened: string;
  evidence: readonly { label: string; value: string }[];
};

/** How a login that was tried out ended, as the dashboard shows it. Dates are ISO 8601. */
export type TestOutcome = {
  sessionId: string;
  state: SessionState;
  /** What was tried: a fault of the test identity provider, a scenario, or null. */
  scenario: string | null;
  /** Title of one of the five, or null. */
  error: string | null;
  /** The precise reason; null without a failure. */
  failure: FailureSummary | null;
  profile: ProfileView | null;
  userEmail: string | null;
  connection: { id: string; name: string; organizationName: string } | null;
  /** Whether the organization lets email addresses of any domain in. */
  guestsAllowed: boolean;
  createdAt: string;
  /** Milliseconds from the first request to the end; null while it goes on. */
  durationMs: number | null;
};

/** The outcome of one session of this environment; null when there is none with this id. */
export async function testOutcome(ctx: EnvironmentContext, sessionId: string): Promise<TestOutcome | null> {
  const row = await ctx.data.testLogins.get(sessionId);
  if (!row) return null;
  const { returnRawAttributes } = await ctx.data.environment.get();
  const facts =
    row.profile && (await ctx.data.appRoles.factsFor(row.profile.connectionId, row.profile.groups));
  return outcomeOf(row, returnRawAttributes, facts ?? NO_ROLES);
}

/** The newest test logins of the environment, newest first. */
export async function recentTestOutcomes(ctx: EnvironmentContext, count: number): Promise<TestOutcome[]> {
  return (await ctx.data.testLogins.recent(count)).map((row) => outcomeOf(row, false, NO_ROLES));
}

/** The states in which a session has come to its end. */
export function isOver(state: SessionState): boolean {
  return SESSION_STATES[state].next.length === 0;
}

const NO_ROLES: RoleFacts = { roleSlugs: [], defaultRoleSlug: null, multipleRoles: false };

function outcomeOf(row: TestLoginRow, returnRawAttributes: boolean, roles: RoleFacts): TestOutcome {
  const { connection, profile } = row;
  return {
    sessionId: row.id,
    state: row.state,
    scenario: row.oauthState,
    error: row.errorCode && SESSION_ERRORS[row.errorCode].title,
    failure: row.failureCode === null ? null : failureSummary(row.failureCode, row.failureEvidence),
    profile:
      profile && connection
        ? profileView({
            ...profile,
            ...roles,
            connectionType: connection.connectionType,
            rawAttributes: profile.rawAttributes as Record<string, unknown>,
            customAttributes: profile.customAttributes as Record<string, unknown>,
            returnRawAttributes,
          })
        : null,
    userEmail: row.userEmail,
    connection: connection && {
      id: connection.id,
      name: connection.name,
      organizationName: connection.organization?.name ?? '',
    },
    guestsAllowed: connection?.organization?.allowProfilesOutsideOrganization ?? false,
    createdAt: row.createdAt.toISOString(),
    durationMs: row.endedAt && row.endedAt.getTime() - row.createdAt.getTime(),
  };
}

function failureSummary(failureCode: string, evidence: unknown): FailureSummary {
  const { title, happened, expected, received } = explanationOf(failureCode);
  const found = (evidence ?? {}) as Record<string, unknown>;
  const pairs = [
    [expected ?? 'Expected', found['expected']],
    [received ?? 'Received', found['received']],
  ] as const;
  return {
    title,
    happened,
    evidence: pairs.flatMap(([label, value]) => {
      const text = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '';
      return text === '' ? [] : [{ label, value: text.slice(0, 500) }];
    }),
  };
}
