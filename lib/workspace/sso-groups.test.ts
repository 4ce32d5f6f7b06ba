import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { addRole, removeRole } from './roles.ts';
import { addSsoGroup, MAX_SSO_GROUPS, removeSsoGroup, ssoGroupsView, updateSsoGroup } from './sso-groups.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
let connectionId: string;
let roleId: string;
test.beforeEach(async () => {
  world = await testEnvironments();
  connectionId = await connect(world.staging);
  roleId = (await addRole(world.staging, role('admin'))).id;
});
test.afterEach(() => world.close());

const role = (slug: string) => ({ name: slug, slug, description: '', isDefault: false });
const absent = { code: 'entity_not_found' };
const mapped = async () => (await ssoGroupsView(world.staging, connectionId)).groups;

async function connect(ctx: EnvironmentContext): Promise<string> {
  const { environmentId } = ctx.scope;
  const [organizationId, id] = [newId('organization', ctx.now), newId('connection', ctx.now)];
  const times = { createdAt: ctx.now, updatedAt: ctx.now };
  await world.db.organization.create({ data: { id: organizationId, environmentId, name: 'Foo', ...times } });
  await world.db.connection.create({
    data: {
      id,
      environmentId,
      organizationId,
      name: 'Foo',
      connectionType: 'GenericSAML',
      state: 'active',
      externalKey: newExternalKey(),
      ...times,
    },
  });
  return id;
}

/** Somebody who signed in with these groups. */
async function person(ctx: EnvironmentContext, connection: string, groups: string[]): Promise<void> {
  const { environmentId } = ctx.scope;
  const { organizationId } = await world.db.connection.findFirstOrThrow({
    where: { environmentId, id: connection },
  });
  const id = newId('profile', ctx.now);
  await world.db.profile.create({
    data: {
      id,
      environmentId,
      organizationId,
      connectionId: connection,
      idpId: id,
      email: 'ada@example.com',
      groups,
      rawAttributes: {},
      customAttributes: {},
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
  });
}

test('a group is mapped once per connection, and free on another', async () => {
  const { staging } = world;
  const input = { connectionId, idpId: 'Staff', name: '', roleId };
  await addSsoGroup(staging, input);
  await expect(addSsoGroup(staging, input)).rejects.toMatchObject({
    fields: [{ field: 'idpId', code: 'already_mapped' }],
  });
  await addSsoGroup(staging, { ...input, idpId: 'staff' });
  await addSsoGroup(staging, { ...input, connectionId: await connect(staging) });
  expect((await mapped()).map(({ idpId }) => idpId)).toEqual(['Staff', 'staff']);
});

test('a role of another environment cannot be given, nor a group of another connection be changed', async () => {
  const { staging, production } = world;
  const { id: foreignRole } = await addRole(production, role('admin'));
  const input = { connectionId, idpId: 'Staff', name: '', roleId };
  await expect(addSsoGroup(staging, { ...input, roleId: foreignRole })).rejects.toMatchObject({
    fields: [{ field: 'roleId', code: 'role_invalid' }],
  });
  await expect(addSsoGroup(production, { ...input, roleId: foreignRole })).rejects.toMatchObject(absent);
  const { id } = await addSsoGroup(staging, input);
  const other = await connect(staging);
  await expect(updateSsoGroup(staging, { connectionId: other, id, name: '', roleId })).rejects.toMatchObject(
    absent,
  );
  await expect(removeSsoGroup(staging, { connectionId: other, id })).rejects.toMatchObject(absent);
  await expect(removeSsoGroup(production, { connectionId, id })).rejects.toMatchObject(absent);
  expect(await mapped()).toHaveLength(1);
});

test('groups seen at sign-ins of this connection are offered until they are mapped, the largest first', async () => {
  const { staging } = world;
  const other = await connect(staging);
  await person(staging, connectionId, ['Staff', 'Engineering']);
  await person(staging, connectionId, ['Staff']);
  await person(staging, other, ['Elsewhere']);
  const seen = async () => (await ssoGroupsView(staging, connectionId)).seen;
  expect(await seen()).toEqual([
    { idpId: 'Staff', profiles: 2 },
    { idpId: 'Engineering', profiles: 1 },
  ]);
  const { id } = await addSsoGroup(staging, { connectionId, idpId: 'Staff', name: '', roleId });
  expect(await seen()).toEqual([{ idpId: 'Engineering', profiles: 1 }]);
  expect(await removeSsoGroup(staging, { connectionId, id })).toBe('Staff');
  expect(await seen()).toHaveLength(2);
});

test('a deleted role takes its groups along and leaves the others', async () => {
  const { staging } = world;
  const { id: kept } = await addRole(staging, role('member'));
  await addSsoGroup(staging, { connectionId, idpId: 'Admins', name: '', roleId });
  await addSsoGroup(staging, { connectionId, idpId: 'Staff', name: '', roleId: kept });
  await removeRole(staging, { id: roleId });
  expect((await mapped()).map(({ idpId }) => idpId)).toEqual(['Staff']);
});

test('the list ends at its limit, also when several are added at once', async () => {
  const { staging, db } = world;
  const row = { environmentId: staging.scope.environmentId, connectionId, roleId };
  const times = { createdAt: staging.now, updatedAt: staging.now };
  await db.ssoGroup.createMany({
    data: Array.from({ length: MAX_SSO_GROUPS - 1 }, (_, index) => ({
      ...row,
      ...times,
      id: newId('ssoGroup', staging.now),
      idpId: `g${index}`,
    })),
  });
  const outcomes = await Promise.allSettled(
    ['x', 'y', 'z'].map((idpId) => addSsoGroup(staging, { connectionId, idpId, name: '', roleId })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('every change is in the audit log once, and what changes nothing is not', async () => {
  const { staging, db } = world;
  const { environmentId } = staging.scope;
  const { id } = await addSsoGroup(staging, { connectionId, idpId: 'g-1', name: '', roleId });
  for (const _ of [1, 2]) await updateSsoGroup(staging, { connectionId, id, name: 'Staff', roleId });
  await removeSsoGroup(staging, { connectionId, id });
  const { workspaceId } = await db.environment.findUniqueOrThrow({ where: { id: environmentId } });
  const where = { workspaceId, environmentId, targetType: 'sso_group' };
  const entries = await db.auditLogEntry.findMany({ where, orderBy: { id: 'asc' } });
  expect(entries.map(({ action }) => action)).toEqual([
    'sso_group.created',
    'sso_group.updated',
    'sso_group.deleted',
  ]);
  expect(entries[1]).toMatchObject({ before: { name: null }, after: { name: 'Staff' } });
});
