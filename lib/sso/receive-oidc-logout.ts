import { systemActor } from '#lib/auth/actor.ts';
import type { Visitor } from '#lib/auth/callers.ts';
import { scopeOfExternalKey } from '#lib/auth/public-scope.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import type { EndableLogin } from '#lib/data/logouts.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { matchRedirectUri } from '#lib/oauth/redirect-uri.ts';
import { isOidcConnectionType } from '#lib/oidc/connections.ts';
import { hashSecret } from '#lib/secrets.ts';
import type { LogoutStep } from './logout-step.ts';
import { oidcSubjectOf, sidHash } from './oidc-subject.ts';

type Input = {
  externalKey: string;
  /** As we sent it with a logout of ours. */
  state: string | null;
  /** As a provider adds them that signs people out by itself. */
  issuer: string | null;
  sid: string | null;
  visitor: Visitor;
  browserToken: string | null;
  now: Date;
};

type Received = Input & { scope: EnvironmentScope; connection: ConnectionRow };

/**
 * Takes a browser that an OpenID provider has signed out: `GET /sso/oidc/idp-logout/{externalKey}`. With the state of a
 * logout of ours, begun in this browser, that one is finished, and the browser goes where it was to end. Otherwise the
 * provider ended its session by itself: the logins of the session it names end here, or those of this browser where it
 * names none, and the browser goes to the environment's default sign-out redirect. Nothing proves who sent the browser,
 * so nothing is ended but what the secret name of a session or the cookie stands for. Throws not_found for an unknown key.
 */
export async function receiveOidcLogout(input: Input): Promise<{ ended: boolean; step: LogoutStep }> {
  const door = await scopeOfExternalKey(input.externalKey);
  const connection = door && (await forEnvironment(door.scope).connections.get(door.connectionId));
  if (!door || !connection || !isOidcConnectionType(connection.connectionType)) {
    throw new AppError('not_found', 'No connection has this address.');
  }
  const received: Received = { ...input, scope: door.scope, connection };
  return (await finishOurs(received)) ?? (await endTheirs(received));
}

/** The end of a logout that an app began; null when the state is of none of this browser. */
async function finishOurs(received: Received): Promise<{ ended: boolean; step: LogoutStep } | null> {
  const { browserToken, connection, now, scope, state } = received;
  if (state === null || state === '' || browserToken === null) return null;
  const data = forEnvironment(scope);
  const waiting = await data.logouts.ofRequest(connection.id, hashSecret(state));
  if (!waiting || waiting.browserHash !== hashSecret(browserToken)) return null;
  const ended = await data.logouts.finish(waiting.id, 'finished', null, now);
  // Judged again: the list may have changed while the person was away.
  const registered = (await data.logoutRedirectUris.all()).map(({ uri }) => uri);
  const target = waiting.returnTo === null ? null : matchRedirectUri(waiting.returnTo, registered);
  return { ended, step: target ? { kind: 'redirect', url: target.redirectUri } : { kind: 'page' } };
}

async function endTheirs(received: Received): Promise<{ ended: boolean; step: LogoutStep }> {
  const { connection, now, scope, visitor } = received;
  const data = forEnvironment(scope);
  const ended = await data.transaction(async (rows) => {
    const open = (await namedLogins(received, rows.logouts)).filter(
      ({ signedOutAt }) => signedOutAt === null,
    );
    await rows.logouts.endLogins(
      open.map(({ sessionId }) => sessionId),
      now,
    );
    for (const login of open) {
      const id = newId('logout', now);
      await rows.logouts.add({
        id,
        connectionId: connection.id,
        sessionId: login.sessionId,
        profileId: login.profileId,
        origin: 'identity_provider',
        state: 'finished',
        requestId: null,
        failure: null,
        ipAddress: visitor.ipAddress,
        userAgent: visitor.userAgent,
        createdAt: now,
        endedAt: now,
      });
      await rows.auditLog.record(
        { now, actor: { ...systemActor('Single logout'), ...visitor } },
        {
          action: 'session.signed_out',
          target: { type: 'session', id: login.sessionId, name: login.userEmail ?? login.sessionId },
          after: { origin: 'identity_provider', logoutId: id },
        },
      );
    }
    return open.length > 0;
  });
  const target = (await data.logoutRedirectUris.all()).find(({ isDefault }) => isDefault)?.uri;
  return { ended, step: target === undefined ? { kind: 'page' } : { kind: 'redirect', url: target } };
}

/** The logins of the session that is named, which has to be of this issuer; else those of this browser. */
async function namedLogins(
  { browserToken, connection, issuer, scope, sid }: Received,
  logouts: ReturnType<typeof forEnvironment>['logouts'],
): Promise<EndableLogin[]> {
  if (sid !== null && sid !== '') {
    if (issuer !== connection.oidcIssuer) return [];
    const found = await logouts.loginsOf(connection.id, sidHash(sid));
    return found.filter((login) => oidcSubjectOf(scope.environmentId, login).sid === sid);
  }
  return browserToken === null ? [] : logouts.loginsOfBrowser(connection.id, hashSecret(browserToken));
}
