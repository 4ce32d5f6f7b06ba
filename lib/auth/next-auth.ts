import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { now } from '#lib/clock.ts';
import { env } from '#lib/env.ts';
import { revokeSession, SESSION_MAX_AGE_SECONDS, signInWithPassword } from './sign-in.ts';

/** Thrown to the sign-in form as its error text; see app/(account)/sign-in. */
export const RATE_LIMITED = 'rate_limited';

/**
 * next-auth carries the browser's cookie; what the cookie is worth is decided by the DashboardSession row
 * it names, at every request (lib/auth/dashboard-session.ts).
 */
export function authOptions(): AuthOptions {
  const { secure, url } = env().http;
  return {
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    useSecureCookies: secure,
    cookies: cookies(url, secure),
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        async authorize(credentials, request) {
          const headers = (request.headers ?? {}) as Record<string, string | undefined>;
          const outcome = await signInWithPassword({
            email: String(credentials?.email ?? '').slice(0, 320),
            password: String(credentials?.password ?? '').slice(0, 256),
            ipAddress: headers['x-gatehouse-client-ip'] ?? null,
            userAgent: headers['user-agent'] ?? null,
            requestId: headers['x-request-id'] ?? null,
            now: now(),
          });
          if (outcome.ok) {
            return { id: outcome.dashboardSessionId, name: outcome.name, email: outcome.email };
          }
          if (outcome.reason === 'rate_limited') throw new Error(RATE_LIMITED);
          return null;
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        return user ? { dashboardSessionId: user.id } : token;
      },
      session({ session, token }) {
        return { expires: session.expires, dashboardSessionId: token['dashboardSessionId'] };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.['dashboardSessionId'] === 'string') {
          await revokeSession(token['dashboardSessionId'], now());
        }
      },
    },
  };
}

/**
 * Names and options of the cookies. Browsers share cookies between the ports of a host, so without TLS, where
 * several instances may run on one machine, the names carry the port: they would sign each other out.
 */
export function cookies(url: string, secure: boolean): NonNullable<AuthOptions['cookies']> {
  const named = (what: string) => ({
    name: secure ? `__Host-gatehouse-${what}` : `gatehouse-${what}-${new URL(url).port || '80'}`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure } as const,
  });
  return {
    sessionToken: named('session'),
    csrfToken: named('csrf'),
    callbackUrl: named('callback'),
    state: named('state'),
    pkceCodeVerifier: named('pkce'),
  };
}
