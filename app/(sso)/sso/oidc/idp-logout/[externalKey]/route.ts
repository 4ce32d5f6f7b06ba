import { endUserLeaving } from '#lib/auth/callers.ts';
import { refusalLimit } from '#lib/auth/refusal-limit.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { receiveOidcLogout } from '#lib/sso/receive-oidc-logout.ts';
import { logoutAnswer } from '../../../saml/slo/logout-answer.ts';

/** Visits of one address to one connection within a minute that ended nobody's login. */
const limit = refusalLimit(120);

/**
 * An OpenID provider sends a browser that it has signed out: back from a logout of ours, or by itself. OpenID Connect
 * RP-Initiated Logout §3, Front-Channel Logout §2.
 */
export const GET = endpoint(endUserLeaving, async (request, { params, visitor, browserToken, now }) => {
  const { externalKey = '' } = params;
  const caller = `${externalKey} ${visitor.ipAddress}`;
  if (!limit.allows(caller, now)) throw new AppError('rate_limited');
  const { searchParams } = new URL(request.url);
  const { ended, step } = await receiveOidcLogout({
    externalKey,
    state: searchParams.get('state'),
    issuer: searchParams.get('iss'),
    sid: searchParams.get('sid'),
    visitor,
    browserToken,
    now,
  });
  if (!ended) limit.note(caller, now);
  return logoutAnswer(request, step);
});

/** Programs that look whether an address is there sign nobody out. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET' } });
}
