import { expect, test } from '@playwright/test';
import pg from 'pg';
import { CONSENT_COOKIE } from '#lib/auth/browser.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { hashSecret } from '#lib/secrets.ts';
import { buildResponse } from '#lib/test-idp/response.ts';
import { completeSamlLogin } from './complete-saml-login.ts';
import { answerConsent, asksForConsent, openConsent } from './consent.ts';
import { acsUrl, spEntityId } from './service-provider.ts';
import { sessionDetail } from './session-detail.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const seconds = (number: number) => new Date(NOW.getTime() + number * 1000);
const ENTITY_ID = 'https://idp.example.com/metadata';
const idp = createKeyPair({ commonName: 'idp', now: NOW, validForDays: 30 });
const ANA = { id: 'ana-1', email: 'ana@example.com', firstName: 'Ana', lastName: 'Silva', groups: [] };

let world: Awaited<ReturnType<typeof testEnvironments>>;
let connection: { id: string; externalKey: string };
// One world for all: what ends a sign-in opens the process's one database.
test.beforeAll(async () => {
  world = await testEnvironments(NOW);
  const id = newId('redirectUri', NOW);
  const uri = 'http://localhost:9/callback';
  await world.staging.data.redirectUris.add({ id, uri, isDefault: true, now: NOW });
});
test.afterAll(() => world.close());

test.beforeEach(async () => {
  await world.staging.data.environment.setSignInConsent(true, NOW);
  connection = await seed('OktaSAML');
});

async function seed(connectionType: string) {
  const { data } = world.staging;
  const organizationId = newId('organization', NOW);
  const organization = { name: 'Foo', externalId: null, metadata: {}, stripeCustomerId: null };
  await data.organizations.add(
    organizationId,
    { ...organization, allowProfilesOutsideOrganization: true },
    NOW,
  );
  const made = { id: newId('connection', NOW), externalKey: newExternalKey() };
  await data.connections.add(
    {
      ...made,
      organizationId,
      name: 'Foo',
      connectionType,
      state: 'active',
      idpEntityId: ENTITY_ID,
      idpSsoUrl: 'https://idp.example.com/sso',
    },
    NOW,
  );
  const certificate = parseCertificate(idp.certificatePem);
  if (!certificate) throw new Error('a certificate made here cannot be read here');
  const id = newId('connectionCertificate', NOW);
  await data.connections.addCertificate(made.id, { id, ...certificate, now: NOW });
  return made;
}

/** Signs somebody in from their identity provider; `cookie` is what the browser keeps for the next time. */
async function signIn({ person = ANA, cookie = null as string | null } = {}) {
  const row = await world.db.connection.findFirstOrThrow({
    where: { environmentId: world.staging.scope.environmentId, id: connection.id },
  });
  const { samlResponse } = await buildResponse({
    now: NOW,
    idp: { ...idp, entityId: ENTITY_ID },
    wrongIdp: idp,
    sp: { entityId: spEntityId(row), acsUrl: acsUrl(row) },
    inResponseTo: null,
    person,
    fault: null,
    sign: 'assertion',
    encrypt: false,
  });
  const outcome = await completeSamlLogin({
    externalKey: connection.externalKey,
    encodedResponse: samlResponse,
    relayState: null,
    browserToken: null,
    consentToken: cookie,
    visitor: { ipAddress: null, userAgent: null },
    now: NOW,
  });
  if (outcome.kind !== 'redirect') throw new Error(outcome.kind);
  const url = new URL(outcome.url);
  const kept = outcome.setCookie?.match(new RegExp(`^${CONSENT_COOKIE}=([^;]+)`))?.[1] ?? cookie;
  return {
    sessionId: outcome.sessionId,
    code: url.searchParams.get('code'),
    cookie: kept,
    question: {
      externalKey: connection.externalKey,
      ticket: url.searchParams.get('ticket') ?? '',
      consentToken: kept,
      now: NOW,
    },
  };
}

async function redeems(code: string | null, at = NOW): Promise<boolean> {
  const redeemed = await world.staging.data.login.redeemCode({
    at,
    codeHash: hashSecret(code ?? ''),
    challenge: null,
    publicClient: false,
    redirectUri: null,
  });
  return redeemed !== null;
}

const gone = { code: 'consent_question_gone' };
const titles = async (sessionId: string, now: Date) =>
  (await sessionDetail({ ...world.staging, now }, sessionId))?.timeline.map(({ title }) => title);

test('asked are sign-ins that began at an identity provider or go through a custom connection, and nobody else', () => {
  const asked = (origin: 'service_provider' | 'identity_provider' | 'test', connectionType: string) =>
    asksForConsent({ enabled: true, origin, connectionType, idpInitiatedMode: 'allow' });
  expect(asked('service_provider', 'GenericSAML')).toBe(true);
  expect(asked('service_provider', 'GenericOIDC')).toBe(true);
  expect(asked('identity_provider', 'OktaSAML')).toBe(true);
  for (const vouched of ['OktaSAML', 'AzureSAML', 'TestIdp', 'ShibbolethGenericSAML']) {
    expect(asked('service_provider', vouched), vouched).toBe(false);
  }
  expect(asked('test', 'GenericSAML')).toBe(false);
  const off = { enabled: false, connectionType: 'GenericSAML' };
  expect(asksForConsent({ ...off, origin: 'identity_provider', idpInitiatedMode: 'allow' })).toBe(false);
  // A connection may ask for itself, about what begins at its identity provider.
  expect(asksForConsent({ ...off, origin: 'identity_provider', idpInitiatedMode: 'consent' })).toBe(true);
  expect(asksForConsent({ ...off, origin: 'service_provider', idpInitiatedMode: 'consent' })).toBe(false);
  expect(asksForConsent({ ...off, origin: 'test', idpInitiatedMode: 'consent' })).toBe(false);
});

