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
  rotateApiKey,
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

const tomorrow = { lifetime: 'never', overlap: '24' } as const;

test('a rotated key works on beside its successor until its end, and the audit log names both', async () => {
  const { staging, workspace, db } = world;
  const { id, secret } = await createApiKey(staging, { name: 'server', lifetime: 'never' });
  expect((await listApiKeys(staging))[0]?.successorName).toBe('server 2');
  const next = await rotateApiKey(staging, { id, name: 'server 2', ...tomorrow });
  expect(next.secret).not.toBe(secret);
  const endsAt = new Date(staging.now.getTime() + 24 * 60 * 60 * 1000);
  expect(next.old).toEqual({ name: 'server', endsAt });
  const states = async (seconds: number) =>
    Object.fromEntries((await listApiKeys(later(staging, seconds))).map((key) => [key.name, key.state]));
  expect(await states(24 * 60 * 60 - 1)).toEqual({ server: 'active', 'server 2': 'active' });
  expect(await states(24 * 60 * 60)).toEqual({ server: 'expired', 'server 2': 'active' });
  const entries = await db.auditLogEntry.findMany({
    where: {
      workspaceId: workspace.scope.workspaceId,
      action: { in: ['api_key.created', 'api_key.rotated'] },
    },
    orderBy: { id: 'asc' },
  });
  expect(entries).toMatchObject([
    { action: 'api_key.created', targetId: id },
    { action: 'api_key.rotated', targetId: id, after: { replacedBy: { id: next.id, name: 'server 2' } } },
  ]);
  expect(JSON.stringify(entries)).not.toContain(next.secret);
});

test('the end of a replaced key is chosen: at once, on a day, never later than it was', async () => {
  const { staging } = world;
  const { now } = staging;
  const end = async (
    chosen: { overlap: 'now' | '24' | '720' | 'date'; until?: string },
    lifetime: 'never' | '30',
  ) => {
    const name = `key ${Math.random()}`;
    const { id } = await createApiKey(staging, { name, lifetime });
    return (await rotateApiKey(staging, { id, name: `${name} b`, lifetime: 'never', ...chosen })).old.endsAt;
  };
  expect(await end({ overlap: 'now' }, 'never')).toEqual(now);
  expect(await end({ overlap: 'date', until: '2026-11-24' }, 'never')).toEqual(
    new Date('2026-11-24T23:59:59.999Z'),
  );
  expect(await end({ overlap: 'date', until: '2027-11-24' }, '30')).toEqual(
    new Date(now.getTime() + 30 * 24 * 60 * 60 * 1000),
  );
  await expect(end({ overlap: 'date', until: '2026-11-20' }, 'never')).rejects.toMatchObject({
    fields: [{ field: 'until' }],
  });
});

test('nothing comes of a rotation that is refused: a taken name, an ended key, another environment, a lock', async () => {
  const { staging, production, db } = world;
  const { id } = await createApiKey(staging, { name: 'server', lifetime: 'never' });
  const rotate = (name: string, ctx = staging) => rotateApiKey(ctx, { id, name, ...tomorrow });
  await expect(rotate('server')).rejects.toMatchObject({ fields: [{ field: 'name' }] });
  await expect(rotate('next', production)).rejects.toMatchObject({ code: 'entity_not_found' });
  expect(await listApiKeys(production)).toEqual([]);
  expect(await listApiKeys(staging)).toMatchObject([{ name: 'server', expiresAt: null }]);
  await revokeApiKey(staging, { id, confirmation: 'server' });
  await expect(rotate('next')).rejects.toMatchObject({ code: 'conflict' });
  const live = await createApiKey(production, { name: 'live', lifetime: 'never' });
  await db.workspace.updateMany({ data: { productionEnabledAt: null } });
  await expect(rotateApiKey(production, { id: live.id, name: 'live 2', ...tomorrow })).rejects.toMatchObject({
    code: 'production_environment_requires_billing',
  });
  expect(await listApiKeys(production)).toMatchObject([{ name: 'live', expiresAt: null }]);
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
