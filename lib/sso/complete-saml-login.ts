import { createHash } from 'node:crypto';
import { bindBrowser } from '#lib/auth/browser.ts';
import type { Visitor } from '#lib/auth/callers.ts';
import { scopeOfExternalKey } from '#lib/auth/public-scope.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import type { NewSession, PendingSession, Recording, SessionOutcome } from '#lib/data/login-path.ts';
import { AppError } from '#lib/errors.ts';
import { ID_PREFIXES, newId } from '#lib/ids.ts';
import { type CallbackAnswer, callbackUrl } from '#lib/oauth/callback-url.ts';
import type { AuthorizeErrorCode } from '#lib/oauth/errors.ts';
import { matchRedirectUri, type TrustedRedirectUri } from '#lib/oauth/redirect-uri.ts';
import { redirectUriFromRelayState } from '#lib/oauth/relay-state.ts';
import { signInEndpointUrl } from '#lib/oauth/web-address.ts';
import type { SamlFailure } from '#lib/saml/failure.ts';
import {
  type OpenedResponse,
  openResponse,
  type UnverifiedReading,
  type Verdict,
} from '#lib/saml/response.ts';
import { hashSecret, newToken, seal } from '#lib/secrets.ts';
import { asksForConsent, newQuestion } from './consent.ts';
import {
  type Judged,
  judgeLogin,
  type LoginSettings,
  legacySwitches,
  type Mapping,
  type Refusal,
  refusedAsUnsolicited,
  refusedBySettings,
} from './judge-login.ts';
import { newLoginSubject } from './login-subject.ts';
import { privateKeyOf } from './private-keys.ts';
import { type NextStep, sendRequest } from './send-request.ts';
import { acsUrl, spEntityId } from './service-provider.ts';
import { REFUSALS, type RefusalCode, SESSION_ERROR_FOR } from './session-errors.ts';
import { explanationOf, type Responsible } from './session-explanation.ts';
import type { SessionReading } from './session-reading.ts';
import { CODE_LIFETIME_MS, REQUEST_LIFETIME_MS } from './session-states.ts';
import { trustTestResult } from './test-result.ts';

/** Where the browser goes with the answer; without a trusted address the user gets a page that says who has to act. */
/** `unproven` where nothing showed that the sender is an identity provider: refused, or begun again without a look. */
export type LoginOutcome = { sessionId: string; unproven: 'refused' | 'converted' | null } & (
  | { kind: 'redirect'; url: string; setCookie?: string }
  | Extract<NextStep, { kind: 'post_form' }>
  | { kind: 'page'; by: Responsible }
);

type Input = {
  externalKey: string;
  /** The SAMLResponse form field exactly as posted. */
  encodedResponse: string;
  relayState: string | null;
  browserToken: string | null;
  /** The cookie of a browser that was asked for consent before. */
  consentToken?: string | null;
  visitor: Visitor;
  now: Date;
  /**
   * Asks the identity provider for certificates that are not among the fingerprints `known`, and says whether there are
   * any now; for a response signed with one that the connection does not have, also if it shows one that it has.
   */
  freshCertificates?: (
    scope: EnvironmentScope,
    connectionId: string,
    known: readonly string[],
    characters: number,
  ) => Promise<boolean>;
};

type Loaded = NonNullable<Awaited<ReturnType<ReturnType<typeof forEnvironment>['login']['forResponse']>>>;

/** Everything the steps below share about one posted response. */
type Attempt = Input & {
  scope: EnvironmentScope;
  loaded: Loaded;
  connection: Loaded['connection'];
  /** The session this response answers, whatever its state. */
  pending: PendingSession | null;
  /** For a response that does not say which request it answers: the one RelayState names, begun by this browser. */
  named: PendingSession | null;
  opened: OpenedResponse;
  target: TrustedRedirectUri | null;
  oauthState: string | null;
  /** A test login: the answer goes to our own dashboard, with the session's id for a state. */
  test: boolean;
};

/**
 * Takes a SAML response, solicited or not, to its end: `POST /sso/saml/acs/{externalKey}`. Every response
 * for a known connection leaves a session with its bytes; only a verified one consumes its request.
 * Throws AppError not_found for an unknown key.
 */
