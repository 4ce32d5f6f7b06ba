import { expect, test } from '@playwright/test';
import { systemScope } from '#lib/auth/system-scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret } from '#lib/secrets.ts';
import {
  createApiKey,
  expireApiKey,
  listApiKeys,
  revealApiKey,
  revokeApiKey,
} from '#lib/workspace/api-keys.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments();
});
test.afterEach(() => world.close());

test('a staging key can be shown again, and is stored as a hash and sealed', async () => {
  const { staging, db } = world;
  const { id, secret } = await createApiKey(staging, { name: 'server', lifetime: 'never' });
  expect(secret).toMatch(/^sk_test_/);
  expect(await revealApiKey(staging, { id })).toBe(secret);
  const { environmentId } = staging.scope;
  const row = await db.apiKey.findFirstOrThrow({ where: { environmentId, id } });
  expect(row.secretHash).toBe(hashSecret(secret));
  expect(Buffer.from(row.secretSealed ?? []).includes(secret)).toBe(false);
});

test('a production key is shown once', async () => {
  const { production, db } = world;
  const { id, secret } = await createApiKey(production, { name: 'server', lifetime: 'never' });
  expect(secret).toMatch(/^sk_live_/);
  await expect(revealApiKey(production, { id })).rejects.toMatchObject({ code: 'entity_not_found' });
  const { environmentId } = production.scope;
  expect((await db.apiKey.findFirstOrThrow({ where: { environmentId, id } })).secretSealed).toBeNull();
  expect((await listApiKeys(production))[0]).toMatchObject({ hint: secret.slice(-4), canBeShown: false });
});

test('a locked production environment makes no key; unlocking it does', async () => {
  const { production, staging, workspace, db } = world;
  await db.workspace.updateMany({ data: { productionEnabledAt: null } });
  await expect(createApiKey(production, { name: 'server', lifetime: 'never' })).rejects.toMatchObject({
    code: 'production_environment_requires_billing',
    status: 422,
  });
  expect(await listApiKeys(production)).toEqual([]);
  await createApiKey(staging, { name: 'server', lifetime: 'never' });
  await workspace.data.workspace.enableProduction(production.now);
  await createApiKey(production, { name: 'server', lifetime: 'never' });
  const again = new Date(production.now.getTime() + 1000);
  await workspace.data.workspace.enableProduction(again);
  expect((await workspace.data.workspace.get()).productionEnabledAt).toEqual(production.now);
});

test('a key works until the end of its last day, then it is expired and cannot be shown', async () => {
  const { staging } = world;
  const { id } = await createApiKey(staging, { name: 'server', lifetime: 'date', date: '2026-11-22' });
  const [key] = await listApiKeys(later(staging, 35 * 3600));
  expect(key).toMatchObject({ state: 'active', expiresAt: '2026-11-22T23:59:59.999Z' });
  const after = later(staging, 36 * 3600);
  expect((await listApiKeys(after))[0]?.state).toBe('expired');
  await expect(revealApiKey(after, { id })).rejects.toMatchObject({ code: 'entity_not_found' });
  await expect(expireApiKey(after, { id, lifetime: 'never' })).rejects.toMatchObject({ code: 'conflict' });
});

test('an expiry in the past, far in the future or without a day is refused beside its field', async () => {
  const { staging } = world;
  for (const date of ['2026-11-20', '2046-01-01', '', 'tomorrow', undefined]) {
    await expect(createApiKey(staging, { name: 'server', lifetime: 'date', date })).rejects.toMatchObject({
      fields: [{ field: 'date' }],
    });
  }
});

test('the old key of a rotation can be given an end, and the end taken back', async () => {
  const { staging } = world;
  const { id } = await createApiKey(staging, { name: 'old', lifetime: 'never' });
  await createApiKey(staging, { name: 'new', lifetime: 'never' });
  const end = await expireApiKey(staging, { id, lifetime: '30' });
  expect(end?.toISOString()).toBe('2026-12-21T12:00:00.000Z');
  expect((await listApiKeys(staging)).map((key) => key.state)).toEqual(['active', 'active']);
  expect(await expireApiKey(staging, { id, lifetime: 'never' })).toBeNull();
});

test('revoking needs the name of the key and is final', async () => {
  const { staging } = world;
  const { id } = await createApiKey(staging, { name: 'server', lifetime: 'never' });
  await expect(revokeApiKey(staging, { id, confirmation: 'serve' })).rejects.toMatchObject({
    fields: [{ field: 'confirmation' }],
  });
  await revokeApiKey(staging, { id, confirmation: 'server' });
  expect((await listApiKeys(staging))[0]?.state).toBe('revoked');
  await expect(revealApiKey(staging, { id })).rejects.toMatchObject({ code: 'entity_not_found' });
  await expect(expireApiKey(staging, { id, lifetime: 'never' })).rejects.toMatchObject({ code: 'conflict' });
});

test('two working keys cannot share a name; a revoked one gives its name back', async () => {
  const { staging } = world;
  const { id } = await createApiKey(staging, { name: 'server', lifetime: 'never' });
  await expect(createApiKey(staging, { name: 'server', lifetime: 'never' })).rejects.toMatchObject({
    fields: [{ field: 'name' }],
  });
  await revokeApiKey(staging, { id, confirmation: 'server' });
  await createApiKey(staging, { name: 'server', lifetime: 'never' });
});

test('another environment can neither show, change nor revoke a key', async () => {
  const { staging, db } = world;
  const { id } = await createApiKey(staging, { name: 'server', lifetime: 'never' });
  // Production of the same workspace, and a second staging, so that nothing but the id decides.
  for (const foreign of [world.production, await secondStaging()]) {
    const refusal = { code: 'entity_not_found' };
    await expect(revealApiKey(foreign, { id })).rejects.toMatchObject(refusal);
    await expect(expireApiKey(foreign, { id, lifetime: '30' })).rejects.toMatchObject(refusal);
    await expect(revokeApiKey(foreign, { id, confirmation: 'server' })).rejects.toMatchObject(refusal);
  }
  const { environmentId } = staging.scope;
  expect((await db.apiKey.findFirstOrThrow({ where: { environmentId, id } })).revokedAt).toBeNull();
});

async function secondStaging() {
  const { db, staging } = world;
  const id = newId('environment', staging.now);
  const { id: workspaceId } = await db.workspace.findFirstOrThrow();
  const times = { createdAt: staging.now, updatedAt: staging.now };
  const clientId = newId('client', staging.now);
  await db.environment.create({
    data: { id, workspaceId, name: 'Other', kind: 'staging', clientId, ...times },
  });
  const scope = systemScope({ id, kind: 'staging' });
  return { scope, data: forEnvironment(scope, db), now: staging.now, actor: staging.actor };
}
