import { expect, test } from '@playwright/test';
import type { ConnectionRow } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { addIdpCertificate } from './add-idp-certificate.ts';
import { createConnection } from './create-connection.ts';
import { acceptMetadataChange, dismissMetadataChange } from './decide-metadata-change.ts';
import { followDueMetadata } from './follow-due-metadata.ts';
import { followMetadata } from './follow-metadata.ts';
import { readingHash, requireIdentityProvider } from './identity-provider-input.ts';
import { refreshMetadata } from './refresh-metadata.ts';
import { removeIdpCertificate } from './remove-idp-certificate.ts';
import { restoreVersion } from './restore-version.ts';
import { testMetadataServer } from './test-metadata-server.ts';
import { updateConnection } from './update-connection.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const after = (ms: number) => new Date(NOW.getTime() + ms);
const [first, second, third] = [1, 2, 3].map(
  () => createKeyPair({ commonName: 'idp.example.org', now: NOW, validForDays: 365 }).certificatePem,
) as [string, string, string];
const SAYS = {
  entityId: 'https://idp.example.org/metadata',
  ssoUrl: 'https://idp.example.org/sso',
  certificates: [first],
};

let world: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let idp: Awaited<ReturnType<typeof testMetadataServer>>;
let id: string;

test.beforeEach(async () => {
  world = await testEnvironments(NOW);
  staging = world.staging;
  idp = await testMetadataServer(SAYS);
  const { id: organizationId } = await createOrganization(staging, { name: 'Foo Corp' });
  const { connection } = await createConnection(staging, {
    organizationId,
    connectionType: 'OktaSAML',
    identityProvider: { from: 'metadata_url', url: idp.url },
  });
  id = connection.id;
  await world.db.teamMember.create({
    data: {
      id: newId('teamMember', NOW),
      workspaceId: world.workspace.scope.workspaceId,
      ...{ email: 'ada@example.com', name: 'Ada', role: 'admin', createdAt: NOW, updatedAt: NOW },
    },
  });
});
test.afterEach(async () => {
  await idp.close();
  await world.close();
});

const follow = (at: Date) => followDueMetadata({ now: () => at, chance: () => 0.5, db: world.db });
const connection = async (): Promise<ConnectionRow> => {
  const row = await staging.data.connections.get(id);
  if (!row) throw new Error('the connection is gone');
  return row;
};
const pems = async () => (await connection()).certificates.map((one) => one.pem);
const followed = async () => {
  const row = await staging.data.followedMetadata.get(id);
  if (!row) throw new Error('it is not followed');
  return row;
};
const actions = async () =>
  (
    await world.db.auditLogEntry.findMany({
      where: { workspaceId: world.workspace.scope.workspaceId },
      orderBy: { id: 'asc' },
      select: { action: true },
    })
  ).map(({ action }) => action);
const mails = (template = 'metadata_change') =>
  world.db.mail.findMany({
    where: { workspaceId: world.workspace.scope.workspaceId, template },
    select: { to: true },
  });

test('a new signing certificate is accepted beside the old one, as a version and in the audit log', async () => {
  await follow(NOW);
  idp.state.says = { ...SAYS, certificates: [first, second] };
  expect(await follow(after(HOUR))).toMatchObject({ certificates: 1 });
  expect(await pems()).toEqual([first, second]);
  expect(await actions()).toContain('connection_certificate.staged');
  const [version] = await staging.data.connectionVersions.list(id, null, 1);
  expect(version).toMatchObject({ actorName: 'Metadata', reason: expect.stringContaining('metadata') });
});

test('unchanged metadata is not sent again, and asked about once an hour', async () => {
  await follow(NOW);
  await follow(after(HOUR - 1));
  expect(await follow(after(HOUR))).toMatchObject({ unchanged: 1 });
  // Once when the connection was made.
  expect(idp.state.asked).toEqual([undefined, undefined, expect.stringMatching(/^"[0-9a-f]{64}"$/)]);
});

test('a failure leaves the connection as it is and is tried again later and later', async () => {
  const before = await connection();
  idp.state.status = 503;
  const minutes: number[] = [];
  let at = NOW;
  for (let count = 0; count < 3; count += 1) {
    expect(await follow(at)).toMatchObject({ failed: 1 });
    const next = (await followed()).nextCheckAt;
    minutes.push((next.getTime() - at.getTime()) / 60_000);
    at = next;
  }
  expect(minutes).toEqual([5, 10, 20]);
  expect(await followed()).toMatchObject({ failures: 3, lastError: 'The server answered with an error.' });
  expect(await connection()).toEqual(before);
  idp.state.status = 200;
  await follow(at);
  expect(await followed()).toMatchObject({ failures: 0, lastError: null, goodAt: at });
});

test('metadata that names another identity provider changes nothing, and the Admins are told once', async () => {
  await follow(NOW);
  const before = await connection();
  idp.state.says = {
    entityId: 'https://evil.example',
    ssoUrl: 'https://evil.example/sso',
    certificates: [third],
  };
  expect(await follow(after(HOUR))).toMatchObject({ held: 1 });
  await follow(after(2 * HOUR));
  expect(await connection()).toEqual(before);
  expect((await actions()).filter((one) => one.startsWith('connection_metadata'))).toEqual([
    'connection_metadata.held',
  ]);
  expect(await mails()).toEqual([{ to: 'ada@example.com' }]);
  expect((await followed()).held).toMatchObject({
    idpEntityId: 'https://evil.example',
    certificates: [third],
  });
});

