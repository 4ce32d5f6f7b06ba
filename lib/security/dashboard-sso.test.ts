import { expect, test } from '@playwright/test';
import { addIdpCertificate } from '#lib/connections/add-idp-certificate.ts';
import { addKeyPair } from '#lib/connections/add-key-pair.ts';
import { createConnection } from '#lib/connections/create-connection.ts';
import { deleteConnection } from '#lib/connections/delete-connection.ts';
import { followDueMetadata } from '#lib/connections/follow-due-metadata.ts';
import { removeIdpCertificate } from '#lib/connections/remove-idp-certificate.ts';
import { removeKeyPair } from '#lib/connections/remove-key-pair.ts';
import { restoreVersion } from '#lib/connections/restore-version.ts';
import { setConnectionEnabled } from '#lib/connections/set-connection-enabled.ts';
import { testMetadataServer } from '#lib/connections/test-metadata-server.ts';
import { updateConnection } from '#lib/connections/update-connection.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { deleteOrganization } from '#lib/organizations/delete-organization.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { createApiKey, expireApiKey, revokeApiKey } from '#lib/workspace/api-keys.ts';
import { deleteEnvironment } from '#lib/workspace/environments.ts';
import {
  addRedirectUri,
  makeDefaultRedirectUri,
  removeRedirectUri,
  updateRedirectUri,
} from '#lib/workspace/redirect-uris.ts';
import { removeDashboardSso, saveDashboardSso, setSsoMode } from './dashboard-sso.ts';
import { removeTeamDomain } from './team-domains.ts';
import { testMember } from './test-members.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const ORIGIN = 'https://sso.example.com';
const [idp, rotated] = [1, 2].map(() =>
  createKeyPair({ commonName: 'idp.example.org', now: NOW, validForDays: 365 }),
);
const minutes = (count: number, from = NOW) => new Date(from.getTime() + count * 60_000);

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
});
test.afterEach(() => world.close());

/** An active connection of an organization of its own. */
async function connect(
  ctx: EnvironmentContext = world.production,
  { entityId = 'https://idp.example.org/metadata', certificate = idp?.certificatePem ?? '' } = {},
) {
  const organization = await createOrganization(ctx, { name: `Own ${newId('organization', NOW)}` });
  const { connection } = await createConnection(ctx, {
    organizationId: organization.id,
    connectionType: 'OktaSAML',
    identityProvider: {
      from: 'fields',
      entityId,
      ssoUrl: 'https://idp.example.org/sso',
      certificates: [certificate],
    },
  });
  await ctx.data.connections.update(connection.id, { state: 'active', activatedAt: NOW }, NOW);
  return connection;
}

const save = (connectionId: string, more: Partial<Parameters<typeof saveDashboardSso>[1]> = {}, now = NOW) =>
  saveDashboardSso(
    { ...world.workspace, now },
    {
      scope: world.production.scope,
      connectionId,
      joinRole: null,
      origin: ORIGIN,
      testIdpCounts: false,
      ...more,
    },
  );

const ssoOf = () => world.workspace.data.authenticationPolicy.sso();
const workspaceId = () => world.workspace.scope.workspaceId;
const callback = () => `${ORIGIN}/api/auth/callback/sso-${workspaceId()}`;

async function provenDomain(domain = 'acme.example.com') {
  const { teamDomains } = world.workspace.data;
  const id = newId('teamDomain', NOW);
  await teamDomains.add({ id, domain, verificationToken: 't', verificationPrefix: 'p', now: NOW });
  await teamDomains.verify({ id, domain }, NOW);
  return { id, confirmation: domain };
}

test('setting SSO up makes an API key and a redirect URI; switching it off takes both away', async () => {
  const { id } = await connect();
  await addRedirectUri(world.production, { uri: 'https://app.example.com/callback' });
  expect(await save(id)).toMatchObject({ created: true });
  expect(await ssoOf()).toMatchObject({ connectionId: id, mode: 'optional', joinRole: null });
  const { apiKeys, redirectUris } = world.production.data;
  expect((await apiKeys.all()).map(({ name, revokedAt }) => [name, revokedAt])).toEqual([
    ['Dashboard SSO', null],
  ]);
  expect((await redirectUris.all()).map(({ uri }) => uri)).toEqual([
    'https://app.example.com/callback',
    callback(),
  ]);
  await save(id);
  expect(await apiKeys.all(), 'saved again, nothing more is made').toHaveLength(1);
  await removeDashboardSso(world.workspace);
  expect(await ssoOf()).toBeNull();
  expect((await apiKeys.all())[0]?.revokedAt).toEqual(NOW);
  expect((await redirectUris.all()).map(({ uri }) => uri)).toEqual(['https://app.example.com/callback']);
  const actions = await world.db.auditLogEntry.findMany({ where: { workspaceId: workspaceId() } });
  const names = actions.map(({ action }) => action);
  expect(names).toEqual(expect.arrayContaining(['dashboard_sso.created', 'dashboard_sso.deleted']));
  expect(JSON.stringify(actions)).not.toContain('sk_');
});

