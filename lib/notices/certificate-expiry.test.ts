import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { noticeExpiringCertificates } from './certificate-expiry.ts';
import { forgetOldNotices } from './forget-old-notices.ts';
import { testConnection, testContact, testMails, testMember } from './test-connection.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const DAY = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY);

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
  await testMember(world.db, world.workspace, 'ada@example.com');
  await testMember(world.db, world.workspace, 'muted@example.com', ['certificate_expiry']);
});
test.afterEach(() => world.close());

const run = (now: Date) => noticeExpiringCertificates(now, world.db);
const mails = () => testMails(world.db, world.workspace);

let count = 0;
async function certificate({ data }: EnvironmentContext, connectionId: string, notAfter: Date) {
  const id = newId('connectionCertificate', NOW);
  count += 1;
  const fingerprintSha256 = count.toString(16).padStart(64, '0');
  await data.connections.addCertificate(connectionId, {
    ...{ id, pem: '', fingerprintSha256, notBefore: inDays(-300), notAfter, now: NOW },
  });
}

async function keyPair({ data }: EnvironmentContext, connectionId: string, notAfter: Date) {
  const id = newId('encryptionKeyPair', NOW);
  await data.connections.addKeyPair(connectionId, {
    ...{ id, use: 'encryption', certificatePem: '', fingerprintSha256: id, privateKeySealed: Buffer.of(1) },
    ...{ notBefore: inDays(-300), notAfter, now: NOW },
  });
}

test('each milestone is told once, in one mail for all certificates, to those who want it', async () => {
  const [one, two] = [
    await testConnection(world.db, world.staging, 'One'),
    await testConnection(world.db, world.production, 'Two'),
  ];
  await certificate(world.staging, one, inDays(90));
  await keyPair(world.production, two, inDays(85));
  await certificate(world.production, two, inDays(200));
  expect(await run(inDays(-1))).toEqual({ certificates: 1, mails: 1 });
  expect(await run(NOW)).toEqual({ certificates: 1, mails: 1 });
  expect(await run(NOW)).toEqual({ certificates: 0, mails: 0 });
  expect(await run(inDays(7))).toEqual({ certificates: 2, mails: 1 });
  expect((await mails()).map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
    'ada@example.com: The certificate of Two ends in 86 days',
    'ada@example.com: The certificate of One ends in 90 days',
    'ada@example.com: 2 certificates of your connections end soon or have ended',
  ]);
});

test('contacts hear once a step of the certificates that are theirs to renew, of no other customer and not of ours', async () => {
  const one = await testConnection(world.db, world.staging, 'One');
  const other = await testConnection(world.db, world.staging, 'Other');
  await testContact(world.staging, one, 'it@one.example', { certificateExpiry: true });
  await testContact(world.staging, one, 'muted@one.example', { connectionTrouble: true, keyRenewal: true });
  await testContact(world.staging, other, 'it@other.example', { certificateExpiry: true });
  await certificate(world.staging, one, inDays(30));
  await keyPair(world.staging, other, inDays(30));
  expect(await run(NOW)).toEqual({ certificates: 2, mails: 2 });
  expect(await run(NOW)).toEqual({ certificates: 0, mails: 0 });
  const told = (await mails()).filter(({ to }) => to !== 'ada@example.com');
  expect(told).toEqual([
    {
      to: 'it@one.example',
      template: 'contact_certificate_expiry',
      subject: 'Sign-in to Test: your certificate ends in 30 days',
    },
  ]);
});

test('a certificate that has ended is told about for a month, once', async () => {
  const connection = await testConnection(world.db, world.staging, 'One');
  await certificate(world.staging, connection, NOW);
  expect(await run(inDays(31))).toEqual({ certificates: 0, mails: 0 });
  expect(await run(inDays(29))).toEqual({ certificates: 1, mails: 1 });
  expect(await run(inDays(29))).toEqual({ certificates: 0, mails: 0 });
  expect((await mails()).map(({ subject }) => subject)).toEqual(['The certificate of One has ended']);
});

test('nobody hears of an old certificate beside a newer one, or of a connection that is switched off', async () => {
  const renewed = await testConnection(world.db, world.staging, 'Renewed');
  await certificate(world.staging, renewed, inDays(5));
  await certificate(world.staging, renewed, inDays(400));
  const off = await testConnection(world.db, world.staging, 'Off');
  await certificate(world.staging, off, inDays(5));
  await world.staging.data.connections.update(off, { state: 'inactive' }, NOW);
  expect(await run(NOW)).toEqual({ certificates: 0, mails: 0 });
});

test('a newer certificate that nobody signs with keeps no warning back', async () => {
  const connectionId = await testConnection(world.db, world.staging, 'Renewed');
  await certificate(world.staging, connectionId, inDays(5));
  await certificate(world.staging, connectionId, inDays(400));
  const { environmentId } = world.staging.scope;
  const seen = (notAfter: Date) =>
    world.db.connectionCertificate.updateMany({
      where: { environmentId, connectionId, notAfter },
      data: { lastSeenAt: NOW },
    });
  await seen(inDays(5));
  expect(await run(NOW)).toMatchObject({ certificates: 1 });
  await seen(inDays(400));
  expect(await run(inDays(3))).toMatchObject({ certificates: 0 });
});

test('apps are told by an event at each step, and each week after the end', async () => {
  const connection = await testConnection(world.db, world.staging, 'One');
  const notAfter = inDays(30);
  await certificate(world.staging, connection, notAfter);
  for (const days of [0, 1, 3, 30, 36, 37, 44]) await run(inDays(days));
  const { environmentId } = world.staging.scope;
  const events = await world.db.event.findMany({
    where: { environmentId, name: 'connection.saml_certificate_renewal_required' },
    orderBy: { id: 'asc' },
  });
  const days = events.map(({ data }) => (data as { days_until_expiry: number }).days_until_expiry);
  expect(days.map((one) => one + 0)).toEqual([30, 27, 0, -7, -14]);
  const row = await world.staging.data.connections.get(connection);
  expect(events[3]).toMatchObject({
    organizationId: row?.organizationId,
    data: {
      connection: { id: connection, organization_id: row?.organizationId },
      certificate: {
        certificate_type: 'ResponseSigning',
        expiry_date: notAfter.toISOString(),
        is_expired: true,
      },
    },
  });
});

test('of two instances at once one tells', async () => {
  await certificate(world.staging, await testConnection(world.db, world.staging, 'One'), inDays(3));
  const results = await Promise.all([run(NOW), run(NOW), run(NOW)]);
  expect(results.reduce((sum, one) => sum + one.mails, 0)).toBe(1);
  expect(await mails()).toHaveLength(1);
});

test('what was told is forgotten only when it cannot be told again', async () => {
  await certificate(world.staging, await testConnection(world.db, world.staging, 'One'), NOW);
  await run(NOW);
  expect(await forgetOldNotices(inDays(30), world.db)).toEqual({ forgottenNotices: 0 });
  expect(await run(inDays(29))).toEqual({ certificates: 0, mails: 0 });
  expect(await forgetOldNotices(inDays(61), world.db)).toEqual({ forgottenNotices: 2 });
});
