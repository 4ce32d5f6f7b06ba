import { bindBrowser } from '#lib/auth/browser.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import type { LoginConnection, NewSession } from '#lib/data/login-path.ts';
import type { AuthorizeRequest } from '#lib/oauth/authorize-request.ts';
import { codeChallengeOf } from '#lib/oauth/pkce.ts';
import { authorizationParameters, authorizationUrl } from '#lib/oidc/authorization-url.ts';
import { shownParameters } from '#lib/oidc/callback.ts';
import { hashSecret, newToken, seal } from '#lib/secrets.ts';
import type { Reach } from './oauth-reach.ts';
import { sealOAuthSecrets } from './oauth-secrets.ts';
import type { NextStep } from './send-request.ts';

/**
 * Stores a session and gives the browser the address that takes it to an OAuth or OpenID provider. `state` is a secret of this
 * request and names the session by its hash; verifier and nonce stay here, sealed, until the callback.
 */
export async function sendOAuthRequest(
  scope: EnvironmentScope,
  input: {
    session: Omit<NewSession, 'connectionId' | 'organizationId' | 'connectionVersion' | 'state'>;
    connection: LoginConnection;
    reach: Reach;
    /** What we are there, and what is asked for besides what a profile needs. */
    client: { clientId: string; scopes: readonly string[] };
    request: AuthorizeRequest;
    browserToken: string | null;
  },
): Promise<NextStep> {
  const { environmentId } = scope;
  const { client, connection, reach, request, session } = input;
  const { provider } = reach;
  const data = forEnvironment(scope);
  const [state, nonce, codeVerifier] = [newToken(), newToken(), newToken()];
  const parameters = authorizationParameters(provider, {
    clientId: client.clientId,
    redirectUri: reach.callbackUrl,
    state,
    nonce,
    codeChallenge: codeChallengeOf(codeVerifier),
    extraScopes: [...client.scopes, ...request.providerScopes],
    loginHint: request.loginHint,
    domainHint: request.domainHint,
    forceLogin: request.forceAuthn || connection.forceAuthn,
    queryParams: request.providerQueryParams,
  });
  const shown = `GET ${provider.authorizationEndpoint}\n\n${shownParameters(parameters)}`;
  const browser = bindBrowser(input.browserToken);
  await data.login.insertSession(
    {
      ...session,
      connectionId: connection.id,
      organizationId: connection.organizationId,
      connectionVersion: connection.version || null,
      state: 'started',
      requestId: hashSecret(state),
      browserHash: browser.hash,
    },
    {
      requestSealed: seal(shown, { environmentId, column: 'requestSealed', row: session.id }),
      responseSealed: null,
      readingSealed: null,
    },
  );
  await data.oauthLogins.keepSecrets(
    session.id,
    sealOAuthSecrets(environmentId, session.id, { waitsFor: 'callback', codeVerifier, nonce }),
  );
  return {
    kind: 'redirect',
    setCookie: browser.setCookie,
    url: authorizationUrl(provider.authorizationEndpoint, parameters),
  };
}
