import { decodeJwt } from 'jose';
import { systemActor } from '#lib/auth/actor.ts';
import { bindBrowser } from '#lib/auth/browser.ts';
import type { Visitor } from '#lib/auth/callers.ts';
import { scopeOfClientId } from '#lib/auth/public-scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import type { EndableLogin } from '#lib/data/logouts.ts';
import { AppError } from '#lib/errors.ts';
import { newSamlId } from '#lib/ids.ts';
import { matchRedirectUri, type TrustedRedirectUri } from '#lib/oauth/redirect-uri.ts';
import { isOidcConnectionType } from '#lib/oidc/connections.ts';
import { buildLogoutRequest } from '#lib/saml/logout-message.ts';
import { hashSecret, newToken } from '#lib/secrets.ts';
import { endAtOpenIdProvider } from './end-oidc-session.ts';
import { subjectOf } from './login-subject.ts';
import { type LogoutStep, logoutMessage } from './logout-step.ts';
import { logoutProblem } from './logout-support.ts';
import { spEntityId } from './service-provider.ts';
import { type LogoutGrant, readLogoutToken } from './tokens.ts';

type Input = {
  token: string | null;
  /** Where the app wants its user back; one of the environment's logout redirects. */
  returnTo: string | null;
  visitor: Visitor;
  browserToken: string | null;
  now: Date;
};

/**
 * Logs the person of a logout token out: `GET /sso/logout`. What the login opened here ends at once, then the browser
 * goes to the identity provider with a signed LogoutRequest, and comes back to receiveLogout; an OpenID provider has its
 * tokens revoked, and the browser goes to its end_session_endpoint and comes back to receiveOidcLogout. Of several logins the one
 * of this browser is ended, else the newest. Without one that could be ended the browser goes straight to where it ends.
 * Throws not_found for a token that is not valid or was used, bad_request for an address that is not on the list.
 */
export async function startLogout(input: Input): Promise<LogoutStep> {
  const { now } = input;
  const grant = await readGrant(input.token, now);
  if (!grant) throw expired();
  const { scope } = grant;
  const data = forEnvironment(scope);
  const target = logoutTarget(input.returnTo, await data.logoutRedirectUris.all());
  const { connections } = await data.login.forAuthorize({
    connectionId: grant.connectionId,
    organizationId: null,
  });
  const connection = connections[0];
  const capable = connection && logoutProblem(connection) === null ? connection : null;
  const logins = capable ? await data.logouts.openLogins(grant.profileId, now) : [];
  const login = loginOfBrowser(logins, input.browserToken);
  const state = newToken();
  const isOidc = capable !== null && isOidcConnectionType(capable.connectionType);
  const requestId = isOidc ? hashSecret(state) : newSamlId();
  const browser = bindBrowser(input.browserToken);

  await data.transaction(async (rows) => {
    const begun = await rows.logouts.start(grant.logoutId, {
      state: login ? 'started' : 'finished',
      sessionId: login?.sessionId ?? null,
      requestId: login ? requestId : null,
      browserHash: browser.hash,
      returnTo: target,
      now,
    });
    if (!begun) throw expired();
    if (!login) return;
    await rows.logouts.endLogins([login.sessionId], now);
    await rows.auditLog.record(
      { now, actor: { ...systemActor('Single logout'), ...input.visitor } },
      {
        action: 'session.signed_out',
        target: { type: 'session', id: login.sessionId, name: login.userEmail ?? login.sessionId },
        after: { origin: 'app', logoutId: grant.logoutId },
      },
    );
  });
  if (!login || !capable) return target === null ? { kind: 'page' } : { kind: 'redirect', url: target };
  if (isOidcConnectionType(capable.connectionType)) {
    return { ...(await endAtOpenIdProvider(scope, capable, login, state)), setCookie: browser.setCookie };
  }
  const destination = capable.idpSloUrl ?? '';
  const xml = buildLogoutRequest({
    id: requestId,
    now,
    destination,
    issuer: spEntityId(capable),
    ...subjectOf(scope.environmentId, login),
  });
  return {
    ...logoutMessage(
      scope.environmentId,
      capable,
      { xml, parameter: 'SAMLRequest', relayState: grant.logoutId },
      now,
    ),
    setCookie: browser.setCookie,
  };
}

async function readGrant(token: string | null, now: Date) {
  const clientId = token === null ? null : unverifiedClient(token);
  const scope = clientId === null ? null : await scopeOfClientId(clientId);
  if (!scope || clientId === null || token === null) return null;
  const grant: LogoutGrant | null = await readLogoutToken(scope, clientId, token, now);
  return grant && { ...grant, scope };
}

/** Which environment's keys to verify with; the signature decides whether it was true. */
function unverifiedClient(token: string): string | null {
  try {
    const { client_id: clientId } = decodeJwt(token);
    return typeof clientId === 'string' ? clientId : null;
  } catch {
    return null;
  }
}

function expired(): AppError {
  return new AppError(
    'not_found',
    'This sign-out link has been used or has expired. Go back to the app and sign out again.',
  );
}

/** The address a logout ends at: the one asked for, which must be on the list, else the default one, else none. */
export function logoutTarget(
  asked: string | null,
  registered: readonly { uri: string; isDefault: boolean }[],
): TrustedRedirectUri | null {
  const wanted = asked ?? registered.find((one) => one.isDefault)?.uri ?? null;
  if (wanted === null) return null;
  const match = matchRedirectUri(
    wanted,
    registered.map((one) => one.uri),
  );
  if (match) return match.redirectUri;
  throw new AppError(
    'bad_request',
    'The address to return to after signing out is not registered for this app. An admin can add it under Redirects.',
    { detail: { returnTo: wanted.slice(0, 500) } },
  );
}

function loginOfBrowser(logins: readonly EndableLogin[], browserToken: string | null): EndableLogin | null {
  const hash = browserToken === null ? null : hashSecret(browserToken);
  const own = hash === null ? undefined : logins.find((login) => login.browserHash === hash);
  return own ?? logins[0] ?? null;
}
