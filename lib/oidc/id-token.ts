import { compactVerify, createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet } from 'jose';

/** What an ID token was refused by. `unknown_key`: the keys may be outdated, so they may be fetched anew. */
export type IdTokenProblem = {
  readonly ok: false;
  readonly check:
    | 'malformed'
    | 'algorithm'
    | 'unknown_key'
    | 'signature'
    | 'issuer'
    | 'audience'
    | 'authorized_party'
    | 'expired'
    | 'not_yet_valid'
    | 'nonce'
    | 'subject';
  readonly expected?: string;
  readonly received?: string;
  readonly detail: string;
};

export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };
export type IdTokenVerdict = { readonly ok: true; readonly claims: Claims } | IdTokenProblem;

/** Signatures by a private key only: with an HMAC, whoever knows the public key could sign. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
const TOLERANCE_SECONDS = 60;
const LONGEST = 64 * 1024;
const LONGEST_SUBJECT = 255;

/**
 * Judges an ID token (OpenID Connect Core §3.1.3.7): signed by a key of the provider with an algorithm of the list, by
 * this issuer, for this client and nobody else, in time, and in answer to this request's nonce.
 */
export async function verifyIdToken(
  idToken: string,
  expected: { issuer: string; clientId: string; nonce: string; keys: JSONWebKeySet; now: Date },
): Promise<IdTokenVerdict> {
  if (idToken.length > LONGEST) return problem('malformed', 'The ID token is too long.');
  let payload: Uint8Array;
  try {
    const { alg } = decodeProtectedHeader(idToken);
    if (!ALGORITHMS.includes(String(alg))) {
      return problem('algorithm', 'The ID token is signed with an algorithm that is not accepted.', {
        expected: ALGORITHMS.join(', '),
        received: String(alg),
      });
    }
    const keys = createLocalJWKSet(expected.keys);
    ({ payload } = await compactVerify(idToken, keys, { algorithms: ALGORITHMS }));
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) {
      return problem('unknown_key', 'The ID token is signed with a key that the provider does not publish.');
    }
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      return problem('signature', 'The signature of the ID token is not by the key it names.');
    }
    return problem('malformed', 'The ID token is not a signed token that can be read.');
  }
  const claims = objectOf(payload);
  return claims === null
    ? problem('malformed', 'The ID token holds no claims.')
    : judgeClaims(claims, expected);
}

function judgeClaims(
  claims: Record<string, unknown>,
  { issuer, clientId, nonce, now }: { issuer: string; clientId: string; nonce: string; now: Date },
): IdTokenVerdict {
  const { aud, azp, exp, iat, iss, nbf, sub } = claims;
  if (iss !== issuer) {
    return problem('issuer', 'The ID token is by another issuer.', { expected: issuer, received: text(iss) });
  }
  const audiences = Array.isArray(aud) ? aud : [aud];
  if (audiences.length !== 1 || audiences[0] !== clientId) {
    return problem('audience', 'The ID token was made for another client, or for others as well.', {
      expected: clientId,
      received: audiences.map(text).join(', '),
    });
  }
  if (azp !== undefined && azp !== clientId) {
    return problem('authorized_party', 'The ID token was given to another client.', {
      expected: clientId,
      received: text(azp),
    });
  }
  const seconds = now.getTime() / 1000;
  if (typeof exp !== 'number' || typeof iat !== 'number') {
    return problem('malformed', 'The ID token does not say when it was made and when it ends.');
  }
  if (exp + TOLERANCE_SECONDS <= seconds) {
    return problem('expired', 'The ID token has expired.', { received: instant(exp) });
  }
  const from = Math.max(iat, typeof nbf === 'number' ? nbf : iat);
  if (from - TOLERANCE_SECONDS > seconds) {
    return problem('not_yet_valid', 'The ID token is from the future.', { received: instant(from) });
  }
  if (claims['nonce'] !== nonce) {
    return problem('nonce', 'The ID token does not answer this request: its nonce is another one.');
  }
  if (typeof sub !== 'string' || sub === '' || sub.length > LONGEST_SUBJECT) {
    return problem('subject', 'The ID token does not say who signed in.');
  }
  return { ok: true, claims: { ...claims, sub } };
}

function problem(
  check: IdTokenProblem['check'],
  detail: string,
  evidence: { expected?: string; received?: string } = {},
): IdTokenProblem {
  return { ok: false, check, detail, ...evidence };
}

function objectOf(payload: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function text(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none')).slice(0, 300);
}

function instant(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
}
