import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import { createConnection } from '#lib/connections/create-connection.ts';
import { updateConnection } from '#lib/connections/update-connection.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { seal } from '#lib/secrets.ts';
import { createApiKey } from '#lib/workspace/api-keys.ts';
import { authorizeLogout } from './authorize-logout.ts';
import { completeOidcLogin } from './complete-oidc-login.ts';
import { receiveOidcLogout } from './receive-oidc-logout.ts';
import { redeemCode } from './redeem-code.ts';
import { oidcCallbackUrl, oidcLogoutUrl } from './service-provider.ts';
import { sessionDetail } from './session-detail.ts';
import { startLogin } from './start-login.ts';
import { startLogout } from './start-logout.ts';

/** A certified OpenID provider as a customer's: what we send and what we accept is not only our own idea of it. */

const CALLBACK = 'https://app.example.com/callback';
const SIGNED_OUT = 'https://app.example.com/signed-out';
const SECRET = 'secret of the client: with a colon & more';
const visitor = { ipAddress: '192.0.2.7', userAgent: 'Test' };

let world: Awaited<ReturnType<typeof testEnvironments>>;
let server: Server;
let origin: string;
let organizationId: string;
let connection: Awaited<ReturnType<typeof createConnection>>['connection'];
/** How the provider answered the requests to revoke a token. */
const revocations: number[] = [];
/** The same, configured. */
let ready: typeof connection;

test.beforeAll(async () => {
  const now = new Date();
  server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  world = await testEnvironments(now);
  const { data, scope } = world.staging;
  await data.redirectUris.add({ id: newId('redirectUri', now), uri: CALLBACK, isDefault: true, now });
  const logoutId = newId('logoutRedirectUri', now);
  await data.logoutRedirectUris.add({ id: logoutId, uri: SIGNED_OUT, isDefault: true, now });
  const tokens = createKeyPair({ commonName: 'tokens', now, validForDays: 30 });
  const row = newId('signingKey', now);
  const place = { environmentId: scope.environmentId, column: 'privateKeySealed', row };
  const privateKeySealed = seal(tokens.privateKeyPem, place);
  await data.signingKeys.add({ id: row, certificatePem: tokens.certificatePem, privateKeySealed, now });
  organizationId = (await createOrganization(world.staging, { name: 'Foo Corp' })).id;
  await data.organizations.update(organizationId, { allowProfilesOutsideOrganization: true }, now);
  connection = (await createConnection(world.staging, { organizationId, connectionType: 'GenericOIDC' }))
    .connection;
  const keys = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(origin, {
    clients: [
      {
        client_id: 'gatehouse',
        client_secret: SECRET,
        redirect_uris: [oidcCallbackUrl(connection.externalKey)],
        post_logout_redirect_uris: [oidcLogoutUrl(connection.externalKey)],
      },
    ],
    features: { revocation: { enabled: true } },
    jwks: { keys: [{ ...(await exportJWK(keys.privateKey)), use: 'sig', alg: 'RS256', kid: 'one' }] },
    pkce: { required: () => true },
    claims: {
      email: ['email', 'email_verified'],
      profile: ['given_name', 'family_name', 'name', 'groups'],
    },
    cookies: { keys: ['for tests'] },
    findAccount: (_ctx: unknown, accountId: string) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        email: `${accountId}@example.com`,
        email_verified: true,
        given_name: 'Ana',
        family_name: 'Silva',
        groups: ['admins', 'staff'],
      }),
    }),
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url === '/token/revocation') {
      response.on('finish', () => revocations.push(response.statusCode));
    }
    answer(request, response);
  });
  ready = await updateConnection(world.staging, {
    id: connection.id,
    oidc: { discoveryEndpoint: origin, clientId: 'gatehouse', clientSecret: SECRET },
  });
});
test.afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await world.close();
});

/** A browser: goes to an address, fills in the provider's pages, and stops where it is sent back to us. */
function browser() {
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
  return async (address: string): Promise<URL> => {
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
      const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
      if (!action) throw new Error(`the provider shows something else: ${page.slice(0, 2000)}`);
      const hidden = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, value] as const,
      );
      const typed = page.includes('logout') ? { logout: 'yes' } : { login: 'ana', password: 'any' };
      answer = await request(new URL(action, origin).href, { ...Object.fromEntries(hidden), ...typed });
    }
    throw new Error('the provider never came to an end');
  };
}

async function signIn(go: ReturnType<typeof browser>, more: Record<string, string> = {}) {
  const query = new URLSearchParams({
    client_id: await world.staging.data.environment.clientId(),
    redirect_uri: CALLBACK,
    response_type: 'code',
    organization: organizationId,
    state: 'of the app',
    ...more,
  }).toString();
  const step = await startLogin({ query, visitor, browserToken: null, now: new Date() });
  if (step.kind !== 'redirect') throw new Error('not a redirect');
  const browserToken = /=([^;]+)/.exec(step.setCookie)?.[1] ?? null;
  const back = await go(step.url);
  expect(back.pathname).toBe(`/sso/oidc/${connection.externalKey}/callback`);
  const come = () =>
    completeOidcLogin({
      externalKey: connection.externalKey,
      query: back.search.slice(1),
      browserToken,
      visitor,
      now: new Date(),
    });
  return { outcome: await come(), come, browserToken };
}

