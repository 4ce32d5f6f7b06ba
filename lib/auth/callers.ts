import { now } from '#lib/clock.ts';
import { AppError, ERRORS } from '#lib/errors.ts';
import { endUserPage } from '#lib/http/end-user-page.ts';
import type { EndUserProblem } from '#lib/http/end-user-texts.ts';
import { OAuthError } from '#lib/http/oauth-error.ts';
import { problemPage } from '#lib/http/page.ts';
import { notSignedOutPage } from '#lib/http/passing-page.ts';
import { json, redirect } from '#lib/http/respond.ts';
import { log } from '#lib/log.ts';
import { type Actor, requestOrigin, systemActor } from './actor.ts';
import { apiKeyCaller } from './api-key.ts';
import { BROWSER_COOKIE, readCookie } from './browser.ts';
import { homepageOf, lookOf, wayBack } from './end-user-look.ts';
import type { EnvironmentScope } from './scope.ts';

/** How one kind of caller proves who they are, and in which language they are told no. */
export type Caller<Identity> = {
  identify(request: Request): Promise<Identity>;
  refuse(error: unknown, request: Request): Response | Promise<Response>;
};

/** HTTP facts kept with a session. */
export type Visitor = { ipAddress: string | null; userAgent: string | null };

/** Address and browser of a request; the server wrapper has resolved the address behind trusted proxies. */
export function visitor(request: Request): Visitor {
  return {
    ipAddress: request.headers.get('x-gatehouse-client-ip'),
    userAgent: request.headers.get('user-agent')?.slice(0, 512) ?? null,
  };
}

/** Turns anything thrown into a refusal; what is not one is a bug: logged whole, answered without detail. */
function toAppError(error: unknown, request: Request): AppError {
  if (error instanceof AppError) {
    if (error.detail !== undefined) log().warn({ code: error.code, detail: error.detail }, error.message);
    return error;
  }
  log().error(
    { err: error, requestId: request.headers.get('x-request-id'), path: loggablePath(request) },
    'unexpected error',
  );
  return new AppError('internal');
}

/** The path of a request without the secret in it. */
function loggablePath(request: Request): string {
  return new URL(request.url).pathname.replace(/^(\/shared\/).*/, '$1…');
}

/** An end user's browser or an identity provider's form: told no by a page, or at a trusted redirect URI. */
export const endUser: Caller<{ visitor: Visitor; browserToken: string | null }> = {
  async identify(request) {
    return { visitor: visitor(request), browserToken: readCookie(request, BROWSER_COOKIE) };
  },
  async refuse(error, request) {
    if (error instanceof OAuthError && error.redirectTo) return redirect(error.redirectTo);
    if (new URL(request.url).pathname.startsWith('/sso/')) return endOfSignIn(error, request);
    const known =
      error instanceof OAuthError
        ? new AppError('bad_request', error.description)
        : toAppError(error, request);
    const requestId = request.headers.get('x-request-id');
    return problemPage({
      status: known.status,
      title: known.status >= 500 ? 'Something went wrong' : 'This sign-in cannot go on',
      paragraphs: [known.message],
      facts: { ...(requestId ? { 'Request ID': requestId } : {}), ...known.extra },
      headers: known.status === 429 ? { 'retry-after': '30' } : {},
    });
  },
};

/** The same browser on its way out: told no by a page. */
export const endUserLeaving: typeof endUser = {
  identify: endUser.identify,
  async refuse(error, request) {
    const known = toAppError(error, request);
    return notSignedOutPage({
      status: known.status,
      details: known.message,
      requestId: request.headers.get('x-request-id'),
      acceptLanguage: request.headers.get('accept-language'),
      look: await lookOf(request),
      headers: known.status === 429 ? { 'retry-after': '30' } : {},
    });
  },
};

