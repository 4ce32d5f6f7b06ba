import { expect, test } from '@playwright/test';
import { type AuthorizeRequest, parseAuthorizeRequest } from './authorize-request.ts';
import type { AuthorizeErrorCode } from './errors.ts';

const BASE = 'client_id=client_1&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&response_type=code';
const SELECTED = `${BASE}&connection=conn_1`;
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

function accepted(query: string | URLSearchParams): AuthorizeRequest {
  const parsed = parseAuthorizeRequest(query);
  if (!parsed.ok) throw new Error(`${parsed.error}: ${parsed.description}`);
  return parsed.request;
}

test('a plain request is read with everything optional empty', () => {
  expect(accepted(SELECTED)).toEqual({
    clientId: 'client_1',
    redirectUri: 'https://app.example.com/cb',
    selector: { kind: 'connection', connectionId: 'conn_1' },
    state: null,
    nonce: null,
    loginHint: null,
    domainHint: null,
    forceAuthn: false,
    scopes: [],
    codeChallenge: null,
    providerScopes: [],
    providerQueryParams: {},
  });
});

test('every optional parameter is read', () => {
  const query = `${SELECTED}&state=s&nonce=n&login_hint=a%2Bb%40example.com&domain_hint=example.com&prompt=login&scope=openid+profile&code_challenge=${CHALLENGE}&code_challenge_method=S256`;
  expect(accepted(query)).toMatchObject({
    state: 's',
    nonce: 'n',
    loginHint: 'a+b@example.com',
    domainHint: 'example.com',
    forceAuthn: true,
    scopes: ['openid', 'profile'],
    codeChallenge: CHALLENGE,
  });
});

test('the redirect URI may be left out, which means the default one', () => {
  expect(accepted('client_id=c&response_type=code&connection=x').redirectUri).toBeNull();
  expect(accepted('client_id=c&redirect_uri=&response_type=code&connection=x').redirectUri).toBeNull();
});

test('unknown parameters are ignored, repeated or not', () => {
  expect(accepted(`${SELECTED}&screen_hint=sign-up&screen_hint=x&utm_source=%ff`).clientId).toBe('client_1');
});

const SELECTORS: readonly (readonly [string, unknown])[] = [
  ['connection=conn_1', { kind: 'connection', connectionId: 'conn_1' }],
  ['connection_id=conn_1', { kind: 'connection', connectionId: 'conn_1' }],
  ['connection=conn_1&connection_id=conn_1', { kind: 'connection', connectionId: 'conn_1' }],
  ['organization=org_1', { kind: 'organization', organizationId: 'org_1' }],
  ['organization_id=org_1', { kind: 'organization', organizationId: 'org_1' }],
  ['connection=&organization=org_1', { kind: 'organization', organizationId: 'org_1' }],
  ['provider=GoogleOAuth', { kind: 'provider', provider: 'GoogleOAuth' }],
  ['provider=GithubOAuth', { kind: 'provider', provider: 'GitHubOAuth' }],
];
for (const [selector, expected] of SELECTORS) {
  test(`the selector ${selector} is understood`, () => {
    expect(accepted(`${BASE}&${selector}`).selector).toEqual(expected);
  });
}

