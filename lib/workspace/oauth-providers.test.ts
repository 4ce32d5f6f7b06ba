import { expect, test } from '@playwright/test';
import { billedWorkspaces } from '#lib/data/billed-workspaces.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { unseal } from '#lib/secrets.ts';
import { oauthProviderInput } from './oauth-providers.schema.ts';
import { listOAuthProviders, saveOAuthProvider } from './oauth-providers.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments();
});
test.afterEach(() => world.close());

const GOOGLE = {
  provider: 'GoogleOAuth',
  enabled: true,
  clientId: 'client-1',
  clientSecret: 'first secret',
  scopes: ['drive.file'],
  returnTokens: true,
} as const;
const save = (more: Partial<Record<keyof typeof GOOGLE, unknown>> = {}, ctx = world.staging) =>
  saveOAuthProvider(ctx, { ...GOOGLE, ...more } as Parameters<typeof saveOAuthProvider>[1]);
const google = async () => {
  const views = await listOAuthProviders(world.staging, { prepare: false });
  return views.find((one) => one.provider === 'GoogleOAuth');
};
async function storedSecret() {
  const where = { environmentId: world.staging.scope.environmentId };
  const [row] = await world.db.oAuthClient.findMany({ where });
  const place = { ...where, column: 'clientSecretSealed', row: row?.connectionId ?? '' };
  return row && unseal(row.clientSecretSealed, place).toString('utf8');
}

test('a provider keeps its redirect URI from the first look on, and looking prepares nothing for readers', async () => {
  expect(await google()).toMatchObject({ redirectUri: null, enabled: false });
  const [first] = await listOAuthProviders(world.staging, { prepare: true });
  expect(first?.redirectUri).toMatch(/\/sso\/oauth\/google\/[A-Za-z0-9]{16}\/callback$/);
  await save();
  const [again] = await listOAuthProviders(world.staging, { prepare: true });
  expect(again?.redirectUri).toBe(first?.redirectUri);
  const rows = { environmentId: world.staging.scope.environmentId, organizationId: null };
  expect(await world.db.connection.count({ where: rows })).toBe(3);
});

test('two who look at the same time make one address, not two', async () => {
  const all = await Promise.all([1, 2, 3].map(() => listOAuthProviders(world.staging, { prepare: true })));
  expect(new Set(all.map(([first]) => first?.redirectUri)).size).toBe(1);
});

test('the secret is sealed, kept when none is typed, and asked for with another client', async () => {
  await save();
  expect(await storedSecret()).toBe('first secret');
  await save({ clientSecret: '', scopes: [] });
  expect(await storedSecret()).toBe('first secret');
  await expect(save({ clientSecret: '', clientId: 'client-2' })).rejects.toMatchObject({
    fields: [{ field: 'clientSecret' }],
  });
  await save({ clientSecret: 'second secret', clientId: 'client-2' });
  expect([await storedSecret(), (await google())?.clientId]).toEqual(['second secret', 'client-2']);
});

test('a provider is on only with a client, and a saved client is not taken away by an empty field', async () => {
  const nothing = { clientId: '', clientSecret: '' };
  await expect(save(nothing)).rejects.toMatchObject({ fields: [{ field: 'clientId' }] });
  await save({ ...nothing, enabled: false });
  await expect(save({ clientSecret: '' })).rejects.toMatchObject({ fields: [{ field: 'clientSecret' }] });
  await save();
  await expect(save({ ...nothing, enabled: false })).rejects.toMatchObject({
    fields: [{ field: 'clientId' }],
  });
  await save({ enabled: false, clientSecret: '' });
  expect(await google()).toMatchObject({ enabled: false, hasSecret: true });
});

test('every change is in the audit log, and no secret is', async () => {
  await save();
  await save({ clientSecret: '' }, later(world.staging, 1));
  await save({ clientSecret: 'second secret' }, later(world.staging, 2));
  const where = { workspaceId: world.workspace.scope.workspaceId, action: 'oauth_provider.updated' };
  const entries = await world.db.auditLogEntry.findMany({ where, orderBy: { id: 'asc' } });
  expect(entries.map(({ after }) => after)).toMatchObject([
    {
      enabled: true,
      clientId: 'client-1',
      scopes: ['drive.file'],
      returnTokens: true,
      clientSecretChanged: true,
    },
    { clientSecretChanged: true },
  ]);
  expect(JSON.stringify(entries)).not.toContain('second secret');
  expect(JSON.stringify(entries)).not.toContain('first secret');
});

test('providers are no connections of an organization: lists and pages of those do not have them', async () => {
  const { connectionId } = await save();
  const { data } = world.staging;
  expect(await data.connections.get(connectionId)).toBeNull();
  expect((await data.connections.page({}, { limit: 10, order: 'desc' })).data).toEqual([]);
  expect(await data.connectionList.any()).toBe(false);
  expect(await data.connections.update(connectionId, { state: 'inactive' }, world.staging.now)).toBe(false);
  expect(await data.connections.remove(connectionId)).toBe(false);
  expect((await google())?.enabled).toBe(true);
});

test('scopes are read however they are separated, and nothing but scopes', () => {
  const read = (scopes: string) => oauthProviderInput.safeParse({ provider: 'GoogleOAuth', scopes });
  expect(read(' a, b  c\na ').data?.scopes).toEqual(['a', 'b', 'c']);
  for (const wrong of ['a"b', 'a\\b', Array.from({ length: 31 }, (_, n) => `s${n}`).join(' ')]) {
    expect(read(wrong).success).toBe(false);
  }
});

test('a provider that nobody set up is nowhere but on its page', async () => {
  const { staging, workspace } = world;
  await listOAuthProviders(staging, { prepare: true });
  expect(await staging.data.ssoSessions.connectionChoices(10, null)).toEqual([]);
  const counts = await workspace.data.environments.all();
  expect(counts.map(({ connections }) => connections)).toEqual([0, 0]);
  await save();
  const choices = await staging.data.ssoSessions.connectionChoices(10, null);
  expect(choices.map(({ name, organizationName }) => [name, organizationName])).toEqual([['Google', null]]);
  expect((await staging.data.attributeDefinitions.activeConnections()).total).toBe(0);
});

test('a provider in production is free: nothing opens an activation for it, now or at the next reconciliation', async () => {
  await save({}, world.production);
  expect(await billedWorkspaces(world.db).reconcile(world.production.now)).toEqual({ opened: 0, ended: 0 });
  const where = { workspaceId: world.workspace.scope.workspaceId };
  expect(await world.db.connectionActivation.count({ where })).toBe(0);
});
