import { oauthClient } from '#lib/auth/callers.ts';
import { refusalLimit } from '#lib/auth/refusal-limit.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { OAuthError } from '#lib/http/oauth-error.ts';
import { json } from '#lib/http/respond.ts';
import { parseTokenRequest } from '#lib/oauth/token-request.ts';
import { redeemCode } from '#lib/sso/redeem-code.ts';

/** Refused exchanges of one address within a minute. */
const limit = refusalLimit(600);

/** A customer's server exchanges a code for a profile. RFC 6749 §4.1.3. */
export const POST = endpoint(oauthClient, async (request, { visitor, now }) => {
  const caller = visitor.ipAddress ?? '';
  if (!limit.allows(caller, now)) {
    const description = 'Too many refused requests from this address. Wait a minute.';
    throw new OAuthError('temporarily_unavailable', description, { status: 429 });
  }
  try {
    const parsed = parseTokenRequest({
      contentType: request.headers.get('content-type'),
      body: await request.text(),
      query: new URL(request.url).search.slice(1),
      authorization: request.headers.get('authorization'),
    });
    if (!parsed.ok) throw new OAuthError(parsed.error, parsed.description, { status: parsed.status });
    return json(await redeemCode(parsed.request, { visitor, now }));
  } catch (error) {
    if (error instanceof OAuthError) limit.note(caller, now);
    throw error;
  }
});