export async function completeSamlLogin(input: Input): Promise<LoginOutcome> {
  const door = await scopeOfExternalKey(input.externalKey);
  if (!door) throw new AppError('not_found', 'No connection has this address.');
  const opened = openResponse(input.encodedResponse);
  try {
    return await completeOpened(input, door, opened);
  } finally {
    opened.close();
  }
}

async function completeOpened(
  input: Input,
  door: { scope: EnvironmentScope; connectionId: string },
  opened: OpenedResponse,
): Promise<LoginOutcome> {
  const { scope } = door;
  const loaded = await forEnvironment(scope).login.forResponse(
    door.connectionId,
    opened.inResponseTo === null ? null : opened.inResponseTo.slice(0, 256),
  );
  if (!loaded) throw new AppError('not_found', 'No connection has this address.');
  const { connection, pending } = loaded;

  const ours = pending !== null && isSameBrowser(pending, input.browserToken);
  const named = pending ? null : await namedByRelayState(input, scope, connection.id, opened);
  const settings: LoginSettings = {
    state: connection.state,
    values: connection,
    certificates: loaded.certificates,
    allowOutside: loaded.allowProfilesOutsideOrganization,
    domains: loaded.domains,
    attributeDefinitions: loaded.attributeDefinitions,
  };
  const attempt: Attempt = {
    ...input,
    scope,
    loaded,
    connection,
    pending,
    named,
    opened,
    ...destination(input, scope, loaded, ours ? pending : named),
  };

  const early =
    refusedBySettings(settings) ?? refusedByRequest(attempt, ours) ?? refusedAsUnsolicited(settings, opened);
  if (early?.code === 'idp_initiated_converted') return convert(attempt, early);
  if (early) return refuse(attempt, early, null, ours);
  const judged = judgeLogin(opened, settings, {
    now: input.now,
    requestId: pending?.requestId ?? null,
    serviceProvider: { entityId: spEntityId(connection), acsUrl: acsUrl(connection) },
    decryptionKeys: connection.keyPairs.map((pair) => ({
      privateKey: privateKeyOf(scope.environmentId, pair),
      certificateFingerprint: pair.fingerprintSha256,
    })),
  });
  if (judged.refusal?.code === 'certificate_mismatch' || judged.refusal?.code === 'signature_invalid') {
    const again = await withFreshCertificates(attempt);
    if (again) return again;
  }
  if (judged.refusal) return refuse(attempt, judged.refusal, judged.verdict, ours, judged.mapping);
  return accept(attempt, judged, ours);
}

/**
 * The same response once more, where the identity provider's metadata has a certificate we did not know: it may have
 * changed its key a moment ago. Everything is looked at anew; null when there is nothing new to judge by.
 */
async function withFreshCertificates(attempt: Attempt): Promise<LoginOutcome | null> {
  const { connection, freshCertificates, loaded, scope } = attempt;
  if (!freshCertificates || connection.idpMetadataUrl === null) return null;
  const known = loaded.certificates.map((row) => row.fingerprintSha256);
  if (!(await freshCertificates(scope, connection.id, known, attempt.encodedResponse.length))) return null;
  const { freshCertificates: _, ...once } = attempt;
  const reopened = openResponse(attempt.encodedResponse);
  try {
    return await completeOpened(once, { scope, connectionId: connection.id }, reopened);
  } finally {
    reopened.close();
  }
}

/**
 * Garbage and answers to unknown requests still belong to the login that brought them here: RelayState is the handle
 * we gave it. The session only learns how it failed and where to tell the app; nothing is accepted on its word.
 */
async function namedByRelayState(
  input: Input,
  scope: EnvironmentScope,
  connectionId: string,
  opened: OpenedResponse,
): Promise<PendingSession | null> {
  const solicited = opened.responseId === null || opened.inResponseTo !== null;
  if (!solicited || !input.relayState?.startsWith(`${ID_PREFIXES.ssoSession}_`)) return null;
  const session = await forEnvironment(scope).login.startedSession(
    connectionId,
    input.relayState.slice(0, 64),
  );
  return session && isSameBrowser(session, input.browserToken) ? session : null;
}

/** The cookie set when the login began must come back; a session begun without a browser has none. */
function isSameBrowser(pending: PendingSession, browserToken: string | null): boolean {
  return browserToken !== null && pending.browserHash === hashSecret(browserToken);
}

/**
 * Where the answer goes: the address of the login it answers; for a response nobody asked for, the
 * registered address its RelayState names, else the default one.
 */
