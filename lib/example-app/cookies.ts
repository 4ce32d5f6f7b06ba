import { env } from '#lib/env.ts';

/** Holds the `state` of a sign-in while the browser is away, so that the answer is known to be ours. */
export const STATE_COOKIE = 'gatehouse-example-state';
/** Holds the access token while somebody is signed in: ten minutes, as long as the token lives. */
export const TOKEN_COOKIE = 'gatehouse-example-token';

/** A Set-Cookie header for the example app alone; an empty value removes it. */
export function exampleCookie(name: string, value: string): string {
  const secure = env().http.secure ? '; Secure' : '';
  const age = value === '' ? 0 : 600;
  return `${name}=${value}; Path=/example; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
}
