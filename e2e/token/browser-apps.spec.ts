import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { loginForCode } from '../support/login.ts';
import { seedConnection, seedWorkspace } from '../support/seed.ts';

/** What scripts of other origins may read, and that a secret never makes an answer readable. */

const origin = env().http.url;
const APP = 'https://spa.example.com';
/** No other test may have it listed: before a request, the environment is not known yet. */
const OTHER = `https://${randomBytes(8).toString('hex')}.example`;

const allowed = (answer: Response) => answer.headers.get('access-control-allow-origin');

async function preflight(path: string, method: string, from: string) {
  return fetch(`${origin}${path}`, {
    method: 'OPTIONS',
    headers: {
      origin: from,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization',
    },
  });
}

test('an app without a server exchanges its code and reads the profile from its own origin alone', async () => {
  const { staging, production } = await seedWorkspace();
  const connection = await seedConnection(staging);
  const now = new Date();
  await staging.data.corsOrigins.add({ id: newId('corsOrigin', now), origin: APP, now });
  await production.data.corsOrigins.add({
    id: newId('corsOrigin', now),
    origin: 'https://live.example.com',
    now,
  });

  const exchange = async (from: string, secret = false) => {
    const verifier = randomBytes(32).toString('base64url');
    const extra = {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    const { code } = await loginForCode(origin, staging.clientId, connection, { extra });
    return fetch(`${origin}/sso/token`, {
      method: 'POST',
      headers: { origin: from },
      body: new URLSearchParams({
        client_id: staging.clientId,
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        ...(secret ? { client_secret: staging.apiKey } : {}),
      }),
    });
  };
  const answer = await exchange(APP);
  expect([answer.status, allowed(answer)]).toEqual([200, APP]);
  expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  expect(answer.headers.get('vary')).toContain('Origin');
  const { access_token: token } = (await answer.json()) as { access_token: string };
  for (const from of [OTHER, 'https://live.example.com', 'null', `${APP}.evil.example`]) {
    expect(allowed(await exchange(from)), from).toBeNull();
  }
  const withKey = await exchange(APP, true);
  expect([withKey.status, allowed(withKey)]).toEqual([200, null]);

  const profile = (authorization: string, from: string) =>
    fetch(`${origin}/sso/profile`, { headers: { origin: from, authorization } });
  expect(allowed(await profile(`Bearer ${token}`, APP))).toBe(APP);
  expect(allowed(await profile(`Bearer ${token}`, OTHER))).toBeNull();
  expect(allowed(await profile(`Bearer ${staging.apiKey}, Bearer ${token}`, APP))).toBeNull();
  const refused = await profile(`Bearer ${token}x`, APP);
  expect([refused.status, allowed(refused)]).toEqual([401, APP]);

  for (const [path, method] of [
    ['/sso/token', 'POST'],
    [`/sso/${staging.clientId}/token`, 'POST'],
    ['/sso/profile', 'GET'],
  ] as const) {
    const asked = await preflight(path, method, APP);
    expect([asked.status, allowed(asked)], path).toEqual([204, APP]);
    expect(asked.headers.get('access-control-allow-headers')).toBe('authorization, content-type');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    expect(allowed(await preflight(path, method, OTHER)), path).toBeNull();
    expect(allowed(await preflight(path, 'DELETE', APP)), path).toBeNull();
  }
});

test('public documents can be read from everywhere, and what takes an API key from nowhere', async () => {
  const { staging } = await seedWorkspace();
  const now = new Date();
  await staging.data.corsOrigins.add({ id: newId('corsOrigin', now), origin: APP, now });
  for (const path of [
    `/sso/jwks/${staging.clientId}`,
    `/sso/${staging.clientId}/.well-known/openid-configuration`,
  ]) {
    expect(allowed(await fetch(`${origin}${path}`, { headers: { origin: OTHER } })), path).toBe('*');
  }
  const headers = { origin: APP, authorization: `Bearer ${staging.apiKey}` };
  for (const path of ['/connections', '/organizations', '/user_management/cors_origins']) {
    const answer = await fetch(`${origin}${path}`, { headers });
    expect([answer.status, allowed(answer)], path).toEqual([200, null]);
    expect(allowed(await preflight(path, 'GET', APP)), path).toBeNull();
  }
});

test('origins are listed and added by API, each once', async () => {
  const { staging } = await seedWorkspace();
  const call = async (body?: object) => {
    const answer = await fetch(`${origin}/user_management/cors_origins`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${staging.apiKey}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const made = await call({ origin: 'https://SPA.example.com/' });
  expect(made).toMatchObject({ status: 201, body: { object: 'cors_origin', origin: APP } });
  expect(made.body.id).toMatch(/^cors_origin_/);
  expect(await call({ origin: APP })).toMatchObject({
    status: 409,
    body: { code: 'duplicate_cors_origin', message: 'CORS origin already exists.' },
  });
  expect(await call({ origin: 'https://*.example.com' })).toMatchObject({ status: 422 });
  expect(await call()).toEqual({
    status: 200,
    body: { object: 'list', data: [made.body], list_metadata: { before: null, after: null } },
  });
});
