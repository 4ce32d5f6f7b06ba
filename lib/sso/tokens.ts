import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { exportJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { env } from '#lib/env.ts';
import { privateKeyOf } from './private-keys.ts';
import type { ProfileView } from './profile-view.ts';
import { ACCESS_TOKEN_SECONDS, LOGOUT_TOKEN_SECONDS } from './session-states.ts';

/** A key is looked up again after this long, so that a retired one stops signing. */
const KEEP_MS = 60_000;

type OpenedKey = { kid: string; certificatePem: string; privateKey: KeyObject; publicKey: KeyObject };
const kept = new Map<string, { until: number; keys: OpenedKey[] }>();

async function signingKeys(scope: EnvironmentScope, now: Date): Promise<OpenedKey[]> {
  const known = kept.get(scope.environmentId);
  if (known && known.until > now.getTime()) return known.keys;
  const rows = await forEnvironment(scope).signingKeys.current();
  const keys = rows.map((row) => ({
    kid: row.id,
    certificatePem: row.certificatePem,
    privateKey: privateKeyOf(scope.environmentId, row),
    publicKey: createPublicKey(row.certificatePem),
  }));
  if (kept.size >= 1000) kept.clear();
  kept.set(scope.environmentId, { until: now.getTime() + KEEP_MS, keys });
  return keys;
}

/** OIDC issuer of an environment: `<origin>/sso/<client_id>`. */
export function issuerOf(clientId: string): string {
  return `${env().http.url}/sso/${clientId}`;
}

type TokenSubject = {
  clientId: string;
  sessionId: string;
  profile: ProfileView;
  nonce: string | null;
  now: Date;
};

async function sign(
  scope: EnvironmentScope,
  subject: TokenSubject,
  type: 'at+jwt' | 'JWT',
  claims: Record<string, unknown>,
): Promise<string> {
  const key = (await signingKeys(scope, subject.now))[0];
  if (!key) throw new Error(`environment ${scope.environmentId} has no signing key`);
  const issuedAt = Math.floor(subject.now.getTime() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: type })
    .setIssuer(issuerOf(subject.clientId))
    .setAudience(subject.clientId)
    .setSubject(subject.profile.id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
    .sign(key.privateKey);
}

/** A JWT (RS256, RFC 9068) that opens GET /sso/profile for ten minutes; `sid` names the SSO session. */
export function accessToken(scope: EnvironmentScope, subject: TokenSubject): Promise<string> {
  return sign(scope, subject, 'at+jwt', {
    sid: subject.sessionId,
    org_id: subject.profile.organization_id,
    connection_id: subject.profile.connection_id,
  });
}

/** OpenID Connect ID token of a login (OIDC Core §2), for clients that speak it (redeem-code.ts). */
export function idToken(scope: EnvironmentScope, subject: TokenSubject): Promise<string> {
  const { profile } = subject;
  return sign(scope, subject, 'JWT', {
    ...(subject.nonce === null ? {} : { nonce: subject.nonce }),
    email: profile.email,
    given_name: profile.first_name,
    family_name: profile.last_name,
    name: profile.name,
    organization_id: profile.organization_id,
    connection_id: profile.connection_id,
  });
}

/** What a valid access token of this environment stands for, or null. */
export async function readAccessToken(
  scope: EnvironmentScope,
  clientId: string,
  token: string,
  now: Date,
): Promise<{ sessionId: string; profileId: string } | null> {
  const use = { typ: 'at+jwt', issuer: issuerOf(clientId), audience: clientId };
  const payload = await verified(scope, token, now, use);
  const sessionId = payload?.['sid'];
  return typeof sessionId === 'string' && payload?.sub ? { sessionId, profileId: payload.sub } : null;
}

/** What a logout token stands for. */
export type LogoutGrant = { logoutId: string; profileId: string; connectionId: string };

/** Its own type, so that it is taken for no other token of the environment. */
const LOGOUT_TYPE = 'logout-request+jwt';

/** A JWT (RS256) that opens GET /sso/logout for five minutes; whoever opens it makes sure that it does so once. */
export async function logoutToken(
  scope: EnvironmentScope,
  { clientId, connectionId, logoutId, now, profileId }: LogoutGrant & { clientId: string; now: Date },
): Promise<string> {
  const key = (await signingKeys(scope, now))[0];
  if (!key) throw new Error(`environment ${scope.environmentId} has no signing key`);
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({ profile_id: profileId, connection_id: connectionId, client_id: clientId })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: LOGOUT_TYPE })
    .setIssuer(issuerOf(clientId))
    .setAudience(`${env().http.url}/sso/logout`)
    .setJti(logoutId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LOGOUT_TOKEN_SECONDS)
    .sign(key.privateKey);
}

/** What a valid logout token of this environment stands for, or null. */
export async function readLogoutToken(
  scope: EnvironmentScope,
  clientId: string,
  token: string,
  now: Date,
): Promise<LogoutGrant | null> {
  const payload = await verified(scope, token, now, {
    typ: LOGOUT_TYPE,
    issuer: issuerOf(clientId),
    audience: `${env().http.url}/sso/logout`,
  });
  const { connection_id: connectionId, jti: logoutId, profile_id: profileId } = payload ?? {};
  return typeof logoutId === 'string' && typeof profileId === 'string' && typeof connectionId === 'string'
    ? { logoutId, profileId, connectionId }
    : null;
}

/** The claims of a token that a key of the environment signed, for this use and time; null for any other. */
async function verified(
  scope: EnvironmentScope,
  token: string,
  now: Date,
  use: { typ: string; issuer: string; audience: string },
): Promise<JWTPayload | null> {
  const keys = await signingKeys(scope, now);
  try {
    const { payload } = await jwtVerify(
      token,
      (header) => {
        const key = keys.find((one) => one.kid === header.kid);
        if (!key) throw new Error('unknown kid');
        return key.publicKey;
      },
      { ...use, algorithms: ['RS256'], currentDate: now },
    );
    return payload;
  } catch {
    return null;
  }
}

/** The environment's public keys as a JWK Set (RFC 7517). */
export async function jwks(scope: EnvironmentScope, now: Date) {
  const keys = await signingKeys(scope, now);
  return {
    keys: await Promise.all(
      keys.map(async (key) => {
        const certificate = new X509Certificate(key.certificatePem);
        const { n, e } = await exportJWK(key.publicKey);
        return {
          alg: 'RS256',
          kty: 'RSA',
          use: 'sig',
          x5c: [certificate.raw.toString('base64')],
          n,
          e,
          kid: key.kid,
          'x5t#S256': Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString(
            'base64url',
          ),
        };
      }),
    ),
  };
}
