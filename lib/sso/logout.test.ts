import { createPrivateKey } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { addKeyPair } from '#lib/connections/add-key-pair.ts';
import { createConnection } from '#lib/connections/create-connection.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { redirectUrl } from '#lib/saml/bindings.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { createKeyPair, type KeyPair } from '#lib/saml/key-pair.ts';
import { type LogoutTransport, readLogoutMessage } from '#lib/saml/logout.ts';
import { buildLogoutRequest, buildLogoutResponse } from '#lib/saml/logout-message.ts';
import { hashSecret, newToken, seal } from '#lib/secrets.ts';
import { buildResponse } from '#lib/test-idp/response.ts';
import { authorizeLogout } from './authorize-logout.ts';
import { completeSamlLogin } from './complete-saml-login.ts';
import { receiveLogout } from './receive-logout.ts';
import { acsUrl, sloUrl, spEntityId } from './service-provider.ts';
import { startLogout } from './start-logout.ts';

const NOW = new Date();
const ENTITY_ID = 'https://idp.example.org/metadata';
const IDP_SLO = 'https://idp.example.org/slo';
const BACK = 'https://app.example.com/signed-out';
const idp = createKeyPair({ commonName: 'idp', now: NOW, validForDays: 30 });
const visitor = { ipAddress: '192.0.2.7', userAgent: 'Spec' };

let world: Awaited<ReturnType<typeof testEnvironments>>;
let ctx: EnvironmentContext;
let connectionId: string;

test.beforeEach(async () => {
  world = await testEnvironments(NOW);
  ctx = world.staging;
  (globalThis as { gatehouseDatabase?: unknown }).gatehouseDatabase = world.db;
  const { id: organizationId } = await createOrganization(ctx, { name: 'Foo Corp' });
  await ctx.data.organizations.update(organizationId, { allowProfilesOutsideOrganization: true }, NOW);
  const { connection } = await createConnection(ctx, {
    organizationId,
    connectionType: 'GenericSAML',
    identityProvider: {
      from: 'fields',
      entityId: ENTITY_ID,
      ssoUrl: 'https://idp.example.org/sso',
      sloUrl: IDP_SLO,
      certificates: [idp.certificatePem],
    },
  });
  connectionId = connection.id;
  await addKeyPair(ctx, { connectionId, use: 'signing' });
  const uri = 'http://localhost:9/callback';
  await ctx.data.redirectUris.add({ id: newId('redirectUri', NOW), uri, isDefault: true, now: NOW });
  await addLogoutRedirect(BACK, true);
  const tokens = createKeyPair({ commonName: 'tokens', now: NOW, validForDays: 30 });
  const id = newId('signingKey', NOW);
  const place = { environmentId: ctx.scope.environmentId, column: 'privateKeySealed', row: id };
  await ctx.data.signingKeys.add({
    id,
    certificatePem: tokens.certificatePem,
    privateKeySealed: seal(tokens.privateKeyPem, place),
    now: NOW,
  });
});
test.afterEach(async () => {
  delete (globalThis as { gatehouseDatabase?: unknown }).gatehouseDatabase;
  await world.close();
});

function addLogoutRedirect(uri: string, isDefault: boolean) {
  return ctx.data.logoutRedirectUris.add({ id: newId('logoutRedirectUri', NOW), uri, isDefault, now: NOW });
}

async function connection() {
  const row = await ctx.data.connections.get(connectionId);
  if (!row) throw new Error('the connection is gone');
  return row;
}