function destination(
  input: Input,
  scope: EnvironmentScope,
  loaded: Loaded,
  pending: PendingSession | null,
): { target: TrustedRedirectUri | null; oauthState: string | null; test: boolean } {
  const registered = loaded.redirectUris.map((entry) => entry.uri);
  const trust = (uri: string | null | undefined) =>
    uri ? (matchRedirectUri(uri, registered)?.redirectUri ?? null) : null;
  if (pending?.origin === 'test') {
    const target = trustTestResult(scope.environmentId, pending.redirectUri ?? '');
    return { target, oauthState: pending.oauthState, test: true };
  }
  if (pending) return { target: trust(pending.redirectUri), oauthState: pending.oauthState, test: false };
  const fallback = trust(loaded.redirectUris.find((entry) => entry.isDefault)?.uri);
  // A response with an InResponseTo is not IdP-initiated; its RelayState is a handle of ours.
  const wanted = loaded.pending ? null : trust(redirectUriFromRelayState(input.relayState));
  return { target: wanted ?? fallback, oauthState: null, test: false };
}

/** Refusals by the request a response claims to answer, before a look into the rest of it. */
function refusedByRequest(attempt: Attempt, ours: boolean): Refusal | null {
  const { pending, opened, now } = attempt;
  if (opened.inResponseTo === null) return null;
  if (!pending) {
    return {
      code: 'unknown_request',
      received: opened.inResponseTo,
      detail: 'InResponseTo names a request that this connection never sent.',
    };
  }
  if (!ours) {
    return {
      code: 'browser_mismatch',
      detail:
        'The browser that posted the response is not the one that began the sign-in, or it did not send its cookie.',
    };
  }
  if (pending.requestConsumedAt !== null) {
    return {
      code: 'request_already_answered',
      received: opened.inResponseTo,
      detail: `The request was answered at ${pending.requestConsumedAt.toISOString()}; a request is good for one response.`,
    };
  }
  if (now.getTime() - pending.createdAt.getTime() > REQUEST_LIFETIME_MS) {
    return {
      code: 'request_expired',
      expected: `within ${REQUEST_LIFETIME_MS / 60_000} minutes`,
      received: `${Math.round((now.getTime() - pending.createdAt.getTime()) / 60_000)} minutes after the request`,
      detail: 'The user stayed too long at the identity provider. Signing in again works.',
    };
  }
  return null;
}

/** A genuine response: make the profile, and trade it for a code. */
async function accept(
  attempt: Attempt,
  judged: Extract<Judged, { refusal: null }>,
  ours: boolean,
): Promise<LoginOutcome> {
  const { connection, now, pending, scope, target } = attempt;
  const { mapping, profile, verdict } = judged;
  const { assertion } = verdict;
  if (target === null) {
    return refuse(
      attempt,
      {
        code: 'redirect_uri_missing',
        detail: 'The sign-in succeeded, but the environment has no default redirect URI to send the user to.',
      },
      verdict,
      ours,
      mapping,
    );
  }

  const code = newToken();
  // A waiting session takes the answer itself; after a refused answer the accepted one gets its own row.
  const waiting = pending !== null && (pending.state === 'started' || pending.state === 'timed_out');
  const session: NewSession = {
    ...newSession(attempt, pending),
    ...(waiting ? { id: pending.id } : {}),
    state: 'authorized',
  };
  const outcome = await forEnvironment(scope).login.acceptResponse({
    at: now,
    connectionId: connection.id,
    organizationId: connection.organizationId,
    assertionHash: createHash('sha256')
      .update(JSON.stringify([assertion.issuer, assertion.assertionId]))
      .digest('hex'),
    assertionExpiresAt: assertion.notOnOrAfter,
    pendingId: pending?.id ?? null,
    session,
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
      rawAttributes: profile.rawAttributes,
      customAttributes: judged.customAttributes,
    },
    notes: verdict.notes.map((note) => note.code),
    recording: record(attempt, session.id, verdict, verdict.unverified, mapping),
    certificateSeen: dueToNote(attempt.loaded.certificates, assertion.signedBy, now),
    holdNewIds: connection.holdNewIds,
    subject:
      connection.idpSloUrl === null ? null : newLoginSubject(scope.environmentId, session.id, assertion),
  });
  if (typeof outcome === 'object') {
    return refuse(
      attempt,
      {
        code: 'new_id_held',
        expected: outcome.held.idpId,
        received: profile.idpId,
        detail: `The email address ${profile.email} belonged to the user ID ${outcome.held.idpId} so far.`,
      },
      verdict,
      ours,
      mapping,
    );
  }
  if (outcome === 'replayed') {
    return refuse(
      attempt,
      {
        code: 'assertion_replayed',
        received: assertion.assertionId,
        detail: 'This assertion was accepted before. An assertion is good for one sign-in.',
      },
      verdict,
      ours,
      mapping,
    );
  }
  if (outcome === 'request_consumed') {
    return refuse(
      attempt,
      {
        code: 'request_already_answered',
        received: pending?.requestId ?? '',
        detail: 'The request was answered a moment before; a request is good for one response.',
      },
      verdict,
      ours,
      mapping,
    );
  }
  if (
    asksForConsent({
      enabled: attempt.loaded.signInConsent,
      origin: session.origin,
      connectionType: connection.connectionType,
      idpInitiatedMode: connection.idpInitiatedMode,
    })
  ) {
    // Without a yes the code above leaves this function with nobody: the answer mints another one.
    const question = newQuestion(attempt);
    const approved = await forEnvironment(scope).signInConsents.approvedOrAsk({
      sessionId: session.id,
      connectionId: connection.id,
      idpId: profile.idpId,
      question,
      now,
    });
    if (!approved) {
      const { url, setCookie } = question;
      return { kind: 'redirect', url, setCookie, sessionId: session.id, unproven: null };
    }
  }
  return {
    kind: 'redirect',
    url: callbackUrl(target, { code, state: attempt.test ? session.id : attempt.oauthState }),
    sessionId: session.id,
    unproven: null,
  };
}

