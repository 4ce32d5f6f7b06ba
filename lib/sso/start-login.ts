import type { Visitor } from '#lib/auth/callers.ts';
import { scopeOfClientId } from '#lib/auth/public-scope.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import type { LoginConnection, NewSession } from '#lib/data/login-path.ts';
import { OAuthError } from '#lib/http/oauth-error.ts';
import { newId } from '#lib/ids.ts';
import type { AuthorizeRequest, ParsedAuthorizeRequest } from '#lib/oauth/authorize-request.ts';
import { parseAuthorizeRequest } from '#lib/oauth/authorize-request.ts';
import { callbackUrl } from '#lib/oauth/callback-url.ts';
import { AUTHORIZE_ERRORS, type AuthorizeErrorCode } from '#lib/oauth/errors.ts';
import { matchRedirectUri, type TrustedRedirectUri } from '#lib/oauth/redirect-uri.ts';
import { isOidcConnectionType } from '#lib/oidc/connections.ts';
import { isOAuthConnectionType } from '#lib/oidc/providers.ts';
import { reachOfConnection, reachOfProvider } from './oauth-reach.ts';
import { sendOAuthRequest } from './send-oauth-request.ts';
import { type NextStep, sendRequest } from './send-request.ts';
import { REFUSALS, type RefusalCode } from './session-errors.ts';
import { trustTestResult } from './test-result.ts';

type Input = {
  query: string;
  visitor: Visitor;
  browserToken: string | null;
  now: Date;
  /** Set only where an admin of the environment has been authorized: the login ends on the dashboard. */
  test?: boolean;
};

/**
 * Begins an SP-initiated login: `GET /sso/authorize`. Until client and redirect URI are known good every
 * refusal is a page, after that a redirect with `error` and `state`; both are thrown as OAuthError.
 */
export async function startLogin(input: Input): Promise<NextStep> {
  const parsed = parseAuthorizeRequest(input.query);
  const clientId = parsed.ok ? parsed.request.clientId : parsed.clientId;
  if (clientId === null) throw new OAuthError('invalid_request', parsed.ok ? '' : parsed.description);
  const scope = await scopeOfClientId(clientId);
  if (!scope) {
    throw new OAuthError('invalid_client', 'The app that sent you here used a client ID we do not know.');
  }
  const data = forEnvironment(scope);
  const selector = parsed.ok ? parsed.request.selector : null;
  const found = await data.login.forAuthorize({
    connectionId: selector?.kind === 'connection' ? selector.connectionId : null,
    organizationId: selector?.kind === 'organization' ? selector.organizationId : null,
    provider: selector?.kind === 'provider' ? selector.provider : null,
  });

  const asked = parsed.ok ? parsed.request.redirectUri : parsed.redirectUri;
  const registered = found.redirectUris.map((entry) => entry.uri);
  const candidate = asked ?? found.redirectUris.find((entry) => entry.isDefault)?.uri ?? null;
  const redirectUri =
    candidate === null
      ? null
      : input.test
        ? trustTestResult(scope.environmentId, candidate)
        : (matchRedirectUri(candidate, registered)?.redirectUri ?? null);
  if (!redirectUri || (!parsed.ok && !parsed.mayRedirect)) {
    const problem = !parsed.ok && !parsed.mayRedirect ? parsed.description : null;
    const description =
      problem ??
      (asked === null
        ? 'The app named no redirect URI, and its environment has no default one.'
        : `The redirect URI ${asked} is not registered for this app. An admin can add it under Redirects.`);
    const sessionId = await recordRefusal(scope, input, parsed, null, {
      code: problem === null ? 'redirect_uri_not_registered' : 'authorize_request_invalid',
      received: problem === null ? asked : parameterOf(parsed),
      detail: description,
    });
    throw new OAuthError('invalid_redirect_uri', description, { sessionId });
  }
  const askedState = parsed.ok ? parsed.request.state : parsed.state;
  const refuse = (error: AuthorizeErrorCode, description?: string, state = askedState): never => {
    throw new OAuthError(error, description ?? AUTHORIZE_ERRORS[error], {
      redirectTo: callbackUrl(redirectUri, {
        error,
        ...(description === undefined ? {} : { errorDescription: description }),
        state,
      }),
    });
  };
  if (!parsed.ok) {
    await recordRefusal(scope, input, parsed, redirectUri, {
      code: 'authorize_request_invalid',
      received: parsed.parameter,
      detail: parsed.description,
    });
    return refuse(parsed.error, parsed.description);
  }
  const { request } = parsed;

  const choice = chooseConnection(request, found);
  if (!('connection' in choice)) {
    const sessionId = await recordRefusal(scope, input, parsed, redirectUri, failureOf(choice, request));
    // The dashboard wants to know which session ended; an app gets its own state back.
    return refuse(choice.error, choice.description, input.test ? sessionId : askedState);
  }
  const { connection } = choice;
  const { connectionType } = connection;
  if (isOAuthConnectionType(connectionType)) {
    // Null when nobody has registered us at the provider.
    const client = await data.oauthLogins.client(connection.id);
    if (client) {
      return sendOAuthRequest(scope, {
        session: blankSession(input, parsed, redirectUri),
        connection,
        reach: reachOfProvider(connectionType, connection.externalKey),
        client,
        request,
        browserToken: input.browserToken,
      });
    }
    const off = { error: 'connection_strategy_invalid', about: connection } as const;
    await recordRefusal(scope, input, parsed, redirectUri, failureOf(off, request));
    return refuse(off.error);
  }
  if (isOidcConnectionType(connectionType)) {
    const reach = reachOfConnection(connection, scope.kind);
    if (reach && connection.oidcClientId !== null) {
      return sendOAuthRequest(scope, {
        session: blankSession(input, parsed, redirectUri),
        connection,
        reach,
        client: { clientId: connection.oidcClientId, scopes: [] },
        request,
        browserToken: input.browserToken,
      });
    }
    const unset = { error: 'connection_unlinked', about: connection } as const;
    await recordRefusal(scope, input, parsed, redirectUri, failureOf(unset, request));
    return refuse(unset.error);
  }
  return sendRequest(scope, {
    session: blankSession(input, parsed, redirectUri),
    connection,
    forceAuthn: request.forceAuthn,
    domainHint: request.domainHint,
    browserToken: input.browserToken,
  });
}

