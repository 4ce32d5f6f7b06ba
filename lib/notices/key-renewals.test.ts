import { expect, test } from '@playwright/test';
import { connectionView } from '#lib/connections/connection-view.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { noticeKeyRenewals } from './key-renewals.ts';
import { testConnection, testContact, testMails, testMember } from './test-connection.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const DAY = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY);
const { certificatePem } = createKeyPair({ commonName: 'ours', now: NOW, validForDays: 30 });

let world: Awaited<ReturnType<typeof testEnvironments>>;
let connectionId: string;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
  await testMember(world.db, world.workspace, 'support@example.com');
  connectionId = await testConnection(world.db, world.staging, 'One');
});
test.afterEach(() => world.close());

const run = (days: number) => noticeKeyRenewals(inDays(days), world.db);
const told = async () => (await testMails(world.db, world.workspace)).map(({ to, subject }) => [to, subject]);

let count = 0;
async function keyPair(use: 'signing' | 'encryption', made: number, ends: number) {
  const id = newId(use === 'signing' ? 'signingKeyPair' : 'encryptionKeyPair', NOW);
  count += 1;
  await world.staging.data.connections.addKeyPair(connectionId, {
    ...{ id, use, certificatePem, fingerprintSha256: count.toString(16).padStart(64, '0') },
    ...{ privateKeySealed: Buffer.of(1), notBefore: inDays(made), notAfter: inDays(ends), now: inDays(made) },
  });
}
const renew = async (use: 'signing' | 'encryption') => {
  await keyPair(use, -1000, 90);
  await keyPair(use, 0, 1000);
};

test('contacts are told when a signing key is renewed and a week before it is used, each time once', async () => {
  await renew('signing');
  await testContact(world.staging, connectionId, 'it@one.example', { keyRenewal: true });
  await testContact(world.staging, connectionId, 'muted@one.example', { certificateExpiry: true });
  expect(await run(0)).toEqual({ renewals: 1, mails: 1 });
  for (const days of [0, 1, 22]) expect(await run(days)).toEqual({ renewals: 0, mails: 0 });
  expect(await run(23)).toEqual({ renewals: 1, mails: 1 });
  for (const days of [24, 31, 100]) expect(await run(days)).toEqual({ renewals: 0, mails: 0 });
  const subject = 'Sign-in to Test: a new certificate for your identity provider by December 21, 2026';
  expect(await told()).toEqual([
    ['it@one.example', subject],
    ['it@one.example', subject],
  ]);
});

test('where no contact wants it the Admins are told, and nobody else', async () => {
  await world.db.teamMember.updateMany({
    where: { workspaceId: world.workspace.scope.workspaceId },
    data: { role: 'admin' },
  });
  await testMember(world.db, world.workspace, 'other@example.com');
  await renew('encryption');
  expect(await run(0)).toEqual({ renewals: 1, mails: 1 });
  expect(await told()).toEqual([
    ['support@example.com', 'One needs our new certificate by February 19, 2027'],
  ]);
  // What was told is forgotten after 60 days: it is not told a third time.
  await world.db.sentNotice.deleteMany({ where: { workspaceId: world.workspace.scope.workspaceId } });
  expect(await run(61)).toEqual({ renewals: 0, mails: 0 });
});

test('a second key pair that somebody made by hand is no renewal', async () => {
  await keyPair('encryption', -10, 500);
  await keyPair('encryption', 0, 510);
  await keyPair('signing', 0, 510);
  expect(await run(0)).toEqual({ renewals: 0, mails: 0 });
});

test('the page of the connection shows the new certificate and the day until the old one is gone', async () => {
  await renew('signing');
  const at = async (days: number) => {
    const row = await world.staging.data.connections.get(connectionId);
    if (!row) throw new Error('the connection is gone');
    return connectionView(row, inDays(days)).renewals;
  };
  const expected = { use: 'signing', switchAt: inDays(30).toISOString(), switched: false };
  expect(await at(0)).toMatchObject([{ ...expected, certificate: { pem: certificatePem } }]);
  expect(await at(30)).toMatchObject([{ switched: true }]);
  const [old] = (await world.staging.data.connections.get(connectionId))?.keyPairs ?? [];
  await world.staging.data.connections.removeKeyPair(connectionId, 'signing', old?.id ?? '');
  expect(await at(61)).toEqual([]);
});
