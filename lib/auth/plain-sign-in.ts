import { headers, cookies as requestCookies } from 'next/headers';
import { encode } from 'next-auth/jwt';
import { now } from '#lib/clock.ts';
import { env } from '#lib/env.ts';
import { derivedKey } from '#lib/server/derived-keys.ts';
import { requestOrigin } from './actor.ts';
import { cookies } from './next-auth.ts';
import { SESSION_MAX_AGE_SECONDS, type SignInOutcome, signInWithPassword } from './sign-in.ts';
import { unlessBroken } from './unless-broken.ts';

/**
 * Signs this browser in by email and password within a server action, for browsers without JavaScript: the same limits
 * and the same cookie as by next-auth's own route, which asks for a token that only a script can fetch. What keeps
 * other sites from posting here is the framework's check of the origin of every server action. Null when it broke.
 */
export async function signInHere(input: { email: string; password: string }): Promise<SignInOutcome | null> {
  const origin = requestOrigin(await headers());
  const outcome = await unlessBroken(() => signInWithPassword({ ...input, ...origin, now: now() }));
  if (outcome?.ok) await keepSession(outcome.dashboardSessionId);
  return outcome;
}

async function keepSession(dashboardSessionId: string): Promise<void> {
  const { http, secret } = env();
  const { sessionToken } = cookies(http.url, http.secure);
  if (!sessionToken) throw new Error('the session has no cookie');
  const value = await encode({
    token: { dashboardSessionId },
    secret: derivedKey(secret.key, 'next-auth'),
    maxAge: SESSION_MAX_AGE_SECONDS,
  });
  const jar = await requestCookies();
  jar.set(sessionToken.name, value, { ...sessionToken.options, maxAge: SESSION_MAX_AGE_SECONDS });
}