test('the app has no code before the person agrees; then it has one that works once, and the browser is remembered', async () => {
  const first = await signIn();
  expect(first.code).toBeNull();
  expect(await openConsent(first.question)).toMatchObject({
    email: ANA.email,
    identityProvider: 'https://idp.example.com',
    workspace: 'Test',
    app: 'localhost:9',
    beganAtIdentityProvider: true,
  });
  expect(await titles(first.sessionId, NOW)).toContain('Waiting for the person’s answer');
  const url = new URL(await answerConsent({ ...first.question, approved: true }));
  const code = url.searchParams.get('code');
  expect(await redeems(code)).toBe(true);
  expect(await redeems(code)).toBe(false);
  expect(await titles(first.sessionId, NOW)).toContain('The person agreed, code sent to the app');
  const again = await signIn({ cookie: first.cookie });
  expect(await redeems(again.code)).toBe(true);
});

test('a yes is one for this person, browser and connection alone', async () => {
  const { cookie, question } = await signIn();
  await answerConsent({ ...question, approved: true });
  expect((await signIn({ cookie })).code).not.toBeNull();
  expect((await signIn()).code).toBeNull();
  expect((await signIn({ cookie, person: { ...ANA, id: 'ben-1' } })).code).toBeNull();
  connection = await seed('OktaSAML');
  expect((await signIn({ cookie })).code).toBeNull();
});

test('a no ends the session: signin_consent_denied for the app, no code, and the question comes again', async () => {
  const { cookie, question, sessionId } = await signIn();
  const told = new URL(await answerConsent({ ...question, approved: false })).searchParams;
  expect([told.get('error'), told.get('code')]).toEqual(['signin_consent_denied', null]);
  expect(told.get('error_description')).toBeTruthy();
  const { environmentId } = world.staging.scope;
  expect(await world.db.ssoSession.findFirst({ where: { environmentId, id: sessionId } })).toMatchObject({
    state: 'failed',
    failureCode: 'signin_consent_denied',
    codeHash: null,
  });
  expect(await titles(sessionId, NOW)).toContain('The person declined');
  await expect(answerConsent({ ...question, approved: true })).rejects.toMatchObject(gone);
  expect((await signIn({ cookie })).code).toBeNull();
});

test('a question is answered once, by the browser that was asked, at its connection, in ten minutes', async () => {
  const { question } = await signIn();
  const other = await seed('OktaSAML');
  const stranger = (await signIn()).cookie;
  for (const wrong of [
    { ...question, consentToken: null },
    { ...question, consentToken: stranger },
    { ...question, externalKey: other.externalKey },
    { ...question, externalKey: newExternalKey() },
    { ...question, ticket: question.ticket.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) },
    { ...question, ticket: '' },
    { ...question, now: seconds(600) },
  ]) {
    await expect(openConsent(wrong)).rejects.toMatchObject(gone);
    await expect(answerConsent({ ...wrong, approved: true })).rejects.toMatchObject(gone);
  }
  const late = { ...question, now: seconds(599) };
  const answers = await Promise.allSettled(
    [true, true, false].map((approved) => answerConsent({ ...late, approved })),
  );
  expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  await expect(openConsent(late)).rejects.toMatchObject(gone);
});

test('a login that the identity provider ended while the person was reading is not agreed to any more', async () => {
  const { question, sessionId } = await signIn();
  const { environmentId } = world.staging.scope;
  const agreed = () => world.db.signInConsent.count({ where: { environmentId } });
  const before = await agreed();
  const where = { environmentId, id: sessionId };
  await world.db.ssoSession.updateMany({ where, data: { signedOutAt: NOW } });
  await expect(openConsent(question)).rejects.toMatchObject(gone);
  await expect(answerConsent({ ...question, approved: true })).rejects.toMatchObject(gone);
  expect(await agreed()).toBe(before);
});

test('a redirect URI that was taken off the list while the person was reading gets nothing', async () => {
  const { question, sessionId } = await signIn();
  const { environmentId } = world.staging.scope;
  const where = { environmentId, id: sessionId };
  await world.db.ssoSession.updateMany({ where, data: { redirectUri: 'https://gone.example.com/callback' } });
  await expect(answerConsent({ ...question, approved: true })).rejects.toMatchObject(gone);
  await expect(answerConsent({ ...question, approved: false })).rejects.toMatchObject(gone);
});

test('a sign-in that nobody is asked about costs no statement more; one that is asked about, one', async () => {
  let count = 0;
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
    count += 1;
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  try {
    const cost = async (cookie: string | null) => {
      const before = count;
      const { code } = await signIn({ cookie });
      return { statements: count - before, asked: code === null };
    };
    const { data } = world.staging;
    const { cookie, question } = await signIn();
    await answerConsent({ ...question, approved: true });
    await data.environment.setSignInConsent(false, NOW);
    const off = await cost(null);
    await data.environment.setSignInConsent(true, NOW);
    const remembered = await cost(cookie);
    const asked = await cost(null);
    expect([off.asked, remembered.asked, asked.asked]).toEqual([false, false, true]);
    expect(off.statements).toBeGreaterThan(0);
    expect([remembered.statements, asked.statements]).toEqual([off.statements + 1, off.statements + 1]);
  } finally {
    pg.Client.prototype.query = query;
  }
});
