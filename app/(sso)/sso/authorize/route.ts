import { endUser } from '#lib/auth/callers.ts';
import { lookOf } from '#lib/auth/end-user-look.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { autoPostPage } from '#lib/http/page.ts';
import { redirect } from '#lib/http/respond.ts';
import { startLogin } from '#lib/sso/start-login.ts';

/** An app sends a browser to sign in. RFC 6749 §4.1.1. */
export const GET = endpoint(endUser, async (request, { visitor, browserToken, now }) => {
  const query = new URL(request.url).search.slice(1);
  const step = await startLogin({ query, visitor, browserToken, now });
  const headers = { 'set-cookie': step.setCookie };
  if (step.kind === 'redirect') return redirect(step.url, headers);
  return autoPostPage({ ...step, headers, look: await lookOf(request) });
});
