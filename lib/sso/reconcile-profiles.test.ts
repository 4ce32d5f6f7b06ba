import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { reconcileProfiles, reconciliationView, undoReconciliation } from './reconcile-profiles.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let organizationId: string;
let connectionId: string;

test.beforeAll(async () => {
  world = await testEnvironments();
  staging = world.staging;
  organizationId = newId('organization', staging.now);
  const times = { createdAt: staging.now, updatedAt: staging.now };
  const { environmentId } = staging.scope;
  await world.db.organization.create({
    data: { id: organizationId, environmentId, name: 'Acme', ...times },
  });
});
test.afterAll(() => world.close());

test.beforeEach(async () => {
  connectionId = newId('connection', staging.now);
  await staging.data.connections.add(
    {
      id: connectionId,
      organizationId,
      name: 'Acme',
      connectionType: 'GenericSAML',
      state: 'active',
      externalKey: newExternalKey(),
    },
    staging.now,
  );
});

/** Somebody who signed in while nothing was mapped. */
async function person(idpId: string, more: Record<string, string> = {}): Promise<string> {
  const id = newId('profile', staging.now);
  const email = `${idpId}@example.com`;
  await world.db.profile.create({
    data: {
      id,
      environmentId: staging.scope.environmentId,
      organizationId,
      connectionId,
      idpId,
      email,
      firstName: 'Ana',
      lastName: 'Silva',
      rawAttributes: { email, firstName: 'Ana', lastName: 'Silva', sn: `Silva ${idpId}`, ...more },
      createdAt: staging.now,
      updatedAt: staging.now,
    },
  });
  return id;
}

const map = (attributeMap: Record<string, string>) =>
  staging.data.connections.update(connectionId, { attributeMap }, staging.now);
const view = async (ctx = staging) => {
  const found = await reconciliationView(ctx, { connectionId, reveal: true });
  if (!found) throw new Error('the connection is not there');
  return found;
};
const profile = (id: string) =>
  world.db.profile.findFirstOrThrow({ where: { environmentId: staging.scope.environmentId, id } });
const fix = async () => reconcileProfiles(staging, { connectionId, reviewed: (await view()).reviewed });

test('profiles that another mapping made are listed, changed in one batch, and taken back', async () => {
  const [ana, bo] = [await person('ana'), await person('bo')];
  expect(await view()).toMatchObject({ awaiting: 0, last: null });
  await map({ last_name: 'sn' });
  const listed = await view();
  expect(listed.awaiting).toBe(2);
  expect(listed.shown.find(({ profileId }) => profileId === ana)?.changes).toEqual([
    { field: 'last_name', before: 'Silva', after: 'Silva ana' },
  ]);
  expect(await fix()).toBe(2);
  expect(await profile(ana)).toMatchObject({ id: ana, lastName: 'Silva ana', email: 'ana@example.com' });
  const { awaiting, last } = await view();
  expect({ awaiting, last }).toMatchObject({ awaiting: 0, last: { profiles: 2, undone: false } });

  // Bo signs in again: what that brought is newer than the batch and stays.
  await world.db.profile.updateMany({
    where: { environmentId: staging.scope.environmentId, id: bo },
    data: { lastName: 'Lind' },
  });
  const batch = { connectionId, id: last?.id ?? '' };
  expect(await undoReconciliation(later(staging, 5), batch)).toBe(1);
  expect(await profile(ana)).toMatchObject({ lastName: 'Silva' });
  expect(await profile(bo)).toMatchObject({ lastName: 'Lind' });
  await expect(undoReconciliation(later(staging, 6), batch)).rejects.toMatchObject({
    code: 'entity_not_found',
  });
});

test('a list that changed since it was reviewed is not fixed', async () => {
  const ana = await person('ana');
  await map({ last_name: 'sn' });
  const { reviewed } = await view();
  await person('chi');
  await expect(reconcileProfiles(staging, { connectionId, reviewed })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await profile(ana)).toMatchObject({ lastName: 'Silva' });
});

test('a user ID that is read from elsewhere is linked to the profile there is', async () => {
  const ana = await person('ana', { employeeNumber: '7' });
  await map({ idp_id: 'employeeNumber' });
  expect((await view()).shown[0]?.changes).toEqual([{ field: 'idp_id', before: 'ana', after: '7' }]);
  expect(await fix()).toBe(1);
  expect(await profile(ana)).toMatchObject({ id: ana, idpId: '7' });
});

