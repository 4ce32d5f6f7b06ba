import { expect, test } from '@playwright/test';
import { ATTRIBUTE_TYPES } from '#lib/attributes/attribute-types.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { AttributeType as StoredAttributeType } from '#lib/db/generated/enums.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { addAttributeInput } from '#lib/workspace/custom-attributes.schema.ts';
import {
  addAttribute,
  attributesView,
  MAX_CUSTOM_ATTRIBUTES,
  removeAttribute,
  reorderAttributes,
  setPredefinedAttributes,
  updateAttribute,
} from '#lib/workspace/custom-attributes.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments();
});
test.afterEach(() => world.close());

const text = (name: string, required = false) => ({ name, type: 'text' as const, required });
const broken = (code: string) => ({ fields: [{ field: 'name', code }] });

/** A connection that maps, and a profile that has, the given attribute. */
async function use(ctx: EnvironmentContext, name: string) {
  const { environmentId } = ctx.scope;
  const organizationId = newId('organization', ctx.now);
  const connectionId = newId('connection', ctx.now);
  const profileId = newId('profile', ctx.now);
  const times = { createdAt: ctx.now, updatedAt: ctx.now };
  await world.db.organization.create({ data: { id: organizationId, environmentId, name: 'Foo', ...times } });
  await world.db.connection.create({
    data: {
      id: connectionId,
      environmentId,
      organizationId,
      name: 'Foo',
      connectionType: 'GenericSAML',
      state: 'active',
      externalKey: newExternalKey(),
      customAttributeMap: { [name]: 'source', other: 'x' },
      ...times,
    },
  });
  await world.db.profile.create({
    data: {
      id: profileId,
      environmentId,
      organizationId,
      connectionId,
      idpId: 'u1',
      email: 'ada@example.com',
      rawAttributes: {},
      customAttributes: { [name]: 'value', other: 'kept' },
      ...times,
    },
  });
  return async () => {
    const connection = await world.db.connection.findFirstOrThrow({
      where: { environmentId, id: connectionId },
    });
    const profile = await world.db.profile.findFirstOrThrow({ where: { environmentId, id: profileId } });
    return { map: connection.customAttributeMap, values: profile.customAttributes };
  };
}

const names = async (ctx: EnvironmentContext) => (await attributesView(ctx)).custom.map(({ name }) => name);

test('the stored types are those of the table', () => {
  expect(Object.keys(StoredAttributeType).sort()).toEqual(Object.keys(ATTRIBUTE_TYPES).sort());
});

test('a name that profiles, predefined attributes or other custom ones have is refused on its field', async () => {
  const { staging } = world;
  await addAttribute(staging, text('cost_center'));
  await expect(addAttribute(staging, text('cost_center'))).rejects.toMatchObject(broken('already_defined'));
  await expect(addAttribute(staging, text('job_title'))).rejects.toMatchObject(broken('predefined'));
  await expect(addAttribute(staging, text('email'))).rejects.toMatchObject(broken('reserved'));
  const { id } = await addAttribute(staging, text('team'));
  await expect(updateAttribute(staging, { id, ...text('cost_center') })).rejects.toMatchObject(
    broken('already_defined'),
  );
  await updateAttribute(staging, { id, ...text('team', true) });
});

test('a name is a slug', () => {
  const parses = (name: string) => addAttributeInput.safeParse({ name, type: 'text' }).success;
  for (const name of ['a', 'cost_center', 'a1_', 'x'.repeat(64)]) expect(parses(name), name).toBe(true);
  for (const name of [
    '',
    '1a',
    '_a',
    'Cost',
    'cost-center',
    'cost center',
    'ä',
    '__proto__',
    'x'.repeat(65),
  ]) {
    expect(parses(name), name).toBe(false);
  }
});

test('a rename goes along in every mapping and every profile, of this environment alone', async () => {
  const { staging, production } = world;
  const { id } = await addAttribute(staging, text('cost_center'));
  const ours = await use(staging, 'cost_center');
  const theirs = await use(production, 'cost_center');
  expect((await attributesView(staging)).custom[0]).toMatchObject({ connections: 1, profiles: 1 });
  await updateAttribute(staging, { id, ...text('center') });
  expect(await ours()).toEqual({
    map: { center: 'source', other: 'x' },
    values: { center: 'value', other: 'kept' },
  });
  expect(await theirs()).toMatchObject({ map: { cost_center: 'source' }, values: { cost_center: 'value' } });
});

