import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { keepIdentitiesSeparate, linkNewIdentities, newIdentities } from './new-identities.ts';
import { reconciliationView, undoReconciliation } from './reconcile-profiles.ts';
import { sessionDetail } from './session-detail.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let organizationId: string;
let connectionId: string;
let environmentId: string;

test.beforeAll(async () => {
  world = await testEnvironments();
  staging = world.staging;
  environmentId = staging.scope.environmentId;
});
test.afterAll(() => world.close());

test.beforeEach(async () => {
  const times = { createdAt: staging.now, updatedAt: staging.now };
  organizationId = newId('organization', staging.now);
  await world.db.organization.create({ data: { id: organizationId, environmentId, name: 'Acme', ...times } });
  await staging.data.organizations.addDomain(
    {
      ...{ id: newId('organizationDomain', staging.now), organizationId, domain: 'example.com' },
      ...{ state: 'verified', verificationStrategy: 'manual' },
      ...{ verificationToken: null, verificationPrefix: null },
    },
    staging.now,
  );
  connectionId = newId('connection', staging.now);
  const type = { connectionType: 'GenericSAML', state: 'active' as const, externalKey: newExternalKey() };
  await staging.data.connections.add(
    { id: connectionId, organizationId, name: 'Acme', ...type },
    staging.now,
  );
});

/** A sign-in some minutes after the others began: the profile it is written to, and its session. */
async function signIn(idpId: string, minutes: number, email = 'Ana@example.com') {
  const { now } = later(staging, minutes * 60);
  const where = { environmentId, connectionId, idpId };
  const known = await world.db.profile.findFirst({ where });
  const id = known?.id ?? newId('profile', now);
  const values = { email, firstName: 'Ana', lastName: `From ${idpId}`, updatedAt: now };
  const rawAttributes = { email, firstName: 'Ana', lastName: `From ${idpId}`, groups: ['Staff'] };
  if (known) await world.db.profile.updateMany({ where, data: { ...values, rawAttributes } });
  else {
    await world.db.profile.create({
      data: { id, ...where, organizationId, ...values, rawAttributes, groups: ['Staff'], createdAt: now },
    });
  }
  const sessionId = newId('ssoSession', now);
  await world.db.ssoSession.create({
    data: {
      ...{ id: sessionId, environmentId, connectionId, organizationId, profileId: id },
      ...{ origin: 'service_provider', state: 'successful', userIdpId: idpId, userEmail: email },
      ...{ createdAt: now, authorizedAt: now },
    },
  });
  return { id, sessionId };
}

const view = async (ctx = staging, reveal = true) => {
  const found = await newIdentities(ctx, { connectionId, reveal, page: 1 });
  if (!found) throw new Error('the connection is not there');
  return found;
};
const profile = (id: string) => world.db.profile.findFirst({ where: { environmentId, id } });
const profileOf = async (sessionId: string) =>
  (await world.db.ssoSession.findFirstOrThrow({ where: { environmentId, id: sessionId } })).profileId;

test('somebody who comes back with a new ID is listed, linked to the profile from before, and taken back', async () => {
  const old = await signIn('okta-1', 0);
  const other = await signIn('okta-2', 0, 'bo@example.com');
  const fresh = await signIn('entra-1', 60, 'ana@example.com');
  expect(await staging.data.identityPairs.count(connectionId)).toBe(1);
  const listed = await view();
  expect(listed).toMatchObject({ total: 1, linkable: 1 });
  expect(listed.shown).toEqual([
    {
      ...{ freshId: fresh.id, oldId: old.id, email: 'ana@example.com', obstacle: null },
      ...{ freshIdpId: 'entra-1', oldIdpId: 'okta-1' },
      since: later(staging, 3600).now.toISOString(),
      oldSeen: staging.now.toISOString(),
    },
  ]);
  expect(await linkNewIdentities(staging, { connectionId, reviewed: listed.reviewed })).toBe(1);
  expect(await profile(old.id)).toMatchObject({
    ...{ idpId: 'entra-1', email: 'ana@example.com', lastName: 'From entra-1', groups: ['Staff'] },
    rawAttributes: { lastName: 'From entra-1' },
  });
  expect(await profile(fresh.id)).toBeNull();
  expect([await profileOf(old.sessionId), await profileOf(fresh.sessionId)]).toEqual([old.id, old.id]);
  expect(await view()).toMatchObject({ total: 0 });

  const batch = await reconciliationView(staging, { connectionId, reveal: true });
  expect(batch).toMatchObject({ awaiting: 0, last: { profiles: 1, undone: false } });
  expect(await undoReconciliation(staging, { connectionId, id: batch?.last?.id ?? '' })).toBe(1);
  expect(await profile(old.id)).toMatchObject({ idpId: 'okta-1', lastName: 'From okta-1' });
  expect(await profile(fresh.id)).toMatchObject({
    ...{ idpId: 'entra-1', email: 'ana@example.com', rawAttributes: { lastName: 'From entra-1' } },
    createdAt: later(staging, 3600).now,
  });
  expect([await profileOf(old.sessionId), await profileOf(fresh.sessionId)]).toEqual([old.id, fresh.id]);
  expect(await profile(other.id)).toMatchObject({ idpId: 'okta-2' });
});

