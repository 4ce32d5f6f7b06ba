import { endUserLeaving } from '#lib/auth/callers.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { startLogout } from '#lib/sso/start-logout.ts';
import { logoutAnswer } from '../saml/slo/logout-answer.ts';

/** An app sends a browser to sign out, with the token its server asked for. */
export const GET = endpoint(endUserLeaving, async (request, { visitor, browserToken, now }) => {
  const { searchParams } = new URL(request.url);
  const token = searchParams.get('token');
  const returnTo = searchParams.get('return_to');
  return logoutAnswer(request, await startLogout({ token, returnTo, visitor, browserToken, now }));
});

/** Programs that look whether an address is there sign nobody out. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET' } });
}