test('a deletion takes mapping and values along and nothing else', async () => {
  const { staging } = world;
  const { id } = await addAttribute(staging, text('cost_center'));
  const used = await use(staging, 'cost_center');
  expect(await removeAttribute(staging, { id })).toBe('cost_center');
  expect(await used()).toEqual({ map: { other: 'x' }, values: { other: 'kept' } });
  expect(await names(staging)).toEqual([]);
});

test('a predefined attribute that is switched off loses its values and keeps its mappings', async () => {
  const { staging } = world;
  expect(await setPredefinedAttributes(staging, { names: ['job_title', 'username'] })).toBe(2);
  expect(await setPredefinedAttributes(staging, { names: ['username', 'job_title'] })).toBe(0);
  const used = await use(staging, 'job_title');
  expect(await setPredefinedAttributes(staging, { names: ['username'] })).toBe(1);
  expect(await used()).toEqual({ map: { job_title: 'source', other: 'x' }, values: { other: 'kept' } });
  const { predefined } = await attributesView(staging);
  expect(predefined.filter(({ isOn }) => isOn).map(({ name }) => name)).toEqual(['username']);
});

test('the order is taken as a whole, and refused when the list is another one by now', async () => {
  const { staging, production } = world;
  const ids = [];
  for (const name of ['a', 'b', 'c']) ids.push((await addAttribute(staging, text(name))).id);
  const [a = '', b = '', c = ''] = ids;
  await setPredefinedAttributes(staging, { names: ['job_title'] });
  await reorderAttributes(staging, { order: [c, a, b] });
  expect(await names(staging)).toEqual(['c', 'a', 'b']);
  for (const order of [[a, b], [a, b, c, c], [a, a, b], [a, b, 'attribute_foreign'], []]) {
    await expect(reorderAttributes(staging, { order })).rejects.toMatchObject({ code: 'conflict' });
  }
  await expect(reorderAttributes(production, { order: [a, b, c] })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await names(staging)).toEqual(['c', 'a', 'b']);
});

test('another environment can neither change nor delete one, and predefined ones are no custom ones', async () => {
  const { staging, production } = world;
  const { id } = await addAttribute(staging, text('cost_center'));
  const absent = { code: 'entity_not_found' };
  await expect(updateAttribute(production, { id, ...text('mine') })).rejects.toMatchObject(absent);
  await expect(removeAttribute(production, { id })).rejects.toMatchObject(absent);
  await setPredefinedAttributes(staging, { names: ['job_title'] });
  const { environmentId } = staging.scope;
  const row = await world.db.attributeDefinition.findFirstOrThrow({
    where: { environmentId, name: 'job_title' },
  });
  await expect(removeAttribute(staging, { id: row.id })).rejects.toMatchObject(absent);
});

test('the list ends at its limit, also when several are added at once', async () => {
  const { staging } = world;
  for (let index = 1; index < MAX_CUSTOM_ATTRIBUTES; index++) await addAttribute(staging, text(`a${index}`));
  const outcomes = await Promise.allSettled(['x', 'y', 'z'].map((name) => addAttribute(staging, text(name))));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await names(staging)).toHaveLength(MAX_CUSTOM_ATTRIBUTES);
});

test('every change is in the audit log with what was before', async () => {
  const { staging, db } = world;
  const { environmentId } = staging.scope;
  const { id } = await addAttribute(staging, text('cost_center'));
  await updateAttribute(staging, { id, ...text('center', true) });
  await updateAttribute(staging, { id, ...text('center', true) });
  await removeAttribute(staging, { id });
  await setPredefinedAttributes(staging, { names: ['job_title'] });
  await setPredefinedAttributes(staging, { names: [] });
  const { workspaceId } = await db.environment.findUniqueOrThrow({ where: { id: environmentId } });
  const where = { workspaceId, environmentId };
  const entries = await db.auditLogEntry.findMany({ where, orderBy: { id: 'asc' } });
  expect(entries.map(({ action }) => action)).toEqual([
    'attribute.created',
    'attribute.updated',
    'attribute.deleted',
    'attribute.enabled',
    'attribute.disabled',
  ]);
  expect(entries[1]).toMatchObject({
    before: { name: 'cost_center', required: false },
    after: { name: 'center', required: true },
  });
});
