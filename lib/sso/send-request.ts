import { bindBrowser } from '#lib/auth/browser.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import type { LoginConnection, NewSession } from '#lib/data/login-path.ts';
import { newSamlId } from '#lib/ids.ts';
import { buildAuthnRequest } from '#lib/saml/authn-request.ts';
import { loginHintQuery, postForm, redirectUrl } from '#lib/saml/bindings.ts';
import { seal } from '#lib/secrets.ts';
import { privateKeyOf } from './private-keys.ts';
import { acsUrl, spEntityId } from './service-provider.ts';
import { signingPair } from './signing-pair.ts';

/** What the browser is told to do next. */
export type NextStep = { setCookie: string } & (
  | { kind: 'redirect'; url: string }
  | { kind: 'post_form'; action: string; fields: Readonly<Record<string, string>> }
);

/**
 * Stores a session with its AuthnRequest and gives the browser what takes it to the identity provider. `connection`
 * needs its signing keys, as login.forAuthorize reads them.
 */
export async function sendRequest(
  scope: EnvironmentScope,
  input: {
    session: Omit<NewSession, 'connectionId' | 'organizationId' | 'connectionVersion' | 'state'>;
    connection: LoginConnection;
    forceAuthn: boolean;
    domainHint: string | null;
    browserToken: string | null;
  },
): Promise<NextStep> {
  const { environmentId } = scope;
  const { connection, session } = input;
  const requestId = newSamlId();
  const ssoUrl = connection.idpSsoUrl ?? '';
  const samlRequestXml = buildAuthnRequest({
    id: requestId,
    now: session.createdAt,
    destination: ssoUrl,
    issuer: spEntityId(connection),
    acsUrl: acsUrl(connection),
    nameIdFormat: connection.nameIdFormat,
    forceAuthn: connection.forceAuthn || input.forceAuthn,
    loginHint: connection.loginHintInSubject ? session.loginHint : null,
  });
  const browser = bindBrowser(input.browserToken);
  await forEnvironment(scope).login.insertSession(
    {
      ...session,
      connectionId: connection.id,
      organizationId: connection.organizationId,
      connectionVersion: connection.version || null,
      state: 'started',
      requestId,
      browserHash: browser.hash,
    },
    {
      requestSealed: seal(samlRequestXml, { environmentId, column: 'requestSealed', row: session.id }),
      responseSealed: null,
      readingSealed: null,
    },
  );

  const signingKeys = signingPair(connection.keyPairs, session.createdAt);
  // RelayState is an opaque handle, never an address; the response is matched by InResponseTo.
  const message = {
    destination: ssoUrl,
    samlRequestXml,
    relayState: session.id,
    extraQuery: loginHintQuery(connection.connectionType, {
      loginHint: session.loginHint,
      domainHint: input.domainHint,
    }),
    ...(signingKeys
      ? {
          signWith: {
            privateKey: privateKeyOf(environmentId, signingKeys),
            certificatePem: signingKeys.certificatePem,
          },
        }
      : {}),
  };
  if (connection.idpSsoBinding === 'post') {
    return { kind: 'post_form', setCookie: browser.setCookie, ...postForm(message) };
  }
  return { kind: 'redirect', setCookie: browser.setCookie, url: redirectUrl(message) };
}
