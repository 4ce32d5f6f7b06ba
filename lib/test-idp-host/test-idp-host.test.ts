import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { systemScope } from '#lib/auth/system-scope.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { testIdpEntityId, testIdpSsoUrl } from '#lib/test-idp/address.ts';
import { createWorkspace } from '#lib/workspace/create-workspace.ts';
import { answerSignIn } from './answer-sign-in.ts';
import { makeResponseBody } from './make-response.schema.ts';
import { makeResponse } from './make-response.ts';
import { withPreset } from './preset.ts';
import { receiveRequest } from './receive-request.ts';
import { knownServiceProviders } from './service-providers.ts';
import { signInFields } from './sign-in-form.ts';
import { signInView } from './sign-in-view.ts';
import { readTicket, type Ticket, writeTicket } from './ticket.ts';

let made: Awaited<ReturnType<typeof twoWorkspaces>>;
test.beforeAll(async () => {
  made = await twoWorkspaces();
});
test.afterAll(() => made.close());

/** Two workspaces of one installation, each with its staging environment and test connection. */
async function twoWorkspaces() {
  const { db, close, staging } = await testEnvironments();
  const { now } = staging;
  const open = async (name: string): Promise<EnvironmentContext> => {
    const { environmentId } = (await createWorkspace({ name, origin: env().http.url, now }, db)).staging;
    const scope = systemScope({ id: environmentId, kind: 'staging' });
    return { scope, data: forEnvironment(scope, db), now, actor: staging.actor };
  };
  return { close, own: await open('Own'), other: await open('Other') };
}

async function onlyApp(ctx: EnvironmentContext) {
  const [app] = await knownServiceProviders(ctx);
  if (!app) throw new Error('no connection trusts the test identity provider');
  return app;
}

function authnRequest(values: { issuer: string; acsUrl: string }): string {
  const xml = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0" IssueInstant="2026-01-01T00:00:00Z" AssertionConsumerServiceURL="${values.acsUrl}"><saml:Issuer>${values.issuer}</saml:Issuer></samlp:AuthnRequest>`;
  return deflateRawSync(xml).toString('base64');
}

const receive = (ctx: EnvironmentContext, values: { issuer: string; acsUrl: string }) =>
  receiveRequest(ctx, {
    samlRequest: authnRequest(values),
    binding: 'redirect',
    relayState: 'handle',
    loginHint: null,
  });

const TICKET: Ticket = {
  connectionId: 'conn_1',
  requestId: '_1',
  relayState: 'handle',
  nameIdFormat: null,
  hint: null,
};

test('a ticket opens in its own environment for an hour, unchanged', () => {
  const { own, other } = made;
  const { environmentId } = own.scope;
  const text = writeTicket(environmentId, TICKET, own.now);
  expect(readTicket(environmentId, text, own.now)).toEqual(TICKET);
  expect(readTicket(environmentId, text, later(own, 3600).now)).toEqual(TICKET);
  expect(readTicket(environmentId, text, later(own, 3601).now)).toBeNull();
  expect(readTicket(other.scope.environmentId, text, own.now)).toBeNull();
  for (const at of [0, 20, 60, text.length - 1]) {
    const changed = `${text.slice(0, at)}${text[at] === 'B' ? 'C' : 'B'}${text.slice(at + 1)}`;
    expect(readTicket(environmentId, changed, own.now), `character ${at}`).toBeNull();
  }
});

test('a request of a connection that trusts the provider is taken, with the answer going to its ACS URL', async () => {
  const { own } = made;
  const app = await onlyApp(own);
  const received = await receive(own, { issuer: app.entityId, acsUrl: app.acsUrl });
  expect(received).toMatchObject({
    ok: true,
    ticket: { connectionId: app.connectionId, requestId: '_1', relayState: 'handle' },
  });
});

test('a request is refused for another ACS URL, an unknown issuer, or a connection of another environment', async () => {
  const { own, other } = made;
  const [app, foreign] = [await onlyApp(own), await onlyApp(other)];
  expect((await receive(own, { issuer: app.entityId, acsUrl: 'https://evil.example/acs' })).ok).toBe(false);
  expect((await receive(own, { issuer: app.entityId, acsUrl: foreign.acsUrl })).ok).toBe(false);
  expect((await receive(own, { issuer: 'https://evil.example', acsUrl: app.acsUrl })).ok).toBe(false);
  expect((await receive(own, { issuer: foreign.entityId, acsUrl: foreign.acsUrl })).ok).toBe(false);
});

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? error.code : `not refused: ${error}`;
}

