import { apiKey } from '#lib/auth/callers.ts';
import { scopeOfClientId } from '#lib/auth/public-scope.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { READABLE_BY_ALL } from '#lib/http/cors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { issuerOf } from '#lib/sso/tokens.ts';

const anyone = { identify: async () => ({}), refuse: apiKey.refuse };

/** How an OpenID Connect client talks to an environment. OIDC Discovery §4. */
export const GET = endpoint(anyone, async (_request, { params }) => {
  const clientId = params['clientId'] ?? '';
  if (!(await scopeOfClientId(clientId))) throw new AppError('not_found');
  const origin = env().http.url;
  return json(
    {
      issuer: issuerOf(clientId),
      authorization_endpoint: `${origin}/sso/authorize`,
      token_endpoint: `${issuerOf(clientId)}/token`,
      jwks_uri: `${origin}/sso/jwks/${clientId}`,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile', 'email'],
      claims_supported: ['sub', 'email', 'given_name', 'family_name', 'name', 'nonce'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'none'],
      code_challenge_methods_supported: ['S256'],
      prompt_values_supported: ['login'],
    },
    200,
    { 'cache-control': 'public, max-age=300', ...READABLE_BY_ALL },
  );
});
