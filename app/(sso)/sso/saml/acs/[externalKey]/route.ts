import { CONSENT_COOKIE, readCookie } from '#lib/auth/browser.ts';
import { endUser } from '#lib/auth/callers.ts';
import { homepageOf, lookOf, wayBack } from '#lib/auth/end-user-look.ts';
import { refusalLimit } from '#lib/auth/refusal-limit.ts';
import { freshCertificates } from '#lib/connections/fresh-certificates.ts';
import { AppError } from '#lib/errors.ts';
import { endUserPage } from '#lib/http/end-user-page.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { passingPostPage } from '#lib/http/passing-page.ts';
import { redirect } from '#lib/http/respond.ts';
import { readAcsPost } from '#lib/sso/acs-post.ts';
import { completeSamlLogin } from '#lib/sso/complete-saml-login.ts';

/** Responses of one address to one connection that are refused and recorded within a minute. */
const limit = refusalLimit(120);

/** Begun again without a look at what was sent. People of a whole office may come by the tile within a minute. */
const conversions = refusalLimit(600);

/** An identity provider hands back a SAML response, solicited or not. SAML Bindings §3.5. */
export const POST = endpoint(endUser, async (request, { params, ...call }) => {
  const { externalKey = '' } = params;
  const caller = `${externalKey} ${call.visitor.ipAddress}`;
  if (!limit.allows(caller, call.now) || !conversions.allows(caller, call.now)) {
    throw new AppError('rate_limited');
  }
  const posted = await readAcsPost(request);
  const consentToken = readCookie(request, CONSENT_COOKIE);
  const outcome = await completeSamlLogin({
    externalKey,
    ...posted,
    ...call,
    consentToken,
    freshCertificates,
  });
  if (outcome.unproven === 'refused') limit.note(caller, call.now);
  if (outcome.unproven === 'converted') conversions.note(caller, call.now);
  if (outcome.kind === 'redirect') {
    return redirect(outcome.url, outcome.setCookie ? { 'set-cookie': outcome.setCookie } : {});
  }
  if (outcome.kind === 'post_form') {
    const headers = { 'set-cookie': outcome.setCookie };
    const acceptLanguage = request.headers.get('accept-language');
    return passingPostPage('signIn', { ...outcome, headers, acceptLanguage, look: await lookOf(request) });
  }
  return endUserPage({
    status: 400,
    problem: 'answer',
    actor: ACTORS[outcome.by],
    acceptLanguage: request.headers.get('accept-language'),
    sessionId: outcome.sessionId,
    now: call.now,
    look: await lookOf(request),
    retryUrl: await wayBack(request),
    homeUrl: await homepageOf(request),
  });
});

/** Workspace and developers are one to the person signing in: the team of the app. */
const ACTORS = { customer: 'it_admin', workspace: 'app_team', developer: 'app_team', user: 'you' } as const;
