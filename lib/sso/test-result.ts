import { env } from '#lib/env.ts';
import { matchRedirectUri, type TrustedRedirectUri } from '#lib/oauth/redirect-uri.ts';

/** Where a test login from the dashboard ends: one address of our own per environment, registered nowhere. */
export function testResultUri(environmentId: string): string {
  return `${env().http.url}/dashboard/${environmentId}/test-sso/result`;
}

/**
 * Trusts exactly that address, for sessions of origin `test` and for nothing else: callers decide by the origin they
 * stored, never by the address. Equality comes first, because matching is lenient about the ports of loopback hosts.
 */
export function trustTestResult(environmentId: string, uri: string): TrustedRedirectUri | null {
  const own = testResultUri(environmentId);
  return uri === own ? (matchRedirectUri(uri, [own])?.redirectUri ?? null) : null;
}
