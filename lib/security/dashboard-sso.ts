import { ssoSecretPlace } from '#lib/auth/dashboard-sso.ts';
import type { RoleName } from '#lib/auth/permissions.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { isSsoCallbackOf, ssoCallbackUrl } from '#lib/auth/sso-callback.ts';
import type { SsoConnectionRow } from '#lib/data/authentication-policy.ts';
import type { MemberContext as SignedInContext, WorkspaceContext } from '#lib/data/context.ts';
import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { checkRedirectUri } from '#lib/oauth/redirect-uri.ts';
import { hashSecret, newApiKeySecret, seal, secretHint } from '#lib/secrets.ts';
import { provenDomains } from './team-domains.ts';

/** For so long a sign-in through SSO shows that it works. */
export const PROVEN_FOR_MINUTES = 10;

const KEY_NAME = 'Dashboard SSO';

/**
 * Lets members sign in through one of the workspace's own connections, beside their passwords, and gives the dashboard
 * what any app needs for that: an API key and a redirect URI. Choosing another connection makes SSO optional again,
 * because nobody has come in through that one yet. `origin` is ours; `testIdpCounts` only where that is this machine.
 * Throws `invalid_request_parameters` on `connection`.
 */
export async function saveDashboardSso(
  ctx: WorkspaceContext,
  input: {
    scope: EnvironmentScope;
    connectionId: string;
    joinRole: Exclude<RoleName, 'admin'> | null;
    origin: string;
    testIdpCounts: boolean;
  },
): Promise<{ created: boolean; name: string }> {
  const { now } = ctx;
  const { scope, connectionId, joinRole } = input;
  const { environmentId } = scope;
  return ctx.data.transaction(async (rows) => {
    await rows.authenticationPolicy.lock();
    // Who changes the connection at this moment has done so before it vouches for anybody, or is refused.
    await rows.ofEnvironment(scope).connections.lock(connectionId);
    const connection = await rows.authenticationPolicy.ssoConnection({ environmentId, connectionId });
    if (connection?.state !== 'active') {
      throw invalidField('connection', 'Choose a connection through which people have signed in before.');
    }
    if (connection.trustsTestIdp && !input.testIdpCounts) {
      throw invalidField(
        'connection',
        'This connection trusts the test identity provider, with which anybody can be anybody. Choose the one of your company.',
      );
    }
    const before = await rows.authenticationPolicy.sso();
    const same = before?.environmentId === environmentId && before.connectionId === connectionId;
    const sameEnvironment = before?.environmentId === environmentId;
    if (before && !sameEnvironment) await forgetClient(ctx, rows, before);
    const client = before && sameEnvironment ? before : await makeClient(ctx, rows, scope);
    await registerCallback(ctx, rows, scope, input.origin);
    const mode = same && before ? before.mode : 'optional';
    const { apiKeyId, clientSecretSealed } = client;
    const row = { environmentId, connectionId, mode, joinRole, apiKeyId, clientSecretSealed } as const;
    if (!same || before.joinRole !== joinRole) {
      await rows.authenticationPolicy.putSso(row, now);
      await rows.auditLog.record(ctx, {
        action: before ? 'dashboard_sso.updated' : 'dashboard_sso.created',
        target: target(connection),
        ...(before ? { before: facts(before) } : {}),
        after: facts(row),
      });
    }
    return { created: before === null, name: connection.name };
  });
}

/**
 * Makes SSO the only way in for people of the proven domains, or one of two again. To require it, this Admin must have
 * come in through it in the last ten minutes, since it was last changed, and some Admin must have a password for the
 * break-glass sign-in: nobody locks the team out. Throws `conflict`.
 */
export async function setSsoMode(ctx: SignedInContext, mode: 'optional' | 'required'): Promise<void> {
  await ctx.data.transaction(async (rows) => {
    await rows.authenticationPolicy.lock();
    const sso = await rows.authenticationPolicy.sso();
    const connection = sso && (await rows.authenticationPolicy.ssoConnection(sso));
    if (!sso || !connection) throw new AppError('conflict', 'SSO for the dashboard is not set up.');
    if (sso.mode === mode) return;
    if (mode === 'required') {
      if ((await provenDomains(rows)).length === 0) {
        throw new AppError('conflict', 'Verify an email domain of your team first.');
      }
      if (!(await provenLately(ctx, rows, sso))) {
        throw new AppError(
          'conflict',
          `Show first that it works: sign in through SSO, then require it within ${PROVEN_FOR_MINUTES} minutes.`,
        );
      }
      if ((await rows.authenticationPolicy.adminsWithPassword()).length === 0) {
        throw new AppError(
          'conflict',
          'No Admin has a password, so nobody could get in if SSO fails. Invite an Admin who chooses one first.',
        );
      }
    }
    await rows.authenticationPolicy.setSsoMode(mode, ctx.now);
    await rows.auditLog.record(ctx, {
      action: 'dashboard_sso.updated',
      target: target(connection),
      before: { mode: sso.mode },
      after: { mode },
    });
  });
}