test('only an active connection of this workspace can be chosen', async () => {
  const draft = await connect();
  await world.production.data.connections.update(draft.id, { state: 'inactive' }, NOW);
  await expect(save(draft.id)).rejects.toMatchObject({ code: 'invalid_request_parameters' });
  const staging = await connect(world.staging);
  await expect(save(staging.id), 'of another environment').rejects.toMatchObject({
    code: 'invalid_request_parameters',
  });
  const other = newId('workspace', NOW);
  await world.db.workspace.create({ data: { id: other, name: 'Other', createdAt: NOW, updatedAt: NOW } });
  const elsewhere = await testMember(world, { email: 'eve@other.example', workspaceId: other });
  const mine = await connect();
  await expect(
    saveDashboardSso(elsewhere, {
      scope: world.production.scope,
      connectionId: mine.id,
      joinRole: null,
      origin: ORIGIN,
      testIdpCounts: false,
    }),
  ).rejects.toMatchObject({ code: 'invalid_request_parameters' });
  expect(await ssoOf()).toBeNull();
});

test('a connection that trusts the test identity provider counts on this machine only', async () => {
  const { environmentId } = world.staging.scope;
  await world.db.testIdpKey.create({
    data: {
      environmentId,
      purpose: 'signing',
      certificatePem: rotated?.certificatePem ?? '',
      privateKeySealed: Buffer.from('sealed'),
      createdAt: NOW,
    },
  });
  const byName = await connect(world.production, { entityId: `${ORIGIN}/test-idp/${environmentId}` });
  const byKey = await connect(world.production, { certificate: rotated?.certificatePem ?? '' });
  for (const { id } of [byName, byKey]) {
    await expect(save(id)).rejects.toMatchObject({ code: 'invalid_request_parameters' });
    await save(id, { testIdpCounts: true });
    expect(await ssoOf()).toMatchObject({ connectionId: id });
  }
});

test('another connection has to prove itself before it can be required', async () => {
  const [first, second] = [await connect(), await connect(world.staging)];
  await save(first.id);
  await world.workspace.data.authenticationPolicy.setSsoMode('required', NOW);
  await save(first.id, { joinRole: 'support' });
  expect(await ssoOf()).toMatchObject({ mode: 'required', joinRole: 'support' });
  const before = await ssoOf();
  await save(second.id, { scope: world.staging.scope });
  const after = await ssoOf();
  expect(after).toMatchObject({ mode: 'optional', connectionId: second.id });
  expect(after?.apiKeyId).not.toBe(before?.apiKeyId);
  const keys = await world.production.data.apiKeys.all();
  expect(
    keys.map(({ revokedAt }) => revokedAt),
    'the key of the environment that is left ends',
  ).toEqual([NOW]);
});

test('metadata alone makes no certificate good for signing in to the dashboard', async () => {
  const entityId = 'https://idp.example.org/metadata';
  const says = { entityId, ssoUrl: 'https://idp.example.org/sso', certificates: [idp?.certificatePem ?? ''] };
  const server = await testMetadataServer(says);
  try {
    const ctx = world.staging;
    const organization = await createOrganization(ctx, { name: 'Followed' });
    const { connection } = await createConnection(ctx, {
      organizationId: organization.id,
      connectionType: 'OktaSAML',
      identityProvider: { from: 'metadata_url', url: server.url },
    });
    await ctx.data.connections.update(connection.id, { state: 'active', activatedAt: NOW }, NOW);
    await save(connection.id, { scope: ctx.scope });
    server.state.says = { ...says, certificates: [...says.certificates, rotated?.certificatePem ?? ''] };
    const follow = (at: Date) => followDueMetadata({ now: () => at, chance: () => 0.5, db: world.db });
    expect(await follow(minutes(120))).toMatchObject({ failed: 1 });
    expect((await ctx.data.connections.get(connection.id))?.certificates).toHaveLength(1);
    expect((await ctx.data.followedMetadata.get(connection.id))?.lastError).toContain(
      'signs in to this dashboard',
    );
    await removeDashboardSso({ ...world.workspace, now: minutes(121) });
    await follow(minutes(24 * 60));
    expect((await ctx.data.connections.get(connection.id))?.certificates).toHaveLength(2);
  } finally {
    await server.close();
  }
});

