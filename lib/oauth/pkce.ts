import { createHash, timingSafeEqual } from 'node:crypto';

/** What PKCE says about a token request; every outcome but `passed` is an `invalid_grant` (RFC 7636 §4.6). */
export type PkceOutcome =
  | 'passed'
  | 'verifier_missing'
  | 'verifier_unexpected'
  | 'verifier_malformed'
  | 'verifier_wrong';

/** Whether a text is a code verifier: 43 to 128 unreserved characters (RFC 7636 §4.1). */
export function isCodeVerifier(text: string): boolean {
  return /^[A-Za-z0-9._~-]{43,128}$/.test(text);
}

/** Whether a text is an S256 challenge: a SHA-256 digest in base64url without padding, so 43 characters. */
export function isCodeChallenge(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** The S256 challenge of a verifier (RFC 7636 §4.2). */
export function codeChallengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url');
}

/**
 * Compares the verifier of a token request with the challenge stored at authorize; null means absent.
 * A verifier without a challenge is refused too: otherwise an attacker who strips the challenge from the
 * authorize URL downgrades the flow unnoticed (RFC 9700 §2.1.1).
 */
export function checkPkce(challenge: string | null, verifier: string | null): PkceOutcome {
  if (challenge === null) return verifier === null ? 'passed' : 'verifier_unexpected';
  if (verifier === null) return 'verifier_missing';
  if (!isCodeVerifier(verifier)) return 'verifier_malformed';
  const [ours, theirs] = [Buffer.from(challenge), Buffer.from(codeChallengeOf(verifier))];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs) ? 'passed' : 'verifier_wrong';
}
