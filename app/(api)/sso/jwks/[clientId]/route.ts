import { apiKey } from '#lib/auth/callers.ts';
import { scopeOfClientId } from '#lib/auth/public-scope.ts';
import { AppError } from '#lib/errors.ts';
import { READABLE_BY_ALL } from '#lib/http/cors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { jwks } from '#lib/sso/tokens.ts';

/** Anybody may read the public keys of an environment; refusals are JSON. */
const anyone = { identify: async () => ({}), refuse: apiKey.refuse };

/** Public keys that verify access tokens and ID tokens. RFC 7517. */
export const GET = endpoint(anyone, async (_request, { params, now }) => {
  const scope = await scopeOfClientId(params['clientId'] ?? '');
  if (!scope) throw new AppError('not_found');
  return json(await jwks(scope, now), 200, { 'cache-control': 'public, max-age=300', ...READABLE_BY_ALL });
});
