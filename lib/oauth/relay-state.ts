import { formPairs } from './form-pairs.ts';

/**
 * What an unsolicited SAML response may ask for in its RelayState: `redirect_uri=<uri>`, percent-encoded or
 * not, among other pairs, the whole of it perhaps encoded once more by the identity provider. Everything
 * else is ignored, never an error. The URI is a wish: only `matchRedirectUri` can turn it into a target.
 */
export function redirectUriFromRelayState(relayState: string | null | undefined): string | null {
  if (!relayState || relayState.length > 4096) return null;
  const wishes = wishesIn(relayState);
  return wishes.length === 1 ? (wishes[0] ?? null) : null;
}

function wishesIn(text: string): string[] {
  // No plain "=" but an encoded one: an admin typed the pair and the identity provider encoded the whole.
  const pairs = formPairs(!text.includes('=') && /%3d/i.test(text) ? (formPairs(text)[0]?.name ?? '') : text);
  return pairs
    .filter((pair) => pair.name.trim() === 'redirect_uri' && pair.value)
    .map((pair) => decodedScheme((pair.value ?? '').trim()));
}

/** `https%3A%2F%2F…` left over after the pair was decoded means it had been encoded twice. */
function decodedScheme(value: string): string {
  if (!/^[a-z][a-z0-9+.-]*%3a/i.test(value)) return value;
  return formPairs(`uri=${value}`)[0]?.value ?? value;
}