/** [query, error, whether the answer may go to the redirect URI]. */
const REFUSED: readonly (readonly [string, AuthorizeErrorCode, boolean])[] = [
  [BASE, 'invalid_connection_selector', true],
  [`${BASE}&connection=a&organization=b`, 'invalid_connection_selector', true],
  [`${BASE}&connection=a&provider=GoogleOAuth`, 'invalid_connection_selector', true],
  [`${BASE}&connection=a&connection_id=b`, 'invalid_connection_selector', true],
  [`${BASE}&organization=a&organization_id=b`, 'invalid_connection_selector', true],
  [`${BASE}&provider=authkit`, 'invalid_connection_selector', true],
  [`${BASE}&provider=OktaSAML`, 'invalid_connection_selector', true],
  [`${BASE}&domain=example.com`, 'domain_connection_selector_not_allowed', true],
  [`${SELECTED}&domain=example.com`, 'domain_connection_selector_not_allowed', true],
  [`${BASE}&connection=a&connection=a`, 'invalid_request', true],
  ['redirect_uri=https%3A%2F%2Fa.example&response_type=code&connection=a', 'invalid_request', false],
  [`${SELECTED}&client_id=client_2`, 'invalid_request', false],
  [`${SELECTED}&redirect_uri=https%3A%2F%2Fevil.example`, 'invalid_request', false],
  [`${SELECTED}&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb`, 'invalid_request', false],
  ['client_id=%ff&redirect_uri=x&response_type=code&connection=a', 'invalid_request', false],
  ['client_id=c%00&redirect_uri=x&response_type=code&connection=a', 'invalid_request', false],
  ['client_id=c&redirect_uri=x&connection=a', 'invalid_request', true],
  ['client_id=c&redirect_uri=x&response_type=token&connection=a', 'unsupported_response_type', true],
  ['client_id=c&redirect_uri=x&response_type=code+id_token&connection=a', 'unsupported_response_type', true],
  [`${SELECTED}&response_type=code`, 'invalid_request', true],
  [`${SELECTED}&state=a&state=a`, 'invalid_request', true],
  [`${SELECTED}&state=%ff`, 'invalid_request', true],
  [`${SELECTED}&state=a%00b`, 'invalid_request', true],
  [`${SELECTED}&state=${'a'.repeat(2049)}`, 'invalid_request', true],
  [`${SELECTED}&state=${'%C3%A9'.repeat(1025)}`, 'invalid_request', true],
  [`${SELECTED}&prompt=none`, 'invalid_request', true],
  [`${SELECTED}&prompt=consent`, 'invalid_request', true],
  [`${SELECTED}&code_challenge=${CHALLENGE}`, 'invalid_request', true],
  [`${SELECTED}&code_challenge=${CHALLENGE}&code_challenge_method=plain`, 'invalid_request', true],
  [`${SELECTED}&code_challenge=${CHALLENGE}&code_challenge_method=s256`, 'invalid_request', true],
  [`${SELECTED}&code_challenge=short&code_challenge_method=S256`, 'invalid_request', true],
  [`${SELECTED}&code_challenge=${CHALLENGE}%3D&code_challenge_method=S256`, 'invalid_request', true],
  [`${SELECTED}&code_challenge_method=S256`, 'invalid_request', true],
  [`${SELECTED}&login_hint=a%0Ab`, 'invalid_request', true],
  [`${SELECTED}&login_hint=${'a'.repeat(2049)}`, 'invalid_request', true],
  [`${SELECTED}&nonce=a&nonce=b`, 'invalid_request', true],
  [`${SELECTED}&scope=a%22b`, 'invalid_scope', true],
  [`${SELECTED}&provider_scopes=a%22b`, 'invalid_scope', true],
  [`${SELECTED}&provider_scopes=%ff`, 'invalid_scope', true],
  [`${SELECTED}&provider_query_params[client_id]=evil`, 'invalid_request', true],
  [`${SELECTED}&provider_query_params[redirect_uri]=https%3A%2F%2Fevil.example`, 'invalid_request', true],
  [`${SELECTED}&provider_query_params[a]=1&provider_query_params[a]=2`, 'invalid_request', true],
  [`${SELECTED}&provider_query_params=%7B%22state%22%3A%22evil%22%7D`, 'invalid_request', true],
  [`${SELECTED}&provider_query_params=nonsense`, 'invalid_request', true],
  [`${SELECTED}&provider_query_params=%5B%22a%22%5D`, 'invalid_request', true],
  [`${SELECTED}&provider_query_params[a]=%ff`, 'invalid_request', true],
  [`${'x=y&'.repeat(101)}${SELECTED}`, 'invalid_request', false],
];
for (const [query, error, mayRedirect] of REFUSED) {
  const shown = query.replace(BASE, '…').replace(CHALLENGE, '<challenge>').slice(0, 130);
  test(`${shown} is refused as ${error}${mayRedirect ? '' : ', never by a redirect'}`, () => {
    const parsed = parseAuthorizeRequest(query);
    expect(parsed).toMatchObject({ ok: false, error, mayRedirect });
    expect(!parsed.ok && parsed.description).toMatch(/\.$/);
  });
}

test('a refusal still knows client, redirect URI and state', () => {
  expect(parseAuthorizeRequest(`${BASE}&state=a%2Bb`)).toMatchObject({
    ok: false,
    clientId: 'client_1',
    redirectUri: 'https://app.example.com/cb',
    state: 'a+b',
  });
  expect(parseAuthorizeRequest(`${SELECTED}&client_id=other`)).toMatchObject({ clientId: null });
  expect(parseAuthorizeRequest(`${SELECTED}&redirect_uri=other`)).toMatchObject({ redirectUri: null });
  expect(parseAuthorizeRequest(`${SELECTED}&state=a&state=b`)).toMatchObject({ state: null });
});

