import { createHash } from 'node:crypto';
import { systemActor } from '#lib/auth/actor.ts';
import type { Visitor } from '#lib/auth/callers.ts';
import { scopeOfExternalKey } from '#lib/auth/public-scope.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import type { LoginConnection } from '#lib/data/login-path.ts';
import type { EndableLogin } from '#lib/data/logouts.ts';
import { AppError } from '#lib/errors.ts';
import { newId, newSamlId } from '#lib/ids.ts';
import { matchRedirectUri } from '#lib/oauth/redirect-uri.ts';
import { isOidcConnectionType } from '#lib/oidc/connections.ts';
import { type Certificate, parseCertificate } from '#lib/saml/certificate.ts';
import type { LogoutFailure } from '#lib/saml/failure.ts';
import {
  type LogoutTransport,
  readLogoutMessage,
  sameNameId,
  type UnverifiedLogout,
  type VerifiedLogoutRequest,
  type VerifiedLogoutResponse,
} from '#lib/saml/logout.ts';
import { buildLogoutResponse, type LogoutOutcome } from '#lib/saml/logout-message.ts';
import { STATUS_SUCCESS } from '#lib/saml/names.ts';
import { hashSecret } from '#lib/secrets.ts';
import { nameIdHash, subjectOf } from './login-subject.ts';
import { type LogoutStep, logoutMessage } from './logout-step.ts';
import { logoutProblem } from './logout-support.ts';
import type { LogoutRefusalCode } from './logout-words.ts';
import { sloUrl, spEntityId } from './service-provider.ts';

type Input = {
  externalKey: string;
  transport: LogoutTransport;
  browserToken: string | null;
  visitor: Visitor;
  now: Date;
};

/** Where the browser goes. `refused`: nothing was ended, or the answer was not believed; the person gets a page. */
export type ReceivedLogout = { refused: false; step: LogoutStep } | { refused: true; logoutId: string };

type Refusal = Omit<LogoutFailure, 'code'> & { code: LogoutFailure['code'] | LogoutRefusalCode };

type Received = Input & {
  scope: EnvironmentScope;
  connection: ConnectionRow;
  /** The same connection with its signing key. */
  signing: LoginConnection;
};

/**
 * Takes a logout message of an identity provider: `/sso/saml/slo/{externalKey}`. A request ends the logins it names and
 * is answered; a response ends a logout of ours, and the browser goes where that one was to end. Nothing is acted on
 * before the message's signature was found right, and every refusal is recorded. Throws not_found for an unknown key.
 */
export async function receiveLogout(input: Input): Promise<ReceivedLogout> {
  const door = await scopeOfExternalKey(input.externalKey);
  const data = door && forEnvironment(door.scope);
  const connection = door && (await data?.connections.get(door.connectionId));
  if (!door || !data || !connection || isOidcConnectionType(connection.connectionType))
    throw new AppError('not_found', 'No connection has this address.');
  const { connections } = await data.login.forAuthorize({
    connectionId: connection.id,
    organizationId: null,
  });
  const signing = connections[0];
  if (!signing) throw new AppError('not_found', 'No connection has this address.');
  const received: Received = { ...input, scope: door.scope, connection, signing };

  const verdict = readLogoutMessage({
    transport: input.transport,
    now: input.now,
    clockToleranceSeconds: connection.clockToleranceSeconds,
    logoutUrl: sloUrl(connection.externalKey),
    identityProvider: {
      entityId: connection.idpEntityId ?? '',
      certificates: connection.certificates.flatMap((row): Certificate[] => {
        const certificate = parseCertificate(row.pem);
        return certificate ? [certificate] : [];
      }),
    },
    allow: { sha1: connection.allowSha1, smallRsaKeys: connection.allowSmallRsaKeys },
  });
  const problem = logoutProblem(connection);
  if (problem !== null) {
    return refuse(received, verdict.unverified, { code: 'logout_not_configured', detail: problem });
  }
  if (!verdict.ok) return refuse(received, verdict.unverified, verdict.failure);
  return verdict.message.kind === 'request'
    ? answerRequest(received, verdict.message)
    : endOurs(received, verdict.message);
}