/** Signs somebody in from the identity provider; the code and what both sides name the login by. */
async function signIn(personId = 'ana-1') {
  const row = await connection();
  const built = await buildResponse({
    now: new Date(),
    idp: { ...idp, entityId: ENTITY_ID },
    wrongIdp: idp,
    sp: { entityId: spEntityId(row), acsUrl: acsUrl(row) },
    inResponseTo: null,
    person: { id: personId, email: `${personId}@example.com`, firstName: 'A', lastName: 'B', groups: [] },
    fault: null,
    sign: 'assertion',
    encrypt: false,
  });
  const outcome = await completeSamlLogin({
    externalKey: row.externalKey,
    encodedResponse: built.samlResponse,
    relayState: null,
    browserToken: null,
    visitor,
    now: new Date(),
  });
  if (outcome.kind !== 'redirect' || outcome.unproven) throw new Error('the sign-in was refused');
  const sessionIndex = /SessionIndex="([^"]+)"/.exec(built.xml)?.[1] ?? '';
  const [login] = await world.db.ssoSession.findMany({
    where: { environmentId: ctx.scope.environmentId, id: outcome.sessionId },
  });
  const code = new URL(outcome.url).searchParams.get('code') ?? '';
  return { sessionId: outcome.sessionId, profileId: login?.profileId ?? '', sessionIndex, code };
}

async function signedOut(sessionId: string): Promise<boolean> {
  const where = { environmentId: ctx.scope.environmentId, id: sessionId };
  const row = await world.db.ssoSession.findFirst({ where, select: { signedOutAt: true } });
  return row?.signedOutAt != null;
}

function logouts() {
  return world.db.logout.findMany({
    where: { environmentId: ctx.scope.environmentId },
    orderBy: { id: 'asc' },
    select: { sessionId: true, origin: true, state: true, failureCode: true },
  });
}

const tokenOf = async (profileId: string, now = new Date()) =>
  (await authorizeLogout({ ...ctx, now }, { profileId })).logout_token;

async function begin(
  profileId: string,
  more: { returnTo?: string; browserToken?: string; token?: string } = {},
) {
  const step = await startLogout({
    token: more.token ?? (await tokenOf(profileId)),
    returnTo: more.returnTo ?? null,
    browserToken: more.browserToken ?? null,
    visitor,
    now: new Date(),
  });
  return step;
}

/** What the identity provider receives, judged by the checks that it would make. */
async function sent(url: string) {
  const pem = (await connection()).keyPairs.find((pair) => pair.use === 'signing')?.certificatePem ?? '';
  const certificate = parseCertificate(pem);
  if (!certificate) throw new Error('no certificate');
  const verdict = readLogoutMessage({
    transport: { binding: 'redirect', query: url.slice(url.indexOf('?') + 1) },
    now: new Date(),
    clockToleranceSeconds: 0,
    logoutUrl: IDP_SLO,
    identityProvider: { entityId: spEntityId(await connection()), certificates: [certificate] },
  });
  if (!verdict.ok) throw new Error(verdict.failure.detail);
  return verdict.message;
}

type Told = { signer?: KeyPair; id?: string; now?: Date; relayState?: string | null };

async function fromIdp(xml: string, parameter: 'SAMLRequest' | 'SAMLResponse', told: Told = {}) {
  const signer = told.signer ?? idp;
  const url = redirectUrl({
    destination: 'https://x.example/',
    samlRequestXml: xml,
    parameter,
    relayState: told.relayState ?? null,
    signWith: { privateKey: createPrivateKey(signer.privateKeyPem), certificatePem: signer.certificatePem },
  });
  return { binding: 'redirect', query: url.slice(url.indexOf('?') + 1) } satisfies LogoutTransport;
}

async function receive(transport: LogoutTransport, browserToken: string | null = null) {
  const { externalKey } = await connection();
  return receiveLogout({ externalKey, transport, browserToken, visitor, now: new Date() });
}

async function logoutRequest(
  nameId: string,
  sessionIndex: string | null,
  told: Told & { format?: string } = {},
) {
  const { externalKey } = await connection();
  const xml = buildLogoutRequest({
    id: told.id ?? `_${newToken()}`,
    now: told.now ?? new Date(),
    destination: sloUrl(externalKey),
    issuer: ENTITY_ID,
    nameId: { value: nameId, format: told.format ?? null, nameQualifier: null, spNameQualifier: null },
    sessionIndex,
  });
  return fromIdp(xml, 'SAMLRequest', told);
}

