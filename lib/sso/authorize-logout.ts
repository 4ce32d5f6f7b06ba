import type { EnvironmentContext } from '#lib/data/context.ts';
import { env } from '#lib/env.ts';
import { entityNotFound } from '#lib/errors.ts';
import { OAuthError } from '#lib/http/oauth-error.ts';
import { newId } from '#lib/ids.ts';
import { logoutProblem } from './logout-support.ts';
import { logoutToken } from './tokens.ts';

/**
 * Lets an app log one of its people out: `POST /sso/logout/authorize`. The app sends the person's browser to
 * `logout_url`, once, within five minutes. Throws entity_not_found for an unknown profile, and OAuthError
 * `connection_invalid` where the connection has no single logout.
 */
export async function authorizeLogout(
  { actor, data, now, scope }: EnvironmentContext,
  input: { profileId: string },
): Promise<{ logout_url: string; logout_token: string }> {
  const { profileId } = input;
  const connectionId = await data.logouts.connectionOfProfile(profileId);
  const connection = connectionId === null ? null : await data.connections.get(connectionId);
  if (!connection) throw entityNotFound('Profile', profileId);
  const problem = logoutProblem(connection);
  if (problem !== null) throw new OAuthError('connection_invalid', problem);
  const logoutId = newId('logout', now);
  await data.logouts.add({
    id: logoutId,
    connectionId: connection.id,
    sessionId: null,
    profileId,
    origin: 'app',
    state: 'authorized',
    requestId: null,
    failure: null,
    ipAddress: actor.ipAddress,
    userAgent: actor.userAgent,
    createdAt: now,
    endedAt: null,
  });
  const clientId = await data.environment.clientId();
  const token = await logoutToken(scope, {
    clientId,
    logoutId,
    profileId,
    connectionId: connection.id,
    now,
  });
  const url = new URL('/sso/logout', env().http.url);
  url.searchParams.set('token', token);
  return { logout_url: url.href, logout_token: token };
}
