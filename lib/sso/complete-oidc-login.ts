import { createHash } from 'node:crypto';
import type { Visitor } from '#lib/auth/callers.ts';
import { scopeOfExternalKey } from '#lib/auth/public-scope.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import type { NewSession, PendingSession, Recording, SessionOutcome } from '#lib/data/login-path.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { callbackUrl } from '#lib/oauth/callback-url.ts';
import type { AuthorizeErrorCode } from '#lib/oauth/errors.ts';
import { matchRedirectUri, type TrustedRedirectUri } from '#lib/oauth/redirect-uri.ts';
import { type ProviderCallback, readCallback, shownQuery } from '#lib/oidc/callback.ts';
import type { Person } from '#lib/oidc/claims.ts';
import { hasOidcLogout, isOidcConnectionType, isSharedIssuer } from '#lib/oidc/connections.ts';
import { hashSecret, newToken, seal } from '#lib/secrets.ts';
import { asksForConsent, newQuestion } from './consent.ts';
import { judgeCallback } from './judge-callback.ts';
import { judgeProfile, type Mapping, type Refusal } from './judge-login.ts';
import { type ExchangeOutcome, exchangeCode } from './oauth-exchange.ts';
import { type Reach, reachOfConnection } from './oauth-reach.ts';
import { openOAuthSecrets } from './oauth-secrets.ts';
import { oidcClientOf } from './oidc-client.ts';
import { newOidcSubject } from './oidc-subject.ts';
import { oidcCallbackUrl } from './service-provider.ts';
import { REFUSALS, type RefusalCode } from './session-errors.ts';
import { explanationOf, type Responsible } from './session-explanation.ts';
import type { SessionReading } from './session-reading.ts';
import { CODE_LIFETIME_MS } from './session-states.ts';
import { trustTestResult } from './test-result.ts';

/** Where the browser goes; without a trusted address the person gets a page that says who has to act. */
export type OidcLoginOutcome = { sessionId: string; refused: boolean } & (
  | { kind: 'redirect'; url: string; setCookie?: string }
  | { kind: 'page'; by: Responsible }
);

type Input = {
  externalKey: string;
  /** The raw query string. */
  query: string;
  browserToken: string | null;
  /** The cookie of a browser that was asked for consent before. */
  consentToken?: string | null;
  visitor: Visitor;
  now: Date;
};

type Loaded = NonNullable<Awaited<ReturnType<ReturnType<typeof forEnvironment>['login']['forResponse']>>>;

/** Everything the steps below share about one callback. */
type Attempt = Input & {
  scope: EnvironmentScope;
  loaded: Loaded;
  connection: Loaded['connection'];
  reach: Reach | null;
  callback: ProviderCallback;
  /** The session whose request this browser was sent with; null for anything else that arrives. */
  pending: PendingSession | null;
  target: TrustedRedirectUri | null;
  test: boolean;
  /** This callback has taken the session, so it alone may end it. */
  claimed: boolean;
};

/**
 * Takes the callback of an organization's OpenID provider to its end: `GET /sso/oidc/{externalKey}/callback`. The state,
 * with the browser's cookie, says which sign-in it belongs to; that one is taken before the code is exchanged, so that
 * one callback goes on with it whatever races. Throws AppError not_found for an unknown address.
 */
