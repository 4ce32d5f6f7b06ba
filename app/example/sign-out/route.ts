import { endUser } from '#lib/auth/callers.ts';
import { exampleCookie, TOKEN_COOKIE } from '#lib/example-app/cookies.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { redirect } from '#lib/http/respond.ts';

/** Signs out of the example app; the identity provider is not told. */
export const POST = endpoint(endUser, async () =>
  redirect('/example', { 'set-cookie': exampleCookie(TOKEN_COOKIE, '') }),
);