test('a locked production environment gets no key', async () => {
  const { id } = await connect();
  await world.db.workspace.updateMany({ data: { productionEnabledAt: null } });
  await expect(save(id)).rejects.toMatchObject({ code: 'production_environment_requires_billing' });
  expect(await ssoOf()).toBeNull();
});

test('requiring SSO takes a proven domain, a sign-in through it just now, and an Admin with a password', async () => {
  const { id } = await connect();
  const admin = await testMember(world, {
    email: 'ada@acme.example.com',
    method: 'sso',
    at: minutes(2),
    passwordHash: null,
  });
  const at = (count: number) => ({ ...admin, now: minutes(count) });
  const conflict = { code: 'conflict' };
  await expect(setSsoMode(at(3), 'required'), 'not set up').rejects.toMatchObject(conflict);
  await save(id);
  await expect(setSsoMode(at(3), 'required')).rejects.toThrow('Verify an email domain');
  await provenDomain();
  await expect(setSsoMode(at(3), 'required')).rejects.toThrow('No Admin has a password');
  const byPassword = await testMember(world, { email: 'bo@acme.example.com', at: minutes(2) });
  await expect(setSsoMode({ ...byPassword, now: minutes(3) }, 'required')).rejects.toThrow('Show first');
  await expect(setSsoMode(at(12), 'required'), 'ten minutes later').rejects.toThrow('Show first');
  await save(id, { joinRole: 'support' }, minutes(3));
  await expect(setSsoMode(at(4), 'required'), 'changed since').rejects.toThrow('Show first');
  expect((await ssoOf())?.mode).toBe('optional');
  const again = await testMember(world, { email: 'cy@acme.example.com', method: 'sso', at: minutes(5) });
  await setSsoMode({ ...again, now: minutes(6) }, 'required');
  expect((await ssoOf())?.mode).toBe('required');
  await setSsoMode({ ...byPassword, now: minutes(60) }, 'optional');
  expect((await ssoOf())?.mode, 'back again at any time').toBe('optional');
});

