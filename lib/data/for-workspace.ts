import { withinLimit } from '#lib/auth/rate-limit.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { WorkspaceScope } from '#lib/auth/scope.ts';
import { type Database, database, type Queries } from '#lib/db/client.ts';
import { workspaceAuditLog } from './audit-log.ts';
import { authenticationPolicy } from './authentication-policy.ts';
import { billing } from './billing.ts';
import { complianceDocuments } from './compliance-documents.ts';
import { connectionActivations } from './connection-activations.ts';
import { dashboardSessions } from './dashboard-sessions.ts';
import { environments } from './environments.ts';
import { environmentRepositories } from './for-environment.ts';
import { goLive } from './go-live.ts';
import { invitations } from './invitations.ts';
import { invoices } from './invoices.ts';
import { workspaceMail } from './mail.ts';
import { memberFactors } from './member-factors.ts';
import { members } from './members.ts';
import { notices } from './notices.ts';
import { contactsToTell } from './organization-contacts.ts';
import { passkeyChallenges } from './passkey-challenges.ts';
import { signInSessions } from './sign-in-sessions.ts';
import { teamDomains } from './team-domains.ts';
import { workspace } from './workspace.ts';

function repositories(queries: Queries, workspaceId: string) {
  return {
    activations: connectionActivations(queries, workspaceId),
    auditLog: workspaceAuditLog(queries, workspaceId),
    billing: billing(queries, workspaceId),
    complianceDocuments: complianceDocuments(queries, workspaceId),
    invoices: invoices(queries, workspaceId),
    dashboardSessions: dashboardSessions(queries, workspaceId),
    invitations: invitations(queries, workspaceId),
    goLive: goLive(queries, workspaceId),
    environments: environments(queries, workspaceId),
    mail: workspaceMail(queries, workspaceId),
    members: members(queries, workspaceId),
    notices: notices(queries, workspaceId),
    contactsToTell: contactsToTell(queries, workspaceId),
    authenticationPolicy: authenticationPolicy(queries, workspaceId),
    memberFactors: memberFactors(queries, workspaceId),
    passkeyChallenges: passkeyChallenges(queries),
    signInSessions: signInSessions(queries, workspaceId),
    teamDomains: teamDomains(queries, workspaceId),
    workspace: workspace(queries, workspaceId),
    /** Counts an event against a limit that all instances share. */
    withinLimit: (key: string, limit: { events: number; windowSeconds: number }, now: Date) =>
      withinLimit(key, limit, now, queries),
    /** The rows of one of the workspace's environments, in the same transaction. */
    ofEnvironment: (scope: EnvironmentScope) => environmentRepositories(queries, scope.environmentId),
    /** The rows of the environment through which members sign in, in the same transaction; null without SSO. */
    async ofDashboardSso() {
      const row = await queries.dashboardSso.findUnique({
        where: { workspaceId },
        select: { environmentId: true },
      });
      return row && environmentRepositories(queries, row.environmentId);
    },
  };
}

export type WorkspaceRepositories = ReturnType<typeof repositories>;

/** The only way to a workspace's rows: repositories pinned to the scope's workspace. */
export function forWorkspace(scope: WorkspaceScope, db: Database = database()) {
  if (!(scope instanceof WorkspaceScope)) throw new TypeError('not a scope');
  const { workspaceId } = scope;
  return {
    ...repositories(db, workspaceId),
    /** Runs `work` in one transaction: all of its writes happen, or none. `timeoutMs` is for long ones. */
    transaction<T>(work: (data: WorkspaceRepositories) => Promise<T>, { timeoutMs = 5000 } = {}): Promise<T> {
      return db.$transaction((tx) => work(repositories(tx as unknown as Queries, workspaceId)), {
        timeout: timeoutMs,
      });
    },
  };
}

export type WorkspaceData = ReturnType<typeof forWorkspace>;
