import type { ProviderTokens } from '#lib/oidc/token-answer.ts';
import { seal, unseal } from '#lib/secrets.ts';

/** What of a sign-in with an OAuth provider must stay secret and be read again: for the callback, then for the app. */
export type OAuthSecrets =
  | { waitsFor: 'callback'; codeVerifier: string; nonce: string }
  | { waitsFor: 'exchange'; provider: string; tokens: ProviderTokens };

const place = (environmentId: string, sessionId: string) => ({
  environmentId,
  column: 'secretsSealed',
  row: sessionId,
});

export function sealOAuthSecrets(
  environmentId: string,
  sessionId: string,
  secrets: OAuthSecrets,
): Uint8Array<ArrayBuffer> {
  return seal(JSON.stringify(secrets), place(environmentId, sessionId));
}

/** Throws when the key of this installation does not open them. */
export function openOAuthSecrets(environmentId: string, sessionId: string, sealed: Uint8Array): OAuthSecrets {
  return JSON.parse(unseal(sealed, place(environmentId, sessionId)).toString('utf8')) as OAuthSecrets;
}
