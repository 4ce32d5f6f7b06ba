import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { hashSecret } from '#lib/secrets.ts';
import { buildResponse } from '#lib/test-idp/response.ts';
import { completeSamlLogin } from './complete-saml-login.ts';
import { profileView } from './profile-view.ts';
import { acsUrl, spEntityId } from './service-provider.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const ENTITY_ID = 'https://idp.example.com/metadata';
const idp = createKeyPair({ commonName: 'idp', now: NOW, validForDays: 30 });

let world: Awaited<ReturnType<typeof testEnvironments>>;
let connection: { id: string; externalKey: string };
test.beforeAll(async () => {
  world = await testEnvironments(NOW);
  const id = newId('redirectUri', NOW);
  const uri = 'http://localhost:9/callback';
  await world.staging.data.redirectUris.add({ id, uri, isDefault: true, now: NOW });
});
test.afterAll(() => world.close());

test.beforeEach(async () => {
  const { environmentId } = world.staging.scope;
  await world.db.attributeDefinition.deleteMany({ where: { environmentId } });
  const times = { createdAt: NOW, updatedAt: NOW };
  const organizationId = newId('organization', NOW);
  connection = { id: newId('connection', NOW), externalKey: newExternalKey() };
  await world.db.organization.create({
    data: {
      id: organizationId,
      environmentId,
      name: 'Foo',
      allowProfilesOutsideOrganization: true,
      ...times,
    },
  });
  await world.staging.data.connections.add(
    {
      ...connection,
      organizationId,
      name: 'Foo',
      connectionType: 'GenericSAML',
      state: 'active',
      idpEntityId: ENTITY_ID,
      idpSsoUrl: 'https://idp.example.com/sso',
    },
    NOW,
  );
  const certificate = parseCertificate(idp.certificatePem);
  if (!certificate) throw new Error('a certificate made here cannot be read here');
  await world.staging.data.connections.addCertificate(connection.id, {
    id: newId('connectionCertificate', NOW),
    ...certificate,
    now: NOW,
  });
});

/** Signs Ana in from her identity provider; where the browser is sent. */
async function signIn(extra: Record<string, string | string[]>): Promise<URLSearchParams> {
  const row = await world.db.connection.findFirstOrThrow({
    where: { environmentId: world.staging.scope.environmentId, id: connection.id },
  });
  const { samlResponse } = await buildResponse({
    now: NOW,
    idp: { ...idp, entityId: ENTITY_ID },
    wrongIdp: idp,
    sp: { entityId: spEntityId(row), acsUrl: acsUrl(row) },
    inResponseTo: null,
    person: {
      id: 'ana-1',
      email: 'ana@example.com',
      firstName: 'Ana',
      lastName: 'Silva',
      groups: ['Engineering', 'Admins'],
      extra,
    },
    fault: null,
    sign: 'assertion',
    encrypt: false,
  });
  const outcome = await completeSamlLogin({
    externalKey: connection.externalKey,
    encodedResponse: samlResponse,
    relayState: null,
    browserToken: null,
    visitor: { ipAddress: null, userAgent: null },
    now: NOW,
  });
  if (outcome.kind !== 'redirect') throw new Error(outcome.kind);
  return new URL(outcome.url).searchParams;
}

/** Exchanges the code of a sign-in for its profile. */
async function redeem(callback: URLSearchParams) {
  const { login } = world.staging.data;
  const redeemed = await login.redeemCode({
    at: NOW,
    codeHash: hashSecret(callback.get('code') ?? ''),
    challenge: null,
    publicClient: false,
    redirectUri: null,
  });
  if (!redeemed) throw new Error('the code is not redeemed');
  const later = await login.profileOfToken(redeemed.sessionId, redeemed.id);
  return { profile: profileView(redeemed), later: later && profileView(later) };
}

async function define(name: string, type: 'text' | 'number', required = false) {
  await world.staging.data.attributeDefinitions.add({
    id: newId('attributeDefinition', NOW),
    name,
    type,
    isPredefined: false,
    required,
    position: 1,
    now: NOW,
  });
}

async function map(customAttributeMap: Record<string, string>) {
  await world.staging.data.connections.update(connection.id, { customAttributeMap }, NOW);
}

test('defined attributes arrive in custom_attributes of the token answer and of the profile', async () => {
  await define('badge', 'number');
  await define('absent', 'text');
  await map({ badge: 'employeeNumber', extra: 'jobTitle' });
  const { profile, later } = await redeem(await signIn({ employeeNumber: '17', jobTitle: 'Engineer' }));
  expect(profile.custom_attributes).toEqual({ badge: 17, absent: null, extra: 'Engineer' });
  expect(later).toEqual(profile);
});

test('a required attribute that is not sent refuses the sign-in as Invalid Attributes, by its name', async () => {
  await define('badge', 'number', true);
  expect((await signIn({ badge: 'none' })).get('error')).toBe('server_error');
  const { environmentId } = world.staging.scope;
  const session = await world.db.ssoSession.findFirstOrThrow({ where: { environmentId, state: 'failed' } });
  expect(session).toMatchObject({
    state: 'failed',
    errorCode: 'invalid_attributes',
    failureCode: 'attributes_missing',
    failureEvidence: { expected: ['badge'] },
  });
  expect((await signIn({ badge: '7' })).get('code')).not.toBeNull();
});

test('roles follow the groups of the connection, by priority, and change at once', async () => {
  const { data } = world.staging;
  const role = async (slug: string, priority: number, isDefault = false) => {
    const id = newId('appRole', NOW);
    await data.appRoles.add({ id, slug, name: slug, description: '', priority, isDefault, now: NOW });
    return id;
  };
  const [owner, editor] = [await role('owner', 1), await role('editor', 2)];
  await role('member', 3, true);
  const group = (idpId: string, roleId: string) =>
    data.ssoGroups.add(connection.id, { id: newId('ssoGroup', NOW), idpId, name: null, roleId, now: NOW });
  await group('engineering', owner);

  const first = (await redeem(await signIn({}))).profile;
  expect(first).toMatchObject({ role: { slug: 'member' }, roles: [{ slug: 'member' }] });
  expect(first.groups).toEqual(['Engineering', 'Admins']);

  await group('Engineering', editor);
  await group('Admins', owner);
  const { profile, later } = await redeem(await signIn({}));
  expect(profile).toMatchObject({ role: { slug: 'owner' }, roles: [{ slug: 'owner' }] });
  expect(later).toEqual(profile);

  await data.appRoles.setMultiple(true, NOW);
  expect((await redeem(await signIn({}))).profile.roles).toEqual([{ slug: 'owner' }, { slug: 'editor' }]);
  expect(await data.appRoles.factsFor(connection.id, ['Engineering', 'Admins'])).toEqual({
    roleSlugs: ['owner', 'editor'],
    defaultRoleSlug: 'member',
    multipleRoles: true,
  });
});
