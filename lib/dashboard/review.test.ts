import { expect, test } from '@playwright/test';
import { connectionHistory } from '#lib/connections/connection-history.ts';
import { createConnection } from '#lib/connections/create-connection.ts';
import { restoreVersion } from '#lib/connections/restore-version.ts';
import { updateConnection } from '#lib/connections/update-connection.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { addDomain } from '#lib/organizations/add-domain.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { updateOrganization } from '#lib/organizations/update-organization.ts';
import { fixtures } from '#lib/saml/testdata/cases.ts';
import { ACS, assertion, ENTITY_ID, IDP, pem, response, signed } from '#lib/saml/testdata/signer.ts';
import { completeSamlLogin } from '#lib/sso/complete-saml-login.ts';
import { sessionListInput } from '#lib/sso/session-list.schema.ts';
import { listSessions } from '#lib/sso/session-list.ts';
import { failuresBegan, versionMarks } from '#lib/sso/version-marks.ts';
import { reviewed } from './review.ts';

const NOW = new Date('2030-01-15T12:00:00Z');

let world: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;

test.beforeAll(async () => {
  world = await testEnvironments(NOW);
  staging = world.staging;
  await staging.data.redirectUris.add({
    id: newId('redirectUri', NOW),
    uri: 'http://localhost:9/callback',
    isDefault: true,
    now: NOW,
  });
});
test.afterAll(() => world.close());

/** A connection through which somebody has signed in once. */
async function used() {
  const organization = await createOrganization(staging, { name: 'Corp', domains: ['corp.example'] });
  const { connection } = await createConnection(staging, {
    organizationId: organization.id,
    connectionType: 'GenericSAML',
    spEntityId: ENTITY_ID,
    acsUrl: ACS,
    identityProvider: {
      from: 'fields',
      entityId: IDP,
      ssoUrl: 'https://idp.test/sso',
      certificates: [pem('idp.crt')],
    },
  });
  const { sessionId } = await completeSamlLogin({
    externalKey: connection.externalKey,
    encodedResponse: fixtures('accepted').find(({ name }) => name === 'unsolicited')?.encodedResponse ?? '',
    relayState: null,
    browserToken: null,
    visitor: { ipAddress: null, userAgent: null },
    now: NOW,
  });
  return {
    connectionId: connection.id,
    externalKey: connection.externalKey,
    organizationId: organization.id,
    sessionId,
  };
}

/** What a form of the dashboard does: returns what it was told, or the refusal. Words are typed for what is shown. */
async function save(
  change: (ctx: EnvironmentContext) => Promise<unknown>,
  typed: Readonly<Record<string, string>> = {},
): Promise<string | AppError> {
  if (typed['review_confirmation'] === undefined || typed['review_hash'] !== undefined) {
    return post(change, typed);
  }
  const { review_confirmation: _, ...rest } = typed;
  const shown = await post(change, rest);
  const hash = shown instanceof AppError ? (shown.detail as { hash?: string })?.hash : undefined;
  return post(change, { ...typed, review_hash: hash ?? 'nothing' });
}

