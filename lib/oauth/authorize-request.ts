import { AUTHORIZE_ERRORS, type AuthorizeErrorCode } from './errors.ts';
import { type FormPair, formPairs } from './form-pairs.ts';
import { isCodeChallenge } from './pkce.ts';

/** The values of `provider`, each the connection type it selects. */
export const OAUTH_PROVIDERS = [
  'AppleOAuth',
  'BitbucketOAuth',
  'DiscordOAuth',
  'GitHubOAuth',
  'GitLabOAuth',
  'GoogleOAuth',
  'GrokOAuth',
  'IntuitOAuth',
  'LinkedInOAuth',
  'MicrosoftOAuth',
  'SalesforceOAuth',
  'SlackOAuth',
  'VercelMarketplaceOAuth',
  'VercelOAuth',
  'XOAuth',
  'XeroOAuth',
] as const;
export type OAuthProvider = (typeof OAUTH_PROVIDERS)[number];

export type ConnectionSelector =
  | { readonly kind: 'connection'; readonly connectionId: string }
  | { readonly kind: 'organization'; readonly organizationId: string }
  | { readonly kind: 'provider'; readonly provider: OAuthProvider };

/** A well-formed authorize request; nothing in it has been compared with stored data yet. */
export type AuthorizeRequest = {
  readonly clientId: string;
  /** Null when absent: the environment's default redirect URI is meant. */
  readonly redirectUri: string | null;
  readonly selector: ConnectionSelector;
  /** Decoded once and otherwise untouched; at most 2,048 bytes of UTF-8. */
  readonly state: string | null;
  readonly nonce: string | null;
  readonly loginHint: string | null;
  readonly domainHint: string | null;
  /** `prompt=login`: the identity provider must ask for credentials again. */
  readonly forceAuthn: boolean;
  readonly scopes: readonly string[];
  /** S256; null when the request does not use PKCE. */
  readonly codeChallenge: string | null;
  readonly providerScopes: readonly string[];
  readonly providerQueryParams: Readonly<Record<string, string>>;
};

/**
 * What is wrong, with what is known about where to say so. `clientId` and `redirectUri` are as sent and
 * unchecked: redirect only after `matchRedirectUri` accepted the URI for that client, else show a page.
 * `mayRedirect` is false when one of the two is itself the problem.
 */
export type AuthorizeProblem = {
  readonly error: AuthorizeErrorCode;
  readonly description: string;
  /** The query parameter to look at. */
  readonly parameter: string;
  readonly mayRedirect: boolean;
  readonly clientId: string | null;
  readonly redirectUri: string | null;
  readonly state: string | null;
};

export type ParsedAuthorizeRequest =
  | { readonly ok: true; readonly request: AuthorizeRequest }
  | ({ readonly ok: false } & AuthorizeProblem);

const MAX_STATE_BYTES = 2048;
const MAX_PAIRS = 100;
const MAX_VALUE_BYTES = 2048;

/**
 * Reads the query of `GET /sso/authorize`. Give the raw query string where there is one: URLSearchParams has
 * already replaced octets that are not UTF-8, and `state` must come back byte for byte.
 */
export function parseAuthorizeRequest(query: string | URLSearchParams): ParsedAuthorizeRequest {
  const pairs = formPairs(query.toString());
  try {
    return { ok: true, request: readRequest(pairs) };
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    return {
      ok: false,
      error: problem.error,
      description: problem.message,
      parameter: problem.parameter,
      mayRedirect: !problem.pageOnly,
      clientId: orNull(() => single(pairs, 'client_id')),
      redirectUri: orNull(() => single(pairs, 'redirect_uri')),
      state: orNull(() => readState(pairs)),
    };
  }
}

/** Carries the first problem out of the reading functions; never leaves this file. */
class Refusal extends Error {
  readonly parameter: string;
  readonly error: AuthorizeErrorCode;
  readonly pageOnly: boolean;
  constructor(parameter: string, error: AuthorizeErrorCode, description?: string, pageOnly = false) {
    super(description ?? AUTHORIZE_ERRORS[error]);
    this.parameter = parameter;
    this.error = error;
    this.pageOnly = pageOnly;
  }
}

/** The order is the order of blame: first who asks and where the answer goes, then what is asked for. */
function readRequest(pairs: readonly FormPair[]): AuthorizeRequest {
  if (pairs.length > MAX_PAIRS) throw new Refusal('', 'invalid_request', 'Too many parameters.', true);
  const clientId = pageOnly(() => single(pairs, 'client_id'));
  if (clientId === null) throw new Refusal('client_id', 'invalid_request', 'client_id is missing.', true);
  const redirectUri = pageOnly(() => single(pairs, 'redirect_uri'));
  const state = readState(pairs);
  readResponseType(pairs);
  return {
    clientId,
    redirectUri,
    state,
    selector: readSelector(pairs),
    nonce: single(pairs, 'nonce'),
    loginHint: single(pairs, 'login_hint'),
    domainHint: single(pairs, 'domain_hint'),
    forceAuthn: readPrompt(pairs),
    scopes: readScope(pairs),
    codeChallenge: readCodeChallenge(pairs),
    providerScopes: readProviderScopes(pairs),
    providerQueryParams: readProviderQueryParams(pairs),
  };
}