test('while members sign in through a connection, only an Admin changes it; other connections stay free', async () => {
  const [chosen, other] = [await connect(), await connect()];
  const admin = await testMember(world, { email: 'ada@acme.example.com' });
  const developer = await testMember(world, { email: 'dev@acme.example.com', role: 'developer' });
  const foreign = newId('workspace', NOW);
  await world.db.workspace.create({ data: { id: foreign, name: 'Other', createdAt: NOW, updatedAt: NOW } });
  const stranger = await testMember(world, { email: 'eve@other.example', workspaceId: foreign });
  const key = { ...developer.actor, type: 'api_key', id: 'key_1' } as const;
  await save(chosen.id);
  for (const { id } of [chosen, other])
    await addKeyPair(as(admin.actor), { connectionId: id, use: 'encryption' });
  const pair = async (id: string) => (await world.production.data.connections.get(id))?.keyPairs[0]?.id ?? '';
  const pairs = { [chosen.id]: await pair(chosen.id), [other.id]: await pair(other.id) };
  const certificates = async (id: string) =>
    (await world.production.data.connections.get(id))?.certificates.at(-1)?.id ?? '';

  /** Everything that changes a connection, in an order in which each can be done. */
  const CHANGES: Readonly<Record<string, (ctx: EnvironmentContext, id: string) => Promise<unknown>>> = {
    'a certificate more': (ctx, id) =>
      addIdpCertificate(ctx, { connectionId: id, pem: rotated?.certificatePem ?? '' }),
    'a certificate less': async (ctx, id) =>
      removeIdpCertificate(ctx, { connectionId: id, certificateId: await certificates(id) }),
    'another entity ID': (ctx, id) =>
      updateConnection(ctx, { id, identityProviderFields: { entityId: 'https://evil.example/idp' } }),
    'another attribute for the email address': (ctx, id) =>
      updateConnection(ctx, { id, attributeMap: { email: 'nickname' } }),
    'a key pair more': (ctx, id) => addKeyPair(ctx, { connectionId: id, use: 'signing' }),
    'a key pair less': (ctx, id) =>
      removeKeyPair(ctx, { connectionId: id, use: 'encryption', keyPairId: pairs[id] ?? '' }),
    'an earlier version': (ctx, id) => restoreVersion(ctx, { connectionId: id, number: 1 }),
    off: (ctx, id) => setConnectionEnabled(ctx, { id, enabled: false }),
  };
  function as(actor: EnvironmentContext['actor']): EnvironmentContext {
    return { ...world.production, actor };
  }
  const before = await world.production.data.connections.get(chosen.id);
  for (const [name, change] of Object.entries(CHANGES)) {
    if (name === 'a certificate less') {
      await addIdpCertificate(as(admin.actor), {
        connectionId: chosen.id,
        pem: rotated?.certificatePem ?? '',
      });
    }
    for (const actor of [developer.actor, key, stranger.actor]) {
      await expect(change(as(actor), chosen.id), `${name} by ${actor.name}`).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    await change(as(developer.actor), other.id);
  }
  const untouched = await world.production.data.connections.get(chosen.id);
  expect({ ...untouched, certificates: [], updatedAt: null, version: 0 }).toEqual({
    ...before,
    certificates: [],
    updatedAt: null,
    version: 0,
  });
  await updateConnection(as(admin.actor), { id: chosen.id, name: 'Renamed by an Admin' });
  await removeDashboardSso(world.workspace);
  await updateConnection(as(developer.actor), { id: chosen.id, name: 'Free again' });
});

test('what signing in depends on cannot be deleted beneath it, not even by an Admin', async () => {
  const { id, organizationId } = await connect();
  const admin = await testMember(world, { email: 'ada@acme.example.com' });
  const ctx = { ...world.production, actor: admin.actor };
  await addRedirectUri(ctx, { uri: 'https://app.example.com/callback' });
  await save(id);
  const key = (await ctx.data.apiKeys.all())[0];
  const uri = (await ctx.data.redirectUris.all()).find((one) => one.uri === callback());
  const keyId = key?.id ?? '';
  const conflict = { code: 'conflict' };
  await expect(deleteConnection(ctx, id)).rejects.toMatchObject(conflict);
  await expect(deleteOrganization(ctx, organizationId)).rejects.toMatchObject(conflict);
  const environment = { id: ctx.scope.environmentId, confirmation: 'production' };
  await expect(
    deleteEnvironment(world.workspace, environment, { deleteProduction: true }),
  ).rejects.toMatchObject(conflict);
  await expect(revokeApiKey(ctx, { id: keyId, confirmation: key?.name ?? '' })).rejects.toMatchObject(
    conflict,
  );
  await expect(expireApiKey(ctx, { id: keyId, lifetime: '30' })).rejects.toMatchObject(conflict);
  await expect(removeRedirectUri(ctx, { id: uri?.id ?? '' })).rejects.toMatchObject(conflict);
  await expect(
    updateRedirectUri(ctx, { id: uri?.id ?? '', uri: 'https://app.example.com/other' }),
  ).rejects.toMatchObject(conflict);
  await makeDefaultRedirectUri(ctx, { id: uri?.id ?? '' });
  // The same of things nobody signs in through.
  const other = await connect();
  await deleteConnection(ctx, other.id);
  await deleteOrganization(ctx, other.organizationId);
  const spare = await createApiKey(ctx, { name: 'spare', lifetime: 'never' });
  await revokeApiKey(ctx, { id: spare.id, confirmation: 'spare' });
  await removeDashboardSso(world.workspace);
  await deleteOrganization(ctx, organizationId);
  await deleteEnvironment(world.workspace, environment, { deleteProduction: true });
});

test('the last proven domain stays while SSO is required', async () => {
  await save((await connect()).id);
  const [first, second] = [await provenDomain(), await provenDomain('acme.example.org')];
  await world.workspace.data.authenticationPolicy.setSsoMode('required', NOW);
  await removeTeamDomain(world.workspace, second);
  await expect(removeTeamDomain(world.workspace, first)).rejects.toMatchObject({ code: 'conflict' });
  await world.workspace.data.authenticationPolicy.setSsoMode('optional', NOW);
  await expect(
    removeTeamDomain(world.workspace, { ...first, confirmation: 'another.example.com' }),
  ).rejects.toMatchObject({ code: 'invalid_request_parameters' });
  await removeTeamDomain(world.workspace, { ...first, confirmation: 'ACME.example.com' });
  expect(await world.workspace.data.teamDomains.all()).toEqual([]);
});
