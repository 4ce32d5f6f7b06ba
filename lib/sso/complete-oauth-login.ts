import type { Visitor } from '#lib/auth/callers.ts';
import { scopeOfExternalKey } from '#lib/auth/public-scope.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import type { Recording } from '#lib/data/login-path.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { callbackUrl } from '#lib/oauth/callback-url.ts';
import type { AuthorizeErrorCode } from '#lib/oauth/errors.ts';
import { matchRedirectUri, type TrustedRedirectUri } from '#lib/oauth/redirect-uri.ts';
import { type ProviderCallback, readCallback, shownQuery } from '#lib/oidc/callback.ts';
import type { Person } from '#lib/oidc/claims.ts';
import {
  isOAuthConnectionType,
  OAUTH_PROVIDER_FACTS,
  type OAuthConnectionType,
  type OAuthProviderFacts,
} from '#lib/oidc/providers.ts';
import { hashSecret, newToken, seal, unseal } from '#lib/secrets.ts';
import { judgeCallback } from './judge-callback.ts';
import { judgeProfile, type Mapping, type Refusal } from './judge-login.ts';
import { exchangeCode } from './oauth-exchange.ts';
import { providerCallbackUrl, providerOf, reachOfProvider } from './oauth-reach.ts';
import { openOAuthSecrets, sealOAuthSecrets } from './oauth-secrets.ts';
import { REFUSALS, type RefusalCode } from './session-errors.ts';
import { explanationOf, type Responsible } from './session-explanation.ts';
import type { SessionReading } from './session-reading.ts';
import { CODE_LIFETIME_MS } from './session-states.ts';

/** Where the browser goes; without a trusted address the person gets a page that says who has to act. */
export type OAuthLoginOutcome = { sessionId: string; refused: boolean } & (
  | { kind: 'redirect'; url: string }
  | { kind: 'page'; by: Responsible }
);

type Input = {
  /** As in the address: `google`, and the key of its connection. */
  slug: string;
  externalKey: string;
  /** The raw query string. */
  query: string;
  browserToken: string | null;
  visitor: Visitor;
  now: Date;
};

type Loaded = NonNullable<
  Awaited<ReturnType<ReturnType<typeof forEnvironment>['oauthLogins']['forCallback']>>
>;

/** Everything the steps below share about one callback. */
type Attempt = Input & {
  scope: EnvironmentScope;
  loaded: Loaded;
  type: OAuthConnectionType;
  provider: OAuthProviderFacts;
  callback: ProviderCallback;
  /** The session whose request this browser was sent with; null for anything else that arrives. */
  pending: Loaded['pending'];
  target: TrustedRedirectUri | null;
  /** This callback has taken the session, so it alone may end it. */
  claimed?: boolean;
};

/**
 * Takes a provider's callback to its end: `GET /sso/oauth/{provider}/{externalKey}/callback`. The state, with the
 * browser's cookie, says which sign-in it belongs to; the sign-in is taken before the code is exchanged, so that one
 * callback goes on with it whatever races. Throws AppError not_found for an unknown address.
 */
export async function completeOAuthLogin(input: Input): Promise<OAuthLoginOutcome> {
  const door = await scopeOfExternalKey(input.externalKey);
  if (!door) throw new AppError('not_found', 'No provider has this address.');
  const { scope } = door;
  const callback = readCallback(input.query);
  const loaded = await forEnvironment(scope).oauthLogins.forCallback(
    door.connectionId,
    callback.state === null ? null : hashSecret(callback.state),
  );
  const type = loaded?.connection.connectionType ?? '';
  // Each connection has one address: an answer to another one is no answer to its request (RFC 9700 §4.4).
  if (!loaded || !isOAuthConnectionType(type) || OAUTH_PROVIDER_FACTS[type].slug !== input.slug) {
    throw new AppError('not_found', 'No provider has this address.');
  }
  const { pending } = loaded;
  const ours =
    pending !== null && input.browserToken !== null && pending.browserHash === hashSecret(input.browserToken);
  const registered = loaded.redirectUris.map(({ uri }) => uri);
  const attempt: Attempt = {
    ...input,
    scope,
    loaded,
    type,
    provider: providerOf(type),
    callback,
    pending: ours ? pending : null,
    target: ours ? (matchRedirectUri(pending.redirectUri ?? '', registered)?.redirectUri ?? null) : null,
  };
  const early = judgeCallback({
    callback,
    found: pending,
    ours,
    issuer: attempt.provider.issuer,
    usable: loaded.connection.state === 'active' && loaded.client !== null,
    now: input.now,
  });
  if (early) return refuse(attempt, early);
  return completeOurs(attempt as Attempt & { pending: NonNullable<Loaded['pending']> });
}