export async function completeOidcLogin(input: Input): Promise<OidcLoginOutcome> {
  const door = await scopeOfExternalKey(input.externalKey);
  if (!door) throw noConnection();
  const { scope } = door;
  const callback = readCallback(input.query);
  const loaded = await forEnvironment(scope).login.forResponse(
    door.connectionId,
    callback.state === null ? null : hashSecret(callback.state),
  );
  if (!loaded || !isOidcConnectionType(loaded.connection.connectionType)) throw noConnection();
  const { connection, pending } = loaded;
  const ours =
    pending !== null && input.browserToken !== null && pending.browserHash === hashSecret(input.browserToken);
  const test = ours && pending.origin === 'test';
  const registered = loaded.redirectUris.map(({ uri }) => uri);
  const asked = ours ? (pending.redirectUri ?? '') : null;
  const attempt: Attempt = {
    ...input,
    scope,
    loaded,
    connection,
    reach: reachOfConnection(connection, scope.kind),
    callback,
    pending: ours ? pending : null,
    target:
      asked === null
        ? null
        : test
          ? trustTestResult(scope.environmentId, asked)
          : (matchRedirectUri(asked, registered)?.redirectUri ?? null),
    test,
    claimed: false,
  };
  const usable =
    (connection.state === 'active' || connection.state === 'validating') &&
    attempt.reach !== null &&
    connection.oidcClientId !== null;
  const early = judgeCallback({
    callback,
    found: pending,
    ours,
    issuer: connection.oidcIssuer,
    usable,
    now: input.now,
  });
  return early ? refuse(attempt, early) : completeOurs(attempt);
}

/** The callback of a sign-in that waits in this browser, at a connection that is on. */
async function completeOurs(waiting: Attempt): Promise<OidcLoginOutcome> {
  const { callback, connection, now, pending, reach, scope, target } = waiting;
  const { environmentId } = scope;
  const { oauthLogins } = forEnvironment(scope);
  const client = oidcClientOf(environmentId, connection);
  if (pending === null || reach === null || client === null || callback.kind !== 'code') {
    throw new Error('a callback was let through that cannot be exchanged');
  }
  if (target === null) {
    return refuse(waiting, {
      code: 'redirect_uri_not_registered',
      received: pending.redirectUri ?? '',
      detail: 'The redirect URI of the sign-in was removed while the person signed in.',
    });
  }
  const sealed = await oauthLogins.secretsOf(pending.id);
  const secrets = sealed && openOAuthSecrets(environmentId, pending.id, sealed);
  const claimed = await oauthLogins.claim(pending.id, pending.browserHash ?? '', now);
  if (!claimed || secrets?.waitsFor !== 'callback') {
    return refuse(
      { ...waiting, claimed },
      {
        code: 'oauth_callback_unexpected',
        detail: 'The sign-in was answered a moment before; a state is good for once.',
      },
    );
  }
  const attempt = { ...waiting, claimed };
  const answer = await exchangeCode({
    reach,
    ...client,
    code: callback.code,
    codeVerifier: secrets.codeVerifier,
    nonce: secrets.nonce,
    askedScopes: reach.provider.scopes,
    now,
  });
  if (!answer.ok) return refuse(attempt, answer.refusal);
  return accept(attempt, answer, { pending, target });
}

