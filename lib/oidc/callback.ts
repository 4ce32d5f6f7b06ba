import { formPairs } from '#lib/oauth/form-pairs.ts';

/** What a provider's callback says, before anything in it is believed. */
export type ProviderCallback = { readonly state: string | null } & (
  | { readonly kind: 'code'; readonly code: string; readonly issuer: string | null }
  | { readonly kind: 'error'; readonly error: string; readonly description: string | null }
  | { readonly kind: 'malformed'; readonly detail: string }
);

const LONGEST = 4096;

/**
 * Reads the query of a callback (RFC 6749 §4.1.2). A parameter that comes twice makes it malformed: two readers could
 * each see another one.
 */
export function readCallback(query: string): ProviderCallback {
  const pairs = formPairs(query);
  const single = (name: string): string | null => {
    const found = pairs.filter((pair) => pair.name === name);
    const value = found[0]?.value;
    return found.length === 1 && value && value.length <= LONGEST ? value : null;
  };
  const state = single('state');
  const repeated = ['state', 'code', 'error', 'iss'].find(
    (name) => pairs.filter((pair) => pair.name === name).length > 1,
  );
  if (repeated) return { kind: 'malformed', state, detail: `${repeated} is given more than once.` };
  if (state === null) return { kind: 'malformed', state, detail: 'There is no state.' };
  const [code, error] = [single('code'), single('error')];
  if (error !== null && code === null) {
    return { kind: 'error', state, error, description: single('error_description') };
  }
  if (code === null || error !== null) {
    return { kind: 'malformed', state, detail: 'There is neither exactly one code nor exactly one error.' };
  }
  return { kind: 'code', state, code, issuer: single('iss') };
}

/** Errors that mean the person, or somebody for them, said no. */
export function isDenied(error: string): boolean {
  return ['access_denied', 'consent_required', 'user_cancelled_login', 'user_cancelled_authorize'].includes(
    error,
  );
}

/** Values that never go into a record. */
const SECRET = new Set([
  'code',
  'state',
  'nonce',
  'code_challenge',
  'id_token',
  'access_token',
  'session_state',
]);
const LONGEST_SHOWN = 1000;

/** Parameters as lines for a record, those that could be used by somebody replaced by their length. */
export function shownParameters(pairs: readonly (readonly [name: string, value: string | null])[]): string {
  return pairs
    .map(([name, value]) => {
      const text = value ?? '';
      const shown = SECRET.has(name) ? `[hidden: ${text.length} characters]` : text.slice(0, LONGEST_SHOWN);
      return `${oneLine(name.slice(0, 100))}: ${oneLine(shown)}`;
    })
    .join('\n');
}

function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not break the lines
  return text.replaceAll(/[\x00-\x1f\x7f]+/g, ' ');
}

/** The same for a raw query, at most 50 parameters of it. */
export function shownQuery(query: string): string {
  return shownParameters(
    formPairs(query)
      .slice(0, 50)
      .map(({ name, value }) => [name, value]),
  );
}
