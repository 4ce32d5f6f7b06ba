import { expect, test } from '@playwright/test';
import { decodeJwt } from 'jose';
import { env } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { openBrowser, type PlainBrowser } from '../support/browser.ts';
import { seedMember, signIn } from '../support/dashboard.ts';
import { callbackOf } from '../support/login.ts';
import { type SeededEnvironment, seedConnection, seedWorkspace } from '../support/seed.ts';
import { formOf, signInAtTestIdp } from '../support/test-idp.ts';

/** Single logout over HTTP with the built-in identity provider, begun by the app and by the provider. */

const origin = env().http.url;
const BACK = 'http://localhost:9/signed-out';

async function call(environment: Pick<SeededEnvironment, 'apiKey'>, path: string, body?: unknown) {
  const response = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${environment.apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

/** A workspace whose connection to the test identity provider signs its messages. */
async function world() {
  const workspace = await seedWorkspace();
  const { staging } = workspace;
  const idp = `/test-idp/${staging.environmentId}`;
  const [connection] = await staging.data.connections.ofIdentityProvider(`${origin}${idp}`);
  if (!connection) throw new Error('the workspace has no connection to its test identity provider');
  expect((await call(staging, `/connections/${connection.id}/saml_sp_signing_cert`)).status).toBe(201);
  const now = new Date();
  const uris = [BACK, 'https://*.preview.example.com/bye'];
  for (const [index, uri] of uris.entries()) {
    const id = newId('logoutRedirectUri', now);
    await staging.data.logoutRedirectUris.add({ id, uri, isDefault: index === 0, now });
  }
  return { ...workspace, idp, connection };
}

type World = Awaited<ReturnType<typeof world>>;

/** A whole sign-in in a browser of its own: what the app holds of it. */
async function signedIn({ staging, connection }: World, browser: PlainBrowser) {
  const query = new URLSearchParams({
    client_id: staging.clientId,
    connection: connection.id,
    redirect_uri: `${origin}/example/callback`,
    response_type: 'code',
  });
  const form = await signInAtTestIdp(browser, `/sso/authorize?${query}`);
  const xml = Buffer.from(form.fields['SAMLResponse'] ?? '', 'base64').toString();
  const code = callbackOf(await browser.post(form.action, form.fields)).get('code') ?? '';
  const token = await fetch(`${origin}/sso/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: staging.clientId,
      client_secret: staging.apiKey,
      grant_type: 'authorization_code',
      code,
    }),
  });
  const { access_token: accessToken, profile } = (await token.json()) as {
    access_token: string;
    profile: { id: string; idp_id: string };
  };
  const look = async () => {
    const headers = { authorization: `Bearer ${accessToken}` };
    return (await fetch(`${origin}/sso/profile`, { headers })).status;
  };
  expect(await look()).toBe(200);
  const sessionIndex = /SessionIndex="([^"]+)"/.exec(xml)?.[1] ?? '';
  return { profileId: profile.id, nameId: profile.idp_id, sessionIndex, look };
}

/** Goes where the browser is sent, by redirects and by forms that send themselves, up to an address outside or a page. */
async function follow(browser: PlainBrowser, first: Response) {
  let response = first;
  const hops: string[] = [];
  for (let count = 0; count < 8; count++) {
    const location = response.headers.get('location');
    if (location) {
      hops.push(location);
      if (!location.startsWith(origin)) return { hops, end: location, response };
      response = await browser.get(location);
      continue;
    }
    const form = response.headers.get('content-type')?.includes('html') ? await response.clone().text() : '';
    if (!form.includes('name="SAMLRe')) return { hops, end: null, response };
    const { action, fields } = await formOf(response);
    hops.push(action);
    response = await browser.post(action, fields);
  }
  throw new Error('the browser goes in circles');
}

const path = (hop: string) => new URL(hop).pathname.replace(/(slo|test-idp)\/[^/]+/, '$1/x');

test('an app signs somebody out at the identity provider by both bindings, and the browser comes back', async () => {
  const there = await world();
  const { connection, staging } = there;
  for (const [binding, returnTo, end] of [
    ['redirect', null, BACK],
    ['post', 'https://pr-1.preview.example.com/bye', 'https://pr-1.preview.example.com/bye'],
  ] as const) {
    await staging.data.connections.update(connection.id, { idpSloBinding: binding }, new Date());
    const browser = openBrowser(origin);
    const login = await signedIn(there, browser);
    const granted = await call(staging, '/sso/logout/authorize', { profile_id: login.profileId });
    expect(granted.status).toBe(200);
    const { logout_token: token = '', logout_url: url = '' } = granted.body;
    expect(Object.keys(granted.body).sort()).toEqual(['logout_token', 'logout_url']);
    expect(url).toBe(`${origin}/sso/logout?token=${encodeURIComponent(token)}`);
    const claims = decodeJwt(token);
    expect(claims['profile_id']).toBe(login.profileId);
    expect((claims.exp ?? 0) - Date.now() / 1000).toBeLessThanOrEqual(300);
    expect(await login.look()).toBe(200);

    const back = returnTo === null ? '' : `&return_to=${encodeURIComponent(returnTo)}`;
    const outside = await browser.get(`${url}&return_to=${encodeURIComponent('https://evil.example/')}`);
    expect([outside.status, outside.headers.get('location')]).toEqual([400, null]);
    const trip = await follow(browser, await browser.get(`${url}${back}`));
    expect(trip.end).toBe(end);
    expect(trip.hops.slice(0, 2).map(path)).toEqual(['/test-idp/x/slo', '/sso/saml/slo/x']);
    expect(await login.look()).toBe(401);
    const again = await browser.get(`${url}${back}`);
    expect([again.status, again.headers.get('location')]).toEqual([404, null]);
  }
});

test('the identity provider signs somebody out by both bindings and gets an answer', async ({ page }) => {
  const there = await world();
  const { connection, idp, staging } = there;
  const metadata = await (await fetch(`${origin}/sso/saml/metadata/${connection.externalKey}`)).text();
  expect(metadata.match(/<md:SingleLogoutService /g)).toHaveLength(2);
  for (const binding of ['redirect', 'post'] as const) {
    await staging.data.connections.update(connection.id, { idpSloBinding: binding }, new Date());
    const [kept, ended] = [
      await signedIn(there, openBrowser(origin)),
      await signedIn(there, openBrowser(origin)),
    ];
    const browser = openBrowser(origin);
    const fields = { app: connection.id, nameId: ended.nameId, sessionIndex: ended.sessionIndex, binding };
    const trip = await follow(
      browser,
      await browser.post(`${idp}/end-session`, { ...fields, relayState: 'r 1' }),
    );
    expect(trip.hops.map(path)).toEqual(['/sso/saml/slo/x', '/test-idp/x/slo']);
    expect(await trip.response.text()).toContain('says that it has signed the person out');
    expect([await kept.look(), await ended.look()]).toEqual([200, 401]);
  }
  const sessions = await staging.data.logouts.ofConnection(connection.id, 10);
  expect(sessions.map((one) => one.state)).toEqual(['finished', 'finished']);
  await signIn(page, await seedMember(there.workspaceId));
  const base = `/dashboard/${staging.environmentId}`;
  const shown = await page.request.get(`${base}/sessions/${sessions[0]?.sessionId}`);
  expect(await shown.text()).toMatch(/Signing out[\s\S]*Signed out[\s\S]*Identity Provider/);
  const advanced = await page.request.get(`${base}/connections/${connection.id}/advanced`);
  expect(await advanced.text()).toContain(`/sso/saml/slo/${connection.externalKey}`);
});

test('messages that cannot be believed end nothing and lead nowhere', async () => {
  const there = await world();
  const login = await signedIn(there, openBrowser(origin));
  const slo = `/sso/saml/slo/${there.connection.externalKey}`;
  const browser = openBrowser(origin);
  for (const response of [
    await browser.get(slo),
    await browser.get(`${slo}?SAMLRequest=x&RelayState=https%3A%2F%2Fevil.example`),
    await browser.get(`${slo}?SAMLResponse=x&SigAlg=y&Signature=z&RelayState=https%3A%2F%2Fevil.example`),
    await browser.post(slo, { SAMLRequest: Buffer.from('<x/>').toString('base64') }),
  ]) {
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(await response.text()).not.toContain('evil.example');
  }
  expect((await browser.get('/sso/saml/slo/unknown?SAMLRequest=x')).status).toBe(404);
  expect((await fetch(`${origin}${slo}`, { method: 'HEAD' })).status).toBe(405);
  expect(await login.look()).toBe(200);
});

test('logout tokens are given for profiles of the environment whose connection has single logout', async () => {
  const there = await world();
  const { connection, production, staging } = there;
  const { profileId } = await signedIn(there, openBrowser(origin));
  const authorize = (environment: Pick<SeededEnvironment, 'apiKey'>, profile_id: string) =>
    call(environment, '/sso/logout/authorize', { profile_id });
  const unknown = newId('profile', new Date());
  const foreign = await authorize(production, profileId);
  expect(foreign.status).toBe(404);
  expect(foreign.body['message']).toBe(`Profile not found: '${profileId}'.`);
  expect((await authorize(staging, unknown)).status).toBe(404);
  expect((await authorize({ apiKey: 'sk_test_wrong' }, profileId)).status).toBe(401);
  expect((await call(staging, '/sso/logout/authorize', {})).status).toBe(422);
  await staging.data.connections.update(connection.id, { idpSloUrl: null }, new Date());
  const refused = await authorize(staging, profileId);
  expect(refused.status).toBe(400);
  expect(Object.keys(refused.body).sort()).toEqual(['error', 'error_description']);
  expect(refused.body['error']).toBe('connection_invalid');
  const outside = await seedConnection(staging);
  const metadata = await (await fetch(`${origin}/sso/saml/metadata/${outside.externalKey}`)).text();
  expect(metadata).not.toContain('SingleLogoutService');
});