/** Somebody the provider vouches for: make the profile, if the organization takes them, and trade it for a code. */
async function accept(
  attempt: Attempt,
  answer: Extract<ExchangeOutcome, { ok: true }>,
  { pending, target }: { pending: PendingSession; target: TrustedRedirectUri },
): Promise<OidcLoginOutcome> {
  const { connection, loaded, now, scope } = attempt;
  const { environmentId } = scope;
  const data = forEnvironment(scope);
  const { person } = answer;
  const judged = judgeProfile(
    { attributes: person.attributes, friendlyNames: {}, nameId: null },
    {
      values: connection,
      attributeDefinitions: loaded.attributeDefinitions,
      allowOutside: loaded.allowProfilesOutsideOrganization,
      domains: loaded.domains,
    },
  );
  const { mapping } = judged;
  if (judged.refusal) return refuse(attempt, judged.refusal, person, mapping);
  const { profile } = judged;
  const foreign = refusedAsForeign(attempt, person, profile.email);
  if (foreign) return refuse(attempt, foreign, person, mapping);

  const code = newToken();
  const session: NewSession = { ...newSession(attempt, pending), id: pending.id, state: 'authorized' };
  const outcome = await data.login.acceptResponse({
    at: now,
    connectionId: connection.id,
    organizationId: connection.organizationId,
    // A code is good for once at its provider; here its sign-in is what can be taken once.
    assertionHash: createHash('sha256')
      .update(JSON.stringify(['oidc', pending.id]))
      .digest('hex'),
    assertionExpiresAt: new Date(now.getTime() + CODE_LIFETIME_MS),
    pendingId: pending.id,
    session,
    claimed: true,
    codeHash: hashSecret(code),
    codeExpiresAt: new Date(now.getTime() + CODE_LIFETIME_MS),
    profile: {
      newId: newId('profile', now),
      idpId: profile.idpId,
      email: profile.email,
      firstName: profile.firstName,
      lastName: profile.lastName,
      name: profile.name,
      groups: profile.groups,
      rawAttributes: person.raw,
      customAttributes: judged.customAttributes,
    },
    notes: [],
    recording: record(attempt, pending.id, person, mapping),
    certificateSeen: null,
    holdNewIds: connection.holdNewIds,
    subject: hasOidcLogout(connection)
      ? newOidcSubject(environmentId, pending.id, {
          subject: person.subject,
          sid: answer.sid,
          idToken: answer.idToken,
          accessToken: answer.tokens.accessToken,
          refreshToken: answer.tokens.refreshToken,
        })
      : null,
  });
  if (typeof outcome === 'object') {
    const refusal: Refusal = {
      code: 'new_id_held',
      expected: outcome.held.idpId,
      received: profile.idpId,
      detail: `The email address ${profile.email} belonged to the user ID ${outcome.held.idpId} so far.`,
    };
    return refuse(attempt, refusal, person, mapping);
  }
  if (outcome !== 'accepted') {
    const refusal: Refusal = {
      code: 'oauth_callback_unexpected',
      detail: 'The sign-in was answered a moment before; a state is good for once.',
    };
    return refuse(attempt, refusal, person, mapping);
  }
  if (
    asksForConsent({
      enabled: loaded.signInConsent,
      origin: session.origin,
      connectionType: connection.connectionType,
      idpInitiatedMode: connection.idpInitiatedMode,
    })
  ) {
    // Without a yes the code above leaves this function with nobody: the answer mints another one.
    const question = newQuestion(attempt);
    const approved = await data.signInConsents.approvedOrAsk({
      sessionId: session.id,
      connectionId: connection.id,
      idpId: profile.idpId,
      question,
      now,
    });
    if (!approved) {
      const { url, setCookie } = question;
      return { kind: 'redirect', url, setCookie, sessionId: session.id, refused: false };
    }
  }
  return {
    kind: 'redirect',
    url: callbackUrl(target, { code, state: attempt.test ? session.id : pending.oauthState }),
    sessionId: session.id,
    refused: false,
  };
}

/** Refuses who does not belong to the organization by what the provider itself says. */
function refusedAsForeign({ connection, loaded }: Attempt, person: Person, email: string): Refusal | null {
  if (!person.emailVerified) {
    return {
      code: 'oauth_email_unverified',
      received: email,
      detail: 'The identity provider says that the address is not verified (email_verified is false).',
    };
  }
  if (!isSharedIssuer(connection.oidcIssuer ?? '')) return null;
  const company = person.attributes['hd']?.[0]?.toLowerCase() ?? null;
  if (company !== null && loaded.domains.includes(company)) return null;
  return {
    code: 'email_domain_not_allowed',
    expected: loaded.domains,
    received: company ?? 'no hd claim',
    detail:
      'Everybody can have an account at this identity provider; only those of the organization’s verified domains may sign in, by the hd claim.',
  };
}

