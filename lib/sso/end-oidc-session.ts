import type { EnvironmentScope } from '#lib/auth/scope.ts';
import type { LoginConnection } from '#lib/data/login-path.ts';
import type { EndableLogin } from '#lib/data/logouts.ts';
import { log } from '#lib/log.ts';
import { endSessionUrl } from '#lib/oidc/logout.ts';
import { askProvider, reachOfConnection } from './oauth-reach.ts';
import { oidcClientOf } from './oidc-client.ts';
import { oidcSubjectOf } from './oidc-subject.ts';
import { oidcLogoutUrl } from './service-provider.ts';

/**
 * Revokes the tokens of a login at its OpenID provider (RFC 7009), and says where the browser goes to end the session
 * there. A provider that does not revoke keeps nobody from signing out: its tokens opened nothing here.
 */
export async function endAtOpenIdProvider(
  scope: EnvironmentScope,
  connection: LoginConnection,
  login: EndableLogin,
  state: string,
): Promise<{ kind: 'redirect'; url: string }> {
  const client = oidcClientOf(scope.environmentId, connection);
  const reach = reachOfConnection(connection, scope.kind);
  const { oidcEndSessionEndpoint: endpoint, oidcRevocationEndpoint: revocation } = connection;
  if (!client || !reach || endpoint === null || revocation === null) {
    throw new Error('the session of an OpenID provider cannot be ended');
  }
  const subject = oidcSubjectOf(scope.environmentId, login);
  const tokens: [hint: string, token: string | null][] = [
    ['refresh_token', subject.refreshToken],
    ['access_token', subject.accessToken],
  ];
  await Promise.all(
    tokens.map(async ([hint, token]) => {
      if (token === null) return;
      const reply = await askProvider(reach.policy, revocation, {
        form: { token, token_type_hint: hint },
        client: {
          id: client.clientId,
          secret: client.clientSecret,
          auth: reach.provider.tokenAuth ?? 'client_secret_basic',
        },
      });
      if (reply.ok && reply.status === 200) return;
      const why = reply.ok ? `status ${reply.status}` : reply.detail;
      log().warn(
        { connectionId: connection.id, hint, why },
        'a token was not revoked at the OpenID provider',
      );
    }),
  );
  return {
    kind: 'redirect',
    url: endSessionUrl(endpoint, {
      clientId: client.clientId,
      idToken: subject.idToken,
      postLogoutRedirectUri: oidcLogoutUrl(connection.externalKey),
      state,
    }),
  };
}
