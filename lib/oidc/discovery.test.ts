import { expect, test } from '@playwright/test';
import { discoveryAddress, readDiscovery } from './discovery.ts';

const ISSUER = 'https://idp.example.com/tenant';
const DOCUMENT = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/keys`,
  response_types_supported: ['code'],
};
const read = (changes: Record<string, unknown> = {}, more: { issuer?: string; loopback?: boolean } = {}) =>
  readDiscovery(JSON.stringify({ ...DOCUMENT, ...changes }), { issuer: ISSUER, loopback: false, ...more });

test('an address is the document or its issuer, and says which issuer the document has to name', () => {
  const url = `${ISSUER}/.well-known/openid-configuration`;
  const cases: [string, { url: string; issuer: string } | null][] = [
    [url, { url, issuer: ISSUER }],
    [` ${ISSUER}/ `, { url, issuer: ISSUER }],
    [
      'https://idp.example.com/.well-known/openid-configuration',
      { url: 'https://idp.example.com/.well-known/openid-configuration', issuer: 'https://idp.example.com' },
    ],
    [
      'https://idp.example.com/.well-known/oauth-authorization-server/tenant',
      { url: 'https://idp.example.com/.well-known/oauth-authorization-server/tenant', issuer: ISSUER },
    ],
    [`${url}?tenant=other`, null],
    [`${url}#x`, null],
    ['https://user:secret@idp.example.com', null],
    ['ftp://idp.example.com', null],
    ['idp.example.com', null],
    ['', null],
  ];
  for (const [typed, expected] of cases) expect(discoveryAddress(typed), typed).toEqual(expected);
});

test('a document speaks for the issuer of its address only, but for a final slash', () => {
  expect(read()).toMatchObject({ ok: true, provider: { issuer: ISSUER } });
  expect(read({ issuer: `${ISSUER}/` })).toMatchObject({ ok: true, provider: { issuer: `${ISSUER}/` } });
  for (const issuer of [
    'https://idp.example.com/other',
    'https://idp.example.com/{tenantid}',
    'HTTPS://idp.example.com/tenant',
    `${ISSUER}//`,
    undefined,
    [ISSUER],
  ]) {
    expect(read({ issuer }), String(issuer)).toMatchObject({ ok: false, code: 'issuer_mismatch' });
  }
});

test('a document without what a sign-in takes, or with it over http, is refused', () => {
  const missing: Record<string, unknown>[] = [
    { token_endpoint: undefined },
    { jwks_uri: 'http://idp.example.com/keys' },
    { authorization_endpoint: 'javascript:alert(1)' },
    { authorization_endpoint: 'https://user@idp.example.com/authorize' },
    { token_endpoint: 'http://localhost/token' },
  ];
  for (const changes of missing) expect(read(changes)).toMatchObject({ code: 'endpoints_missing' });
  expect(read({ response_types_supported: ['id_token'] })).toMatchObject({ code: 'code_not_supported' });
  expect(read({ token_endpoint_auth_methods_supported: ['private_key_jwt'] })).toMatchObject({
    code: 'token_authentication_method_not_supported',
  });
  expect(readDiscovery('<html>', { issuer: ISSUER, loopback: false })).toMatchObject({ code: 'not_json' });
  expect(read({ token_endpoint: 'http://localhost/token' }, { loopback: true })).toMatchObject({ ok: true });
});

test('what is not needed to sign in is left out where it cannot be used', () => {
  expect(
    read({ end_session_endpoint: 'http://idp.example.com/end', revocation_endpoint: `${ISSUER}/revoke` }),
  ).toMatchObject({
    provider: {
      endSessionEndpoint: null,
      revocationEndpoint: `${ISSUER}/revoke`,
      userinfoEndpoint: null,
      tokenAuths: ['client_secret_basic'],
    },
  });
});
