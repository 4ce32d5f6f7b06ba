import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { publishToProcess } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { listOAuthProviders, saveOAuthProvider } from '#lib/workspace/oauth-providers.ts';
import { completeOAuthLogin } from './complete-oauth-login.ts';
import { startLogin } from './start-login.ts';

/** A certified OpenID provider in Google's place: what we send and what we accept is not only our own idea of it. */

const CALLBACK = 'https://app.example.com/callback';
const visitor = { ipAddress: '192.0.2.7', userAgent: 'Test' };

let world: Awaited<ReturnType<typeof testEnvironments>>;
let server: Server;
let origin: string;
test.beforeAll(async () => {
  const now = new Date();
  server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  publishToProcess({ GATEHOUSE_OAUTH_ORIGINS: `google=${origin}` });
  world = await testEnvironments(now);
  const id = newId('redirectUri', now);
  await world.staging.data.redirectUris.add({ id, uri: CALLBACK, isDefault: true, now });
  const [google] = await listOAuthProviders(world.staging, { prepare: true });
  await saveOAuthProvider(world.staging, {
    provider: 'GoogleOAuth',
    enabled: true,
    clientId: 'gatehouse',
    clientSecret: 'secret of the client',
    scopes: [],
    returnTokens: false,
  });
  const keys = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(origin, {
    clients: [
      {
        client_id: 'gatehouse',
        client_secret: 'secret of the client',
        redirect_uris: [google?.redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    routes: { authorization: '/o/oauth2/v2/auth', token: '/token', jwks: '/oauth2/v3/certs' },
    jwks: { keys: [{ ...(await exportJWK(keys.privateKey)), use: 'sig', alg: 'RS256', kid: 'one' }] },
    pkce: { required: () => true },
    claims: { email: ['email', 'email_verified'], profile: ['given_name', 'family_name', 'name'] },
    // Google puts the claims of scopes into the ID token as well.
    conformIdTokenClaims: false,
    cookies: { keys: ['for tests'] },
    findAccount: (_ctx: unknown, accountId: string) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        email: `${accountId}@example.com`,
        email_verified: true,
        given_name: 'Ana',
        family_name: 'Silva',
      }),
    }),
  });
  server.on('request', provider.callback());
});
test.afterAll(async () => {
  publishToProcess({ GATEHOUSE_OAUTH_ORIGINS: '' });
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await world.close();
});

/** Goes to an address as a browser would, filling in the provider's pages, until it is sent back to us. */
async function signInAtProvider(address: string): Promise<URL> {
  const cookies = new Map<string, string>();
  const request = async (url: string, form?: Record<string, string>) => {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]?.split(/=(.*)/s) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  let answer = await request(address);
  for (let step = 0; step < 12; step++) {
    const location = answer.headers.get('location');
    if (location !== null) {
      const next = new URL(location, origin);
      if (next.origin !== origin) return next;
      answer = await request(next.href);
      continue;
    }
    const page = await answer.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
    if (!prompt || !action) throw new Error(`the provider shows something else: ${page.slice(0, 2000)}`);
    answer = await request(new URL(action, origin).href, { prompt, login: 'ana', password: 'any' });
  }
  throw new Error('the provider never came to an end');
}

test('a certified OpenID provider takes our request, and we take its answer', async () => {
  const query = new URLSearchParams({
    client_id: await world.staging.data.environment.clientId(),
    redirect_uri: CALLBACK,
    response_type: 'code',
    provider: 'GoogleOAuth',
    state: 'of the app',
  }).toString();
  const step = await startLogin({ query, visitor, browserToken: null, now: new Date() });
  if (step.kind !== 'redirect') throw new Error('not a redirect');
  const back = await signInAtProvider(step.url);
  expect(back.searchParams.get('iss')).toBe(origin);
  const [, , , slug = '', externalKey = ''] = back.pathname.split('/');
  const come = () =>
    completeOAuthLogin({
      slug,
      externalKey,
      query: back.search.slice(1),
      browserToken: /=([^;]+)/.exec(step.setCookie)?.[1] ?? null,
      visitor,
      now: new Date(),
    });
  const outcome = await come();
  const where = { environmentId: world.staging.scope.environmentId };
  const rows = await world.db.ssoSession.findMany({ where });
  expect(rows.map(({ failureEvidence }) => failureEvidence)).toEqual([null]);
  expect(outcome).toMatchObject({ kind: 'redirect', refused: false });
  const [profile] = await world.db.profile.findMany({ where });
  expect(profile).toMatchObject({
    organizationId: null,
    idpId: 'ana',
    email: 'ana@example.com',
    firstName: 'Ana',
    lastName: 'Silva',
  });
  expect((await come()).refused).toBe(true);
});