test('the answer is posted to the ACS URL the connection has now, and RelayState comes from the request', async () => {
  const { own } = made;
  const app = await onlyApp(own);
  const ticket = writeTicket(own.scope.environmentId, { ...TICKET, connectionId: app.connectionId }, own.now);
  const answer = await answerSignIn(
    own,
    signInFields.parse({ ticket, relayState: 'redirect_uri=https://x' }),
  );
  expect(answer.action).toBe(app.acsUrl);
  expect(answer.fields['RelayState']).toBe('handle');
  expect(Buffer.from(answer.fields['SAMLResponse'] ?? '', 'base64').toString()).toContain(
    'InResponseTo="_1"',
  );
  await own.data.connections.update(app.connectionId, { acsUrl: 'https://old.example/acs' }, own.now);
  expect((await answerSignIn(own, signInFields.parse({ ticket }))).action).toBe('https://old.example/acs');
  await own.data.connections.update(app.connectionId, { acsUrl: null }, own.now);
});

test('a form is refused that names a connection of another environment or lacks what its fault needs', async () => {
  const { own, other } = made;
  const [app, foreign] = [await onlyApp(own), await onlyApp(other)];
  const post = (connectionId: string, values: Record<string, string> = {}) => {
    const ticket = writeTicket(own.scope.environmentId, { ...TICKET, connectionId }, own.now);
    return refusalOf(answerSignIn(own, signInFields.parse({ ticket, ...values })));
  };
  expect(await post(app.connectionId)).toBe('not refused: null');
  expect(await post(foreign.connectionId)).toBe('bad_request');
  expect(await post(app.connectionId, { fault: 'replay_last_response' })).toBe('bad_request');
  for (const pair of (await own.data.connections.get(app.connectionId))?.keyPairs ?? []) {
    await own.data.connections.removeKeyPair(app.connectionId, pair.use, pair.id);
  }
  expect(await post(app.connectionId, { encrypt: 'on' })).toBe('bad_request');
  expect(await post(app.connectionId, { fault: 'encrypted_with_cbc' })).toBe('bad_request');
  expect(
    (await signInView(own, { ticket: null, app: app.connectionId, person: null, fault: null }))?.canEncrypt,
  ).toBe(false);
});

const make = (ctx: EnvironmentContext, body: Record<string, unknown>) =>
  makeResponse(ctx, makeResponseBody.parse(body));
const xmlOf = (encoded: string) => Buffer.from(encoded, 'base64').toString();

