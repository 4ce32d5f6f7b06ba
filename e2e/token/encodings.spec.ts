import { expect, test } from '@playwright/test';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { env } from '#lib/env.ts';
import { loginForCode } from '../support/login.ts';
import { seedConnection, seedWorkspace } from '../support/seed.ts';

test.describe.configure({ retries: 0 });

const origin = env().http.url;

test('the token endpoint reads form, JSON and query, with the secret in the body, as bearer or as Basic', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const { clientId, apiKey } = staging;
  const base = { client_id: clientId, grant_type: 'authorization_code' };
  const url = `${origin}/sso/token`;
  const ways: Record<string, (code: string) => Promise<Response>> = {
    form: (code) =>
      fetch(url, { method: 'POST', body: new URLSearchParams({ ...base, client_secret: apiKey, code }) }),
    json: (code) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...base, client_secret: apiKey, code }),
      }),
    query: (code) =>
      fetch(`${url}?${new URLSearchParams({ ...base, client_secret: apiKey, code })}`, { method: 'POST' }),
    'json and query': (code) =>
      fetch(`${url}?code=${code}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...base, client_secret: apiKey }),
      }),
    bearer: (code) =>
      fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}` },
        body: new URLSearchParams({ ...base, code }),
      }),
    basic: (code) =>
      fetch(url, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${clientId}:${apiKey}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'authorization_code', code }),
      }),
  };
  for (const [name, send] of Object.entries(ways)) {
    const { code } = await loginForCode(origin, clientId, connection);
    const answer = await send(code);
    expect(answer.status, name).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const body = (await answer.json()) as Record<string, unknown>;
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'profile', 'token_type']);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600 });
    expect(Object.keys(body['profile'] as object).sort()).toEqual(
      (
        'connection_id connection_type custom_attributes email first_name groups id idp_id last_name name object ' +
        'organization_id raw_attributes role roles'
      ).split(' '),
    );
  }
});

test('refusals are OAuth JSON with one wording for every unusable code', async () => {
  const { staging } = await seedWorkspace();
  const send = async (fields: Record<string, string>) => {
    const answer = await fetch(`${origin}/sso/token`, { method: 'POST', body: new URLSearchParams(fields) });
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  const good = {
    client_id: staging.clientId,
    client_secret: staging.apiKey,
    grant_type: 'authorization_code',
    code: 'x',
  };
  const invalidGrant = {
    status: 400,
    error: 'invalid_grant',
    error_description: 'The code has expired or has already been used.',
  };
  const invalidClient = {
    status: 400,
    error: 'invalid_client',
    error_description: 'Invalid client ID or secret.',
  };
  expect(await send(good)).toEqual(invalidGrant);
  expect(await send({ ...good, client_secret: 'sk_test_wrong' })).toEqual(invalidClient);
  expect(await send({ ...good, client_id: 'client_nobody' })).toEqual(invalidClient);
  expect(await send({ ...good, grant_type: 'password' })).toMatchObject({ error: 'unsupported_grant_type' });
  const { code: _code, ...withoutCode } = good;
  expect(await send(withoutCode)).toMatchObject({ error: 'invalid_request' });
});

test('a nonce brings an ID token that verifies against the published keys of its issuer', async () => {
  const { staging } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const discovery = await fetch(`${origin}/sso/${staging.clientId}/.well-known/openid-configuration`);
  const configuration = (await discovery.json()) as { issuer: string; jwks_uri: string };
  const { code } = await loginForCode(origin, staging.clientId, connection, { extra: { nonce: 'n-0S6' } });
  const answer = await fetch(`${origin}/sso/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: staging.clientId,
      client_secret: staging.apiKey,
      grant_type: 'authorization_code',
      code,
    }),
  });
  const body = (await answer.json()) as { id_token: string; access_token: string; profile: { id: string } };
  const keys = createRemoteJWKSet(new URL(configuration.jwks_uri));
  const { payload } = await jwtVerify(body.id_token, keys, {
    issuer: configuration.issuer,
    audience: staging.clientId,
  });
  expect(payload).toMatchObject({ nonce: 'n-0S6', sub: body.profile.id, email: 'ana@example.com' });
  // An ID token is no key to the profile.
  const profile = (token: string) =>
    fetch(`${origin}/sso/profile`, { headers: { authorization: `Bearer ${token}` } });
  expect((await profile(body.id_token)).status).toBe(401);
  expect((await profile(body.access_token)).status).toBe(200);
  // Some SDKs send their API key as well.
  const both = await fetch(`${origin}/sso/profile`, {
    headers: { authorization: `Bearer ${staging.apiKey}, Bearer ${body.access_token}` },
  });
  expect(both.status).toBe(200);
  const wrong = await profile('nonsense');
  expect(wrong.status).toBe(401);
  expect(await wrong.json()).toMatchObject({ error: 'Unauthorized' });
});

test('scope openid brings an ID token at the token endpoint of discovery, and none to OAuth clients of /sso/token', async () => {
  const { staging, production } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const discovery = await fetch(`${origin}/sso/${staging.clientId}/.well-known/openid-configuration`);
  const { issuer, token_endpoint } = (await discovery.json()) as { issuer: string; token_endpoint: string };
  const exchange = async (url: string) => {
    const { code } = await loginForCode(origin, staging.clientId, connection, { extra: { scope: 'openid' } });
    const answer = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: staging.clientId,
        client_secret: staging.apiKey,
        grant_type: 'authorization_code',
        code,
      }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const oauth = await exchange(`${origin}/sso/token`);
  expect(oauth.status).toBe(200);
  expect(Object.keys(oauth.body).sort()).toEqual(['access_token', 'expires_in', 'profile', 'token_type']);
  const openId = await exchange(token_endpoint);
  expect(decodeJwt(String(openId.body['id_token']))).toMatchObject({ iss: issuer, aud: staging.clientId });
  const foreign = await exchange(token_endpoint.replace(staging.clientId, production.clientId));
  expect(foreign).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
});

test('unknown API routes answer JSON', async () => {
  for (const [method, path] of [
    ['GET', '/user_management/users/user_1'],
    ['POST', '/auth/factors'],
    ['GET', '/connections/conn_1/nothing'],
    ['GET', '/sso/nothing'],
    ['DELETE', '/whatever'],
  ] as const) {
    const answer = await fetch(`${origin}${path}`, { method });
    expect(answer.status, path).toBe(404);
    expect(await answer.json()).toEqual({ message: 'Not Found' });
  }
});