const STATES: readonly (readonly [string, string])[] = [
  ['dj1kUXc0dzlXZ1hjUQ%3D%3D', 'dj1kUXc0dzlXZ1hjUQ=='],
  ['dj1kUXc0dzlXZ1hjUQ==', 'dj1kUXc0dzlXZ1hjUQ=='],
  ['%7B%22a%22%3A%22b%26c%22%7D', '{"a":"b&c"}'],
  ['%2525', '%25'],
  ['a+b%2Bc', 'a b+c'],
  ['%0D%0A%09', '\r\n\t'],
  ['%EF%BB%BFx', '\uFEFFx'],
  ['%F0%9F%98%80', '😀'],
  ['%20%20', '  '],
  ['100%', '100%'],
  ['a'.repeat(2048), 'a'.repeat(2048)],
];
for (const [raw, expected] of STATES) {
  test(`state=${raw.slice(0, 40)} is kept byte for byte`, () => {
    expect(accepted(`${SELECTED}&state=${raw}`).state).toBe(expected);
  });
}

test('a parsed URLSearchParams is read like the raw query', () => {
  const query = `${SELECTED}&state=a%2Bb%26%3D%25+c`;
  expect(accepted(new URLSearchParams(query))).toEqual(accepted(query));
});

const SCOPES = ['https://graph.example/User.Read', 'calendar'];
const SCOPE_ENCODINGS: readonly string[] = [
  `provider_scopes=${encodeURIComponent(SCOPES[0] ?? '')}&provider_scopes=calendar`,
  `provider_scopes=${encodeURIComponent(SCOPES.join(','))}`,
  `provider_scopes[0]=${encodeURIComponent(SCOPES[0] ?? '')}&provider_scopes%5B1%5D=calendar`,
  `provider_scopes[]=${encodeURIComponent(SCOPES[0] ?? '')}&provider_scopes[]=calendar`,
  `provider_scopes=${encodeURIComponent("['https://graph.example/User.Read', 'calendar']")}`,
  `provider_scopes=${encodeURIComponent(JSON.stringify(SCOPES))}`,
];
for (const encoding of SCOPE_ENCODINGS) {
  test(`provider scopes are read from ${encoding}`, () => {
    expect(accepted(`${SELECTED}&${encoding}`).providerScopes).toEqual(SCOPES);
  });
}

const PARAM_ENCODINGS: readonly string[] = [
  "provider_query_params[hd]=example.com&provider_query_params%5Bnote%5D=it's",
  `provider_query_params=${encodeURIComponent('{"hd":"example.com","note":"it\'s"}')}`,
  `provider_query_params=${encodeURIComponent(`{'hd': 'example.com', 'note': "it's"}`)}`,
];
for (const encoding of PARAM_ENCODINGS) {
  test(`provider query parameters are read from ${encoding}`, () => {
    expect(accepted(`${SELECTED}&${encoding}`).providerQueryParams).toEqual({
      hd: 'example.com',
      note: "it's",
    });
  });
}

test('numbers and truth values in a Python dict become text', () => {
  const dict = encodeURIComponent("{'a': True, 'b': 5, 'c': False}");
  expect(accepted(`${SELECTED}&provider_query_params=${dict}`).providerQueryParams).toEqual({
    a: 'true',
    b: '5',
    c: 'false',
  });
});

test('a parameter named __proto__ is only a key', () => {
  const { providerQueryParams } = accepted(`${SELECTED}&provider_query_params[__proto__]=x`);
  expect(Object.hasOwn(providerQueryParams, '__proto__')).toBe(true);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

test('nothing that can stand in a query makes it throw', () => {
  const pieces = [
    '%',
    '%ff',
    '=',
    '&',
    'state',
    '[',
    ']',
    '__proto__',
    '\ud800',
    'provider_query_params',
    '{',
    "'",
  ];
  for (let seed = 0; seed < 3000; seed++) {
    let query = seed % 2 ? `${SELECTED}&` : '';
    for (let n = seed, i = 0; i < 12; i++, n = (n * 48271 + 11) % 2147483647)
      query += pieces[n % pieces.length];
    expect(typeof parseAuthorizeRequest(query).ok).toBe('boolean');
  }
});
