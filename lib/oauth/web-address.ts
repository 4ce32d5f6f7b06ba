/**
 * Each rule an address of an app's own page can break, with the sentence the form and the API show. Redirect URIs have
 * rules of their own (redirect-uri.ts): those take codes, these only people.
 */
export const WEB_ADDRESS_RULES = {
  too_long: 'The address is longer than 2,048 characters.',
  characters: 'Use ASCII only, without spaces, control characters, backslashes or *.',
  not_an_address: 'Enter a whole address, as in https://app.example.com/start.',
  userinfo: 'Remove the user name or password before the @.',
  fragment: 'Remove the # and everything after it.',
  https: 'Production needs https.',
  https_or_localhost: 'Use https; only localhost may do without.',
  localhost: 'Production needs an address that people can open, not one of their own machine.',
} as const satisfies Record<string, string>;

export type WebAddressRule = keyof typeof WEB_ADDRESS_RULES;

/**
 * Judges the address of a page of the app. Returns it as browsers write it, or the first broken rule. `httpInStaging` is
 * how far staging does without TLS. Does not check whether the host exists or who owns it.
 */
export function checkWebAddress(
  address: string,
  policy: { environmentKind: 'staging' | 'production'; httpInStaging: 'anywhere' | 'on localhost' },
): { readonly ok: true; readonly url: string } | { readonly ok: false; readonly code: WebAddressRule } {
  const refused = (code: WebAddressRule) => ({ ok: false, code }) as const;
  if (address.length > 2048) return refused('too_long');
  if (!/^[\x21-\x7e]*$/.test(address) || /[\\*]/.test(address)) return refused('characters');
  // Browsers repair "https:host" and "https:///host" into addresses nobody typed.
  if (!/^https?:\/\/[^/?#]/i.test(address) || !URL.canParse(address)) return refused('not_an_address');
  const url = new URL(address);
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/i.test(address)) {
    return refused('userinfo');
  }
  if (address.includes('#')) return refused('fragment');
  const own = isOwnMachine(url.hostname);
  if (policy.environmentKind === 'production') {
    if (url.protocol !== 'https:') return refused('https');
    if (own) return refused('localhost');
  } else if (url.protocol === 'http:' && policy.httpInStaging === 'on localhost' && !own) {
    return refused('https_or_localhost');
  }
  return { ok: true, url: url.href };
}

/** The app's sign-in endpoint with the connection a person came from, so that the app begins the sign-in itself. */
export function signInEndpointUrl(
  endpoint: string,
  from: { connectionId: string; organizationId: string },
): string {
  const url = new URL(endpoint);
  url.searchParams.set('connection_id', from.connectionId);
  url.searchParams.set('organization_id', from.organizationId);
  return url.href;
}

function isOwnMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\./.test(host);
}