/** Whether the browser's person came in through SSO as it is set up now, in the last ten minutes. */
export async function provenLately(
  { member, now }: Pick<SignedInContext, 'member' | 'now'>,
  rows: Pick<WorkspaceRepositories, 'signInSessions'>,
  sso: { updatedAt: Date },
): Promise<boolean> {
  const session = await rows.signInSessions.session(member.dashboardSessionId);
  return (
    session?.method === 'sso' &&
    session.createdAt > sso.updatedAt &&
    now.getTime() - session.createdAt.getTime() < PROVEN_FOR_MINUTES * 60_000
  );
}

/** Switches SSO for the dashboard off and takes its API key and redirect URI away. Throws entity_not_found. */
export async function removeDashboardSso(ctx: WorkspaceContext): Promise<void> {
  await ctx.data.transaction(async (rows) => {
    await rows.authenticationPolicy.lock();
    const before = await rows.authenticationPolicy.sso();
    if (!before) throw entityNotFound('Dashboard SSO', ctx.scope.workspaceId);
    const connection = await rows.authenticationPolicy.ssoConnection(before);
    await forgetClient(ctx, rows, before);
    await rows.authenticationPolicy.removeSso();
    await rows.auditLog.record(ctx, {
      action: 'dashboard_sso.deleted',
      target: target(connection ?? { id: before.connectionId, name: before.connectionId }),
      before: facts(before),
    });
  });
}

async function makeClient(ctx: WorkspaceContext, rows: WorkspaceRepositories, scope: EnvironmentScope) {
  const { now } = ctx;
  const there = rows.ofEnvironment(scope);
  await there.environment.lock();
  if (await there.environment.isLocked()) throw new AppError('production_environment_requires_billing');
  const taken = new Set((await there.apiKeys.all()).map((key) => key.name));
  const name = [KEY_NAME, ...Array.from(taken, (_, at) => `${KEY_NAME} ${at + 2}`)].find(
    (one) => !taken.has(one),
  );
  const id = newId('apiKey', now);
  const secret = newApiKeySecret(scope.kind);
  const place = { environmentId: scope.environmentId, column: 'secretSealed', row: id };
  const hint = secretHint(secret);
  await there.apiKeys.add({
    id,
    name: name ?? KEY_NAME,
    secretHash: hashSecret(secret),
    secretSealed: scope.kind === 'staging' ? seal(secret, place) : null,
    hint,
    expiresAt: null,
    now,
  });
  await there.auditLog.record(ctx, {
    action: 'api_key.created',
    target: { type: 'api_key', id, name: name ?? KEY_NAME },
    after: { name: name ?? KEY_NAME, hint },
  });
  return { apiKeyId: id, clientSecretSealed: seal(secret, ssoSecretPlace(ctx.scope.workspaceId)) };
}

async function registerCallback(
  ctx: WorkspaceContext,
  rows: WorkspaceRepositories,
  scope: EnvironmentScope,
  origin: string,
): Promise<void> {
  const { redirectUris, auditLog } = rows.ofEnvironment(scope);
  const known = await redirectUris.all();
  const uri = ssoCallbackUrl(origin, ctx.scope.workspaceId);
  if (known.some((one) => one.uri === uri)) return;
  const isDefault = !known.some((one) => one.isDefault);
  const verdict = checkRedirectUri(uri, { environmentKind: scope.kind, isDefault });
  if (!verdict.ok) throw invalidField('connection', `${uri}: ${verdict.message}`, verdict.code);
  const id = newId('redirectUri', ctx.now);
  await redirectUris.add({ id, uri, isDefault, now: ctx.now });
  await auditLog.record(ctx, {
    action: 'redirect_uri.created',
    target: { type: 'redirect_uri', id, name: uri },
    after: { uri, isDefault },
  });
}

/** Ends the API key and takes the redirect URI away, except as the default, which an environment keeps. */
async function forgetClient(
  ctx: WorkspaceContext,
  rows: WorkspaceRepositories,
  before: { apiKeyId: string },
): Promise<void> {
  const there = await rows.ofDashboardSso();
  if (!there) return;
  const key = (await there.apiKeys.all()).find((one) => one.id === before.apiKeyId);
  if (key && (await there.apiKeys.revoke(key.id, ctx.now))) {
    await there.auditLog.record(ctx, {
      action: 'api_key.revoked',
      target: { type: 'api_key', id: key.id, name: key.name },
      before: { hint: key.hint, expiresAt: key.expiresAt, lastUsedAt: key.lastUsedAt },
    });
  }
  for (const { id, uri, isDefault } of await there.redirectUris.all()) {
    if (isDefault || !isSsoCallbackOf(uri, ctx.scope.workspaceId)) continue;
    await there.redirectUris.remove(id);
    await there.auditLog.record(ctx, {
      action: 'redirect_uri.deleted',
      target: { type: 'redirect_uri', id, name: uri },
      before: { uri },
    });
  }
}

function target({ id, name }: Pick<SsoConnectionRow, 'id' | 'name'>) {
  return { type: 'connection', id, name };
}

function facts(row: { connectionId: string; mode: string; joinRole: string | null }) {
  return { connectionId: row.connectionId, mode: row.mode, joinRole: row.joinRole };
}