const sessionOf = (id: string) =>
  world.db.ssoSession.findFirstOrThrow({
    where: { environmentId: world.staging.scope.environmentId, id },
    include: { profile: true },
  });

test('a customer’s provider is read, signs a person in, and its connection becomes active', async () => {
  expect(connection.state).toBe('draft');
  expect(ready).toMatchObject({
    state: 'validating',
    oidcIssuer: origin,
    oidcTokenAuth: 'client_secret_basic',
    oidcEndSessionEndpoint: `${origin}/session/end`,
  });
  const { outcome, come } = await signIn(browser());
  const session = await sessionOf(outcome.sessionId);
  expect(session.failureEvidence).toBe(null);
  expect(outcome).toMatchObject({ kind: 'redirect', refused: false });
  expect(session).toMatchObject({
    state: 'authorized',
    organizationId,
    connectionVersion: ready.version,
    profile: {
      idpId: 'ana',
      email: 'ana@example.com',
      firstName: 'Ana',
      lastName: 'Silva',
      groups: ['admins', 'staff'],
      organizationId,
    },
  });
  expect((await world.staging.data.connections.get(connection.id))?.state).toBe('active');

  const code = new URL(outcome.kind === 'redirect' ? outcome.url : '').searchParams.get('code') ?? '';
  const { secret } = await createApiKey(world.staging, { name: 'App', lifetime: 'never' });
  const given = await redeemCode(
    {
      grantType: 'authorization_code',
      clientId: await world.staging.data.environment.clientId(),
      clientSecret: secret,
      bearerValues: [],
      code,
      codeVerifier: null,
      redirectUri: null,
    } as Parameters<typeof redeemCode>[0],
    { visitor, now: new Date() },
  );
  expect(given.oauth_tokens).toBeUndefined();
  expect(given.profile).toMatchObject({
    connection_type: 'GenericOIDC',
    organization_id: organizationId,
    idp_id: 'ana',
    email: 'ana@example.com',
  });
  expect(await sessionDetail(world.staging, outcome.sessionId)).toMatchObject({
    protocol: 'oauth',
    state: { name: 'successful' },
    ladder: null,
    failure: null,
  });
  // A state is good for once.
  expect((await come()).refused).toBe(true);
  expect((await sessionOf(outcome.sessionId)).state).toBe('successful');
});

test('a person is asked before an app learns who they are, where the environment wants that', async () => {
  const { data } = world.staging;
  await data.environment.setSignInConsent(true, new Date());
  const { outcome } = await signIn(browser());
  await data.environment.setSignInConsent(false, new Date());
  expect(outcome).toMatchObject({ kind: 'redirect', refused: false });
  const url = new URL(outcome.kind === 'redirect' ? outcome.url : '');
  expect(url.pathname).toBe(`/sso/consent/${connection.externalKey}`);
});

test('an app signs a person out: here, by revoking tokens, and at the provider', async () => {
  const go = browser();
  const { outcome, browserToken } = await signIn(go);
  const { profileId } = await sessionOf(outcome.sessionId);
  const now = new Date();
  const { logout_token: token } = await authorizeLogout(
    { ...world.staging, now },
    { profileId: profileId ?? '' },
  );
  const step = await startLogout({ token, returnTo: null, visitor, browserToken, now });
  if (step.kind !== 'redirect') throw new Error('not a redirect');
  const url = new URL(step.url);
  expect(url.origin + url.pathname).toBe(`${origin}/session/end`);
  expect(url.searchParams.get('client_id')).toBe('gatehouse');
  expect(url.searchParams.get('id_token_hint')?.split('.')).toHaveLength(3);
  expect((await sessionOf(outcome.sessionId)).signedOutAt).not.toBe(null);
  expect(revocations).toEqual([200]);

  const back = await go(step.url);
  expect(back.pathname).toBe(`/sso/oidc/idp-logout/${connection.externalKey}`);
  const visit = (token: string | null, state = back.searchParams.get('state')) =>
    receiveOidcLogout({
      externalKey: connection.externalKey,
      state,
      issuer: null,
      sid: null,
      visitor,
      browserToken: token,
      now: new Date(),
    });
  const where = { environmentId: world.staging.scope.environmentId, sessionId: outcome.sessionId };
  // Another browser that knows the state does not end it.
  await visit('x'.repeat(43));
  expect((await world.db.logout.findFirstOrThrow({ where })).state).toBe('started');
  expect(await visit(browserToken)).toEqual({ ended: true, step: { kind: 'redirect', url: SIGNED_OUT } });
  expect((await world.db.logout.findFirstOrThrow({ where })).state).toBe('finished');
  await expect(
    startLogout({ token, returnTo: null, visitor, browserToken, now: new Date() }),
  ).rejects.toMatchObject({ code: 'not_found' });
});

test('a provider that signs somebody out by itself ends the logins of that browser only', async () => {
  const [ours, theirs] = [await signIn(browser()), await signIn(browser())];
  const outcome = await receiveOidcLogout({
    externalKey: connection.externalKey,
    state: null,
    issuer: null,
    sid: null,
    visitor,
    browserToken: ours.browserToken,
    now: new Date(),
  });
  expect(outcome).toEqual({ ended: true, step: { kind: 'redirect', url: SIGNED_OUT } });
  expect((await sessionOf(ours.outcome.sessionId)).signedOutAt).not.toBe(null);
  expect((await sessionOf(theirs.outcome.sessionId)).signedOutAt).toBe(null);
});