async function logoutResponse(
  inResponseTo: string,
  outcome: 'success' | 'unknown_principal' = 'success',
  told: Told = {},
) {
  const { externalKey } = await connection();
  const destination = sloUrl(externalKey);
  const xml = buildLogoutResponse({
    id: `_${newToken()}`,
    now: new Date(),
    destination,
    issuer: ENTITY_ID,
    inResponseTo,
    outcome,
  });
  return fromIdp(xml, 'SAMLResponse', told);
}

test('an app’s logout ends the login here, asks the identity provider in its own words, and comes back', async () => {
  const login = await signIn();
  const step = await begin(login.profileId);
  if (step.kind !== 'redirect' || !step.setCookie) throw new Error('no redirect');
  expect(step.url.startsWith(`${IDP_SLO}?SAMLRequest=`)).toBe(true);
  const request = await sent(step.url);
  expect(request).toMatchObject({
    kind: 'request',
    nameId: { value: 'ana-1', format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent' },
    sessionIndexes: [login.sessionIndex],
  });
  expect(await signedOut(login.sessionId)).toBe(true);
  expect(await logouts()).toEqual([
    { sessionId: login.sessionId, origin: 'app', state: 'started', failureCode: null },
  ]);

  const browserToken = /=([\w-]{43});/.exec(step.setCookie)?.[1] ?? '';
  const outcome = await receive(await logoutResponse(request.id), browserToken);
  expect(outcome).toEqual({ refused: false, step: { kind: 'redirect', url: BACK } });
  expect(await logouts()).toMatchObject([{ state: 'finished', failureCode: null }]);
  const again = await receive(await logoutResponse(request.id), browserToken);
  expect(again.refused).toBe(true);
  const log = await world.db.auditLogEntry.findMany({
    where: { workspaceId: world.workspace.scope.workspaceId, action: 'session.signed_out' },
  });
  expect(log.map((entry) => entry.targetId)).toEqual([login.sessionId]);
});

test('a code and an access token are worth nothing after the logout', async () => {
  const login = await signIn();
  const redeem = () =>
    ctx.data.login.redeemCode({
      at: new Date(),
      codeHash: hashSecret(login.code),
      challenge: null,
      publicClient: false,
      redirectUri: null,
    });
  const other = await signIn('bea-2');
  expect(await ctx.data.login.profileOfToken(other.sessionId, other.profileId)).not.toBeNull();
  expect(await ctx.data.login.profileOfToken(login.sessionId, login.profileId)).not.toBeNull();
  await begin(login.profileId);
  expect(await redeem()).toBeNull();
  expect(await ctx.data.login.profileOfToken(login.sessionId, login.profileId)).toBeNull();
  expect(await ctx.data.login.profileOfToken(other.sessionId, other.profileId)).not.toBeNull();
});

test('a logout link works once, for five minutes, and in its own environment', async () => {
  const login = await signIn();
  const token = await tokenOf(login.profileId);
  await begin(login.profileId, { token });
  await expect(begin(login.profileId, { token })).rejects.toMatchObject({ code: 'not_found' });
  const old = await tokenOf(login.profileId, new Date(Date.now() - 301_000));
  await expect(begin(login.profileId, { token: old })).rejects.toMatchObject({ code: 'not_found' });
  const bent = `${token.slice(0, -6)}AAAAAA`;
  for (const wrong of [bent, 'x', '', `${token}\0`]) {
    await expect(begin(login.profileId, { token: wrong })).rejects.toMatchObject({ code: 'not_found' });
  }
  await expect(authorizeLogout(world.production, { profileId: login.profileId })).rejects.toMatchObject({
    code: 'entity_not_found',
  });
});

test('a logout ends at a registered address or nowhere', async () => {
  const login = await signIn();
  const token = await tokenOf(login.profileId);
  for (const evil of ['https://evil.example/', `${BACK}@evil.example`, `${BACK}?x=1`, `${BACK}/more`]) {
    await expect(begin(login.profileId, { token, returnTo: evil })).rejects.toMatchObject({
      code: 'bad_request',
    });
  }
  expect(await signedOut(login.sessionId)).toBe(false);
  await addLogoutRedirect('https://*.preview.example.com/bye', false);
  const returnTo = 'https://pr-7.preview.example.com/bye';
  const step = await begin(login.profileId, { token, returnTo });
  if (step.kind !== 'redirect' || !step.setCookie) throw new Error('no redirect');
  const { id } = await sent(step.url);
  const browserToken = /=([\w-]{43});/.exec(step.setCookie)?.[1] ?? '';
  const outcome = await receive(await logoutResponse(id), browserToken);
  expect(outcome).toEqual({ refused: false, step: { kind: 'redirect', url: returnTo } });
});

test('an address that was taken off the list while the person was away is not gone to', async () => {
  const login = await signIn();
  const step = await begin(login.profileId);
  if (step.kind !== 'redirect' || !step.setCookie) throw new Error('no redirect');
  const { id } = await sent(step.url);
  for (const row of await ctx.data.logoutRedirectUris.all()) await ctx.data.logoutRedirectUris.remove(row.id);
  const browserToken = /=([\w-]{43});/.exec(step.setCookie)?.[1] ?? '';
  expect(await receive(await logoutResponse(id), browserToken)).toEqual({
    refused: false,
    step: { kind: 'page' },
  });
});

test('somebody who is signed out already goes straight to where the logout ends', async () => {
  const login = await signIn();
  await begin(login.profileId);
  expect(await begin(login.profileId)).toEqual({ kind: 'redirect', url: BACK });
  expect((await logouts()).map((one) => one.state)).toEqual(['started', 'finished']);
});

test('of several logins the one of this browser is ended', async () => {
  const first = await signIn();
  const second = await signIn();
  const browserToken = newToken();
  await world.db.ssoSession.updateMany({
    where: { environmentId: ctx.scope.environmentId, id: first.sessionId },
    data: { browserHash: hashSecret(browserToken) },
  });
  await begin(first.profileId, { browserToken });
  expect([await signedOut(first.sessionId), await signedOut(second.sessionId)]).toEqual([true, false]);
});

test('an answer that another browser brings, that is forged or unasked for, ends nothing', async () => {
  const login = await signIn();
  const step = await begin(login.profileId);
  if (step.kind !== 'redirect' || !step.setCookie) throw new Error('no redirect');
  const { id } = await sent(step.url);
  const browserToken = /=([\w-]{43});/.exec(step.setCookie)?.[1] ?? '';
  const stranger = createKeyPair({ commonName: 'stranger', now: NOW, validForDays: 30 });
  expect((await receive(await logoutResponse(id))).refused).toBe(true);
  expect((await receive(await logoutResponse(id), newToken())).refused).toBe(true);
  expect((await receive(await logoutResponse('_unknown'), browserToken)).refused).toBe(true);
  expect((await receive(await logoutResponse(id, 'success', { signer: stranger }))).refused).toBe(true);
  expect((await logouts()).map((one) => [one.state, one.failureCode])).toEqual([
    ['started', null],
    ['refused', 'browser_mismatch'],
    ['refused', 'browser_mismatch'],
    ['refused', 'unknown_logout'],
    ['refused', 'certificate_mismatch'],
  ]);
  const forged = await logoutResponse(id, 'success', { signer: stranger });
  expect((await receive(forged, browserToken)).refused).toBe(true);
  expect((await logouts())[0]).toMatchObject({ state: 'partial', failureCode: 'certificate_mismatch' });
});

test('an identity provider that could not end its session is believed, and the person comes back', async () => {
  const login = await signIn();
  const step = await begin(login.profileId);
  if (step.kind !== 'redirect' || !step.setCookie) throw new Error('no redirect');
  const { id } = await sent(step.url);
  const browserToken = /=([\w-]{43});/.exec(step.setCookie)?.[1] ?? '';
  const outcome = await receive(await logoutResponse(id, 'unknown_principal'), browserToken);
  expect(outcome).toMatchObject({ refused: false, step: { url: BACK } });
  expect(await logouts()).toMatchObject([{ state: 'partial', failureCode: 'logout_not_complete' }]);
});

test('a connection without a logout URL or without a signing key has no single logout', async () => {
  const login = await signIn();
  const [pair] = (await connection()).keyPairs.filter((one) => one.use === 'signing');
  await ctx.data.connections.removeKeyPair(connectionId, 'signing', pair?.id ?? '');
  await expect(authorizeLogout(ctx, { profileId: login.profileId })).rejects.toMatchObject({
    error: 'connection_invalid',
    status: 400,
  });
  const asked = await receive(await logoutRequest('ana-1', null));
  expect(asked.refused).toBe(true);
  expect(await signedOut(login.sessionId)).toBe(false);
  await addKeyPair(ctx, { connectionId, use: 'signing' });
  await ctx.data.connections.update(connectionId, { idpSloUrl: null }, NOW);
  await expect(authorizeLogout(ctx, { profileId: login.profileId })).rejects.toMatchObject({
    error: 'connection_invalid',
  });
  const without = await signIn('bea-2');
  expect(await ctx.data.logouts.openLogins(without.profileId, new Date())).toEqual([]);
});

test('the identity provider ends the session it names, and gets a signed answer with its RelayState', async () => {
  const [first, second, other] = [await signIn(), await signIn(), await signIn('bea-2')];
  const transport = await logoutRequest('ana-1', first.sessionIndex, { id: '_theirs', relayState: 'r +&ü' });
  const outcome = await receive(transport);
  if (outcome.refused || outcome.step.kind !== 'redirect') throw new Error('no answer');
  expect(await sent(outcome.step.url)).toMatchObject({
    kind: 'response',
    inResponseTo: '_theirs',
    relayState: 'r +&ü',
    status: ['urn:oasis:names:tc:SAML:2.0:status:Success'],
  });
  expect(await signedOut(first.sessionId)).toBe(true);
  expect([await signedOut(second.sessionId), await signedOut(other.sessionId)]).toEqual([false, false]);
  expect(await logouts()).toEqual([
    { sessionId: first.sessionId, origin: 'identity_provider', state: 'finished', failureCode: null },
  ]);
});

test('a request that names no session ends all of that person, and nobody else', async () => {
  const [first, second, other] = [await signIn(), await signIn(), await signIn('bea-2')];
  await receive(await logoutRequest('ana-1', null));
  expect([await signedOut(first.sessionId), await signedOut(second.sessionId)]).toEqual([true, true]);
  expect(await signedOut(other.sessionId)).toBe(false);
});

test('a request about nobody known, another session or another kind of NameID ends nothing and is told so', async () => {
  const login = await signIn();
  const email = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
  for (const transport of [
    await logoutRequest('nobody', null),
    await logoutRequest('ana-1', '_other'),
    await logoutRequest('ana-1', login.sessionIndex, { format: email }),
  ]) {
    const outcome = await receive(transport);
    if (outcome.refused || outcome.step.kind !== 'redirect') throw new Error('no answer');
    expect((await sent(outcome.step.url)) as unknown).toMatchObject({
      status: [
        'urn:oasis:names:tc:SAML:2.0:status:Requester',
        'urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal',
      ],
    });
  }
  expect(await signedOut(login.sessionId)).toBe(false);
  expect((await logouts()).map((one) => one.failureCode)).toEqual(Array(3).fill('login_not_found'));
});

test('a logout request is good for once, whatever races, and one of a stranger is never answered', async () => {
  const login = await signIn();
  const stranger = createKeyPair({ commonName: 'stranger', now: NOW, validForDays: 30 });
  const forged = await receive(await logoutRequest('ana-1', login.sessionIndex, { signer: stranger }));
  expect(forged.refused).toBe(true);
  expect(await signedOut(login.sessionId)).toBe(false);
  const transport = await logoutRequest('ana-1', login.sessionIndex);
  const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => receive(transport)));
  expect(outcomes.filter((one) => !one.refused)).toHaveLength(1);
  expect((await logouts()).map((one) => one.failureCode ?? one.state).sort()).toEqual([
    'certificate_mismatch',
    'finished',
    ...Array(4).fill('message_replayed'),
  ]);
});
