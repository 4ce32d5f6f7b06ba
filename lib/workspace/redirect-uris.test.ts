import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import {
  addRedirectUri,
  listRedirectUris,
  MAX_REDIRECT_URIS,
  makeDefaultRedirectUri,
  removeRedirectUri,
  updateRedirectUri,
} from '#lib/workspace/redirect-uris.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments();
});
test.afterEach(() => world.close());

const broken = (code: string) => ({ fields: [{ field: 'uri', code }] });

test('the first redirect URI becomes the default, later ones do not', async () => {
  const { production } = world;
  expect(await addRedirectUri(production, { uri: 'https://APP.example.com/cb' })).toMatchObject({
    uri: 'https://app.example.com/cb',
    isDefault: true,
  });
  expect((await addRedirectUri(production, { uri: 'https://b.example.com/cb' })).isDefault).toBe(false);
});

test('a broken rule is refused on the field with its own code, by the kind of environment', async () => {
  const { staging, production } = world;
  await addRedirectUri(staging, { uri: 'http://localhost:3000/cb' });
  await expect(addRedirectUri(production, { uri: 'http://localhost:3000/cb' })).rejects.toMatchObject(
    broken('localhost_in_production'),
  );
  await expect(addRedirectUri(staging, { uri: 'https://app.example.com/cb?x=1' })).rejects.toMatchObject(
    broken('query'),
  );
});

test('a wildcard can be neither first nor default', async () => {
  const { staging } = world;
  const wildcard = 'https://*.example.com/cb';
  await expect(addRedirectUri(staging, { uri: wildcard })).rejects.toMatchObject(broken('wildcard_default'));
  const first = await addRedirectUri(staging, { uri: 'https://app.example.com/cb' });
  const { id } = await addRedirectUri(staging, { uri: wildcard });
  await expect(makeDefaultRedirectUri(staging, { id })).rejects.toMatchObject(broken('wildcard_default'));
  await expect(updateRedirectUri(staging, { id: first.id, uri: wildcard })).rejects.toMatchObject(
    broken('wildcard_default'),
  );
});

test('the same address twice is refused, however its host is spelled', async () => {
  const { staging } = world;
  await addRedirectUri(staging, { uri: 'https://app.example.com/cb' });
  const other = await addRedirectUri(staging, { uri: 'https://app.example.com/other' });
  const again = 'https://App.Example.com/cb';
  await expect(addRedirectUri(staging, { uri: again })).rejects.toMatchObject(broken('already_registered'));
  await expect(updateRedirectUri(staging, { id: other.id, uri: again })).rejects.toMatchObject(
    broken('already_registered'),
  );
  await updateRedirectUri(staging, { id: other.id, uri: 'https://app.example.com/other' });
});

test('the default moves, and there is one at any time, also when two change it at once', async () => {
  const { staging } = world;
  await addRedirectUri(staging, { uri: 'https://a.example.com/cb' });
  const ids = [];
  for (const name of ['b', 'c', 'd']) {
    ids.push((await addRedirectUri(staging, { uri: `https://${name}.example.com/cb` })).id);
  }
  await Promise.all(ids.map((id) => makeDefaultRedirectUri(staging, { id })));
  const defaults = (await listRedirectUris(staging)).filter((entry) => entry.isDefault);
  expect(defaults).toHaveLength(1);
  expect(ids).toContain(defaults[0]?.id);
});

test('the default and the last one cannot be deleted, others can', async () => {
  const { staging } = world;
  const first = await addRedirectUri(staging, { uri: 'https://a.example.com/cb' });
  await expect(removeRedirectUri(staging, first)).rejects.toMatchObject({ code: 'conflict' });
  const second = await addRedirectUri(staging, { uri: 'https://b.example.com/cb' });
  await expect(removeRedirectUri(staging, first)).rejects.toMatchObject({ code: 'conflict' });
  await removeRedirectUri(staging, second);
  expect((await listRedirectUris(staging)).map((entry) => entry.id)).toEqual([first.id]);
});

test('two deletions at once leave one redirect URI', async () => {
  const { staging } = world;
  await addRedirectUri(staging, { uri: 'https://a.example.com/cb' });
  const b = await addRedirectUri(staging, { uri: 'https://b.example.com/cb' });
  await Promise.allSettled([
    makeDefaultRedirectUri(staging, b),
    removeRedirectUri(staging, b),
    removeRedirectUri(staging, b),
  ]);
  const left = await listRedirectUris(staging);
  expect(left.filter((entry) => entry.isDefault)).toHaveLength(1);
});

test('another environment can neither change nor delete an entry', async () => {
  const { staging, production } = world;
  await addRedirectUri(staging, { uri: 'https://a.example.com/cb' });
  const { id } = await addRedirectUri(staging, { uri: 'https://b.example.com/cb' });
  const refusal = { code: 'entity_not_found' };
  await expect(updateRedirectUri(production, { id, uri: 'https://c.example.com/cb' })).rejects.toMatchObject(
    refusal,
  );
  await expect(makeDefaultRedirectUri(production, { id })).rejects.toMatchObject(refusal);
  await expect(removeRedirectUri(production, { id })).rejects.toMatchObject(refusal);
  await updateRedirectUri(staging, { id, uri: 'https://c.example.com/cb' });
});

test('the list ends at its limit, also when several are added at once', async () => {
  const { staging } = world;
  await addRedirectUri(staging, { uri: 'https://app.example.com/default' });
  for (let index = 2; index < MAX_REDIRECT_URIS; index++) {
    const id = newId('redirectUri', staging.now);
    const uri = `https://app.example.com/${index}`;
    await staging.data.redirectUris.add({ id, uri, isDefault: false, now: staging.now });
  }
  const outcomes = await Promise.allSettled(
    ['x', 'y', 'z'].map((name) => addRedirectUri(staging, { uri: `https://app.example.com/${name}` })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await listRedirectUris(staging)).toHaveLength(MAX_REDIRECT_URIS);
});
