import { OauthException } from '@workos-inc/node';
import { readCookie } from '#lib/auth/browser.ts';
import { endUser } from '#lib/auth/callers.ts';
import { exampleCookie, STATE_COOKIE, TOKEN_COOKIE } from '#lib/example-app/cookies.ts';
import { relyingParty } from '#lib/example-app/relying-party.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { redirect } from '#lib/http/respond.ts';
import { newToken } from '#lib/secrets.ts';

/** The example app's redirect URI: exchanges the code for a profile, or deals with the error. */
export const GET = endpoint(endUser, async (request, { now }) => {
  const app = await relyingParty(now);
  if ('missing' in app) return redirect('/example');
  const { workos, api, clientId, redirectUri } = app;
  const query = new URL(request.url).searchParams;
  const error = query.get('error');
  const connection = query.get('connection_id');

  if (error === 'idp_initiated_sso_disabled' && connection) {
    const state = newToken();
    const url = workos.sso.getAuthorizationUrl({ connection, clientId, redirectUri, state });
    return redirect(url, { 'set-cookie': exampleCookie(STATE_COOKIE, state) });
  }
  const failed = (why: Record<string, string>) => {
    const state = query.get('state');
    return redirect(
      `/example/failed?${new URLSearchParams({ ...why, ...(state === null ? {} : { state }) })}`,
    );
  };
  if (error) return failed({ error, error_description: query.get('error_description') ?? '' });

  // An answer without state is a sign-in that began at the identity provider; a wrong state is somebody else's.
  const state = query.get('state');
  if (state !== null && state !== readCookie(request, STATE_COOKIE)) {
    return failed({
      error: 'state_mismatch',
      error_description: 'This answer is not for a sign-in of this browser.',
    });
  }
  try {
    const { accessToken } = await api.sso.getProfileAndToken({ code: query.get('code') ?? '', clientId });
    return redirect('/example', { 'set-cookie': exampleCookie(TOKEN_COOKIE, accessToken) });
  } catch (problem) {
    if (!(problem instanceof OauthException)) throw problem;
    return failed({
      error: problem.error ?? '',
      error_description: problem.errorDescription ?? problem.message,
    });
  }
});
