import { bindConsent } from '#lib/auth/browser.ts';
import { scopeOfExternalKey } from '#lib/auth/public-scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import type { NewQuestion, WaitingQuestion } from '#lib/data/sign-in-consents.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { callbackUrl } from '#lib/oauth/callback-url.ts';
import { matchRedirectUri } from '#lib/oauth/redirect-uri.ts';
import type { IdpInitiatedMode } from '#lib/saml/idp-initiated.ts';
import { hashSecret, newToken } from '#lib/secrets.ts';
import { CODE_LIFETIME_MS, type SessionOrigin } from './session-states.ts';

/** Connections whose identity provider nobody vouches for: anyone can run one. */
const CUSTOM_TYPES: readonly string[] = ['GenericSAML', 'GenericOIDC'];

/** How long the question may stay unanswered; then the person signs in again. */
const QUESTION_LIFETIME_MS = 10 * 60 * 1000;

/**
 * Whether a person is asked before the app learns who they are: in an environment that asks, for sign-ins that
 * began at an identity provider and for custom connections; at a connection that asks, for the former. Tests of an admin
 * end on our own pages.
 */
export function asksForConsent(login: {
  enabled: boolean;
  origin: SessionOrigin;
  connectionType: string;
  idpInitiatedMode: IdpInitiatedMode;
}): boolean {
  if (login.origin === 'test') return false;
  if (login.origin === 'identity_provider' && login.idpInitiatedMode === 'consent') return true;
  if (!login.enabled) return false;
  return login.origin === 'identity_provider' || CUSTOM_TYPES.includes(login.connectionType);
}

/**
 * Mints a question; `consentToken` is the cookie of the browser that posted the response. The browser goes to `url` with
 * `setCookie`; everything else is for the database.
 */
export function newQuestion(input: {
  externalKey: string;
  consentToken?: string | null;
  now: Date;
}): NewQuestion & { url: string; setCookie: string } {
  const ticket = newToken();
  const { hash: browserHash, setCookie } = bindConsent(input.consentToken ?? null);
  return {
    ticketHash: hashSecret(ticket),
    browserHash,
    expiresAt: new Date(input.now.getTime() + QUESTION_LIFETIME_MS),
    url: `${env().http.url}/sso/consent/${input.externalKey}?${new URLSearchParams({ ticket })}`,
    setCookie,
  };
}

/** What the person reads before they decide. */
export type ConsentView = {
  email: string;
  /** Where they were signed in: the origin of the identity provider, else the connection's name. */
  identityProvider: string;
  /** Whose app it is, and where it lives. */
  workspace: string;
  app: string;
  organization: string;
  beganAtIdentityProvider: boolean;
  redirectUri: string;
};

type Asked = { externalKey: string; ticket: string; consentToken: string | null; now: Date };

/** The question behind a ticket. Throws `consent_question_gone` for one that is answered, expired, foreign or of another browser. */
export async function openConsent(input: Asked): Promise<ConsentView> {
  const { waiting } = await waitingQuestion(input);
  return {
    email: waiting.email,
    identityProvider: originOf(waiting.idpSsoUrl) ?? originOf(waiting.idpEntityId) ?? waiting.connectionName,
    workspace: waiting.workspaceName,
    app: appOf(waiting.redirectUri),
    organization: waiting.organizationName,
    beganAtIdentityProvider: waiting.origin === 'identity_provider',
    redirectUri: waiting.redirectUri,
  };
}

/**
 * Takes the person's answer, once, and returns where the browser goes: to the app with a code, or with
 * `signin_consent_denied`. The code is minted here: nobody ever knew the one before. Throws like `openConsent`.
 */
export async function answerConsent(input: Asked & { approved: boolean }): Promise<string> {
  const { data, waiting } = await waitingQuestion(input);
  const { now } = input;
  // The list may have changed while the person was reading.
  const registered = waiting.redirectUris.map((entry) => entry.uri);
  const target = matchRedirectUri(waiting.redirectUri, registered)?.redirectUri;
  if (!target) throw gone();
  const state = waiting.oauthState;
  if (!input.approved) {
    if (!(await data.signInConsents.answer(waiting.sessionId, { approved: false }, now))) throw gone();
    return callbackUrl(target, { error: 'signin_consent_denied', state });
  }
  const code = newToken();
  const codeExpiresAt = new Date(now.getTime() + CODE_LIFETIME_MS);
  const yes = { approved: true, codeHash: hashSecret(code), codeExpiresAt } as const;
  if (!(await data.signInConsents.answer(waiting.sessionId, yes, now))) throw gone();
  return callbackUrl(target, { code, state });
}

async function waitingQuestion(
  input: Asked,
): Promise<{ data: ReturnType<typeof forEnvironment>; waiting: WaitingQuestion }> {
  const usable = [input.ticket, input.consentToken ?? ''].every((token) => /^[\w-]{43}$/.test(token));
  const door = usable ? await scopeOfExternalKey(input.externalKey) : null;
  if (!door || input.consentToken === null) throw gone();
  const data = forEnvironment(door.scope);
  const waiting = await data.signInConsents.waiting({
    connectionId: door.connectionId,
    ticketHash: hashSecret(input.ticket),
    browserHash: hashSecret(input.consentToken),
    now: input.now,
  });
  if (!waiting) throw gone();
  return { data, waiting };
}

function gone(): AppError {
  return new AppError('consent_question_gone');
}

function originOf(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) ? url.origin : null;
}

/** The host of an app on the web, the scheme of a native one. */
function appOf(redirectUri: string): string {
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : null;
  if (!url) return redirectUri;
  return /^https?:$/.test(url.protocol) ? url.host : url.protocol.slice(0, -1);
}
