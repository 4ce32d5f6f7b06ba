import { expect, test } from '@playwright/test';
import { createConnection } from '#lib/connections/create-connection.ts';
import { setConnectionEnabled } from '#lib/connections/set-connection-enabled.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { eventWire } from '#lib/http/wire/event.ts';
import { organizationDomainWire, organizationWire } from '#lib/http/wire/organization.ts';
import { newId } from '#lib/ids.ts';
import { addDomain } from '#lib/organizations/add-domain.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { deleteOrganization } from '#lib/organizations/delete-organization.ts';
import { removeDomain } from '#lib/organizations/remove-domain.ts';
import { updateOrganization } from '#lib/organizations/update-organization.ts';
import { vouchForDomain } from '#lib/organizations/vouch-for-domain.ts';
import { addRole, removeRole, updateRole } from '#lib/workspace/roles.ts';
import { EVENT_NAMES } from './event-names.ts';
import { readEventQuery } from './event-query.ts';
import { forgetOldEvents } from './forget-old-events.ts';
import { listEvents } from './list-events.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
let ctx: EnvironmentContext;
test.beforeEach(async () => {
  // Events carry the time of the database, so these tests live in it.
  world = await testEnvironments(new Date());
  ctx = world.staging;
});
test.afterEach(() => world.close());

const list = (query: string, context = ctx) =>
  listEvents(
    context,
    readEventQuery(new URLSearchParams(`events=${EVENT_NAMES.join(',')}&limit=100${query}`)),
  );
const all = async (context = ctx) => (await list('', context)).data.map(eventWire);
const names = async () => (await all()).map(({ event }) => event);

test('what becomes of an organization and its domains is told in the shape of the API, once', async () => {
  const made = await createOrganization(ctx, {
    name: 'Foo Corp',
    metadata: { plan: 'gold' },
    domainData: [{ domain: 'foo.example.org', state: 'verified' }],
  });
  const { allow_profiles_outside_organization: _, ...organization } = organizationWire(made);
  const [created, withDomain] = await all();
  expect(created).toMatchObject({
    object: 'event',
    id: expect.stringMatching(/^event_[0-9A-HJKMNP-TV-Z]{26}$/),
    event: 'organization.created',
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    context: { actor: { source: 'system', name: 'Test' } },
  });
  expect(created?.data).toEqual(JSON.parse(JSON.stringify(organization)));
  expect(withDomain?.event).toBe('organization_domain.created');
  expect(withDomain?.data).toEqual(
    JSON.parse(JSON.stringify(organization.domains[0] && organizationDomainWire(made.domains[0] as never))),
  );
  const pending = await addDomain(ctx, {
    organizationId: made.id,
    domain: 'bar.example.org',
    verification: 'dns',
  });
  await vouchForDomain(ctx, pending.id);
  await updateOrganization(ctx, { id: made.id, name: 'Foo' });
  await updateOrganization(ctx, { id: made.id, name: 'Foo' });
  await removeDomain(ctx, pending.id);
  await deleteOrganization(ctx, made.id);
  expect(await names()).toEqual([
    'organization.created',
    'organization_domain.created',
    'organization_domain.created',
    'organization_domain.verified',
    'organization.updated',
    'organization_domain.deleted',
    'organization.deleted',
    'organization_domain.deleted',
  ]);
});

test('a refused change is no event', async () => {
  await createOrganization(ctx, { name: 'One', externalId: 'same' });
  await expect(createOrganization(ctx, { name: 'Two', externalId: 'same' })).rejects.toMatchObject({
    code: 'external_id_already_used',
  });
  expect(await names()).toEqual(['organization.created']);
});