type Refused = {
  error: AuthorizeErrorCode & RefusalCode;
  description?: string;
  about: LoginConnection | null;
};

function chooseConnection(
  request: AuthorizeRequest,
  found: { connections: LoginConnection[]; organizationExists: boolean },
): { connection: LoginConnection } | Refused {
  const { selector } = request;
  const usable = found.connections.filter((one) => one.state === 'active' || one.state === 'validating');
  if (selector.kind === 'provider' && usable.length === 0) {
    return { error: 'connection_strategy_invalid', about: found.connections[0] ?? null };
  }
  if (selector.kind === 'organization') {
    if (!found.organizationExists) {
      return { error: 'organization_invalid', description: 'No such organization.', about: null };
    }
    if (found.connections.length === 0) return { error: 'organization_invalid', about: null };
    if (usable.length > 1) return { error: 'ambiguous_connection_selector', about: null };
  } else if (found.connections.length === 0) {
    return { error: 'connection_invalid', about: null };
  }
  const connection = usable[0];
  if (!connection) return { error: 'connection_unlinked', about: found.connections[0] ?? null };
  return { connection };
}

/** What is kept of a refusal: its code, what was asked for, and a sentence. */
type Failure = {
  code: RefusalCode;
  received: string | null;
  detail: string;
  about?: LoginConnection | null;
};

function failureOf({ error, about }: Refused, { selector }: AuthorizeRequest): Failure {
  const { title } = REFUSALS[error];
  const received =
    selector.kind === 'connection'
      ? selector.connectionId
      : selector.kind === 'organization'
        ? selector.organizationId
        : selector.provider;
  return { code: error, received, detail: `${title}.`.replace('..', '.'), about };
}

function parameterOf(parsed: ParsedAuthorizeRequest): string | null {
  return parsed.ok ? null : parsed.parameter;
}

/** A refused attempt is an attempt: it gets its row, so that an admin finds it. Returns the session's id. */
async function recordRefusal(
  scope: EnvironmentScope,
  input: Input,
  parsed: ParsedAuthorizeRequest,
  redirectUri: TrustedRedirectUri | null,
  { code, received, detail, about = null }: Failure,
): Promise<string> {
  const session = blankSession(input, parsed, redirectUri);
  await forEnvironment(scope).login.insertSession(
    {
      ...session,
      connectionId: about?.id ?? null,
      organizationId: about?.organizationId ?? null,
      connectionVersion: about?.version || null,
      state: input.test ? 'test_failed' : 'failed',
    },
    { requestSealed: null, responseSealed: null, readingSealed: null },
    {
      errorCode: null,
      failureCode: code,
      failureEvidence: { code, ...(received === null ? {} : { received }), detail },
      notes: [],
      userEmail: null,
      userIdpId: null,
      userName: null,
    },
  );
  return session.id;
}

function blankSession(
  input: Input,
  parsed: ParsedAuthorizeRequest,
  redirectUri: TrustedRedirectUri | null,
): Omit<NewSession, 'connectionId' | 'organizationId' | 'connectionVersion' | 'state'> {
  const request = parsed.ok ? parsed.request : null;
  return {
    id: newId('ssoSession', input.now),
    origin: input.test ? 'test' : 'service_provider',
    requestId: null,
    browserHash: null,
    redirectUri,
    oauthState: parsed.ok ? parsed.request.state : parsed.state,
    nonce: request?.nonce ?? null,
    scope: request && request.scopes.length > 0 ? request.scopes.join(' ') : null,
    codeChallenge: request?.codeChallenge ?? null,
    loginHint: request?.loginHint ?? null,
    ipAddress: input.visitor.ipAddress,
    userAgent: input.visitor.userAgent,
    createdAt: input.now,
  };
}
