import { env } from '#lib/env.ts';
import { testIdpSsoUrl } from '#lib/test-idp/address.ts';

/** What may be chosen beforehand on the sign-in page; `run` skips it. */
const NAMES = ['person', 'fault', 'personality', 'run'] as const;

/**
 * Adds what was chosen beforehand to an address a login continues at, when that is this environment's own test
 * identity provider. Any other address is returned as it is.
 */
export function withPreset(environmentId: string, url: string, chosen: URLSearchParams): string {
  const own = testIdpSsoUrl(env().http.url, environmentId);
  if (url !== own && !url.startsWith(`${own}?`)) return url;
  const pairs = NAMES.flatMap((name) => (chosen.has(name) ? [[name, chosen.get(name) ?? '']] : []));
  if (pairs.length === 0) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(pairs)}`;
}
