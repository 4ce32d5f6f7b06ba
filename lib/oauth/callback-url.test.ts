import { expect, test } from '@playwright/test';
import { callbackUrl } from './callback-url.ts';
import { AUTHORIZE_ERRORS, type AuthorizeErrorCode } from './errors.ts';
import { matchRedirectUri, type TrustedRedirectUri } from './redirect-uri.ts';

function trusted(uri: string): TrustedRedirectUri {
  const match = matchRedirectUri(uri, [uri]);
  if (!match) throw new Error(`${uri} is not a redirect URI`);
  return match.redirectUri;
}

const app = trusted('https://app.example.com/callback');

test('a code comes with the state, and without one when none was sent', () => {
  expect(callbackUrl(app, { code: '01ABC', state: 'xyz' })).toBe(
    'https://app.example.com/callback?code=01ABC&state=xyz',
  );
  expect(callbackUrl(app, { code: '01ABC', state: null })).toBe(
    'https://app.example.com/callback?code=01ABC',
  );
});

const STATES = [
  'dj1kUXc0dzlXZ1hjUQ==',
  '{"next":"/a?b=c&d=e#f","n":1}',
  'a b+c%20d%2B',
  'é ü 漢字 😀',
  "!'()*~-_.",
  '\r\n\t"<>\\^`{|}',
  '%',
  '&state=evil',
  '#fragment',
];
for (const state of STATES) {
  test(`the state ${JSON.stringify(state)} comes back byte for byte`, () => {
    const url = callbackUrl(app, { code: 'c', state });
    expect(url).toMatch(/^[\x21-\x7e]+$/);
    expect(new URL(url).searchParams.getAll('state')).toEqual([state]);
    expect(new URL(url).searchParams.get('code')).toBe('c');
    expect(new URL(url).hash).toBe('');
  });
}

test('an existing query stays', () => {
  const withQuery = trusted('https://app.example.com/callback?a=b%20c');
  expect(callbackUrl(withQuery, { code: 'x', state: null })).toBe(
    'https://app.example.com/callback?a=b%20c&code=x',
  );
  const bare = trusted('https://app.example.com/callback?');
  expect(callbackUrl(bare, { code: 'x', state: null })).toBe('https://app.example.com/callback?code=x');
});

test('the redirect URI is not rewritten', () => {
  for (const uri of [
    'https://APP.example.com:8443',
    'com.example.app:/callback',
    'com.example.app://callback',
  ]) {
    expect(callbackUrl(trusted(uri), { code: 'x', state: null })).toBe(`${uri}?code=x`);
  }
});

test('an error carries description, state, connection and organization', () => {
  const url = callbackUrl(app, {
    error: 'idp_initiated_sso_disabled',
    state: null,
    connectionId: 'conn_1',
    organizationId: 'org_1',
  });
  expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
    error: 'idp_initiated_sso_disabled',
    error_description: AUTHORIZE_ERRORS.idp_initiated_sso_disabled,
    connection_id: 'conn_1',
    organization_id: 'org_1',
  });
});

test('a description keeps to the characters of RFC 6749 and to 500 of them', () => {
  const errorDescription = `He said "no"\\\r\nü\u0000${'x'.repeat(600)}`;
  const url = callbackUrl(app, { error: 'access_denied', errorDescription, state: 's' });
  const description = new URL(url).searchParams.get('error_description') ?? '';
  expect(description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]{1,500}$/);
  expect(description).toContain("He said 'no'/ x");
});

test('a lone surrogate does not throw', () => {
  expect(callbackUrl(app, { code: 'x', state: '\ud800' })).toBe(
    'https://app.example.com/callback?code=x&state=%EF%BF%BD',
  );
});

test('every default description can be sent as it stands', () => {
  for (const error of Object.keys(AUTHORIZE_ERRORS) as AuthorizeErrorCode[]) {
    const sent = new URL(callbackUrl(app, { error, state: null })).searchParams.get('error_description');
    expect(sent).toBe(AUTHORIZE_ERRORS[error]);
  }
});