test('metadata that says something else each time writes to the Admins once a day, until somebody decides', async () => {
  await follow(NOW);
  const says = async (count: number, at: Date) => {
    idp.state.says = { ...SAYS, ssoUrl: `https://idp.example.org/${count}` };
    await world.db.followedMetadata.updateMany({
      where: { environmentId: staging.scope.environmentId },
      data: { nextCheckAt: at },
    });
    expect(await follow(at)).toMatchObject({ held: 1 });
  };
  for (const hour of [1, 2, 3, 20]) await says(hour, after(hour * HOUR));
  expect(await mails()).toHaveLength(1);
  expect((await followed()).held).toMatchObject({ idpSsoUrl: 'https://idp.example.org/20' });
  await says(26, after(26 * HOUR));
  expect(await mails()).toHaveLength(2);
  await dismissMetadataChange(staging, { connectionId: id, hash: (await followed()).heldHash ?? '' });
  await says(27, after(27 * HOUR));
  expect(await mails()).toHaveLength(3);
});

test('the Admins are told of a new certificate, and one they refuse does not come back', async () => {
  await follow(NOW);
  expect(await mails('certificate_staged')).toEqual([]);
  idp.state.says = { ...SAYS, certificates: [first, second] };
  await follow(after(HOUR));
  expect(await mails('certificate_staged')).toEqual([{ to: 'ada@example.com' }]);
  const staged = (await connection()).certificates.find(({ pem }) => pem === second);
  const input = { connectionId: id, certificateId: staged?.id ?? '' };
  await removeIdpCertificate(staging, { ...input, refuse: true });
  expect(await actions()).toContain('connection_certificate.refused');
  idp.state.says = { ...SAYS, certificates: [second, third] };
  await follow(after(3 * HOUR));
  expect(await pems()).toEqual([first, third]);
  // By hand it is welcome, and from then on as good as any other.
  await addIdpCertificate(staging, { connectionId: id, pem: second });
  expect((await followed()).refused).toEqual([]);
});

test('what an Admin accepts is what they saw, with its certificates beside the old ones', async () => {
  await follow(NOW);
  const moved = 'https://idp.example.org/other';
  idp.state.says = { ...SAYS, ssoUrl: moved, certificates: [second] };
  await follow(after(HOUR));
  const hash = (await followed()).heldHash ?? '';
  await expect(acceptMetadataChange(staging, { connectionId: id, hash: 'other' })).rejects.toMatchObject({
    code: 'conflict',
  });
  await acceptMetadataChange(staging, { connectionId: id, hash });
  expect(await connection()).toMatchObject({ idpSsoUrl: moved, idpMetadataUrl: idp.url });
  expect(await pems()).toEqual([first, second]);
  expect((await followed()).held).toBeNull();
  expect(await follow(after(3 * HOUR))).toMatchObject({ unchanged: 1 });
  expect(await actions()).toContain('connection_metadata.accepted');
});

test('what an Admin dismissed is not asked again, something else is', async () => {
  await follow(NOW);
  idp.state.says = { ...SAYS, ssoUrl: 'https://evil.example/sso', certificates: [second] };
  await follow(after(HOUR));
  await dismissMetadataChange(staging, { connectionId: id, hash: (await followed()).heldHash ?? '' });
  // Also when the server does not answer that it is the same.
  await world.db.followedMetadata.updateMany({
    where: { environmentId: staging.scope.environmentId },
    data: { etag: null },
  });
  expect(await follow(after(2 * HOUR))).toMatchObject({ unchanged: 1 });
  expect(await follow(after(3 * HOUR))).toMatchObject({ unchanged: 1 });
  expect((await followed()).held).toBeNull();
  expect((await connection()).idpSsoUrl).toBe(SAYS.ssoUrl);
  idp.state.says = { ...SAYS, ssoUrl: 'https://evil.example/another' };
  expect(await follow(after(4 * HOUR))).toMatchObject({ held: 1 });
});

test('another address that waits or was dismissed holds no rotation back, of the same identity provider', async () => {
  await follow(NOW);
  idp.state.says = { ...SAYS, ssoUrl: 'https://idp.example.org/moved', certificates: [first, second] };
  expect(await follow(after(HOUR))).toMatchObject({ held: 1 });
  expect(await pems()).toEqual([first, second]);
  await dismissMetadataChange(staging, { connectionId: id, hash: (await followed()).heldHash ?? '' });
  idp.state.says = { ...idp.state.says, certificates: [second, third] };
  expect(await follow(after(2 * HOUR))).toMatchObject({ certificates: 1 });
  expect(await pems()).toEqual([first, second, third]);
  expect((await connection()).idpSsoUrl).toBe(SAYS.ssoUrl);
  expect((await followed()).held).toBeNull();
});