test('two people never become one', async () => {
  const ids = [await person('ana', { tenant: 'acme' }), await person('bo', { tenant: 'acme' })];
  const chi = await person('chi', { tenant: 'ana' });
  await map({ idp_id: 'tenant' });
  expect(await view()).toMatchObject({ awaiting: 0, colliding: 3 });
  await expect(fix()).rejects.toMatchObject({ code: 'conflict' });
  expect(await Promise.all([...ids, chi].map(async (id) => (await profile(id)).idpId))).toEqual([
    'ana',
    'bo',
    'chi',
  ]);
});

test('what did not come is told and not made up', async () => {
  await person('ana');
  await map({ last_name: 'surname2' });
  expect(await view()).toMatchObject({ awaiting: 0, incomplete: { count: 1, missing: ['last_name'] } });
});

test('values are masked until asked for, and another environment sees and changes nothing', async () => {
  const ana = await person('ana');
  await map({ last_name: 'sn' });
  const hidden = await reconciliationView(staging, { connectionId, reveal: false });
  expect(hidden?.shown[0]?.changes).toEqual([{ field: 'last_name', before: 'S•••', after: 'Si•••' }]);
  const { production } = world;
  expect(await reconciliationView(production, { connectionId, reveal: true })).toBeNull();
  const { reviewed } = await view();
  await expect(reconcileProfiles(production, { connectionId, reviewed })).rejects.toMatchObject({
    code: 'entity_not_found',
  });
  await fix();
  const { last } = await view();
  await expect(undoReconciliation(production, { connectionId, id: last?.id ?? '' })).rejects.toMatchObject({
    code: 'entity_not_found',
  });
  expect(await profile(ana)).toMatchObject({ lastName: 'Silva ana' });
});

test('a batch and its way back are in the audit log without the values of people', async () => {
  await person('ana');
  await map({ last_name: 'sn' });
  await fix();
  const { last } = await view();
  await undoReconciliation(staging, { connectionId, id: last?.id ?? '' });
  const { environmentId } = staging.scope;
  const { workspaceId } = await world.db.environment.findUniqueOrThrow({ where: { id: environmentId } });
  const entries = await world.db.auditLogEntry.findMany({
    where: { workspaceId, environmentId, targetId: connectionId },
    orderBy: { id: 'asc' },
  });
  expect(entries.map(({ action }) => action)).toEqual([
    'profile.reconciled',
    'profile.reconciliation_undone',
  ]);
  expect(entries[0]?.after).toMatchObject({ profiles: 1, fields: ['last_name'] });
  expect(JSON.stringify(entries)).not.toContain('Silva');
});

test('a batch gives nobody an email address of a domain that is not the organization’s', async () => {
  const domain = { domain: 'example.com', state: 'verified', verificationStrategy: 'manual' } as const;
  const none = { verificationToken: null, verificationPrefix: null };
  await staging.data.organizations.addDomain(
    { id: newId('organizationDomain', staging.now), organizationId, ...domain, ...none },
    staging.now,
  );
  const ana = await person('ana', { mail: 'ana@elsewhere.example' });
  const bo = await person('bo', { mail: 'bo.lind@example.com' });
  await map({ email: 'mail' });
  expect(await view()).toMatchObject({ awaiting: 1, outside: 1 });
  expect(await fix()).toBe(1);
  expect(await profile(ana)).toMatchObject({ email: 'ana@example.com' });
  expect(await profile(bo)).toMatchObject({ email: 'bo.lind@example.com' });
});

test('a list of many is shown in pages, and changed as a whole', async () => {
  for (let i = 0; i < 30; i += 1) await person(`person${i}`);
  await map({ last_name: 'sn' });
  const at = async (page: number) => {
    const found = await reconciliationView(staging, { connectionId, reveal: false, page });
    return { found, ids: found?.shown.map(({ profileId }) => profileId) ?? [] };
  };
  const [first, second, beyond] = [await at(1), await at(2), await at(9)];
  expect(first.found).toMatchObject({ awaiting: 30, page: 1, pages: 2 });
  expect(new Set([...first.ids, ...second.ids]).size).toBe(30);
  expect(beyond.ids).toEqual(second.ids);
  expect(JSON.stringify(first.found?.shown)).not.toMatch(/person\d+@/);
  expect(await fix()).toBe(30);
});
