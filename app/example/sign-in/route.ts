import { endUser } from '#lib/auth/callers.ts';
import { exampleCookie, STATE_COOKIE } from '#lib/example-app/cookies.ts';
import { relyingParty } from '#lib/example-app/relying-party.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { redirect } from '#lib/http/respond.ts';
import { newToken } from '#lib/secrets.ts';

/** The example app's sign-in button: sends the browser to the authorization URL of its connection. */
export const GET = endpoint(endUser, async (_request, { now }) => {
  const app = await relyingParty(now);
  if ('missing' in app) return redirect('/example');
  const { workos, clientId, connectionId, redirectUri } = app;
  const state = newToken();
  const url = workos.sso.getAuthorizationUrl({ connection: connectionId, clientId, redirectUri, state });
  return redirect(url, { 'set-cookie': exampleCookie(STATE_COOKIE, state) });
});
