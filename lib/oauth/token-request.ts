import { TOKEN_ERRORS, type TokenErrorCode } from './errors.ts';
import { type FormPair, formPairs } from './form-pairs.ts';

/** A well-formed token request; nothing in it has been compared with stored data yet. */
export type TokenRequest = {
  readonly grantType: 'authorization_code';
  /** Null only when a bearer key came along, which names its environment by itself. */
  readonly clientId: string | null;
  /** From the body, the query or HTTP Basic; null for public clients and for those that send a bearer key. */
  readonly clientSecret: string | null;
  /** Every bearer value of the Authorization header, in order. */
  readonly bearerValues: readonly string[];
  readonly code: string;
  readonly codeVerifier: string | null;
  /** Compared with the one of the authorize request when sent (RFC 6749 §4.1.3); the SDKs do not send it. */
  readonly redirectUri: string | null;
};

export type ParsedTokenRequest =
  | { readonly ok: true; readonly request: TokenRequest }
  | {
      readonly ok: false;
      readonly error: TokenErrorCode;
      readonly description: string;
      readonly status: number;
    };

const MAX_BODY_CHARACTERS = 64 * 1024;
const FIELDS = ['client_id', 'client_secret', 'grant_type', 'code', 'code_verifier', 'redirect_uri'] as const;
type Field = (typeof FIELDS)[number];
type Values = Partial<Record<Field, string>>;

/**
 * Reads `POST /sso/token` from form body, JSON body and query string alike, because SDKs use all three, some
 * two at once. The same field may come twice only with the same value. `authorization` is the header as the
 * platform joins it, so possibly several values separated by commas.
 */
export function parseTokenRequest(input: {
  contentType: string | null;
  body: string;
  query: string;
  authorization: string | null;
}): ParsedTokenRequest {
  const bearer = bearerValues(input.authorization);
  const sources = [readBody(input.contentType, input.body), readPairs(formPairs(input.query))];
  const basic = basicCredentials(input.authorization);
  if (basic)
    sources.push({ client_id: basic.id, ...(basic.secret === '' ? {} : { client_secret: basic.secret }) });
  const values = merge(sources);
  if (typeof values === 'string') return refuse('invalid_request', values);
  if (values.grant_type === undefined) return refuse('invalid_request', 'grant_type is missing.');
  if (values.grant_type !== 'authorization_code') return refuse('unsupported_grant_type');
  if (values.code === undefined) return refuse('invalid_request', 'code is missing.');
  if (values.client_id === undefined && bearer.length === 0)
    return refuse('invalid_request', 'client_id is missing.');
  return {
    ok: true,
    request: {
      grantType: 'authorization_code',
      clientId: values.client_id ?? null,
      clientSecret: values.client_secret ?? null,
      bearerValues: bearer,
      code: values.code,
      codeVerifier: values.code_verifier ?? null,
      redirectUri: values.redirect_uri ?? null,
    },
  };
}

/**
 * Every bearer token of an Authorization header (RFC 6750 §2.1). One SDK adds a second header instead of
 * replacing its API key, and platforms join the two with a comma.
 */
export function bearerValues(authorization: string | null): string[] {
  return (authorization ?? '')
    .split(',')
    .map((part) => /^\s*Bearer +([A-Za-z0-9._~+/-]+=*)\s*$/i.exec(part)?.[1])
    .filter((token) => token !== undefined);
}

/** Client id and secret of HTTP Basic, form-decoded as RFC 6749 §2.3.1 asks; null when it is something else. */
function basicCredentials(authorization: string | null): { id: string; secret: string } | null {
  const encoded = /^\s*Basic +([A-Za-z0-9+/_-]+={0,2})\s*$/i.exec(authorization ?? '')?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return null;
  const [id, secret] = formPairs(`a=${text.slice(0, colon)}&b=${text.slice(colon + 1)}`);
  return { id: id?.value ?? '', secret: secret?.value ?? '' };
}

/** Values of one source, or the sentence that says why it cannot be read. */
function readBody(contentType: string | null, body: string): Values | string {
  if (body.length > MAX_BODY_CHARACTERS) return 'The body is too large.';
  if (body.trim() === '') return {};
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  // Without a type, a JSON object shows itself by its first character, which no form field has.
  if (type === 'application/json' || (type === '' && body.trimStart().startsWith('{'))) return readJson(body);
  if (type === 'application/x-www-form-urlencoded' || type === '') return readPairs(formPairs(body));
  return 'The body must be application/x-www-form-urlencoded or application/json.';
}

function readJson(body: string): Values | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return 'The body is not valid JSON.';
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return 'The body must be a JSON object.';
  const pairs: FormPair[] = [];
  for (const [name, value] of Object.entries(parsed)) {
    if (value === null || !isField(name)) continue;
    if (typeof value !== 'string') return `${name} must be a string.`;
    pairs.push({ name, value });
  }
  return readPairs(pairs);
}

function readPairs(pairs: readonly FormPair[]): Values | string {
  const values: Values = {};
  for (const { name, value } of pairs) {
    if (!isField(name) || value === '') continue;
    if (values[name] !== undefined) return `${name} is given more than once.`;
    // NUL and its like belong to no field, and PostgreSQL refuses to compare with them.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be refused
    if (value === null || /[\x00-\x1f\x7f]/.test(value))
      return `${name} contains characters which are not allowed.`;
    values[name] = value;
  }
  return values;
}

function merge(sources: readonly (Values | string)[]): Values | string {
  const merged: Values = {};
  for (const source of sources) {
    if (typeof source === 'string') return source;
    for (const name of FIELDS) {
      const value = source[name];
      if (value === undefined) continue;
      if (merged[name] !== undefined && merged[name] !== value)
        return `${name} is given twice with different values.`;
      merged[name] = value;
    }
  }
  return merged;
}

function isField(name: string): name is Field {
  return FIELDS.some((field) => field === name);
}

function refuse(error: TokenErrorCode, description?: string): ParsedTokenRequest {
  const known = TOKEN_ERRORS[error];
  return { ok: false, error, description: description ?? known.description, status: known.status };
}
