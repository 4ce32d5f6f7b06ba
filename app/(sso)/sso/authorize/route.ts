import { endUser } from '#lib/auth/callers.ts';
import { lookOf } from '#lib/auth/end-user-look.ts';
import { refusalLimit } from '#lib/auth/refusal-limit.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { OAuthError } from '#lib/http/oauth-error.ts';
import { passingPostPage } from '#lib/http/passing-page.ts';
import { redirect } from '#lib/http/respond.ts';
import { startLogin } from '#lib/sso/start-login.ts';

/** Requests of one address that are refused and recorded within a minute. */
const limit = refusalLimit(300);

/** An app sends a browser to sign in. RFC 6749 §4.1.1. */
export const GET = endpoint(endUser, async (request, { visitor, browserToken, now }) => {
  const caller = visitor.ipAddress ?? '';
  if (!limit.allows(caller, now)) throw new AppError('rate_limited');
  const query = new URL(request.url).search.slice(1);
  try {
    const step = await startLogin({ query, visitor, browserToken, now });
    const headers = { 'set-cookie': step.setCookie };
    if (step.kind === 'redirect') return redirect(step.url, headers);
    const acceptLanguage = request.headers.get('accept-language');
    return passingPostPage('signIn', { ...step, headers, acceptLanguage, look: await lookOf(request) });
  } catch (error) {
    if (error instanceof OAuthError) limit.note(caller, now);
    throw error;
  }
});

/** Programs that look whether an address is there begin no sign-in. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET' } });
}
