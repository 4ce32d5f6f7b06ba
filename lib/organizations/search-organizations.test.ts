import { expect, test } from '@playwright/test';
import { createConnection } from '#lib/connections/create-connection.ts';
import { setConnectionEnabled } from '#lib/connections/set-connection-enabled.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { createOrganization } from './create-organization.ts';
import { getOrganization } from './get-organization.ts';
import { replaceMetadata } from './replace-metadata.ts';
import { searchOrganizations } from './search-organizations.ts';

const START = { newer: null, older: null };
const ALL = { search: null, connections: null, certificate: null };

let environments: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let production: EnvironmentContext;

test.beforeAll(async () => {
  environments = await testEnvironments();
  ({ staging, production } = environments);
});
test.afterAll(() => environments.close());

const names = async (filter: Parameters<typeof searchOrganizations>[1], context = staging) =>
  (await searchOrganizations(context, filter, START)).items.map((item) => item.name);

test('organizations are found by part of a name or domain and by whole ids, in their own environment only', async () => {
  const made = await createOrganization(staging, {
    name: 'Foo_Corp 100%',
    externalId: 'cust_7',
    domainData: [{ domain: 'findme.example.org', state: 'verified' }],
  });
  await createOrganization(staging, { name: 'FooXCorp 1000' });
  expect(await names({ ...ALL, search: 'foo_corp' })).toEqual(['Foo_Corp 100%']);
  expect(await names({ ...ALL, search: '100%' })).toEqual(['Foo_Corp 100%']);
  expect(await names({ ...ALL, search: 'FINDME' })).toEqual(['Foo_Corp 100%']);
  expect(await names({ ...ALL, search: made.id })).toEqual(['Foo_Corp 100%']);
  expect(await names({ ...ALL, search: 'cust_7' })).toEqual(['Foo_Corp 100%']);
  expect(await names({ ...ALL, search: made.id.slice(0, -1) })).toEqual([]);
  expect(await names({ ...ALL, search: made.id }, production)).toEqual([]);
});

test('the filter by connection state finds those that have one in that state, or none at all', async () => {
  const without = await createOrganization(later(staging, 1), { name: 'State without' });
  const disabled = await createOrganization(later(staging, 2), { name: 'State disabled' });
  const { connection } = await createConnection(staging, {
    organizationId: disabled.id,
    connectionType: 'OktaSAML',
  });
  expect(await names({ ...ALL, search: 'State ', connections: 'draft' })).toEqual(['State disabled']);
  await setConnectionEnabled(staging, { id: connection.id, enabled: false });
  expect(await names({ ...ALL, search: 'State ', connections: 'draft' })).toEqual([]);
  expect(await names({ ...ALL, search: 'State ', connections: 'inactive' })).toEqual(['State disabled']);
  expect(await names({ ...ALL, search: 'State ', connections: 'none' })).toEqual([without.name]);
});

test('the filter by certificate looks at the one that lasts longest, and at the same connection as the state', async () => {
  const day = 24 * 60 * 60 * 1000;
  const make = async (name: string, ends: readonly number[], seconds: number) => {
    const at = later(staging, seconds);
    const { id: organizationId } = await createOrganization(at, { name });
    const { connection } = await createConnection(at, { organizationId, connectionType: 'OktaSAML' });
    for (const days of ends) {
      const id = newId('connectionCertificate', at.now);
      const notAfter = new Date(staging.now.getTime() + days * day);
      const row = { id, pem: '', fingerprintSha256: id, notBefore: new Date(0), notAfter, now: at.now };
      await staging.data.connections.addCertificate(connection.id, row);
    }
    return connection.id;
  };
  await make('Certificate renewed', [-1, 400], 10);
  await make('Certificate soon', [-1, 30], 11);
  const ended = await make('Certificate ended', [-1], 12);
  await make('Certificate none', [], 13);
  const filter = { ...ALL, search: 'Certificate ' };
  expect(await names({ ...filter, certificate: 'expiring' })).toEqual([
    'Certificate ended',
    'Certificate soon',
  ]);
  expect(await names({ ...filter, certificate: 'expired' })).toEqual(['Certificate ended']);
  await setConnectionEnabled(staging, { id: ended, enabled: false });
  expect(await names({ ...filter, certificate: 'expiring', connections: 'draft' })).toEqual([
    'Certificate soon',
  ]);
  expect(await names({ ...filter, certificate: 'expiring', connections: 'none' })).toEqual([]);
});

test('pages join without gap or repetition, in both directions, also after the cursor was deleted', async () => {
  for (let i = 0; i < 53; i++) await createOrganization(later(staging, 60 + i), { name: `Paged ${i}` });
  const filter = { ...ALL, search: 'Paged ' };
  const first = await searchOrganizations(staging, filter, START);
  const second = await searchOrganizations(staging, filter, { newer: null, older: first.older });
  const third = await searchOrganizations(staging, filter, { newer: null, older: second.older });
  const all = [first, second, third].flatMap((page) => page.items.map((item) => item.name));
  expect(all).toEqual(Array.from({ length: 53 }, (_, i) => `Paged ${52 - i}`));
  expect([first.newer, third.older]).toEqual([null, null]);
  const back = await searchOrganizations(staging, filter, { newer: third.newer, older: null });
  expect(back.items).toEqual(second.items);
  await staging.data.organizations.remove(second.older ?? '');
  const again = await searchOrganizations(staging, filter, { newer: null, older: second.older });
  expect(again.items).toEqual(third.items);
});

test('an environment without organizations is told from a search without result', async () => {
  expect((await searchOrganizations(production, ALL, START)).isEmpty).toBe(true);
  await createOrganization(staging, { name: 'There is one' });
  const nothing = await searchOrganizations(staging, { ...ALL, search: 'no such thing' }, START);
  expect(nothing).toMatchObject({ items: [], isEmpty: false });
});

test('saved metadata is exactly what the form held', async () => {
  const { id } = await createOrganization(staging, { name: 'Meta', metadata: { plan: 'gold', old: 'x' } });
  const pairs = [
    { key: ' plan ', value: 'silver' },
    { key: '', value: ' ' },
    { key: 'empty', value: '' },
  ];
  await replaceMetadata(staging, { id, pairs });
  expect((await getOrganization(staging, { id })).metadata).toEqual({ plan: 'silver', empty: '' });
  await replaceMetadata(staging, { id, pairs: [] });
  expect((await getOrganization(staging, { id })).metadata).toEqual({});
});

test('a metadata key that occurs twice and a value without a key are refused, and nothing changes', async () => {
  const { id } = await createOrganization(staging, { name: 'Meta', metadata: { plan: 'gold' } });
  const bad = [
    [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ],
    [{ key: ' ', value: '1' }],
  ];
  for (const pairs of bad) {
    const error = await replaceMetadata(staging, { id, pairs }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe('invalid_metadata');
  }
  expect((await getOrganization(staging, { id })).metadata).toEqual({ plan: 'gold' });
});
