import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { addCorsOrigin, listCorsOrigins, MAX_CORS_ORIGINS, removeCorsOrigin } from './cors-origins.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments();
});
test.afterEach(() => world.close());

const APP = 'https://app.example.com';
const origins = async () => (await listCorsOrigins(world.production)).map(({ origin }) => origin);

test('an origin counts for its own environment, once, and as browsers send it', async () => {
  const { staging, production } = world;
  await addCorsOrigin(production, { origin: 'https://APP.example.com:443/' });
  expect(await origins()).toEqual([APP]);
  expect(await production.data.corsOrigins.has(APP)).toBe(true);
  expect(await staging.data.corsOrigins.has(APP)).toBe(false);
  await expect(addCorsOrigin(production, { origin: APP })).rejects.toMatchObject({
    code: 'duplicate_cors_origin',
    status: 409,
  });
  await addCorsOrigin(staging, { origin: APP });
});

test('of two that add the same origin at once, one is refused', async () => {
  const add = () => addCorsOrigin(world.production, { origin: APP });
  const both = await Promise.allSettled([add(), add()]);
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await origins()).toEqual([APP]);
});

test('production refuses http, staging takes it, and the list has an end', async () => {
  const { staging, production } = world;
  const origin = 'http://localhost:3000';
  await expect(async () => addCorsOrigin(production, { origin })).rejects.toMatchObject({
    fields: [{ field: 'origin', code: 'https' }],
  });
  await addCorsOrigin(staging, { origin });
  for (let n = 1; n < MAX_CORS_ORIGINS; n++)
    await addCorsOrigin(staging, { origin: `https://a${n}.example` });
  await expect(addCorsOrigin(staging, { origin: APP })).rejects.toMatchObject({
    fields: [{ field: 'origin', code: 'too_many' }],
  });
});

test('another environment cannot delete one, and each change is in the audit log', async () => {
  const { staging, production, workspace, db } = world;
  const { id } = await addCorsOrigin(production, { origin: APP });
  await expect(removeCorsOrigin(staging, { id })).rejects.toMatchObject({ code: 'entity_not_found' });
  expect(await removeCorsOrigin(production, { id })).toBe(APP);
  expect(await origins()).toEqual([]);
  const { workspaceId } = workspace.scope;
  expect(await db.auditLogEntry.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } })).toMatchObject([
    { action: 'cors_origin.created', targetName: APP, after: { origin: APP } },
    { action: 'cors_origin.deleted', targetName: APP, before: { origin: APP } },
  ]);
});
