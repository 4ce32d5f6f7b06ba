import { oauthClient } from '#lib/auth/callers.ts';
import { preflight, readableByItsApp } from '#lib/http/cors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { getProfile, unverifiedScope } from '#lib/sso/get-profile.ts';

/** The profile an access token stands for. */
export const GET = endpoint(oauthClient, async (request, { now }) => {
  const profile = await getProfile(request, now);
  const answer = profile ? json(profile) : json({ error: 'Unauthorized', message: 'Unauthorized' }, 401);
  return readableByItsApp(request, await unverifiedScope(request), answer);
});
export const OPTIONS = preflight('GET');
