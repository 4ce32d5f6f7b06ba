import { endUser } from '#lib/auth/callers.ts';
import { homepageOf, lookOf, wayBack } from '#lib/auth/end-user-look.ts';
import { refusalLimit } from '#lib/auth/refusal-limit.ts';
import { AppError } from '#lib/errors.ts';
import { endUserPage } from '#lib/http/end-user-page.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { redirect } from '#lib/http/respond.ts';
import { completeOAuthLogin } from '#lib/sso/complete-oauth-login.ts';

/** Callbacks of one address to one provider that are refused and recorded within a minute. */
const limit = refusalLimit(120);

/** An OAuth provider sends a person back. RFC 6749 §4.1.2. */
export const GET = endpoint(endUser, async (request, { params, visitor, browserToken, now }) => {
  const { provider: slug = '', externalKey = '' } = params;
  const caller = `${externalKey} ${visitor.ipAddress}`;
  if (!limit.allows(caller, now)) throw new AppError('rate_limited');
  const query = new URL(request.url).search.slice(1);
  const outcome = await completeOAuthLogin({ slug, externalKey, query, visitor, browserToken, now });
  if (outcome.refused) limit.note(caller, now);
  if (outcome.kind === 'redirect') return redirect(outcome.url);
  return endUserPage({
    status: 400,
    problem: 'answer',
    actor: outcome.by === 'user' ? 'you' : 'app_team',
    acceptLanguage: request.headers.get('accept-language'),
    sessionId: outcome.sessionId,
    now,
    look: await lookOf(request),
    retryUrl: await wayBack(request),
    homeUrl: await homepageOf(request),
  });
});

/** Programs that look whether an address is there must not use up a sign-in. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET' } });
}
