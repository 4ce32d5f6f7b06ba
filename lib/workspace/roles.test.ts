import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { addRoleInput } from './roles.schema.ts';
import {
  addRole,
  MAX_ROLES,
  makeDefaultRole,
  removeRole,
  reorderRoles,
  roleSlug,
  rolesView,
  setMultipleRoles,
  updateRole,
} from './roles.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments();
});
test.afterEach(() => world.close());

const named = (slug: string, isDefault = false) => ({ name: slug, slug, description: '', isDefault });
const absent = { code: 'entity_not_found' };

async function slugs(ctx: EnvironmentContext): Promise<string[]> {
  return (await rolesView(ctx)).roles.map(({ slug }) => slug);
}

async function defaults(ctx: EnvironmentContext): Promise<string[]> {
  return (await rolesView(ctx)).roles.filter(({ isDefault }) => isDefault).map(({ slug }) => slug);
}

test('a slug is unique in its environment and free in another', async () => {
  const { staging, production } = world;
  await addRole(staging, named('admin'));
  await expect(addRole(staging, named('admin'))).rejects.toMatchObject({
    fields: [{ field: 'slug', code: 'already_defined' }],
  });
  await addRole(production, named('admin'));
});

test('a slug is what an app can compare with', () => {
  const parses = (slug: string) => addRoleInput.safeParse({ name: 'Role', slug }).success;
  for (const slug of ['a', 'billing-admin', 'org:admin', '1.2_x', 'x'.repeat(64)]) {
    expect(parses(slug), slug).toBe(true);
  }
  for (const slug of ['', 'Admin', '-a', 'bil ling', 'ä', 'a/b', 'x'.repeat(65)]) {
    expect(parses(slug), slug).toBe(false);
  }
});

test('there is at most one default role, and a new default takes the mark from the last', async () => {
  const { staging } = world;
  const { id: first } = await addRole(staging, named('member', true));
  await addRole(staging, named('guest', true));
  expect(await defaults(staging)).toEqual(['guest']);
  expect(await makeDefaultRole(staging, first)).toBe('member');
  expect(await defaults(staging)).toEqual(['member']);
  expect(await makeDefaultRole(staging, null)).toBeNull();
  expect(await defaults(staging)).toEqual([]);
});

test('a new role has the lowest priority, and the order is taken as a whole or refused', async () => {
  const { staging } = world;
  const ids = [];
  for (const slug of ['a', 'b', 'c']) ids.push((await addRole(staging, named(slug))).id);
  const [a = '', b = '', c = ''] = ids;
  await reorderRoles(staging, { order: [c, a, b] });
  expect(await slugs(staging)).toEqual(['c', 'a', 'b']);
  for (const order of [[a, b], [a, a, b], [a, b, 'role_foreign'], []]) {
    await expect(reorderRoles(staging, { order })).rejects.toMatchObject({ code: 'conflict' });
  }
  await addRole(staging, named('d'));
  expect(await slugs(staging)).toEqual(['c', 'a', 'b', 'd']);
});

test('roles of another environment can be neither changed nor seen', async () => {
  const { staging, production } = world;
  const { id } = await addRole(staging, named('admin'));
  await expect(updateRole(production, { id, name: 'Mine', description: '' })).rejects.toMatchObject(absent);
  await expect(makeDefaultRole(production, id)).rejects.toMatchObject(absent);
  await expect(removeRole(production, { id })).rejects.toMatchObject(absent);
  await expect(roleSlug(production, id)).rejects.toMatchObject(absent);
  expect(await slugs(production)).toEqual([]);
  expect(await roleSlug(staging, id)).toBe('admin');
});

test('the list ends at its limit, also when several are added at once', async () => {
  const { staging } = world;
  for (let index = 1; index < MAX_ROLES; index++) await addRole(staging, named(`r${index}`));
  const outcomes = await Promise.allSettled(['x', 'y', 'z'].map((slug) => addRole(staging, named(slug))));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await rolesView(staging)).toMatchObject({ mayAdd: false });
});

test('every change is in the audit log once, and what changes nothing is not', async () => {
  const { staging, db } = world;
  const { environmentId } = staging.scope;
  const { id } = await addRole(staging, named('admin'));
  const { id: other } = await addRole(staging, named('member'));
  for (const _ of [1, 2]) {
    await updateRole(staging, { id, name: 'Administrator', description: 'All' });
    await makeDefaultRole(staging, id);
    await reorderRoles(staging, { order: [other, id] });
    await setMultipleRoles(staging, { multiple: true });
  }
  await removeRole(staging, { id });
  const { workspaceId } = await db.environment.findUniqueOrThrow({ where: { id: environmentId } });
  const where = { workspaceId, environmentId };
  const entries = await db.auditLogEntry.findMany({ where, orderBy: { id: 'asc' } });
  expect(entries.map(({ action }) => action)).toEqual([
    'role.created',
    'role.created',
    'role.updated',
    'role.made_default',
    'role.reordered',
    'role.multiple_changed',
    'role.deleted',
  ]);
  expect(entries[2]).toMatchObject({ before: { name: 'admin' }, after: { name: 'Administrator' } });
  expect(entries[4]).toMatchObject({ after: { order: ['member', 'admin'] } });
});
