import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import WorkOSProvider from 'next-auth/providers/workos';
import { now } from '#lib/clock.ts';
import { env, isLoopback } from '#lib/env.ts';
import { readPasskeyAnswer } from '#lib/security/passkey-answer.ts';
import { signInThroughSso, type ssoClient } from './dashboard-sso.ts';
import {
  revokeSession,
  SESSION_MAX_AGE_SECONDS,
  type SignInOutcome,
  signInWithPasskey,
  signInWithPassword,
} from './sign-in.ts';
import { ssoProviderId } from './sso-callback.ts';
import { UNAVAILABLE, unlessBroken } from './unless-broken.ts';

/** Thrown to the sign-in form as its error text; see components/account/sign-in-form.tsx. */
const SAID = { rate_limited: 'rate_limited', sso_required: 'sso_required' } as const;

/** What the options of one request depend on. Reading a session needs none of it. */
export type AuthRequest = {
  headers: { get(name: string): string | null };
  /** The workspace's own SSO, when the request is about that. */
  sso: Awaited<ReturnType<typeof ssoClient>>;
};

/**
 * next-auth carries the browser's cookie; what the cookie is worth is decided by the DashboardSession row
 * it names, at every request (lib/auth/dashboard-session.ts).
 */
export function authOptions(request?: AuthRequest): AuthOptions {
  const { secure, url } = env().http;
  const origin = {
    ipAddress: request?.headers.get('x-gatehouse-client-ip') ?? null,
    userAgent: request?.headers.get('user-agent') ?? null,
    requestId: request?.headers.get('x-request-id') ?? null,
  };
  // One request, one sign-in: the callbacks of next-auth run one after the other.
  let openedBySso: string | null = null;
  return {
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    useSecureCookies: secure,
    cookies: cookies(url, secure),
    providers: [
      ...(['credentials', 'break-glass'] as const).map((id) =>
        CredentialsProvider({
          id,
          credentials: { email: {}, password: {} },
          async authorize(credentials) {
            return attempted(() =>
              signInWithPassword({
                // PostgreSQL keeps no NUL, and no address has one.
                email: String(credentials?.email ?? '')
                  .replaceAll('\0', '')
                  .slice(0, 320),
                password: String(credentials?.password ?? '').slice(0, 256),
                breakGlass: id === 'break-glass',
                ...origin,
                now: now(),
              }),
            );
          },
        }),
      ),
      CredentialsProvider({
        id: 'passkey',
        credentials: { response: {} },
        async authorize(credentials) {
          const response = readPasskeyAnswer(String(credentials?.response ?? ''));
          if (!response) return null;
          return attempted(() => signInWithPasskey({ response, origin: url, ...origin, now: now() }));
        },
      }),
      ...(request?.sso ? [ownSso(request.sso, url)] : []),
    ],
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.type !== 'oauth') return true;
        if (!request?.sso || account.provider !== ssoProviderId(request.sso.workspaceId)) return false;
        const { workspaceId, connectionId } = request.sso;
        const outcome = await unlessBroken(() =>
          signInThroughSso({
            workspaceId,
            connectionId,
            profile: { ...profile },
            testIdpCounts: isLoopback(new URL(url).hostname),
            ...origin,
            now: now(),
          }),
        );
        if (!outcome) return `/sign-in?error=${UNAVAILABLE}`;
        if (!outcome.ok) return `/sign-in/refused?reason=${outcome.reason}`;
        openedBySso = outcome.dashboardSessionId;
        return true;
      },
      jwt({ token, user, account }) {
        if (!user) return token;
        return { dashboardSessionId: account?.type === 'oauth' ? openedBySso : user.id };
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

/** This product as an identity provider of its own dashboard, by the SSO API that customers use. */
function ownSso(sso: NonNullable<AuthRequest['sso']>, url: string) {
  return WorkOSProvider({
    id: ssoProviderId(sso.workspaceId),
    clientId: sso.clientId,
    clientSecret: sso.clientSecret,
    // With a trailing slash: the provider puts paths right behind it.
    issuer: `${url}/`,
    authorization: { params: { connection: sso.connectionId } },
    checks: ['pkce', 'state'],
    httpOptions: { timeout: 10_000 },
    profile: (profile: { id: string; email: string }) => ({ id: profile.id, email: profile.email }),
  });
}

async function attempted(attempt: () => Promise<SignInOutcome>) {
  const outcome = await unlessBroken(attempt);
  if (!outcome) throw new Error(UNAVAILABLE);
  return userOf(outcome);
}

function userOf(outcome: SignInOutcome) {
  if (outcome.ok) return { id: outcome.dashboardSessionId, name: outcome.name, email: outcome.email };
  if (outcome.reason === 'wrong') return null;
  throw new Error(SAID[outcome.reason]);
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