/**
 * The one value of a parameter, null when absent or empty (RFC 6749 §3.1: sent without a value means
 * omitted). Sent twice is refused, because two readers of the URL could each see another value.
 */
function single(pairs: readonly FormPair[], name: string): string | null {
  const found = pairs.filter((pair) => pair.name === name);
  if (found.length > 1) throw new Refusal(name, 'invalid_request', `${name} is given more than once.`);
  const value = found[0]?.value;
  if (value === null) throw new Refusal(name, 'invalid_request', `${name} is not valid UTF-8.`);
  if (!value) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be refused
  if (/[\x00-\x1f\x7f]/.test(value)) {
    throw new Refusal(name, 'invalid_request', `${name} contains control characters.`);
  }
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES) {
    throw new Refusal(name, 'invalid_request', `${name} is longer than ${MAX_VALUE_BYTES} bytes.`);
  }
  return value;
}

/** Never interpreted, so every octet but NUL is welcome; NUL cannot be stored in PostgreSQL text. */
function readState(pairs: readonly FormPair[]): string | null {
  const found = pairs.filter((pair) => pair.name === 'state');
  if (found.length > 1) throw new Refusal('state', 'invalid_request', 'state is given more than once.');
  const value = found[0]?.value;
  if (value === null) throw new Refusal('state', 'invalid_request', 'state is not valid UTF-8.');
  if (!value) return null;
  if (value.includes('\0')) throw new Refusal('state', 'invalid_request', 'state contains a NUL character.');
  if (Buffer.byteLength(value) > MAX_STATE_BYTES) {
    throw new Refusal('state', 'invalid_request', `state is longer than ${MAX_STATE_BYTES} bytes.`);
  }
  return value;
}

function readResponseType(pairs: readonly FormPair[]): void {
  const responseType = single(pairs, 'response_type');
  if (responseType === null) {
    throw new Refusal(
      'response_type',
      'invalid_request',
      'response_type is missing; use response_type=code.',
    );
  }
  if (responseType !== 'code') throw new Refusal('response_type', 'unsupported_response_type');
}

function readSelector(pairs: readonly FormPair[]): ConnectionSelector {
  if (single(pairs, 'domain') !== null) throw new Refusal('domain', 'domain_connection_selector_not_allowed');
  const connectionId = aliased(pairs, 'connection', 'connection_id');
  const organizationId = aliased(pairs, 'organization', 'organization_id');
  const provider = single(pairs, 'provider');
  const given = [connectionId, organizationId, provider].filter((value) => value !== null);
  if (given.length !== 1) {
    const how = given.length === 0 ? 'None' : 'More than one';
    const description = `${how} of connection, organization and provider is given; give exactly one.`;
    throw new Refusal('connection', 'invalid_connection_selector', description);
  }
  if (connectionId !== null) return { kind: 'connection', connectionId };
  if (organizationId !== null) return { kind: 'organization', organizationId };
  return { kind: 'provider', provider: readProvider(provider ?? '') };
}

/** One SDK helper sends the long names; both at once are fine as long as they agree. */
function aliased(pairs: readonly FormPair[], name: string, alias: string): string | null {
  const [value, other] = [single(pairs, name), single(pairs, alias)];
  if (value !== null && other !== null && value !== other) {
    throw new Refusal(name, 'invalid_connection_selector', `${name} and ${alias} name different things.`);
  }
  return value ?? other;
}

function readProvider(value: string): OAuthProvider {
  // The list filter of the API spells it this way.
  const spelling = value === 'GithubOAuth' ? 'GitHubOAuth' : value;
  const provider = OAUTH_PROVIDERS.find((known) => known === spelling);
  if (provider) return provider;
  throw new Refusal(
    'provider',
    'invalid_connection_selector',
    `The provider is not one of ${OAUTH_PROVIDERS.join(', ')}.`,
  );
}

function readPrompt(pairs: readonly FormPair[]): boolean {
  const prompt = single(pairs, 'prompt');
  if (prompt !== null && prompt !== 'login') {
    throw new Refusal('prompt', 'invalid_request', 'prompt supports only the value login.');
  }
  return prompt === 'login';
}