async function completeOurs(
  waiting: Attempt & { pending: NonNullable<Loaded['pending']> },
): Promise<OAuthLoginOutcome> {
  const attempt = { ...waiting, claimed: true };
  const { callback, loaded, now, pending, provider, scope, target, type } = attempt;
  const data = forEnvironment(scope);
  const { environmentId } = scope;
  if (target === null) {
    return refuse(waiting, {
      code: 'redirect_uri_not_registered',
      received: pending.redirectUri ?? '',
      detail: 'The redirect URI of the sign-in was removed while the person signed in.',
    });
  }
  const secrets = pending.secretsSealed && openOAuthSecrets(environmentId, pending.id, pending.secretsSealed);
  const { client } = loaded;
  const claimed = await data.oauthLogins.claim(pending.id, pending.browserHash ?? '', now);
  if (!claimed || secrets?.waitsFor !== 'callback' || callback.kind !== 'code' || client === null) {
    return refuse(waiting, {
      code: 'oauth_callback_unexpected',
      detail: 'The sign-in was answered a moment before; a state is good for once.',
    });
  }
  const clientSecret = unseal(client.clientSecretSealed, {
    environmentId,
    column: 'clientSecretSealed',
    row: loaded.connection.id,
  }).toString('utf8');
  const answer = await exchangeCode({
    reach: reachOfProvider(type, attempt.externalKey),
    clientId: client.clientId,
    clientSecret,
    code: callback.code,
    codeVerifier: secrets.codeVerifier,
    nonce: secrets.nonce,
    askedScopes: [...new Set([...provider.scopes, ...client.scopes])],
    now,
  });
  if (!answer.ok) return refuse(attempt, answer.refusal);
  const { person, tokens } = answer;
  // The attributes of an environment are what its organizations' connections map; a provider has none of them.
  const attributeDefinitions = (await data.attributeDefinitions.all()).map((row) => ({
    ...row,
    required: false,
  }));
  const judged = judgeProfile(
    {
      attributes: person.attributes,
      friendlyNames: {},
      nameId: { value: person.subject, format: null },
    },
    {
      values: { connectionType: type, attributeMap: {}, customAttributeMap: {} },
      // Not every account has a family name, and GitHub knows one name only.
      required: ['idp_id', 'email'],
      attributeDefinitions,
      allowOutside: true,
      domains: [],
    },
  );
  if (judged.refusal) return refuse(attempt, judged.refusal, person, judged.mapping);
  const { profile } = judged;
  if (!person.emailVerified) {
    return refuse(
      attempt,
      {
        code: 'oauth_email_unverified',
        received: profile.email,
        detail: `${provider.label} does not say that the address belongs to the person.`,
      },
      person,
      judged.mapping,
    );
  }
  const code = newToken();
  const { responseSealed, readingSealed } = record(attempt, pending.id, person, judged.mapping);
  const done = await data.oauthLogins.accept({
    at: now,
    sessionId: pending.id,
    connectionId: loaded.connection.id,
    codeHash: hashSecret(code),
    codeExpiresAt: new Date(now.getTime() + CODE_LIFETIME_MS),
    profile: {
      newId: newId('profile', now),
      idpId: person.subject,
      email: profile.email,
      firstName: profile.firstName,
      lastName: profile.lastName,
      name: profile.name,
      groups: profile.groups,
      rawAttributes: person.raw,
      customAttributes: judged.customAttributes,
    },
    responseSealed,
    readingSealed,
    secretsSealed: client.returnTokens
      ? sealOAuthSecrets(environmentId, pending.id, { waitsFor: 'exchange', provider: type, tokens })
      : null,
  });
  if (!done) {
    return refuse(attempt, {
      code: 'connection_unlinked',
      detail: 'The provider was switched off while the person signed in.',
    });
  }
  return {
    kind: 'redirect',
    url: callbackUrl(target, { code, state: pending.oauthState }),
    sessionId: pending.id,
    refused: false,
  };
}

