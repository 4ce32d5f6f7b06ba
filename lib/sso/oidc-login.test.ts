import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createConnection } from '#lib/connections/create-connection.ts';
import { restoreVersion } from '#lib/connections/restore-version.ts';
import { updateConnection } from '#lib/connections/update-connection.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { connectionWire } from '#lib/http/wire/connection.ts';
import { newId } from '#lib/ids.ts';
import { addDomain } from '#lib/organizations/add-domain.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { authorizeLogout } from './authorize-logout.ts';
import { completeOidcLogin } from './complete-oidc-login.ts';
import { receiveOidcLogout } from './receive-oidc-logout.ts';
import { startLogin } from './start-login.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const seconds = (number: number) => new Date(NOW.getTime() + number * 1000);
const CALLBACK = 'https://app.example.com/callback';
const visitor = { ipAddress: '192.0.2.7', userAgent: 'Test' };
const CLIENT = 'client-at-the-provider';
const SECRET = 'secret-at-the-provider';

/** A provider that answers what a test wants. */
let server: Server;
let origin: string;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let otherKeys: Awaited<ReturnType<typeof generateKeyPair>>;
/** Requests to the token endpoint. */
let asked: { form: URLSearchParams; authorization: string | undefined }[];
let token: unknown;
let userinfo: { status: number; body: unknown };
let document: Record<string, unknown>;

let world: Awaited<ReturnType<typeof testEnvironments>>;
let organizationId: string;
type Connection = Awaited<ReturnType<typeof createConnection>>['connection'];
let connection: Connection;

test.beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true });
  otherKeys = await generateKeyPair('RS256', { extractable: true });
  server = createServer(async (request, response) => {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const path = request.url ?? '';
    if (path.endsWith('/.well-known/openid-configuration')) return send(200, document);
    if (path === '/keys') {
      return send(200, { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256' }] });
    }
    if (path === '/userinfo') return send(userinfo.status, userinfo.body);
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ form: new URLSearchParams(body), authorization: request.headers.authorization });
    if (token === 'refused') return send(400, { error: 'invalid_client', error_description: `no ${SECRET}` });
    send(200, {
      access_token: 'access',
      token_type: 'Bearer',
      ...(token === null ? {} : { id_token: token }),
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  world = await testEnvironments(NOW);
  const id = newId('redirectUri', NOW);
  await world.staging.data.redirectUris.add({ id, uri: CALLBACK, isDefault: true, now: NOW });
});
test.afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await world.close();
});
test.beforeEach(async () => {
  asked = [];
  userinfo = { status: 200, body: {} };
  document = discovery();
  organizationId = (await createOrganization(world.staging, { name: 'Foo Corp' })).id;
  await addDomain(world.staging, { organizationId, domain: 'example.com', verification: 'manual' });
  connection = await made();
});

