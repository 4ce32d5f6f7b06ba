import { EnvironmentScope } from '#lib/auth/scope.ts';
import { type Database, database, type Queries } from '#lib/db/client.ts';
import { apiKeys } from './api-keys.ts';
import { appRoles } from './app-roles.ts';
import { attributeDefinitions } from './attribute-definitions.ts';
import { environmentAuditLog } from './audit-log.ts';
import { branding } from './branding.ts';
import { certificateCalendar } from './certificate-calendar.ts';
import { connectionList } from './connection-list.ts';
import { connectionVersions } from './connection-versions.ts';
import { connections } from './connections.ts';
import { corsOrigins } from './cors-origins.ts';
import { dashboardSsoUse } from './dashboard-sso-use.ts';
import { environment } from './environment.ts';
import { events } from './events.ts';
import { evidenceLinks } from './evidence-links.ts';
import { followedMetadata } from './followed-metadata.ts';
import { idempotentRequests } from './idempotent-requests.ts';
import { identityPairs } from './identity-pairs.ts';
import { loginPath } from './login-path.ts';
import { logoutRedirectUris } from './logout-redirect-uris.ts';
import { logouts } from './logouts.ts';
import { environmentMail } from './mail.ts';
import { oauthLogins } from './oauth-logins.ts';
import { oauthProviders } from './oauth-providers.ts';
import { organizationContacts } from './organization-contacts.ts';
import { organizationList } from './organization-list.ts';
import { organizations } from './organizations.ts';
import { profiles } from './profiles.ts';
import { redirectUris } from './redirect-uris.ts';
import { savedFilters } from './saved-filters.ts';
import { sessionCounts } from './session-counts.ts';
import { signInConsents } from './sign-in-consents.ts';
import { signingKeys } from './signing-keys.ts';
import { ssoGroups } from './sso-groups.ts';
import { ssoSessions } from './sso-sessions.ts';
import { testIdpKeys } from './test-idp-keys.ts';
import { testLogins } from './test-logins.ts';

/** Repositories pinned to one environment, on a connection or in a transaction; for lib/data only. */
export function environmentRepositories(queries: Queries, environmentId: string) {
  return {
    apiKeys: apiKeys(queries, environmentId),
    appRoles: appRoles(queries, environmentId),
    attributeDefinitions: attributeDefinitions(queries, environmentId),
    auditLog: environmentAuditLog(queries, environmentId),
    branding: branding(queries, environmentId),
    certificateCalendar: certificateCalendar(queries, environmentId),
    connectionList: connectionList(queries, environmentId),
    connections: connections(queries, environmentId),
    connectionVersions: connectionVersions(queries, environmentId),
    dashboardSsoUse: dashboardSsoUse(queries, environmentId),
    environment: environment(queries, environmentId),
    events: events(queries, environmentId),
    evidenceLinks: evidenceLinks(queries, environmentId),
    followedMetadata: followedMetadata(queries, environmentId),
    idempotentRequests: idempotentRequests(queries, environmentId),
    identityPairs: identityPairs(queries, environmentId),
    login: loginPath(queries, environmentId),
    logouts: logouts(queries, environmentId),
    mail: environmentMail(queries, environmentId),
    oauthLogins: oauthLogins(queries, environmentId),
    oauthProviders: oauthProviders(queries, environmentId),
    organizationContacts: organizationContacts(queries, environmentId),
    organizationList: organizationList(queries, environmentId),
    organizations: organizations(queries, environmentId),
    profiles: profiles(queries, environmentId),
    redirectUris: redirectUris(queries, environmentId),
    corsOrigins: corsOrigins(queries, environmentId),
    savedFilters: savedFilters(queries, environmentId),
    logoutRedirectUris: logoutRedirectUris(queries, environmentId),
    sessionCounts: sessionCounts(queries, environmentId),
    signInConsents: signInConsents(queries, environmentId),
    signingKeys: signingKeys(queries, environmentId),
    ssoSessions: ssoSessions(queries, environmentId),
    ssoGroups: ssoGroups(queries, environmentId),
    testIdpKeys: testIdpKeys(queries, environmentId),
    testLogins: testLogins(queries, environmentId),
  };
}

export type EnvironmentRepositories = ReturnType<typeof environmentRepositories>;

/** The only way to an environment's rows: repositories pinned to the scope's environment. */
export function forEnvironment(scope: EnvironmentScope, db: Database = database()) {
  if (!(scope instanceof EnvironmentScope)) throw new TypeError('not a scope');
  const { environmentId } = scope;
  return {
    ...environmentRepositories(db, environmentId),
    /** Runs `work` in one transaction: all of its writes happen, or none. `timeoutMs` is for long ones. */
    transaction<T>(
      work: (data: EnvironmentRepositories) => Promise<T>,
      { timeoutMs = 5000 } = {},
    ): Promise<T> {
      return db.$transaction((tx) => work(environmentRepositories(tx as unknown as Queries, environmentId)), {
        timeout: timeoutMs,
      });
    },
  };
}

export type EnvironmentData = ReturnType<typeof forEnvironment>;
