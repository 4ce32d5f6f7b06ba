import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { removeFilter, savedFiltersOf, saveFilter } from './saved-filters.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
let one: { id: string; workspace: { id: string } };
let other: typeof one;
test.beforeEach(async () => {
  world = await testEnvironments();
  [one, other] = [await member('one@example.com'), await member('other@example.com')];
});
test.afterEach(() => world.close());

async function member(email: string): Promise<typeof one> {
  const { workspaceId } = world.workspace.scope;
  const at = world.staging.now;
  const id = newId('teamMember', at);
  await world.db.teamMember.create({
    data: {
      id,
      workspaceId,
      email,
      name: 'Robin',
      role: 'admin',
      passwordHash: 'x',
      createdAt: at,
      updatedAt: at,
    },
  });
  return { id, workspace: { id: workspaceId } };
}

test('a filter is its member’s own, in one environment, and keeps only what the list understands', async () => {
  const { staging, production } = world;
  await saveFilter(staging, one, { name: 'Broken', query: '?state=failed&after=x&nonsense=1' });
  const [saved] = await savedFiltersOf(staging, one);
  expect(saved).toMatchObject({ name: 'Broken', query: '?state=failed' });
  expect(await savedFiltersOf(staging, other)).toEqual([]);
  expect(await savedFiltersOf(production, one)).toEqual([]);
  const id = saved?.id ?? '';
  await expect(removeFilter(staging, other, { id })).rejects.toMatchObject({ code: 'entity_not_found' });
  await expect(removeFilter(production, one, { id })).rejects.toMatchObject({ code: 'entity_not_found' });
  expect(await removeFilter(staging, one, { id })).toMatchObject({ name: 'Broken', query: '?state=failed' });
  expect(await savedFiltersOf(staging, one)).toEqual([]);
});

test('a name twice, a filter of nothing and a twenty-first are refused', async () => {
  const { staging } = world;
  await saveFilter(staging, one, { name: 'Broken', query: '?state=failed' });
  await expect(saveFilter(staging, one, { name: 'Broken', query: '?state=timed_out' })).rejects.toMatchObject(
    {
      fields: [{ field: 'name' }],
    },
  );
  await saveFilter(staging, other, { name: 'Broken', query: '?state=failed' });
  await expect(saveFilter(staging, one, { name: 'All', query: '' })).rejects.toMatchObject({
    code: 'conflict',
  });
  for (let n = 2; n <= 20; n++) await saveFilter(staging, one, { name: `No ${n}`, query: '?state=failed' });
  await expect(saveFilter(staging, one, { name: 'More', query: '?state=failed' })).rejects.toMatchObject({
    fields: [{ field: 'name' }],
  });
});