test('of another identity provider no certificate is taken, also after somebody dismissed it', async () => {
  await follow(NOW);
  idp.state.says = { ...SAYS, entityId: 'https://evil.example', certificates: [second] };
  await follow(after(HOUR));
  await dismissMetadataChange(staging, { connectionId: id, hash: (await followed()).heldHash ?? '' });
  idp.state.says = { ...idp.state.says, certificates: [third] };
  expect(await follow(after(2 * HOUR))).toMatchObject({ held: 1 });
  expect(await pems()).toEqual([first]);
});

test('what was removed or restored by hand comes back from metadata that has not changed since', async () => {
  idp.state.says = { ...SAYS, certificates: [first, second] };
  await follow(NOW);
  const before = (await staging.data.connectionVersions.list(id, null, 1))[0]?.number ?? 0;
  const added = (await connection()).certificates.find(({ pem }) => pem === second);
  await removeIdpCertificate(staging, { connectionId: id, certificateId: added?.id ?? '' });
  await follow(after(HOUR));
  expect(await pems()).toEqual([first, second]);
  await restoreVersion(staging, { connectionId: id, number: 1 });
  expect(before).toBeGreaterThan(1);
  expect(await pems()).toEqual([first]);
  await follow(after(2 * HOUR));
  expect(await pems()).toEqual([first, second]);
});

test('a restore while the URL is being asked is not forgotten by the answer', async () => {
  await follow(NOW);
  const leased = await staging.data.followedMetadata.lease(id, {
    now: after(HOUR),
    notSince: after(HOUR),
    leasedUntil: after(2 * HOUR),
  });
  if (!leased) throw new Error('nobody else asks');
  expect(leased.etag).not.toBeNull();
  await restoreVersion(staging, { connectionId: id, number: 1 });
  expect(await followMetadata(leased, { now: () => after(HOUR), db: world.db })).toBe('unchanged');
  expect((await followed()).etag).toBeNull();
});

test('fetching by hand takes certificates and shows other addresses, also dismissed ones, but takes none over', async () => {
  await follow(NOW);
  const fetch = (ms: number) => refreshMetadata({ ...staging, now: after(ms) }, id, { db: world.db });
  expect(await fetch(1)).toBe('unchanged');
  idp.state.says = { ...SAYS, ssoUrl: 'https://evil.example/phish', certificates: [first, second] };
  expect(await fetch(2)).toBe('held');
  expect(await connection()).toMatchObject({ idpSsoUrl: SAYS.ssoUrl, idpMetadataUrl: idp.url });
  expect(await pems()).toEqual([first, second]);
  const { heldHash } = await followed();
  await dismissMetadataChange(staging, { connectionId: id, hash: heldHash ?? '' });
  expect(await fetch(3)).toBe('held');
  expect(await followed()).toMatchObject({ heldHash });
  idp.state.status = 503;
  await expect(fetch(4)).rejects.toMatchObject({ code: 'idp_metadata_fetch_failed' });
});

test('the old certificate is retired after the new one was seen and a quiet week', async () => {
  await follow(NOW);
  idp.state.says = { ...SAYS, certificates: [second] };
  await follow(after(HOUR));
  expect(await pems()).toEqual([first, second]);
  await follow(after(9 * DAY));
  expect(await pems()).toEqual([first, second]);
  const { environmentId } = staging.scope;
  await world.db.connectionCertificate.updateMany({
    where: { environmentId, connectionId: id, pem: second },
    data: { lastSeenAt: after(9 * DAY) },
  });
  await follow(after(10 * DAY));
  expect(await pems()).toEqual([second]);
  expect(await actions()).toContain('connection_certificate.retired');
});

test('another metadata URL starts over, and none is not followed', async () => {
  await follow(NOW);
  const { environmentId } = staging.scope;
  await staging.data.connections.update(id, { idpMetadataUrl: `${idp.url}?other` }, NOW);
  await follow(NOW);
  expect(await followed()).toMatchObject({ url: `${idp.url}?other`, goodAt: NOW });
  await world.db.connection.updateMany({
    where: { environmentId, id },
    data: { idpMetadataUrl: null },
  });
  const asked = idp.state.asked.length;
  await follow(after(DAY));
  expect(idp.state.asked).toHaveLength(asked);
});

test('of several instances at once one asks', async () => {
  const asked = idp.state.asked.length;
  await Promise.all([follow(NOW), follow(NOW), follow(NOW)]);
  expect(idp.state.asked).toHaveLength(asked + 1);
});

test('what is saved from a metadata URL is what was read, or nothing', async () => {
  const read = await requireIdentityProvider(staging, { from: 'metadata_url', url: idp.url });
  const asRead = readingHash(read);
  idp.state.says = { ...SAYS, ssoUrl: 'https://evil.example/sso' };
  const save = () =>
    updateConnection(staging, { id, identityProvider: { from: 'metadata_url', url: idp.url, asRead } });
  await expect(save()).rejects.toMatchObject({ code: 'conflict', fields: [{ field: 'idp_metadata_url' }] });
  expect((await connection()).idpSsoUrl).toBe(SAYS.ssoUrl);
  idp.state.says = SAYS;
  await save();
});
