import { expect, test } from '@playwright/test';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { buildResponse } from '#lib/test-idp/response.ts';
import { completeSamlLogin } from './complete-saml-login.ts';
import { keepIdentitiesSeparate, linkNewIdentities, newIdentities } from './new-identities.ts';
import { acsUrl, spEntityId } from './service-provider.ts';

/** A connection that holds people who come with a new ID for a known email address. */

const NOW = new Date('2026-11-21T12:00:00.000Z');
const ENTITY_ID = 'https://idp.example.com/metadata';
const idp = createKeyPair({ commonName: 'idp', now: NOW, validForDays: 30 });

let world: Awaited<ReturnType<typeof testEnvironments>>;
let environmentId: string;
let connectionId: string;
test.beforeAll(async () => {
  world = await testEnvironments(NOW);
  ({ environmentId } = world.staging.scope);
  const uri = 'http://localhost:9/callback';
  const row = { id: newId('redirectUri', NOW), uri, isDefault: true, now: NOW };
  await world.staging.data.redirectUris.add(row);
});
test.afterAll(() => world.close());

test.beforeEach(async () => {
  const { data } = world.staging;
  const organizationId = newId('organization', NOW);
  const none = { externalId: null, metadata: {}, stripeCustomerId: null };
  const values = { name: 'Foo', ...none, allowProfilesOutsideOrganization: true };
  await data.organizations.add(organizationId, values, NOW);
  connectionId = newId('connection', NOW);
  const address = { idpEntityId: ENTITY_ID, idpSsoUrl: 'https://idp.example.com/sso' };
  const type = { connectionType: 'GenericSAML', state: 'active' as const, externalKey: newExternalKey() };
  await data.connections.add({ id: connectionId, organizationId, name: 'Foo', ...type, ...address }, NOW);
  const certificate = parseCertificate(idp.certificatePem);
  if (!certificate) throw new Error('a certificate made here cannot be read here');
  const id = newId('connectionCertificate', NOW);
  await data.connections.addCertificate(connectionId, { id, ...certificate, now: NOW });
});

const hold = (holdNewIds: boolean) =>
  world.staging.data.connections.update(connectionId, { holdNewIds }, NOW);

let minutes = 0;
/** Somebody with this ID and address comes back from the identity provider, each time a minute later. */
async function signIn(id: string, email = 'ana@example.com') {
  minutes += 1;
  const { now } = later(world.staging, minutes * 60);
  const row = await world.db.connection.findFirstOrThrow({ where: { environmentId, id: connectionId } });
  const { samlResponse } = await buildResponse({
    now,
    idp: { ...idp, entityId: ENTITY_ID },
    wrongIdp: idp,
    sp: { entityId: spEntityId(row), acsUrl: acsUrl(row) },
    inResponseTo: null,
    person: { id, email, firstName: 'Ana', lastName: 'Silva', groups: [], extra: {} },
    fault: null,
    sign: 'assertion',
    encrypt: false,
  });
  const outcome = await completeSamlLogin({
    externalKey: row.externalKey,
    encodedResponse: samlResponse,
    relayState: null,
    browserToken: null,
    visitor: { ipAddress: null, userAgent: null },
    now,
  });
  if (outcome.kind !== 'redirect') throw new Error(outcome.kind);
  const told = new URL(outcome.url).searchParams;
  const session = await world.db.ssoSession.findFirstOrThrow({
    where: { environmentId, id: outcome.sessionId },
  });
  return { session, code: told.get('code'), error: told.get('error') };
}

const listed = async () => {
  const found = await newIdentities(world.staging, { connectionId, reveal: true, page: 1 });
  return found?.shown ?? [];
};

test('somebody with a new ID for a known address gets no code until an Admin has linked them', async () => {
  await hold(true);
  const first = await signIn('okta-1');
  expect(first.code).not.toBeNull();
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const held = await signIn('entra-1', 'Ana@Example.com');
    expect(held).toMatchObject({ code: null, error: 'server_error' });
    expect(held.session).toMatchObject({
      ...{ state: 'failed', failureCode: 'new_id_held', errorCode: null, codeHash: null, profileId: null },
      failureEvidence: { expected: 'okta-1', received: 'entra-1' },
    });
  }
  const [pair] = await listed();
  expect(pair).toMatchObject({ oldId: first.session.profileId, oldIdpId: 'okta-1', freshIdpId: 'entra-1' });
  await linkNewIdentities(world.staging, { connectionId, freshId: pair?.freshId ?? '' });
  const again = await signIn('entra-1', 'Ana@Example.com');
  expect(again.code).not.toBeNull();
  expect(again.session.profileId).toBe(first.session.profileId);
});

test('somebody else who has the address now comes in once an Admin says so, with a profile of their own', async () => {
  await hold(true);
  const first = await signIn('one');
  expect((await signIn('two')).code).toBeNull();
  const [pair] = await listed();
  await keepIdentitiesSeparate(world.staging, { connectionId, freshId: pair?.freshId ?? '' });
  const second = await signIn('two');
  expect(second.code).not.toBeNull();
  expect(second.session.profileId).not.toBe(first.session.profileId);
});

test('people whose ID stays are not held, whatever else has their address', async () => {
  await signIn('one');
  await signIn('two');
  await hold(true);
  expect((await signIn('one')).code).not.toBeNull();
  expect((await signIn('bo', 'bo@example.com')).code).not.toBeNull();
  // Who came before the switch was thrown, and was not looked at yet, is held as well.
  expect((await signIn('two')).code).toBeNull();
});

test('without the switch they come in with a new profile, and are listed', async () => {
  const first = await signIn('one');
  const second = await signIn('two');
  expect(second.code).not.toBeNull();
  expect(second.session.profileId).not.toBe(first.session.profileId);
  expect(await listed()).toMatchObject([
    { freshId: second.session.profileId, oldId: first.session.profileId },
  ]);
});