/** Noted at most this often, so that a busy connection does not write its certificate with every sign-in. */
const SEEN_STEP_MS = 5 * 60 * 1000;

/** The certificate that signed, when it is time to note that it is in use. */
function dueToNote(certificates: Loaded['certificates'], signedBy: string, now: Date): string | null {
  const row = certificates.find((one) => one.fingerprintSha256 === signedBy);
  const last = row?.lastSeenAt ? new Date(row.lastSeenAt).getTime() : 0;
  return now.getTime() - last >= SEEN_STEP_MS ? signedBy : null;
}

/** A browser for which as many sign-ins were begun again within the time is going round in circles. */
const CONVERSIONS = { most: 3, withinMs: 2 * 60 * 1000 };

/**
 * Drops a response nobody asked for and begins the sign-in again with a request of this browser. Who the response is
 * about, and whether it is genuine, is not even looked at: all it says is which connection the person wants to use, and
 * that is in the address it was posted to. Its wish for a registered redirect URI is granted, as that of a link would be.
 */
async function convert(attempt: Attempt, dropped: Refusal): Promise<LoginOutcome> {
  const { connection, now, scope, target } = attempt;
  const { login } = forEnvironment(scope);
  const browserToken = attempt.browserToken ?? newToken();
  const browser = bindBrowser(browserToken);
  const obstacle = await obstacleTo(attempt, browser.hash);
  // Looked up anew: what judges a response has no use for the keys that sign requests.
  const [sender] =
    obstacle === null
      ? (await login.forAuthorize({ connectionId: connection.id, organizationId: null })).connections
      : [];
  if (obstacle !== null || !sender) {
    const detail = obstacle ?? 'The connection was removed a moment ago.';
    return refuse(attempt, { code: 'idp_initiated_not_convertible', detail }, null, false);
  }
  const unverified = attempt.opened.describe();
  const blank = newSession(attempt, null);
  const begun = newId('ssoSession', now);
  await login.insertSession(
    { ...blank, state: 'converted', browserHash: browser.hash, counterpartId: begun },
    record(attempt, blank.id, null, unverified, null),
    {
      errorCode: null,
      failureCode: dropped.code,
      failureEvidence: dropped,
      notes: [],
      userEmail: guessEmail(unverified),
      userIdpId: unverified.nameId?.value.slice(0, 320) ?? null,
      userName: null,
    },
  );
  const step = await sendRequest(scope, {
    session: {
      ...blank,
      id: begun,
      origin: 'service_provider',
      redirectUri: target,
      counterpartId: blank.id,
    },
    connection: sender,
    forceAuthn: false,
    domainHint: null,
    browserToken,
  });
  return { ...step, sessionId: blank.id, unproven: 'converted' };
}

