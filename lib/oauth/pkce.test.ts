import { expect, test } from '@playwright/test';
import { checkPkce, codeChallengeOf, isCodeChallenge, isCodeVerifier } from './pkce.ts';

// The example of RFC 7636, appendix B.
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

test('the example of RFC 7636 passes', () => {
  expect(codeChallengeOf(verifier)).toBe(challenge);
  expect(checkPkce(challenge, verifier)).toBe('passed');
});

test('a flow without PKCE passes without a verifier', () => {
  expect(checkPkce(null, null)).toBe('passed');
});

test('no verifier, a wrong, a malformed and an unexpected one are each refused', () => {
  expect(checkPkce(challenge, null)).toBe('verifier_missing');
  expect(checkPkce(challenge, `${verifier.slice(0, -1)}X`)).toBe('verifier_wrong');
  expect(checkPkce(challenge, challenge)).toBe('verifier_wrong');
  expect(checkPkce(challenge, verifier.slice(0, 42))).toBe('verifier_malformed');
  expect(checkPkce(null, verifier)).toBe('verifier_unexpected');
  expect(checkPkce('', verifier)).toBe('verifier_wrong');
});

test('verifiers and challenges have the syntax of RFC 7636', () => {
  expect(isCodeVerifier('a'.repeat(43))).toBe(true);
  expect(isCodeVerifier('a'.repeat(128))).toBe(true);
  expect(isCodeVerifier('a'.repeat(42))).toBe(false);
  expect(isCodeVerifier('a'.repeat(129))).toBe(false);
  expect(isCodeVerifier(`${'a'.repeat(43)}=`)).toBe(false);
  expect(isCodeVerifier(`${'a'.repeat(43)}\n`)).toBe(false);
  expect(isCodeVerifier('-._~'.repeat(11))).toBe(true);
  expect(isCodeChallenge(challenge)).toBe(true);
  expect(isCodeChallenge(`${challenge}=`)).toBe(false);
  expect(isCodeChallenge(challenge.replace('-', '+'))).toBe(false);
});
