import { oauthClient } from '#lib/auth/callers.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { getProfile } from '#lib/sso/get-profile.ts';

/** The profile an access token stands for. */
export const GET = endpoint(oauthClient, async (request, { now }) => {
  const profile = await getProfile(request, now);
  return profile ? json(profile) : json({ error: 'Unauthorized', message: 'Unauthorized' }, 401);
});