/** Why a sign-in cannot be begun again, for the admin; null when it can. */
async function obstacleTo(attempt: Attempt, browserHash: string): Promise<string | null> {
  const { connection, now, relayState, scope, target } = attempt;
  if (target === null) {
    return 'The environment has no default redirect URI, so the sign-in could not end anywhere.';
  }
  if (!connection.idpSsoUrl) return 'The connection has no SSO URL to send a request to.';
  // Sent again, it would come back the same way, for ever.
  if (relayState?.startsWith(`${ID_PREFIXES.ssoSession}_`)) {
    return 'The response carries the RelayState of a request of ours, but no InResponseTo that names the request.';
  }
  const since = new Date(now.getTime() - CONVERSIONS.withinMs);
  const before = await forEnvironment(scope).login.conversions(connection.id, browserHash, since);
  return before < CONVERSIONS.most
    ? null
    : `The sign-in was begun again ${before} times within two minutes in this browser, and each time a response came that names no request.`;
}

/** Records the refusal with its bytes, then tells the app, or the user where no address is trusted. */
async function refuse(
  attempt: Attempt,
  refusal: Refusal,
  verdict: Verdict | null,
  ours: boolean,
  mapping: Mapping | null = null,
): Promise<LoginOutcome> {
  const { connection, pending, scope, target } = attempt;
  const unverified = verdict?.unverified ?? attempt.opened.describe();
  const data = forEnvironment(scope);
  const outcome: SessionOutcome = {
    errorCode: errorOf(refusal.code),
    failureCode: refusal.code,
    failureEvidence: refusal,
    notes: (verdict?.notes ?? []).map((note) => note.code),
    userEmail: mappedEmail(mapping) ?? guessEmail(unverified),
    userIdpId: unverified.nameId?.value.slice(0, 320) ?? null,
    userName: null,
  };
  const waiting = ours ? pending : attempt.named;
  const failedState = waiting?.origin === 'test' ? 'test_failed' : 'failed';
  let sessionId: string | null = null;
  // Somebody else's browser, or a request already answered, must not touch the session that is waiting.
  if (waiting && waiting.requestConsumedAt === null) {
    const moved = await data.login.failSession(
      waiting.id,
      failedState,
      connection.version || null,
      attempt.now,
      record(attempt, waiting.id, verdict, unverified, mapping),
      outcome,
    );
    if (moved) sessionId = waiting.id;
  }
  if (sessionId === null) {
    const session = newSession(attempt, waiting);
    sessionId = session.id;
    await data.login.insertSession(
      { ...session, state: failedState },
      record(attempt, session.id, verdict, unverified, mapping),
      outcome,
    );
  }
  const { signInEndpoint } = attempt.loaded;
  if (refusal.code === 'idp_initiated_sso_disabled' && signInEndpoint !== null) {
    // The app begins again: nothing of the response nobody asked for comes along.
    const { id: connectionId, organizationId } = attempt.connection;
    return {
      kind: 'redirect',
      sessionId,
      unproven: 'refused',
      url: signInEndpointUrl(signInEndpoint, { connectionId, organizationId }),
    };
  }
  if (target === null) {
    return {
      kind: 'page',
      sessionId,
      unproven: 'refused',
      by: explanationOf(refusal.code).remedies[0]?.by ?? 'workspace',
    };
  }
  return {
    kind: 'redirect',
    sessionId,
    unproven: 'refused',
    url: callbackUrl(target, appError(attempt, refusal, sessionId, unverified)),
  };
}

function errorOf(code: Refusal['code']): string | null {
  return code in REFUSALS
    ? REFUSALS[code as RefusalCode].error
    : SESSION_ERROR_FOR[code as SamlFailure['code']];
}

/** What the app is told: little. The reason is for the dashboard, where the admin of this environment reads it. */
function appError(
  attempt: Attempt,
  refusal: Refusal,
  sessionId: string,
  unverified: UnverifiedReading,
): CallbackAnswer {
  const { connection, oauthState } = attempt;
  const error: AuthorizeErrorCode =
    refusal.code === 'idp_initiated_sso_disabled'
      ? 'idp_initiated_sso_disabled'
      : refusal.code === 'email_domain_not_allowed'
        ? 'profile_not_allowed_outside_organization'
        : refusal.code === 'connection_unlinked'
          ? 'connection_unlinked'
          : refusal.code === 'status_not_success' && isDenial(unverified)
            ? 'access_denied'
            : 'server_error';
  return {
    error,
    state: attempt.test ? sessionId : oauthState,
    ...(error === 'idp_initiated_sso_disabled'
      ? { connectionId: connection.id, organizationId: connection.organizationId }
      : {}),
  };
}