async function post(
  change: (ctx: EnvironmentContext) => Promise<unknown>,
  typed: Readonly<Record<string, string>>,
): Promise<string | AppError> {
  const form = new FormData();
  for (const [name, value] of Object.entries(typed)) form.append(name, value);
  const { context, told } = reviewed({ ...staging, environment: { id: 'environment_1' } }, form);
  try {
    await change(context);
    return told();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const settings = async (connectionId: string) =>
  (await staging.data.connectionVersions.list(connectionId, null, 1))[0];

test('a change that would make a sign-in fail is taken back until somebody types how many', async () => {
  const { connectionId, sessionId } = await used();
  const change = (ctx: EnvironmentContext) =>
    updateConnection(ctx, { id: connectionId, attributeMap: { last_name: 'sn' } });
  const refused = await save(change);
  expect(refused).toMatchObject({
    code: 'sign_ins_would_fail',
    message: 'Of the last recorded sign-in, 0 would still succeed, 1 would now fail.',
    detail: {
      confirm: '1 would fail',
      groups: [
        {
          count: 1,
          logins: [{ href: `/dashboard/environment_1/sessions/${sessionId}`, user: 'ada@corp.example' }],
        },
      ],
    },
  });
  expect(await save(change, { review_confirmation: 'yes' })).toBeInstanceOf(AppError);
  expect(await settings(connectionId)).toMatchObject({ number: 1 });
  expect((await staging.data.connections.get(connectionId))?.attributeMap).toEqual({});

  const typed = { review_confirmation: ' 1 Would fail', change_reason: 'They move tonight' };
  expect(await save(change, typed)).toContain('1 would now fail');
  expect(await settings(connectionId)).toMatchObject({ number: 2, reason: 'They move tonight' });
});

test('the words count for the change that was shown, and for no other', async () => {
  const { connectionId } = await used();
  const map = (attributeMap: Record<string, string>) => (ctx: EnvironmentContext) =>
    updateConnection(ctx, { id: connectionId, attributeMap });
  const shown = await save(map({ last_name: 'sn' }));
  const typed = {
    review_confirmation: '1 would fail',
    review_hash: ((shown as AppError).detail as { hash: string }).hash,
  };
  const both = { last_name: 'sn', first_name: 'sn' };
  expect(await save(map(both), typed)).toMatchObject({
    code: 'sign_ins_would_fail',
    message: expect.stringMatching(/^This is another change than the one you looked at/),
  });
  expect(await save(map(both), { ...typed, review_hash: 'none' })).toBeInstanceOf(AppError);
  expect(await settings(connectionId)).toMatchObject({ number: 1 });
  expect(await save(map({ last_name: 'sn' }), typed)).toContain('1 would now fail');
});

test('what the check said stays with the version, and that it was saved all the same', async () => {
  const { connectionId } = await used();
  const change = (ctx: EnvironmentContext) =>
    updateConnection(ctx, { id: connectionId, attributeMap: { last_name: 'sn' } });
  await save(change, { review_confirmation: '1 would fail' });
  const { versions } = await connectionHistory(staging, { connectionId, below: null });
  expect(versions.map(({ effect }) => effect)).toEqual([
    {
      sentence: 'Of the last recorded sign-in, 0 would still succeed, 1 would now fail.',
      confirmed: '1 would fail',
    },
    null,
  ]);
});

test('what only changes our requests is said to be for a test, not counted', async () => {
  const { connectionId } = await used();
  const save_ = (values: Omit<Parameters<typeof updateConnection>[1], 'id'>) =>
    save((ctx) => updateConnection(ctx, { id: connectionId, ...values }));
  const asks =
    / It changes what is asked of the identity provider, which recorded sign-ins cannot judge: test the sign-in\.$/;
  expect(await save_({ forceAuthn: true })).toMatch(new RegExp(`^${asks.source}`));
  expect(await save_({ forceAuthn: false, clockToleranceSeconds: 30 })).toMatch(
    new RegExp(`^ Of the last recorded sign-in, 1 would still succeed\\.${asks.source}`),
  );
  expect(await save_({ name: 'Another name' })).toBe('');
});

test('the organization’s domains are reviewed for all of its connections', async () => {
  const { organizationId } = await used();
  const refused = await save((ctx) =>
    updateOrganization(ctx, { id: organizationId, domains: ['other.example'] }),
  );
  expect(refused).toMatchObject({ detail: { confirm: '1 would fail' } });
  expect((await staging.data.organizations.get(organizationId))?.domains).toMatchObject([
    { domain: 'corp.example' },
  ]);
});

test('a change that makes a known person somebody new is held too', async () => {
  const { connectionId } = await used();
  const refused = await save((ctx) =>
    updateConnection(ctx, { id: connectionId, attributeMap: { idp_id: 'firstName' } }),
  );
  expect(refused).toMatchObject({ code: 'sign_ins_would_fail', detail: { confirm: '1 would be new' } });
});

/** What anybody on the internet can do, `times` times. */
async function garbage(externalKey: string, times: number, at = new Date(NOW.getTime() + 1000)) {
  for (let count = 0; count < times; count += 1) {
    await completeSamlLogin({
      externalKey,
      encodedResponse: Buffer.from(`not xml ${count}`).toString('base64'),
      relayState: null,
      browserToken: null,
      visitor: { ipAddress: null, userAgent: null },
      now: new Date(at.getTime() + count),
    });
  }
}

test('garbage that is posted meanwhile hides no sign-in from the review, and is not counted', async () => {
  const { connectionId, externalKey } = await used();
  await garbage(externalKey, 120);
  const refused = await save((ctx) =>
    updateConnection(ctx, { id: connectionId, attributeMap: { last_name: 'sn' } }),
  );
  expect(refused).toMatchObject({
    message: 'Of the last recorded sign-in, 0 would still succeed, 1 would now fail.',
  });
});

test('where people have signed in and nothing of it is left, the change is held until somebody says so', async () => {
  const { connectionId } = await used();
  await world.db.ssoSessionRecord.deleteMany({
    where: { environmentId: staging.scope.environmentId },
  });
  const change = (ctx: EnvironmentContext) =>
    updateConnection(ctx, { id: connectionId, clockToleranceSeconds: 30 });
  expect(await save(change)).toMatchObject({
    message: expect.stringMatching(/none of their sign-ins is recorded any more/),
    detail: { confirm: 'not checked', groups: [] },
  });
  expect(await save(change, { review_confirmation: 'not checked' })).toBe(
    ' There is no recorded sign-in to check this against.',
  );
});

let people = 0;

/** Somebody of the company signs in, with an employee number. */
async function signIn(
  externalKey: string,
  name: string,
  employee: string,
  at = new Date(NOW.getTime() + people + 1),
) {
  people += 1;
  const id = `_employee${people}`;
  const email = `${name}@corp.example`;
  const attributes = { email, firstName: name, lastName: 'Who', employee };
  const said = assertion({ id, inResponseTo: null, nameId: email, attributes });
  await completeSamlLogin({
    externalKey,
    encodedResponse: Buffer.from(signed(response(said, { inResponseTo: null }), id)).toString('base64'),
    relayState: null,
    browserToken: null,
    visitor: { ipAddress: null, userAgent: null },
    now: at,
  });
}

const readIdFrom = (connectionId: string) => (ctx: EnvironmentContext) =>
  updateConnection(ctx, { id: connectionId, attributeMap: { idp_id: 'employee' } });
/** The sign-in of `used` carries no employee number; these look at the others. */
async function staffed(numbers: Readonly<Record<string, string>>) {
  const place = await used();
  const { environmentId } = staging.scope;
  await world.db.ssoSession.deleteMany({ where: { environmentId, connectionId: place.connectionId } });
  await world.db.profile.deleteMany({ where: { environmentId, connectionId: place.connectionId } });
  for (const [name, employee] of Object.entries(numbers)) await signIn(place.externalKey, name, employee);
  return place;
}
const profiles = async (connectionId: string) =>
  (await staging.data.profiles.newest(connectionId, 10))
    .map(({ email, id, idpId }) => ({ email, id, idpId }))
    .sort((a, b) => (a.email < b.email ? -1 : 1));

test('people who would get new IDs keep their profiles where somebody wants it, in the same save', async () => {
  const { connectionId } = await staffed({ ada: 'E1', bob: 'E2' });
  const before = await profiles(connectionId);
  const change = readIdFrom(connectionId);
  expect(await save(change, { review_link: 'on' })).toMatchObject({
    detail: { confirm: '2 would be new', link: true },
  });
  expect(await profiles(connectionId)).toEqual(before);
  const told = await save(change, { review_confirmation: '2 would be new', review_link: 'on' });
  expect(told).toContain('2 profiles are linked to their new IDs.');
  expect(await profiles(connectionId)).toEqual([
    { ...before[0], idpId: 'E1' },
    { ...before[1], idpId: 'E2' },
  ]);
  expect((await staging.data.profiles.latestReconciliation(connectionId))?.profiles).toBe(2);
});

test('people who would become one are named, and it takes words of its own to have it', async () => {
  const { connectionId } = await staffed({ ada: 'E1', bob: 'E2', cyd: 'E2' });
  const change = readIdFrom(connectionId);
  const refused = await save(change, { review_confirmation: '3 would be new' });
  expect(refused).toMatchObject({
    message: expect.stringContaining('2 people would share an ID'),
    detail: {
      confirm: '2 would share an ID',
      groups: [
        { count: 2, logins: [{ user: 'cyd@corp.example' }, { user: 'bob@corp.example' }] },
        { count: 3 },
      ],
    },
  });
  // Also where only the profiles are left to tell.
  await world.db.ssoSession.deleteMany({ where: { environmentId: staging.scope.environmentId } });
  expect(await save(change)).toMatchObject({ detail: { confirm: '2 would share an ID' } });
  await save(change, { review_confirmation: '2 would share an ID', review_link: 'on' });
  expect((await profiles(connectionId)).map(({ idpId }) => idpId)).not.toContain('E2');
});

test('several IDs of one person are no different people', async () => {
  const { connectionId } = await staffed({ ada: 'E1' });
  expect(await save(readIdFrom(connectionId))).toMatchObject({ detail: { confirm: '1 would be new' } });
});

test('a mapping that gives people another email address is held, and names both', async () => {
  const { connectionId } = await staffed({ ada: 'boss@corp.example' });
  const refused = await save((ctx) =>
    updateConnection(ctx, { id: connectionId, attributeMap: { email: 'employee' } }),
  );
  expect(refused).toMatchObject({
    detail: {
      confirm: '1 would change email',
      groups: [{ logins: [{ user: 'ada@corp.example', reason: 'would be boss@corp.example' }] }],
    },
  });
});

test('another role or other groups are held, another name is told', async () => {
  const { connectionId, externalKey } = await used();
  await updateConnection(staging, { id: connectionId, attributeMap: { groups: 'employee' } });
  const roleId = newId('appRole', NOW);
  const role = { slug: 'owner', name: 'Owner', description: '', priority: 1, isDefault: false };
  await staging.data.appRoles.add({ id: roleId, ...role, now: NOW });
  const group = { id: newId('ssoGroup', NOW), idpId: 'staff', name: 'Staff', roleId };
  await staging.data.ssoGroups.add(connectionId, { ...group, now: NOW });
  await signIn(externalKey, 'dora', 'staff');
  await signIn(externalKey, 'emil', 'guests');
  const groups = (source: string) =>
    save((ctx) => updateConnection(ctx, { id: connectionId, attributeMap: { groups: source } }));
  expect(await groups('firstName')).toMatchObject({
    detail: {
      confirm: '1 would change role',
      groups: [
        { count: 1, logins: [{ user: 'dora@corp.example', reason: 'owner, would be no role' }] },
        { count: 2 },
      ],
    },
  });
  await staging.data.ssoGroups.remove(group.id);
  expect(await groups('firstName')).toMatchObject({ detail: { confirm: '2 would change groups' } });
  const told = await save((ctx) =>
    updateConnection(ctx, { id: connectionId, attributeMap: { first_name: 'lastName' } }),
  );
  expect(told).toMatch(/3 would have another name/);
});

test('failures are put down to a change only where the settings before it would have let them in', async () => {
  const { connectionId, externalKey } = await used();
  const minute = (count: number) => new Date(NOW.getTime() + count * 60_000);
  const began = async () => {
    const ctx = { ...staging, now: minute(9) };
    const list = await listSessions(ctx, { ...sessionListInput.parse({}), connection: null }, connectionId);
    return failuresBegan(ctx, connectionId, list.lines, await versionMarks(ctx, connectionId, list));
  };
  await updateConnection({ ...staging, now: minute(1) }, { id: connectionId, clockToleranceSeconds: 90 });
  await garbage(externalKey, 2, minute(2));
  expect(await began()).toBeNull();
  await updateConnection(
    { ...staging, now: minute(3) },
    { id: connectionId, attributeMap: { last_name: 'sn' } },
  );
  await garbage(externalKey, 1, minute(4));
  await signIn(externalKey, 'fred', 'E9', minute(5));
  // The garbage hides the last success before the change.
  expect(await began()).toBeNull();
  await world.db.ssoSession.deleteMany({
    where: {
      environmentId: staging.scope.environmentId,
      connectionId,
      createdAt: { gte: minute(2), lt: minute(3) },
    },
  });
  expect(await began()).toMatchObject({ number: 3, minutes: 2, failures: 1 });
});

test('a form that was loaded before somebody else’s change undoes nothing of it', async () => {
  const { connectionId } = await used();
  const map = (attributeMap: Record<string, string | null>) => (ctx: EnvironmentContext) =>
    updateConnection(ctx, { id: connectionId, attributeMap });
  const loaded = { connectionId, loaded_version: '1' };
  await updateConnection(staging, { id: connectionId, attributeMap: { groups: 'memberOf' } });
  expect(await save(map({ groups: null, name: 'cn' }), loaded)).toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/attribute mapping/),
  });
  expect((await staging.data.connections.get(connectionId))?.attributeMap).toEqual({ groups: 'memberOf' });
  // Another setting than theirs loses nothing.
  const tolerance = (ctx: EnvironmentContext) =>
    updateConnection(ctx, { id: connectionId, clockToleranceSeconds: 90 });
  expect(await save(tolerance, loaded)).toContain('would still succeed');
  expect(await save(map({ name: 'cn' }), { connectionId, loaded_version: '3' })).toContain('still succeed');
});