function discovery(more: Record<string, unknown> = {}) {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/keys`,
    ...more,
  };
}

async function made(more: { connectionType?: string } = {}): Promise<Connection> {
  const made = await createConnection(world.staging, {
    organizationId,
    connectionType: 'OktaOIDC',
    oidc: { discoveryEndpoint: origin, clientId: CLIENT, clientSecret: SECRET },
    ...more,
  });
  return made.connection;
}

async function begin(of = connection, more: Record<string, string> = {}) {
  const query = new URLSearchParams({
    client_id: await world.staging.data.environment.clientId(),
    redirect_uri: CALLBACK,
    response_type: 'code',
    connection: of.id,
    state: 'of the app',
    ...more,
  }).toString();
  const step = await startLogin({ query, visitor, browserToken: null, now: NOW });
  if (step.kind !== 'redirect') throw new Error('not a redirect');
  return { url: new URL(step.url), browserToken: /=([^;]+)/.exec(step.setCookie)?.[1] ?? '', of };
}

type Begun = Awaited<ReturnType<typeof begin>>;

async function comeBack(
  begun: Begun,
  more: { query?: Record<string, string>; browserToken?: string | null; to?: Connection; now?: Date } = {},
) {
  const outcome = await completeOidcLogin({
    externalKey: (more.to ?? begun.of).externalKey,
    query: new URLSearchParams(
      more.query ?? { code: 'code-of-the-provider', state: begun.url.searchParams.get('state') ?? '' },
    ).toString(),
    browserToken: more.browserToken === undefined ? begun.browserToken : more.browserToken,
    visitor,
    now: more.now ?? seconds(5),
  });
  const told = outcome.kind === 'redirect' ? new URL(outcome.url).searchParams : null;
  const row = await world.db.ssoSession.findFirstOrThrow({
    where: { environmentId: world.staging.scope.environmentId, id: outcome.sessionId },
    include: { profile: true },
  });
  return { outcome, error: told?.get('error') ?? null, code: told?.get('code') ?? null, row };
}

/** An ID token for this request, with claims changed. */
function idToken(
  begun: Begun,
  claims: Record<string, unknown> = {},
  how: { key?: CryptoKey | Uint8Array; kid?: string; alg?: string } = {},
) {
  const at = Math.floor(NOW.getTime() / 1000);
  return new SignJWT({
    iss: origin,
    aud: CLIENT,
    iat: at,
    exp: at + 300,
    nonce: begun.url.searchParams.get('nonce'),
    sub: 'sub-1',
    email: 'ana@example.com',
    ...claims,
  })
    .setProtectedHeader({ alg: how.alg ?? 'RS256', kid: how.kid ?? 'one' })
    .sign(how.key ?? keys.privateKey);
}

test('a request has state, nonce and PKCE, and the client proves itself as the provider wants', async () => {
  const begun = await begin(connection, { login_hint: 'ana@example.com', prompt: 'login' });
  const asks = Object.fromEntries(begun.url.searchParams);
  expect(asks).toMatchObject({
    client_id: CLIENT,
    response_type: 'code',
    scope: 'openid email profile',
    code_challenge_method: 'S256',
    login_hint: 'ana@example.com',
    prompt: 'login',
  });
  expect([asks['state'], asks['nonce'], asks['code_challenge']].map((text) => text?.length)).toEqual([
    43, 43, 43,
  ]);
  token = await idToken(begun);
  const { code, row } = await comeBack(begun);
  expect(row.failureEvidence).toBe(null);
  expect(code).not.toBe(null);
  const basic = Buffer.from(`${CLIENT}:${SECRET}`).toString('base64');
  expect(asked[0]?.authorization).toBe(`Basic ${basic}`);
  expect(asked[0]?.form.get('client_secret')).toBe(null);
  // Nobody needs a family name.
  expect(row.profile).toMatchObject({ idpId: 'sub-1', email: 'ana@example.com', lastName: null });

  document = discovery({ token_endpoint_auth_methods_supported: ['client_secret_post'] });
  const posting = await begin(await made());
  token = await idToken(posting);
  await comeBack(posting);
  expect(asked[1]?.form.get('client_secret')).toBe(SECRET);
  expect(asked[1]?.authorization).toBeUndefined();
});

test('an ID token that fails a check signs nobody in', async () => {
  const at = Math.floor(NOW.getTime() / 1000);
  const faults: [string, (begun: Begun) => Promise<unknown> | unknown][] = [
    ['another issuer', (begun) => idToken(begun, { iss: 'https://evil.example.com' })],
    ['another audience', (begun) => idToken(begun, { aud: 'another' })],
    ['two audiences', (begun) => idToken(begun, { aud: [CLIENT, 'another'] })],
    ['another nonce', (begun) => idToken(begun, { nonce: 'another' })],
    ['expired', (begun) => idToken(begun, { iat: at - 900, exp: at - 600 })],
    ['from the future', (begun) => idToken(begun, { iat: at + 900, exp: at + 1200 })],
    ['another key', (begun) => idToken(begun, {}, { key: otherKeys.privateKey })],
    ['a key of another name', (begun) => idToken(begun, {}, { key: otherKeys.privateKey, kid: 'two' })],
    ['HS256', (begun) => idToken(begun, {}, { alg: 'HS256', key: Buffer.from(SECRET.padEnd(32, 'x')) })],
    ['none', () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
    ['no subject', (begun) => idToken(begun, { sub: '' })],
    ['no token', () => null],
  ];
  for (const [name, make] of faults) {
    const begun = await begin();
    token = await make(begun);
    const { error, row } = await comeBack(begun);
    expect([error, row.failureCode, row.profileId], name).toEqual([
      'oauth_failed',
      'oauth_id_token_invalid',
      null,
    ]);
  }
  expect((await world.staging.data.connections.get(connection.id))?.state).toBe('validating');
});

test('people belong to the organization by their email domain, as with SAML', async () => {
  const cases: [Record<string, unknown>, string | null, string | null][] = [
    [{ email: 'ana@example.com' }, null, null],
    [{ email: 'eve@evil.example' }, 'profile_not_allowed_outside_organization', 'email_domain_not_allowed'],
    [{ email: 'ana@example.com', email_verified: false }, 'oauth_failed', 'oauth_email_unverified'],
    [{ email: undefined }, 'server_error', 'attributes_missing'],
  ];
  for (const [claims, told, failure] of cases) {
    const begun = await begin();
    token = await idToken(begun, claims);
    const { error, row } = await comeBack(begun);
    expect([error, row.failureCode], JSON.stringify(claims)).toEqual([told, failure]);
  }
});

test('where everybody can have an account, only those of a verified domain of the organization get in', async () => {
  const { environmentId } = world.staging.scope;
  await world.staging.data.organizations.update(
    organizationId,
    { allowProfilesOutsideOrganization: true },
    NOW,
  );
  const iss = 'https://accounts.google.com';
  await world.db.connection.updateMany({
    where: { environmentId, id: connection.id },
    data: { oidcIssuer: iss },
  });
  const cases: [Record<string, unknown>, string | null][] = [
    [{ hd: 'example.com' }, null],
    [{ hd: 'Example.COM' }, null],
    [{ hd: 'evil.example' }, 'email_domain_not_allowed'],
    [{}, 'email_domain_not_allowed'],
  ];
  for (const [claims, failure] of cases) {
    const begun = await begin();
    token = await idToken(begun, { iss, ...claims });
    expect((await comeBack(begun)).row.failureCode, JSON.stringify(claims)).toBe(failure);
  }
});

test('an answer of another browser, connection or time signs nobody in, and leaves the sign-in be', async () => {
  const other = await made();
  const begun = await begin();
  token = await idToken(begun);
  const unexpected = [
    await comeBack(begun, { browserToken: 'x'.repeat(43) }),
    await comeBack(begun, { browserToken: null }),
    await comeBack(begun, { to: other }),
    await comeBack(begun, { query: { code: 'code' } }),
  ];
  for (const { outcome, row } of unexpected) {
    expect([outcome.kind, row.failureCode]).toEqual(['page', 'oauth_callback_unexpected']);
  }
  expect(asked).toEqual([]);
  expect((await comeBack(begun)).code).not.toBe(null);
  expect((await comeBack(begun)).row.failureCode).toBe('oauth_callback_unexpected');

  const mixed = await begin();
  const state = mixed.url.searchParams.get('state') ?? '';
  const { row } = await comeBack(mixed, { query: { code: 'c', state, iss: 'https://evil.example.com' } });
  expect(row.failureCode).toBe('oauth_callback_unexpected');
  const late = await begin();
  expect((await comeBack(late, { now: seconds(3600) })).row.failureCode).toBe('oauth_request_expired');
  const denied = await begin();
  const no = { error: 'access_denied', state: denied.url.searchParams.get('state') ?? '' };
  expect((await comeBack(denied, { query: no })).error).toBe('access_denied');
});

test('two callbacks that race exchange one code', async () => {
  const begun = await begin();
  token = await idToken(begun);
  const both = await Promise.all([comeBack(begun), comeBack(begun)]);
  expect(both.filter(({ code }) => code !== null)).toHaveLength(1);
  expect(asked).toHaveLength(1);
});

test('a provider that refuses, or says nothing, is on record without a secret', async () => {
  const begun = await begin();
  token = 'refused';
  const { error, row } = await comeBack(begun);
  expect([error, row.failureCode]).toEqual(['oauth_failed', 'oauth_exchange_refused']);
  expect(JSON.stringify(row.failureEvidence)).not.toContain(SECRET);
});

test('what userinfo adds is taken for the person of the ID token only', async () => {
  document = discovery({ userinfo_endpoint: `${origin}/userinfo` });
  const of = await made();
  const come = async (body: unknown, status = 200) => {
    userinfo = { status, body };
    const begun = await begin(of);
    token = await idToken(begun);
    return (await comeBack(begun)).row;
  };
  const row = await come({ sub: 'sub-1', email: 'eve@example.com', groups: ['admins'] });
  // What is signed comes first.
  expect(row.profile).toMatchObject({ email: 'ana@example.com', groups: ['admins'] });
  expect((await come({ sub: 'sub-2', groups: ['admins'] })).failureCode).toBe('oauth_id_token_invalid');
  expect((await come({ sub: 'sub-1' }, 500)).failureCode).toBe('oauth_exchange_refused');
  expect((await come([])).failureCode).toBe('oauth_exchange_refused');
});

test('the secret goes to the endpoint it was entered for, and is read by nobody', async () => {
  const { id } = connection;
  document = discovery({ issuer: `${origin}/evil`, token_endpoint: `${origin}/evil/token` });
  const elsewhere = { discoveryEndpoint: `${origin}/evil` };
  await expect(updateConnection(world.staging, { id, oidc: elsewhere })).rejects.toMatchObject({
    code: 'client_secret_required',
  });
  const { environmentId } = world.staging.scope;
  const { workspaceId } = world.workspace.scope;
  const shown = [
    connectionWire(connection),
    await world.db.auditLogEntry.findMany({ where: { workspaceId, targetId: id } }),
    await world.db.connectionVersion.findMany({ where: { environmentId, connectionId: id } }),
  ];
  expect(JSON.stringify(shown)).not.toContain(SECRET);
  expect(JSON.stringify(shown.slice(0, 2))).not.toContain('Sealed');

  const moved = await updateConnection(world.staging, { id, oidc: { ...elsewhere, clientSecret: 'other' } });
  expect(moved.oidcTokenEndpoint).toBe(`${origin}/evil/token`);
  // An earlier version brings its own secret along.
  connection = await restoreVersion(world.staging, { connectionId: id, number: 1 });
  const begun = await begin();
  token = await idToken(begun);
  expect((await comeBack(begun)).code).not.toBe(null);
  expect(asked[0]?.authorization).toBe(`Basic ${Buffer.from(`${CLIENT}:${SECRET}`).toString('base64')}`);
});

test('a discovery document that is not of its address, or cannot be had, changes nothing', async () => {
  const attempts: [Record<string, unknown>, Record<string, string>, string][] = [
    [{ issuer: 'https://idp.example.com' }, {}, 'connection_could_not_be_verified'],
    [{ token_endpoint: 'http://idp.example.com/token' }, {}, 'connection_could_not_be_verified'],
    [
      { token_endpoint_auth_methods_supported: ['private_key_jwt'] },
      {},
      'token_authentication_method_not_supported',
    ],
    [{}, { tokenAuth: 'private_key_jwt' }, 'token_authentication_method_not_supported'],
    [{}, { discoveryEndpoint: 'nonsense' }, 'invalid_request_parameters'],
    [{}, { discoveryEndpoint: 'http://10.0.0.1' }, 'connection_could_not_be_verified'],
    [{}, { clientId: '\u0000' }, 'invalid_request_parameters'],
  ];
  for (const [changes, more, code] of attempts) {
    document = discovery(changes);
    const oidc = { discoveryEndpoint: origin, clientId: CLIENT, clientSecret: SECRET, ...more };
    const change = updateConnection(world.staging, { id: connection.id, oidc });
    await expect(change, JSON.stringify([changes, more])).rejects.toMatchObject({ code });
  }
  expect(await world.staging.data.connections.get(connection.id)).toMatchObject({ oidcIssuer: origin });
  document = discovery();
  const production = await createOrganization(world.production, { name: 'Foo Corp' });
  const onOwnMachine = createConnection(world.production, {
    organizationId: production.id,
    connectionType: 'GenericOIDC',
    oidc: { discoveryEndpoint: origin, clientId: CLIENT, clientSecret: SECRET },
  });
  await expect(onOwnMachine).rejects.toMatchObject({ code: 'discovery_endpoint_must_use_https' });
});

test('logout is for providers that say where; the session that one names ends, whatever browser tells us', async () => {
  const first = await begin();
  token = await idToken(first);
  const { row } = await comeBack(first);
  await expect(authorizeLogout(world.staging, { profileId: row.profileId ?? '' })).rejects.toMatchObject({
    error: 'connection_invalid',
  });

  document = discovery({
    revocation_endpoint: `${origin}/revoke`,
    end_session_endpoint: `${origin}/end`,
  });
  const of = await made();
  const login = async (sid: string) => {
    const begun = await begin(of);
    token = await idToken(begun, { sid });
    return (await comeBack(begun)).row.id;
  };
  const [one, two] = [await login('session-1'), await login('session-2')];
  const logout = (issuer: string | null, sid: string) =>
    receiveOidcLogout({
      externalKey: of.externalKey,
      state: null,
      issuer,
      sid,
      visitor,
      browserToken: null,
      now: seconds(9),
    });
  const { environmentId } = world.staging.scope;
  const ended = async (id: string) =>
    (await world.db.ssoSession.findFirstOrThrow({ where: { environmentId, id } })).signedOutAt !== null;
  expect((await logout('https://evil.example.com', 'session-1')).ended).toBe(false);
  expect((await logout(null, 'session-1')).ended).toBe(false);
  expect((await logout(origin, 'session-3')).ended).toBe(false);
  expect(await ended(one)).toBe(false);
  expect(await logout(origin, 'session-1')).toEqual({ ended: true, step: { kind: 'page' } });
  expect([await ended(one), await ended(two)]).toEqual([true, false]);
});