/** Records the refusal, then tells the app, or the person where no address is trusted. */
async function refuse(
  attempt: Attempt,
  refusal: Refusal,
  person: Person | null = null,
  mapping: Mapping | null = null,
): Promise<OidcLoginOutcome> {
  const { connection, now, pending, scope, target } = attempt;
  const { login, oauthLogins } = forEnvironment(scope);
  const outcome: SessionOutcome = {
    errorCode: REFUSALS[refusal.code as RefusalCode].error,
    failureCode: refusal.code,
    failureEvidence: refusal,
    notes: [],
    userEmail: person?.attributes['email']?.[0]?.slice(0, 320) ?? null,
    userIdpId: person?.subject ?? null,
    userName: null,
  };
  const state = pending?.origin === 'test' ? 'test_failed' : 'failed';
  const moved =
    pending !== null &&
    // While another callback has it, a sign-in goes on: a reloaded page must not end it.
    (attempt.claimed || (await oauthLogins.claim(pending.id, pending.browserHash ?? '', now))) &&
    (await login.failSession(
      pending.id,
      state,
      connection.version || null,
      now,
      record(attempt, pending.id, person, mapping),
      outcome,
    ));
  let sessionId = pending?.id ?? '';
  if (!moved) {
    // What another browser sends, or a second callback, never touches the sign-in it names.
    const session = { ...newSession(attempt, pending), browserHash: null };
    sessionId = session.id;
    await login.insertSession({ ...session, state }, record(attempt, sessionId, person, mapping), outcome);
  }
  if (target === null || pending === null) {
    const by = explanationOf(refusal.code).remedies[0]?.by ?? 'workspace';
    return { kind: 'page', sessionId, refused: true, by };
  }
  return {
    kind: 'redirect',
    sessionId,
    refused: true,
    url: callbackUrl(target, {
      error: appError(refusal),
      state: attempt.test ? sessionId : pending.oauthState,
    }),
  };
}

/** What the app is told: little. The reason is for the dashboard. */
function appError({ code }: Refusal): AuthorizeErrorCode {
  if (code === 'oauth_denied') return 'access_denied';
  if (code === 'connection_unlinked') return 'connection_unlinked';
  if (code === 'email_domain_not_allowed') return 'profile_not_allowed_outside_organization';
  return String(code).startsWith('oauth_') ? 'oauth_failed' : 'server_error';
}

function newSession(attempt: Attempt, pending: PendingSession | null): NewSession {
  const { connection, visitor } = attempt;
  return {
    id: newId('ssoSession', attempt.now),
    connectionId: connection.id,
    organizationId: connection.organizationId,
    connectionVersion: connection.version || null,
    origin: pending?.origin ?? 'service_provider',
    state: 'failed',
    requestId: null,
    browserHash: pending?.browserHash ?? null,
    redirectUri: attempt.target,
    oauthState: pending?.oauthState ?? null,
    nonce: pending?.nonce ?? null,
    scope: pending?.scope ?? null,
    codeChallenge: pending?.codeChallenge ?? null,
    loginHint: null,
    ipAddress: visitor.ipAddress,
    userAgent: visitor.userAgent,
    createdAt: attempt.now,
  };
}

/** Seals the parameters of the callback, without what could be used, and what was read of the person. */
function record(
  attempt: Attempt,
  sessionId: string,
  person: Person | null,
  mapping: Mapping | null,
): Recording {
  const { environmentId } = attempt.scope;
  const { connection, externalKey, loaded } = attempt;
  const address = oidcCallbackUrl(externalKey);
  const reading: SessionReading = {
    protocol: 'oidc',
    verified: person !== null,
    issuer: person === null ? null : connection.oidcIssuer,
    nameId: null,
    nameIdFormat: null,
    destination: null,
    statusCode: null,
    statusMessage: null,
    attributes: person?.attributes ?? null,
    mapping: mapping?.fields ?? null,
    ...(mapping ? { customMapping: mapping.custom } : {}),
    embeddedCertificate: null,
    encryption: null,
    notes: [],
    checks: [],
    signedBy: null,
    storedCertificates: [],
    encryptionCertificates: [],
    allowedDomains: loaded.domains,
    serviceProvider: { entityId: connection.oidcClientId ?? '', acsUrl: address },
    identityProviderEntityId: connection.oidcIssuer,
  };
  const shown = `GET ${new URL(address).pathname}\n\n${shownQuery(attempt.query)}`;
  const sealed = (text: string, column: 'responseSealed' | 'readingSealed') =>
    seal(text, { environmentId, column, row: sessionId });
  return {
    requestSealed: null,
    responseSealed: sealed(shown, 'responseSealed'),
    readingSealed: sealed(JSON.stringify(reading), 'readingSealed'),
  };
}

function noConnection(): AppError {
  return new AppError('not_found', 'No connection has this address.');
}