/** Records the refusal, then tells the app, or the person where no address is trusted. */
async function refuse(
  attempt: Attempt,
  refusal: Refusal,
  person: Person | null = null,
  mapping: Mapping | null = null,
): Promise<OAuthLoginOutcome> {
  const { loaded, now, pending, scope, target, visitor } = attempt;
  const { login, oauthLogins } = forEnvironment(scope);
  const outcome = {
    errorCode: REFUSALS[refusal.code as RefusalCode].error,
    failureCode: refusal.code,
    failureEvidence: refusal,
    notes: [],
    userEmail: person?.attributes['email']?.[0]?.slice(0, 320) ?? null,
    userIdpId: person?.subject ?? null,
    userName: null,
  };
  const moved =
    pending !== null &&
    // While another callback has it, a sign-in goes on: a reloaded page must not end it.
    (attempt.claimed || (await oauthLogins.claim(pending.id, pending.browserHash ?? '', now))) &&
    (await login.failSession(
      pending.id,
      'failed',
      null,
      now,
      record(attempt, pending.id, person, mapping),
      outcome,
    ));
  let sessionId = pending?.id ?? '';
  if (!moved) {
    // What another browser sends, or a second callback, never touches the sign-in it names.
    sessionId = newId('ssoSession', now);
    await login.insertSession(
      {
        id: sessionId,
        connectionId: loaded.connection.id,
        organizationId: null,
        connectionVersion: null,
        origin: 'service_provider',
        state: 'failed',
        requestId: null,
        browserHash: null,
        redirectUri: target,
        oauthState: pending?.oauthState ?? null,
        nonce: null,
        scope: null,
        codeChallenge: null,
        loginHint: null,
        ipAddress: visitor.ipAddress,
        userAgent: visitor.userAgent,
        createdAt: now,
      },
      record(attempt, sessionId, person, mapping),
      outcome,
    );
  }
  if (target === null || pending === null) {
    const by = explanationOf(refusal.code).remedies[0]?.by ?? 'workspace';
    return { kind: 'page', sessionId, refused: true, by };
  }
  const error: AuthorizeErrorCode =
    refusal.code === 'oauth_denied'
      ? 'access_denied'
      : refusal.code === 'connection_unlinked'
        ? 'connection_unlinked'
        : 'oauth_failed';
  return {
    kind: 'redirect',
    sessionId,
    refused: true,
    url: callbackUrl(target, { error, state: pending.oauthState }),
  };
}

/** Seals the parameters of the callback, without what could be used, and what was read of the person. */
function record(
  attempt: Attempt,
  sessionId: string,
  person: Person | null,
  mapping: Mapping | null,
): Recording & { responseSealed: Uint8Array; readingSealed: Uint8Array } {
  const { environmentId } = attempt.scope;
  const { externalKey, provider, type } = attempt;
  const reading: SessionReading = {
    verified: person !== null,
    issuer: person === null ? null : provider.issuer,
    nameId: person?.subject ?? null,
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
    allowedDomains: [],
    serviceProvider: { entityId: '', acsUrl: providerCallbackUrl(type, externalKey) },
    identityProviderEntityId: provider.issuer,
  };
  const shown = `GET ${new URL(providerCallbackUrl(type, externalKey)).pathname}\n\n${shownQuery(attempt.query)}`;
  const sealed = (text: string, column: 'responseSealed' | 'readingSealed') =>
    seal(text, { environmentId, column, row: sessionId });
  return {
    requestSealed: null,
    responseSealed: sealed(shown, 'responseSealed'),
    readingSealed: sealed(JSON.stringify(reading), 'readingSealed'),
  };
}