test('a domain that another organization has verified is taken only by who says so', async () => {
  const other = await createOrganization(staging, { name: 'First', domains: ['claimed.example'] });
  const { id } = await createOrganization(staging, { name: 'Second' });
  const add = (ctx: EnvironmentContext) =>
    addDomain(ctx, { organizationId: id, domain: 'claimed.example', verification: 'manual' });
  expect(await save(add)).toMatchObject({
    message: expect.stringContaining('Another organization has claimed.example verified'),
    detail: {
      confirm: 'share claimed.example',
      groups: [{ logins: [{ href: `/dashboard/environment_1/organizations/${other.id}`, user: 'First' }] }],
    },
  });
  expect((await staging.data.organizations.get(id))?.domains).toEqual([]);
  await save(add, { review_confirmation: 'share claimed.example' });
  expect((await staging.data.organizations.get(id))?.domains).toHaveLength(1);
});

test('restoring a version gives no domain back unsaid that another organization has by now', async () => {
  const { connectionId, organizationId } = await used();
  const domains = (list: string[]) => updateOrganization(staging, { id: organizationId, domains: list });
  await domains(['corp.example', 'moved.example']);
  await domains(['corp.example']);
  await createOrganization(staging, { name: 'Buyer', domains: ['moved.example'] });
  expect(await save((ctx) => restoreVersion(ctx, { connectionId, number: 2 }))).toMatchObject({
    detail: { confirm: 'share moved.example' },
  });
});

test('a change that keeps nobody out is saved at once, and says so', async () => {
  const { connectionId } = await used();
  expect(await save((ctx) => updateConnection(ctx, { id: connectionId, clockToleranceSeconds: 90 }))).toBe(
    ' Of the last recorded sign-in, 1 would still succeed.',
  );
});

test('turning IdP-initiated sign-in off is held where people use it; converting it is not', async () => {
  const { connectionId: id } = await used();
  const to = (idpInitiatedMode: 'convert' | 'off') =>
    save((ctx) => updateConnection(ctx, { id, idpInitiatedMode }));
  expect(await to('off')).toMatchObject({ code: 'sign_ins_would_fail', detail: { confirm: '1 would fail' } });
  expect(await to('convert')).toBe(
    ' Of the last recorded sign-in, 0 would still succeed, 1 would begin again with a request.',
  );
});