/** Status codes of SAML Core §3.2.2.2 that mean the person, not the set-up, was refused. */
function isDenial(unverified: UnverifiedReading): boolean {
  return /:(AuthnFailed|RequestDenied|NoPassive)$/.test(unverified.statusCode ?? '');
}

function mappedEmail(mapping: Mapping | null): string | null {
  const value = mapping?.fields.find((entry) => entry.field === 'email')?.value;
  return typeof value === 'string' ? value.slice(0, 320) : null;
}

/** The NameID or a mail attribute, where it looks like an address; shown as the user of a failed session, trusted for nothing. */
function guessEmail(unverified: UnverifiedReading): string | null {
  const mails = Object.entries(unverified.attributes ?? {})
    .filter(([name]) => /e?mail/i.test(name))
    .flatMap(([, values]) => values);
  const found = [unverified.nameId?.value ?? '', ...mails].find((text) => /^[^@\s]+@[^@\s]+$/.test(text));
  return found?.slice(0, 320) ?? null;
}

function newSession(attempt: Attempt, pending: PendingSession | null): NewSession {
  const { connection, visitor } = attempt;
  return {
    id: newId('ssoSession', attempt.now),
    connectionId: connection.id,
    organizationId: connection.organizationId,
    connectionVersion: connection.version || null,
    origin:
      pending?.origin ?? (attempt.opened.inResponseTo === null ? 'identity_provider' : 'service_provider'),
    state: 'failed',
    requestId: null,
    browserHash: pending?.browserHash ?? null,
    redirectUri: attempt.target,
    oauthState: attempt.oauthState,
    nonce: pending?.nonce ?? null,
    scope: pending?.scope ?? null,
    codeChallenge: pending?.codeChallenge ?? null,
    loginHint: null,
    ipAddress: visitor.ipAddress,
    userAgent: visitor.userAgent,
    createdAt: attempt.now,
  };
}

/** Seals the bytes as posted and what was read from them. */
function record(
  attempt: Attempt,
  sessionId: string,
  verdict: Verdict | null,
  unverified: UnverifiedReading,
  mapping: Mapping | null,
): Recording {
  const { environmentId } = attempt.scope;
  const { connection, loaded } = attempt;
  const reading: SessionReading = {
    verified: verdict?.ok ?? false,
    issuer: unverified.issuer,
    nameId: unverified.nameId?.value ?? null,
    nameIdFormat: unverified.nameId?.format ?? null,
    destination: unverified.destination,
    statusCode: unverified.statusCode,
    statusMessage: unverified.statusMessage,
    attributes: verdict?.ok ? verdict.assertion.attributes : unverified.attributes,
    ...(verdict?.ok ? { friendlyNames: verdict.assertion.friendlyNames } : {}),
    mapping: mapping?.fields ?? null,
    ...(mapping ? { customMapping: mapping.custom } : {}),
    embeddedCertificate: unverified.embeddedCertificate,
    encryption: unverified.encryption,
    notes: verdict?.notes ?? [],
    checks: (verdict?.checks ?? []).map(({ id, outcome }) => ({ id, outcome })),
    signedBy: verdict?.ok ? verdict.assertion.signedBy : null,
    storedCertificates: loaded.certificates.map((row) => row.pem),
    encryptionCertificates: connection.keyPairs.map((pair) => pair.certificatePem),
    allowedDomains: loaded.domains,
    serviceProvider: { entityId: spEntityId(connection), acsUrl: acsUrl(connection) },
    identityProviderEntityId: connection.idpEntityId,
    settings: {
      clockToleranceSeconds: connection.clockToleranceSeconds,
      requestId: attempt.pending?.requestId ?? null,
      allow: legacySwitches(connection),
    },
  };
  return {
    requestSealed: null,
    responseSealed: seal(attempt.encodedResponse, {
      environmentId,
      column: 'responseSealed',
      row: sessionId,
    }),
    readingSealed: seal(JSON.stringify(reading), { environmentId, column: 'readingSealed', row: sessionId }),
  };
}