test('a response made for a test goes to the connection it names, or to the one its organization has', async () => {
  const { own, other } = made;
  const [app, foreign] = [await onlyApp(own), await onlyApp(other)];
  const answer = await make(own, {
    connection_id: app.connectionId,
    personality: 'entra',
    fault: 'wrong_audience',
    request_id: '_request-1',
    relay_state: 'handle',
    profile: { email: 'ada@example.com', last_name: null, groups: ['A'], attributes: { shoe: '39' } },
  });
  const xml = xmlOf(answer.samlResponse);
  expect(answer).toMatchObject({
    acsUrl: app.acsUrl,
    relayState: 'handle',
    expectedError: 'malformed_saml_response',
  });
  expect(xml).toContain('InResponseTo="_request-1"');
  expect(xml).toMatch(/emailaddress"><AttributeValue>ada@example.com</);
  expect(xml).toMatch(/objectidentifier"><AttributeValue>tidp_[0-9a-f]{16}</);
  expect(xml).toMatch(/givenname"><AttributeValue>Test</);
  expect(xml).toMatch(/Name="shoe"><AttributeValue>39</);
  expect(xml).not.toContain('surname');
  // What is made up must not stand in for what a fault leaves out.
  const without = await make(own, { connection_id: app.connectionId, fault: 'missing_email' });
  expect(xmlOf(without.samlResponse)).not.toContain('@');
  const byOrganization = await make(own, { organization_id: app.organizationId });
  expect(byOrganization).toMatchObject({ connectionId: app.connectionId, personality: null, fault: null });
  expect(xmlOf(byOrganization.samlResponse)).not.toContain('InResponseTo');
  for (const body of [
    { connection_id: foreign.connectionId },
    { organization_id: foreign.organizationId },
    { connection_id: app.connectionId, organization_id: foreign.organizationId },
  ]) {
    expect(await refusalOf(make(own, body))).toBe('entity_not_found');
  }
  expect(await refusalOf(make(own, {}))).toBe('invalid_request_parameters');
  expect(await refusalOf(make(own, { connection_id: app.connectionId, fault: 'replay_last_response' }))).toBe(
    'invalid_request_parameters',
  );
  const scope = systemScope({ id: own.scope.environmentId, kind: 'production' });
  expect(await refusalOf(make({ ...own, scope }, { connection_id: app.connectionId }))).toBe('not_found');
});

test('a response looks like the product of its connection’s type unless another is chosen', async () => {
  const { own } = made;
  const { connectionId } = await onlyApp(own);
  await own.data.connections.update(connectionId, { connectionType: 'OktaSAML' }, own.now);
  const personality = async (body: Record<string, unknown>) =>
    (await make(own, { connection_id: connectionId, ...body })).personality;
  expect(await personality({})).toBe('okta');
  expect(await personality({ personality: null })).toBeNull();
  expect(await personality({ personality: 'keycloak' })).toBe('keycloak');
  const ticket = writeTicket(own.scope.environmentId, { ...TICKET, connectionId }, own.now);
  const answered = async (values: Record<string, string>) => {
    const { fields } = await answerSignIn(own, signInFields.parse({ ticket, ...values }));
    return xmlOf(fields['SAMLResponse'] ?? '');
  };
  expect(await answered({})).toContain('<saml2p:Response');
  expect(await answered({ personality: '' })).toContain('<samlp:Response');
  expect(await answered({ personality: 'jumpcloud' })).toContain('<ns0:Response');
  const view = await signInView(own, { ticket, app: null, person: null, fault: null, personality: null });
  expect(view?.personality).toBe('okta');
  await own.data.connections.update(connectionId, { connectionType: 'TestIdp' }, own.now);
});

test('a body with a personality, a fault or a request ID that does not exist is refused by its field', () => {
  for (const [field, value] of Object.entries({
    personality: 'constructor',
    fault: 'no_such_fault',
    request_id: '<script>',
    sign: 'nothing',
  })) {
    const parsed = makeResponseBody.safeParse({ connection_id: 'conn_1', [field]: value });
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  }
});

test('the page chooses whom the app expects, and a stranger is typed in', async () => {
  const { own } = made;
  const { connectionId } = await onlyApp(own);
  const view = async (hint: string) => {
    const ticket = writeTicket(own.scope.environmentId, { ...TICKET, connectionId, hint }, own.now);
    const made = await signInView(own, { ticket, app: null, person: null, fault: null });
    return made && [made.person, made.email];
  };
  expect(await view('Hana.Sato@example.com')).toEqual(['tidp_hana_sato', '']);
  expect(await view('somebody@example.com')).toEqual(['typed', 'somebody@example.com']);
  expect(await view('00u1a0ufow')).toEqual(['tidp_amara_okafor', '']);
});

test('choices are added to the address of this environment’s provider and to no other', () => {
  const { own, other } = made;
  const origin = env().http.url;
  const chosen = new URLSearchParams({ fault: 'expired', run: '1', connection: 'conn_1' });
  const { environmentId } = own.scope;
  const sso = testIdpSsoUrl(origin, environmentId);
  expect(withPreset(environmentId, `${sso}?SAMLRequest=x`, chosen)).toBe(
    `${sso}?SAMLRequest=x&fault=expired&run=1`,
  );
  expect(withPreset(environmentId, sso, chosen)).toBe(`${sso}?fault=expired&run=1`);
  for (const elsewhere of [
    `${sso}-elsewhere?SAMLRequest=x`,
    `https://okta.example/sso?SAMLRequest=x`,
    `${testIdpSsoUrl(origin, other.scope.environmentId)}?SAMLRequest=x`,
    testIdpEntityId(origin, environmentId),
  ]) {
    expect(withPreset(environmentId, elsewhere, chosen)).toBe(elsewhere);
  }
});