test('a connection tells when people can sign in through it and when not, and whoever brings that about', async () => {
  const { id: organizationId } = await createOrganization(ctx, { name: 'Foo Corp' });
  const { connection } = await createConnection(ctx, { organizationId, connectionType: 'OktaSAML' });
  const state = (to: 'validating' | 'active') =>
    ctx.data.connections.update(connection.id, { state: to }, ctx.now);
  await state('validating');
  await state('active');
  await state('active');
  await setConnectionEnabled(ctx, { id: connection.id, enabled: false });
  await world.db.connection.delete({
    where: { environmentId_id: { environmentId: ctx.scope.environmentId, id: connection.id } },
  });
  const told = (await all()).filter(({ event }) => event.startsWith('connection.'));
  expect(told.map(({ event }) => event)).toEqual([
    'connection.activated',
    'connection.deactivated',
    'connection.deleted',
  ]);
  expect(told[0]?.data).toMatchObject({
    object: 'connection',
    id: connection.id,
    organization_id: organizationId,
    state: 'active',
    status: 'linked',
    external_key: connection.externalKey,
    connection_type: 'OktaSAML',
    domains: [],
  });
  expect(told[2]?.data).toMatchObject({ id: connection.id, state: 'inactive' });
  expect(told[1]).toHaveProperty('context.actor.name', 'Test');
});

test('a certificate that follows another one is told as renewed, the first one is not', async () => {
  const { id: organizationId } = await createOrganization(ctx, { name: 'Foo Corp' });
  const { connection } = await createConnection(ctx, { organizationId, connectionType: 'OktaSAML' });
  const day = 24 * 60 * 60 * 1000;
  const at = (days: number) => new Date(ctx.now.getTime() + days * day);
  const add = (made: number, ends: number) => {
    const id = newId('connectionCertificate', ctx.now);
    const row = { id, pem: '', fingerprintSha256: id, notBefore: at(-9), notAfter: at(ends), now: at(made) };
    return ctx.data.connections.addCertificate(connection.id, row);
  };
  await add(-3, 30);
  await world.db.connection.updateMany({
    where: { environmentId: ctx.scope.environmentId, id: connection.id },
    data: { state: 'active', activatedAt: at(-2) },
  });
  await add(-1, 20);
  await add(0, 400);
  const told = (await all()).filter(({ event }) => event === 'connection.saml_certificate_renewed');
  expect(told.map(({ data }) => data)).toEqual([
    {
      connection: { id: connection.id, organization_id: organizationId },
      certificate: { certificate_type: 'ResponseSigning', expiry_date: at(400).toISOString() },
      renewed_at: ctx.now.toISOString(),
    },
  ]);
});

test('roles are told with their slug', async () => {
  const { id } = await addRole(ctx, { name: 'Admin', slug: 'admin', description: '', isDefault: false });
  await updateRole(ctx, { id, name: 'Boss', description: '' });
  await removeRole(ctx, { id });
  expect(await names()).toEqual(['role.created', 'role.updated', 'role.deleted']);
  expect((await all())[0]?.data).toMatchObject({
    object: 'role',
    slug: 'admin',
    resource_type_slug: 'organization',
  });
});

test('reading on from an id misses nothing, however many write at once', async () => {
  const seen: string[] = [];
  let last = '';
  let writing = true;
  const reader = (async () => {
    for (let more = true; more; ) {
      more = writing;
      const { data } = await list(last === '' ? '' : `&after=${last}`);
      seen.push(...data.map(({ id }) => id));
      last = data.at(-1)?.id ?? last;
    }
  })();
  await Promise.all(
    Array.from({ length: 24 }, (_, i) =>
      createOrganization(ctx, {
        name: `Org ${i}`,
        domainData: [{ domain: `org${i}.example.org`, state: 'verified' }],
      }),
    ),
  );
  writing = false;
  await reader;
  expect(seen).toHaveLength(48);
  expect(seen).toEqual([...new Set(seen)].sort());
});