/** A refused sign-in as the person signing in is told of it, in their language. */
async function endOfSignIn(error: unknown, request: Request): Promise<Response> {
  const about = {
    acceptLanguage: request.headers.get('accept-language'),
    requestId: request.headers.get('x-request-id'),
    now: now(),
    look: await lookOf(request),
    retryUrl: await wayBack(request),
    homeUrl: await homepageOf(request),
  };
  if (error instanceof OAuthError) {
    const details = [error.error, error.description].filter(Boolean).join(': ');
    return endUserPage({
      ...about,
      status: 400,
      problem: 'link',
      sessionId: error.sessionId,
      details,
    });
  }
  const known = toAppError(error, request);
  return endUserPage({
    ...about,
    status: known.status,
    problem: PROBLEM_FOR[known.status] ?? (known.status >= 500 ? 'broken' : 'step'),
    headers: known.status === 429 ? { 'retry-after': '30' } : {},
  });
}

const PROBLEM_FOR: Readonly<Record<number, EndUserProblem>> = {
  404: 'address',
  413: 'too_large',
  429: 'too_many',
};

/** Somebody without an account who was given a link: every link that does not work answers alike. */
export const linkHolder: Caller<{ actor: Actor }> = {
  async identify(request) {
    return { actor: { ...systemActor('Somebody with the link'), ...requestOrigin(request.headers) } };
  },
  refuse(error, request) {
    const known = toAppError(error, request);
    const gone = known.status === 404;
    return problemPage({
      status: known.status,
      title: gone ? 'This link does not work' : 'This cannot be shown now',
      paragraphs: gone
        ? [
            'It may have expired or been revoked, or it was copied only in part.',
            'Ask whoever sent it to you for a new one.',
          ]
        : [
            known.status === 429
              ? 'It was opened very often just now. Try again in a minute.'
              : known.message,
          ],
      headers: { 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer' },
    });
  },
};

/** A customer's server with an API key: told no as `{ message, code?, errors? }`. */
export const apiKey: Caller<{ scope: EnvironmentScope; actor: Actor }> = {
  async identify(request) {
    const caller = await apiKeyCaller(request);
    if (!caller) throw new AppError('unauthorized');
    return caller;
  },
  refuse: refuseJson,
};

/** The same caller where the answer is OAuth's: a refusal of that kind is told as `{ error, error_description }`. */
export const apiKeyOAuth: typeof apiKey = {
  identify: apiKey.identify,
  refuse(error, request) {
    if (!(error instanceof OAuthError)) return refuseJson(error, request);
    return json({ error: error.error, error_description: error.description }, error.status);
  },
};

/** JSON refusal of the REST API; also for unknown API paths. */
export function refuseJson(error: unknown, request: Request): Response {
  const known = toAppError(error, request);
  const plain = known.code === 'unauthorized' || known.code === 'not_found' || known.code === 'internal';
  return json(
    {
      message: known.message,
      ...(plain ? {} : { code: known.code }),
      ...known.extra,
      ...(known.fields.length > 0 ? { errors: known.fields } : {}),
    },
    known.status,
    known.status === 429 ? { 'retry-after': '30' } : {},
  );
}

/** An OAuth client at /sso/token: told no as `{ error, error_description }` (RFC 6749 §5.2). */
export const oauthClient: Caller<{ visitor: Visitor }> = {
  async identify(request) {
    return { visitor: visitor(request) };
  },
  refuse(error, request) {
    if (error instanceof OAuthError) {
      return json(
        { error: error.error, error_description: error.description },
        error.status,
        error.status === 429 ? { 'retry-after': '30' } : {},
      );
    }
    const known = toAppError(error, request);
    if (known.status >= 500) {
      return json({ error: 'server_error', error_description: ERRORS.internal.message }, 500);
    }
    return json({ error: 'invalid_request', error_description: known.message }, known.status);
  },
};

/** Stripe, which signs each notice; whoever reads the notice checks that. Told no as `{ message, code? }`. */
export const stripeNotices: Caller<{ signature: string }> = {
  async identify(request) {
    return { signature: request.headers.get('stripe-signature') ?? '' };
  },
  refuse: refuseJson,
};
