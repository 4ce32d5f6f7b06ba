import { endUser } from '#lib/auth/callers.ts';
import { lookOf } from '#lib/auth/end-user-look.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { problemPage } from '#lib/http/page.ts';
import { redirect } from '#lib/http/respond.ts';
import { readAcsPost } from '#lib/sso/acs-post.ts';
import { completeSamlLogin } from '#lib/sso/complete-saml-login.ts';

/** An identity provider hands back a SAML response, solicited or not. SAML Bindings §3.5. */
export const POST = endpoint(endUser, async (request, { params, ...call }) => {
  const posted = await readAcsPost(request);
  const outcome = await completeSamlLogin({ externalKey: params['externalKey'] ?? '', ...posted, ...call });
  if (outcome.kind === 'redirect') return redirect(outcome.url);
  const { title, paragraphs, sessionId } = outcome;
  const look = await lookOf(request);
  return problemPage({ status: 400, title, paragraphs, facts: { 'Session ID': sessionId }, look });
});
