import { expect, test } from '@playwright/test';
import type { TokenErrorCode } from './errors.ts';
import { bearerValues, parseTokenRequest } from './token-request.ts';

const FORM = 'application/x-www-form-urlencoded';
const FIELDS = {
  client_id: 'client_1',
  client_secret: 'sk_1',
  grant_type: 'authorization_code',
  code: '01CODE',
};
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const parse = (input: Partial<Parameters<typeof parseTokenRequest>[0]>) =>
  parseTokenRequest({ contentType: null, body: '', query: '', authorization: null, ...input });

const EXPECTED = {
  ok: true,
  request: {
    grantType: 'authorization_code',
    clientId: 'client_1',
    clientSecret: 'sk_1',
    bearerValues: [],
    code: '01CODE',
    codeVerifier: null,
    redirectUri: null,
  },
};

const basic = Buffer.from('client_1:sk_1').toString('base64');
const WAYS: Readonly<Record<string, Parameters<typeof parse>[0]>> = {
  'a form body': { contentType: `${FORM};charset=utf-8`, body: form(FIELDS) },
  'a JSON body': { contentType: 'application/json', body: JSON.stringify(FIELDS) },
  'a JSON body with charset': {
    contentType: 'Application/JSON; charset=utf-8',
    body: JSON.stringify(FIELDS),
  },
  'the query string': { query: `?${form(FIELDS)}` },
  'a JSON body with the code in the query too': {
    contentType: 'application/json',
    body: JSON.stringify(FIELDS),
    query: 'code=01CODE',
  },
  'a form body without content type': { body: form(FIELDS) },
  'a JSON body without content type': { body: ` ${JSON.stringify(FIELDS)}` },
  'HTTP Basic': {
    contentType: FORM,
    body: form({ grant_type: 'authorization_code', code: '01CODE' }),
    authorization: `Basic ${basic}`,
  },
};
for (const [way, input] of Object.entries(WAYS)) {
  test(`the same request is read from ${way}`, () => {
    expect(parse(input)).toEqual(EXPECTED);
  });
}

test('a public client sends a verifier and no secret', () => {
  const { client_secret: _, ...fields } = FIELDS;
  expect(
    parse({ contentType: FORM, body: form({ ...fields, code_verifier: 'v', redirect_uri: 'https://a/' }) }),
  ).toMatchObject({
    ok: true,
    request: { clientSecret: null, codeVerifier: 'v', redirectUri: 'https://a/' },
  });
});

test('a bearer key stands in for client_id and secret', () => {
  const body = form({ grant_type: 'authorization_code', code: '01CODE' });
  expect(parse({ contentType: FORM, body, authorization: 'Bearer sk_1' })).toMatchObject({
    ok: true,
    request: { clientId: null, clientSecret: null, bearerValues: ['sk_1'] },
  });
});

test('null and empty fields count as absent', () => {
  const body = JSON.stringify({ ...FIELDS, code_verifier: null, redirect_uri: '', other: { deep: true } });
  expect(parse({ contentType: 'application/json', body })).toEqual(EXPECTED);
});

test('a secret in HTTP Basic is form-decoded', () => {
  const credentials = Buffer.from('client%201:s%2Bk').toString('base64');
  const body = form({ grant_type: 'authorization_code', code: 'c' });
  expect(parse({ contentType: FORM, body, authorization: `Basic ${credentials}` })).toMatchObject({
    request: { clientId: 'client 1', clientSecret: 's+k' },
  });
});

const REFUSED: Readonly<Record<string, readonly [Parameters<typeof parse>[0], TokenErrorCode]>> = {
  'an empty request': [{}, 'invalid_request'],
  'no grant type': [{ body: form({ client_id: 'a', code: 'b' }) }, 'invalid_request'],
  'another grant type': [
    { body: form({ ...FIELDS, grant_type: 'client_credentials' }) },
    'unsupported_grant_type',
  ],
  'no code': [{ body: form({ client_id: 'a', grant_type: 'authorization_code' }) }, 'invalid_request'],
  'no client': [{ body: form({ code: 'a', grant_type: 'authorization_code' }) }, 'invalid_request'],
  'a repeated code': [{ contentType: FORM, body: `${form(FIELDS)}&code=other` }, 'invalid_request'],
  'a code repeated with the same value': [
    { contentType: FORM, body: `${form(FIELDS)}&code=01CODE` },
    'invalid_request',
  ],
  'another code in the query': [
    { contentType: FORM, body: form(FIELDS), query: 'code=other' },
    'invalid_request',
  ],
  'another secret in HTTP Basic': [
    { contentType: FORM, body: form({ ...FIELDS, client_secret: 'x' }), authorization: `Basic ${basic}` },
    'invalid_request',
  ],
  'broken JSON': [{ contentType: 'application/json', body: '{' }, 'invalid_request'],
  'a JSON list': [{ contentType: 'application/json', body: '[]' }, 'invalid_request'],
  'a JSON text': [{ contentType: 'application/json', body: '"code"' }, 'invalid_request'],
  'a code that is a number': [
    { contentType: 'application/json', body: JSON.stringify({ ...FIELDS, code: 1 }) },
    'invalid_request',
  ],
  'a code that is a list': [
    { contentType: 'application/json', body: JSON.stringify({ ...FIELDS, code: ['01CODE'] }) },
    'invalid_request',
  ],
  'a code with NUL': [{ contentType: FORM, body: form({ ...FIELDS, code: 'a\0' }) }, 'invalid_request'],
  'a code that is not UTF-8': [{ contentType: FORM, body: 'code=%ff' }, 'invalid_request'],
  'another content type': [{ contentType: 'multipart/form-data; boundary=x', body: 'x' }, 'invalid_request'],
  'a huge body': [{ contentType: FORM, body: `${form(FIELDS)}&x=${'a'.repeat(70000)}` }, 'invalid_request'],
};
for (const [what, [input, error]] of Object.entries(REFUSED)) {
  test(`${what} is refused as ${error} with status 400`, () => {
    expect(parse(input)).toMatchObject({
      ok: false,
      error,
      status: 400,
      description: expect.stringMatching(/\.$/),
    });
  });
}

test('a field named __proto__ changes nothing', () => {
  const body = `{"__proto__":{"code":"x"},"client_id":"a","grant_type":"authorization_code"}`;
  expect(parse({ contentType: 'application/json', body })).toMatchObject({ ok: false });
});

const BEARERS: readonly (readonly [string | null, string[]])[] = [
  ['Bearer sk_1', ['sk_1']],
  ['bearer  sk_1 ', ['sk_1']],
  ['Bearer sk_1, Bearer a.b.c', ['sk_1', 'a.b.c']],
  ['Basic abc, Bearer x', ['x']],
  ['Bearer ', []],
  ['Bearer a b', []],
  ['Basic abc', []],
  ['', []],
  [null, []],
];
for (const [header, expected] of BEARERS) {
  test(`Authorization ${JSON.stringify(header)} carries ${expected.length} bearer values`, () => {
    expect(bearerValues(header)).toEqual(expected);
  });
}