function readScope(pairs: readonly FormPair[]): string[] {
  const scopes = (single(pairs, 'scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (!scopes.every(isScopeToken)) throw new Refusal('scope', 'invalid_scope');
  return scopes;
}

function readCodeChallenge(pairs: readonly FormPair[]): string | null {
  const challenge = single(pairs, 'code_challenge');
  const method = single(pairs, 'code_challenge_method');
  if (challenge === null) {
    if (method === null) return null;
    throw new Refusal(
      'code_challenge',
      'invalid_request',
      'code_challenge_method is given without code_challenge.',
    );
  }
  // An absent method means plain (RFC 7636 §4.3), which protects nothing once the URL has leaked.
  if (method !== 'S256') {
    throw new Refusal(
      'code_challenge_method',
      'invalid_request',
      'Only code_challenge_method=S256 is supported.',
    );
  }
  if (isCodeChallenge(challenge)) return challenge;
  const description =
    'code_challenge must be the base64url SHA-256 digest of the verifier: 43 characters, no padding.';
  throw new Refusal('code_challenge', 'invalid_request', description);
}

/** Repeated key, comma list, `provider_scopes[0]=`, JSON text and Python-list text are all sent by some SDK. */
function readProviderScopes(pairs: readonly FormPair[]): string[] {
  const scopes = pairs
    .filter((pair) => /^provider_scopes(\[\d*\])?$/.test(pair.name))
    .flatMap((pair) => listOf(pair.value ?? '\0'))
    .filter((scope) => scope !== '');
  if (scopes.length <= 50 && scopes.every(isScopeToken)) return [...new Set(scopes)];
  throw new Refusal('provider_scopes', 'invalid_scope', 'provider_scopes is not a list of scopes.');
}

function listOf(text: string): string[] {
  const inner = /^\s*\[(.*)\]\s*$/s.exec(text)?.[1] ?? text;
  return inner.split(/[,\s]+/).map((item) => item.replace(/^(['"])(.*)\1$/, '$2'));
}

/** Scope tokens as RFC 6749 §3.3 writes them, so without quotes, backslashes and spaces. */
function isScopeToken(text: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/.test(text);
}

/** Ours to set in the request to the provider; a link must not be able to replace them. */
const RESERVED_PROVIDER_PARAMS = new Set(
  (
    'client_id client_secret code_challenge code_challenge_method nonce redirect_uri request request_uri ' +
    'response_mode response_type scope state'
  ).split(' '),
);

/** `provider_query_params[k]=v`, JSON text and Python-dict text are all sent by some SDK. */
function readProviderQueryParams(pairs: readonly FormPair[]): Record<string, string> {
  const bracketed = pairs.flatMap(({ name, value }): [string, string | null][] => {
    const key = /^provider_query_params\[([^\]]+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, value]];
  });
  const text = single(pairs, 'provider_query_params');
  const entries = [...bracketed, ...(text === null ? [] : entriesOf(text))];
  const keys = new Set(entries.map(([key]) => key));
  for (const [key, value] of entries) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be refused
    const usable = value !== null && value.length <= MAX_VALUE_BYTES && !/[\x00-\x1f\x7f]/.test(key + value);
    if (!usable || RESERVED_PROVIDER_PARAMS.has(key) || keys.size !== entries.length || entries.length > 20) {
      const description =
        'provider_query_params is malformed, too long, or sets a parameter which is not yours to set.';
      throw new Refusal('provider_query_params', 'invalid_request', description);
    }
  }
  // fromEntries defines keys instead of assigning them, so a key named __proto__ is only a key.
  return Object.fromEntries(entries.map(([key, value]) => [key, value ?? '']));
}

function entriesOf(text: string): [string, string | null][] {
  const object = jsonObject(text) ?? jsonObject(pythonDictToJson(text));
  if (!object) return [['', null]];
  return Object.entries(object).map(([key, value]) => [
    key,
    ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null,
  ]);
}

function jsonObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** `{'a': 'b', 'c': True}` to JSON. Python writes a text in double quotes only when it holds an apostrophe. */
function pythonDictToJson(text: string): string {
  const tokens = /'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"|\b(True|False|None)\b/g;
  const words: Record<string, string> = { True: 'true', False: 'false', None: 'null' };
  return text.replaceAll(tokens, (token, quoted: string | undefined, word: string | undefined) => {
    if (word !== undefined) return words[word] ?? token;
    if (quoted === undefined) return token;
    return `"${quoted.replaceAll("\\'", "'").replaceAll('"', '\\"')}"`;
  });
}

function pageOnly<T>(read: () => T): T {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof Refusal)
      throw new Refusal(problem.parameter, problem.error, problem.message, true);
    throw problem;
  }
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof Refusal) return null;
    throw problem;
  }
}
