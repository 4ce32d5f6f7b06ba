import { endUser } from '#lib/auth/callers.ts';
import { exampleCookie, STATE_COOKIE } from '#lib/example-app/cookies.ts';
import { relyingParty } from '#lib/example-app/relying-party.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { redirect } from '#lib/http/respond.ts';
import { newToken } from '#lib/secrets.ts';

/** The example app's sign-in buttons: send the browser to the authorization URL of its connection, or of a provider. */
export const GET = endpoint(endUser, async (request, { now }) => {
  const app = await relyingParty(now);
  if ('missing' in app) return redirect('/example');
  const { workos, clientId, connectionId, redirectUri } = app;
  const asked = new URL(request.url).searchParams.get('provider');
  const provider = app.providers.find((one) => one.provider === asked)?.provider;
  const selector = provider ? { provider } : { connection: connectionId };
  const state = newToken();
  const url = workos.sso.getAuthorizationUrl({ ...selector, clientId, redirectUri, state });
  return redirect(url, { 'set-cookie': exampleCookie(STATE_COOKIE, state) });
});