/** The identity provider wants logins ended: all that its request names, together with the answer's record. */
async function answerRequest(received: Received, request: VerifiedLogoutRequest): Promise<ReceivedLogout> {
  const { connection, now, scope, signing } = received;
  const { environmentId } = scope;
  const messageHash = createHash('sha256')
    .update(JSON.stringify(['LogoutRequest', request.issuer, request.id]))
    .digest('hex');
  const outcome = await forEnvironment(scope).transaction(async (rows): Promise<LogoutOutcome | null> => {
    const fresh = await rows.logouts.consumeMessage(connection.id, messageHash, request.notOnOrAfter);
    if (!fresh) return null;
    const named = (await rows.logouts.loginsOf(connection.id, nameIdHash(request.nameId))).filter((login) =>
      isNamed(environmentId, login, request),
    );
    const open = named.filter((login) => login.signedOutAt === null);
    await rows.logouts.endLogins(
      open.map((login) => login.sessionId),
      now,
    );
    // Ended before: there is nothing left to do, and the request is on the record of the login it names.
    const [newest] = named;
    for (const login of open.length > 0 || !newest ? open : [newest]) {
      await rows.logouts.add({
        ...blank(received, request.id),
        sessionId: login.sessionId,
        profileId: login.profileId,
        state: 'finished',
      });
    }
    for (const login of open) {
      await rows.auditLog.record(
        { now, actor: { ...systemActor('Single logout'), ...received.visitor } },
        {
          action: 'session.signed_out',
          target: { type: 'session', id: login.sessionId, name: login.userEmail ?? login.sessionId },
          after: { origin: 'identity_provider', requestId: request.id },
        },
      );
    }
    if (newest) return 'success';
    await rows.logouts.add({
      ...blank(received, request.id),
      state: 'refused',
      failure: {
        code: 'login_not_found',
        detail: 'No login of this connection has the NameID and SessionIndex of the request.',
      },
    });
    return 'unknown_principal';
  });
  if (outcome === null) {
    return refuse(
      received,
      { kind: 'request', id: request.id, inResponseTo: null, nameId: null },
      {
        code: 'message_replayed',
        received: request.id,
        detail: 'This request was acted on before. A logout request is good for once.',
      },
    );
  }
  const xml = buildLogoutResponse({
    id: newSamlId(),
    now,
    destination: connection.idpSloUrl ?? '',
    issuer: spEntityId(connection),
    inResponseTo: request.id,
    outcome,
  });
  const message = { xml, parameter: 'SAMLResponse' as const, relayState: request.relayState };
  return { refused: false, step: logoutMessage(environmentId, signing, message, now) };
}

/** The same person, and one of the sessions named; a request that names none means every one. SAML Core §3.7.1. */
function isNamed(environmentId: string, login: EndableLogin, request: VerifiedLogoutRequest): boolean {
  const { nameId, sessionIndex } = subjectOf(environmentId, login);
  if (!sameNameId(nameId, request.nameId)) return false;
  const { sessionIndexes } = request;
  return sessionIndexes.length === 0 || (sessionIndex !== null && sessionIndexes.includes(sessionIndex));
}

/** The identity provider answers a logout that an app began. */
async function endOurs(received: Received, response: VerifiedLogoutResponse): Promise<ReceivedLogout> {
  const { browserToken, connection, now, scope } = received;
  const data = forEnvironment(scope);
  const claims = { kind: 'response' as const, id: response.id, inResponseTo: null, nameId: null };
  const waiting = await data.logouts.ofRequest(connection.id, response.inResponseTo.slice(0, 256));
  if (!waiting) {
    return refuse(received, claims, {
      code: 'unknown_logout',
      received: response.inResponseTo.slice(0, 256),
      detail: 'InResponseTo names a logout request that this connection never sent.',
    });
  }
  if (browserToken === null || waiting.browserHash !== hashSecret(browserToken)) {
    return refuse(received, claims, {
      code: 'browser_mismatch',
      detail: 'The browser that brought the answer is not the one that began to sign out.',
    });
  }
  const complete = response.status[0] === STATUS_SUCCESS && response.status.length === 1;
  const failure = complete
    ? null
    : {
        code: 'logout_not_complete',
        received: response.status,
        detail: `The identity provider answered ${response.status.map(lastPart).join(', ')}: the person may still be signed in there or in other apps.`,
      };
  const ended = await data.logouts.finish(waiting.id, complete ? 'finished' : 'partial', failure, now);
  if (!ended) {
    return refuse(received, claims, {
      code: 'logout_already_answered',
      detail: 'This logout had ended before; a request is good for one answer.',
    });
  }
  // Judged again: the list may have changed while the person was away.
  const registered = (await data.logoutRedirectUris.all()).map((one) => one.uri);
  const target = waiting.returnTo === null ? null : matchRedirectUri(waiting.returnTo, registered);
  return {
    refused: false,
    step: target ? { kind: 'redirect', url: target.redirectUri } : { kind: 'page' },
  };
}

function lastPart(urn: string): string {
  return urn.slice(urn.lastIndexOf(':') + 1).slice(0, 60);
}

/** Records a message that was not believed, with the logout it was to answer where this browser began that one. */
async function refuse(
  received: Received,
  claims: UnverifiedLogout,
  refusal: Refusal,
): Promise<ReceivedLogout> {
  const { browserToken, connection, now, scope } = received;
  const data = forEnvironment(scope);
  const waiting =
    claims.inResponseTo === null || browserToken === null
      ? null
      : await data.logouts.ofRequest(connection.id, claims.inResponseTo.slice(0, 256));
  if (waiting && browserToken !== null && waiting.browserHash === hashSecret(browserToken)) {
    const noted = await data.logouts.finish(waiting.id, 'partial', refusal, now);
    if (noted) return { refused: true, logoutId: waiting.id };
  }
  const row = { ...blank(received, claims.id?.slice(0, 256) ?? null), state: 'refused' as const };
  await data.logouts.add({ ...row, failure: refusal });
  return { refused: true, logoutId: row.id };
}

function blank({ connection, now, visitor }: Received, requestId: string | null) {
  return {
    id: newId('logout', now),
    connectionId: connection.id,
    sessionId: null,
    profileId: null,
    origin: 'identity_provider' as const,
    requestId: requestId?.replaceAll('\0', '\uFFFD') ?? null,
    failure: null,
    ipAddress: visitor.ipAddress,
    userAgent: visitor.userAgent,
    createdAt: now,
    endedAt: now,
  };
}
