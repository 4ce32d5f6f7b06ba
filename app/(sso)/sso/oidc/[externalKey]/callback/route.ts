import { CONSENT_COOKIE, readCookie } from '#lib/auth/browser.ts';
import { endUser } from '#lib/auth/callers.ts';
import { homepageOf, lookOf, wayBack } from '#lib/auth/end-user-look.ts';
import { refusalLimit } from '#lib/auth/refusal-limit.ts';
import { AppError } from '#lib/errors.ts';
import { endUserPage } from '#lib/http/end-user-page.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { redirect } from '#lib/http/respond.ts';
import { completeOidcLogin } from '#lib/sso/complete-oidc-login.ts';

/** Callbacks of one address to one connection that are refused and recorded within a minute. */
const limit = refusalLimit(120);

/** The OpenID provider of an organization sends a person back. OpenID Connect Core §3.1.2.5. */
export const GET = endpoint(endUser, async (request, { params, visitor, browserToken, now }) => {
  const { externalKey = '' } = params;
  const caller = `${externalKey} ${visitor.ipAddress}`;
  if (!limit.allows(caller, now)) throw new AppError('rate_limited');
  const query = new URL(request.url).search.slice(1);
  const consentToken = readCookie(request, CONSENT_COOKIE);
  const outcome = await completeOidcLogin({ externalKey, query, visitor, browserToken, consentToken, now });
  if (outcome.refused) limit.note(caller, now);
  if (outcome.kind === 'redirect') {
    return redirect(outcome.url, outcome.setCookie ? { 'set-cookie': outcome.setCookie } : {});
  }
  return endUserPage({
    status: 400,
    problem: 'answer',
    actor: ACTORS[outcome.by],
    acceptLanguage: request.headers.get('accept-language'),
    sessionId: outcome.sessionId,
    now,
    look: await lookOf(request),
    retryUrl: await wayBack(request),
    homeUrl: await homepageOf(request),
  });
});

/** Workspace and developers are one to the person signing in: the team of the app. */
const ACTORS = { customer: 'it_admin', workspace: 'app_team', developer: 'app_team', user: 'you' } as const;

/** Programs that look whether an address is there must not use up a sign-in. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET' } });
}