test('pages go on from the oldest, backwards on request, and within names, organization and time', async () => {
  const [one, two] = [
    await createOrganization(ctx, { name: 'One' }),
    await createOrganization(ctx, { name: 'Two' }),
  ];
  await updateOrganization(ctx, { id: one.id, name: 'First' });
  const read = async (query: string) => {
    const page = await listEvents(ctx, readEventQuery(new URLSearchParams(query)));
    return { names: page.data.map(({ name }) => name), after: page.after };
  };
  const first = await read('events=organization.created,organization.updated&limit=2');
  expect(first.names).toEqual(['organization.created', 'organization.created']);
  const rest = await read(`events[]=organization.created&events[]=organization.updated&after=${first.after}`);
  expect(rest).toEqual({ names: ['organization.updated'], after: null });
  const names = 'events=organization.created&events=organization.updated';
  expect((await read(`${names}&order=desc`)).names[0]).toBe('organization.updated');
  expect((await read(`${names}&organization_id=${two.id}`)).names).toEqual(['organization.created']);
  const hour = 60 * 60 * 1000;
  const iso = (ms: number) => new Date(ctx.now.getTime() + ms).toISOString();
  expect((await read(`${names}&range_start=${iso(-hour)}&range_end=${iso(hour)}`)).names).toHaveLength(3);
  expect((await read(`${names}&range_start=${iso(hour)}`)).names).toEqual([]);
  expect((await read(`${names}&range_end=${iso(-hour)}`)).names).toEqual([]);
  expect((await read('events=user.created')).names).toEqual([]);
});

test('a question that cannot be answered is refused with its parameter', async () => {
  const refused = (query: string) => {
    try {
      readEventQuery(new URLSearchParams(query));
      return null;
    } catch (error) {
      const { code, fields } = error as { code: string; fields: { field: string }[] };
      return fields[0]?.field ?? code;
    }
  };
  const id = `event_${'0'.repeat(26)}`;
  expect(refused('')).toBe('invalid_events_request');
  expect(refused('events=')).toBe('invalid_events_request');
  expect(refused("events=organization.created'--")).toBe('events');
  const named = 'events=organization.created';
  expect(refused(`${named}&limit=0`)).toBe('limit');
  expect(refused(`${named}&order=up`)).toBe('order');
  expect(refused(`${named}&after=org_1`)).toBe('after');
  expect(refused(`${named}&range_start=yesterday`)).toBe('range_start');
  expect(refused(`${named}&range_start=2026-01-01&after=${id}`)).toBe('range_start');
  expect(refused(`${named}&range_start=2026-01-02&range_end=2026-01-01`)).toBe('range_end');
  expect(refused(`${named}&range_start=2026-01-01&range_end=2026-02-01`)).toBe('range_end');
  expect(refused(`${named}&range_start=2026-01-01&range_end=2026-01-31`)).toBeNull();
  expect(refused(`${named}&after=${id}`)).toBeNull();
  const missing = list(`&organization_id=${newId('organization', ctx.now)}`);
  await expect(missing).rejects.toMatchObject({ status: 400 });
});

test('events stay in their environment, go with it, and are forgotten after 90 days', async () => {
  const made = await createOrganization(ctx, { name: 'One' });
  expect(await all(world.production)).toEqual([]);
  await expect(list(`&organization_id=${made.id}`, world.production)).rejects.toMatchObject({ status: 400 });
  const days = (count: number) => new Date(ctx.now.getTime() + count * 24 * 60 * 60 * 1000);
  expect((await list('', { ...ctx, now: days(91) })).data).toEqual([]);
  expect(await forgetOldEvents(days(89), world.db)).toEqual({ forgottenEvents: 0 });
  expect(await forgetOldEvents(days(91), world.db)).toEqual({ forgottenEvents: 1 });
  await createOrganization(ctx, { name: 'Two' });
  await world.db.environment.delete({ where: { id: ctx.scope.environmentId } });
  expect(await world.db.event.count({ where: { environmentId: ctx.scope.environmentId } })).toBe(0);
});
