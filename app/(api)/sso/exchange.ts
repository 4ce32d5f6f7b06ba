import { oauthClient } from '#lib/auth/callers.ts';
import { scopeOfClientId } from '#lib/auth/public-scope.ts';
import { refusalLimit } from '#lib/auth/refusal-limit.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { readableByItsApp } from '#lib/http/cors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { OAuthError } from '#lib/http/oauth-error.ts';
import { json } from '#lib/http/respond.ts';
import { parseTokenRequest, type TokenRequest } from '#lib/oauth/token-request.ts';
import { redeemCode } from '#lib/sso/redeem-code.ts';

/** Refused exchanges of one address within a minute, at all token endpoints together. */
const limit = refusalLimit(600);

/** A token endpoint (RFC 6749 §4.1.3). One with `clientId` in its address is that client's as an OpenID provider. */
export const exchange = endpoint(oauthClient, async (request, { visitor, now, params }) => {
  const caller = visitor.ipAddress ?? '';
  if (!limit.allows(caller, now)) {
    const description = 'Too many refused requests from this address. Wait a minute.';
    throw new OAuthError('temporarily_unavailable', description, { status: 429 });
  }
  const parsed = parseTokenRequest({
    contentType: request.headers.get('content-type'),
    body: await request.text(),
    query: new URL(request.url).search.slice(1),
    authorization: request.headers.get('authorization'),
  });
  const answer = async () => {
    if (!parsed.ok) throw new OAuthError(parsed.error, parsed.description, { status: parsed.status });
    return json(await redeemCode(parsed.request, { visitor, now, openIdClient: params['clientId'] ?? null }));
  };
  const told = await answer().catch((error: unknown) => {
    if (error instanceof OAuthError) limit.note(caller, now);
    return oauthClient.refuse(error, request);
  });
  return readableByItsApp(request, parsed.ok ? await scopeOfPublicClient(parsed.request) : null, told);
});

/** Only a client without a secret is one that runs in a browser: an API key there is for nobody to read answers with. */
async function scopeOfPublicClient(request: TokenRequest): Promise<EnvironmentScope | null> {
  const { clientId, clientSecret, bearerValues } = request;
  if (clientId === null || clientSecret !== null || bearerValues.length > 0) return null;
  return scopeOfClientId(clientId);
}
