import { apiKeyOAuth } from '#lib/auth/callers.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { parseBody, readBody } from '#lib/http/api-body.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { authorizeLogoutBody } from '#lib/sso/authorize-logout.schema.ts';
import { authorizeLogout } from '#lib/sso/authorize-logout.ts';

/** An app's server asks for a link that logs one of its people out at their identity provider. */
export const POST = endpoint(apiKeyOAuth, async (request, call) => {
  const { profile_id: profileId } = parseBody(await readBody(request), authorizeLogoutBody);
  return json(await authorizeLogout({ ...call, data: forEnvironment(call.scope) }, { profileId }));
});