test('nobody is linked while somebody still signs in with the old ID, or with a foreign domain', async () => {
  await signIn('old', 0);
  await signIn('new', 10);
  await signIn('old', 20);
  await signIn('guest-old', 0, 'guest@elsewhere.example');
  const guest = await signIn('guest-new', 5, 'guest@elsewhere.example');
  const { linkable, shown } = await view();
  expect(linkable).toBe(0);
  expect(shown.map(({ obstacle }) => obstacle)).toEqual(['both_in_use', 'domain']);
  const one = { connectionId, freshId: guest.id };
  await expect(linkNewIdentities(staging, one)).rejects.toMatchObject({ code: 'entity_not_found' });
  expect(await profile(guest.id)).toMatchObject({ idpId: 'guest-new' });
});

test('only what was looked at is linked', async () => {
  await signIn('a-old', 0, 'a@example.com');
  const fresh = await signIn('a-new', 5, 'a@example.com');
  const { reviewed } = await view();
  await signIn('b-old', 0, 'b@example.com');
  await signIn('b-new', 6, 'b@example.com');
  const conflict = { code: 'conflict' };
  await expect(linkNewIdentities(staging, { connectionId, reviewed })).rejects.toMatchObject(conflict);
  expect(await linkNewIdentities(staging, { connectionId, freshId: fresh.id })).toBe(1);
  expect((await view()).shown.map(({ email }) => email)).toEqual(['b@example.com']);
});

test('two people who had one address after the other stay apart, and a third one is asked about again', async () => {
  const first = await signIn('one', 0);
  const second = await signIn('two', 10);
  await keepIdentitiesSeparate(staging, { connectionId, freshId: second.id });
  expect(await view()).toMatchObject({ total: 0 });
  expect(await profile(first.id)).toMatchObject({ idpId: 'one' });
  const third = await signIn('three', 20);
  expect((await view()).shown).toMatchObject([{ freshId: third.id, oldId: second.id }]);
  await expect(keepIdentitiesSeparate(staging, { connectionId, freshId: first.id })).rejects.toMatchObject({
    code: 'entity_not_found',
  });
});

test('addresses and IDs are masked until somebody asks for them', async () => {
  await signIn('okta-1', 0, 'ana.silva@example.com');
  await signIn('entra-1', 10, 'ana.silva@example.com');
  const shown = JSON.stringify((await view(staging, false)).shown);
  expect(shown).not.toMatch(/ana\.silva|okta-1|entra-1/);
  expect(shown).toContain('@example.com');
});

test('the session of somebody who came with a new ID names the profile from before', async () => {
  const old = await signIn('okta-1', 0);
  const fresh = await signIn('entra-1', 10);
  const former = async (id: string) => (await sessionDetail(staging, id))?.formerProfile;
  expect(await former(fresh.sessionId)).toMatchObject({ id: old.id, idpId: 'okta-1' });
  expect(await former(old.sessionId)).toBeNull();
  await linkNewIdentities(staging, { connectionId, freshId: fresh.id });
  expect(await former(fresh.sessionId)).toBeNull();
});

test('another environment sees none of it and changes none of it', async () => {
  await signIn('okta-1', 0);
  const fresh = await signIn('entra-1', 10);
  const { production } = world;
  expect(await newIdentities(production, { connectionId, reveal: true, page: 1 })).toBeNull();
  expect(await production.data.identityPairs.count(connectionId)).toBe(0);
  expect(await production.data.identityPairs.before(fresh.id)).toBeNull();
  const one = { connectionId, freshId: fresh.id };
  const notFound = { code: 'entity_not_found' };
  await expect(linkNewIdentities(production, one)).rejects.toMatchObject(notFound);
  await expect(keepIdentitiesSeparate(production, one)).rejects.toMatchObject(notFound);
  expect(await profile(fresh.id)).toMatchObject({ idpId: 'entra-1', separateSince: null });
});
