import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { idFloor } from '#lib/ids.ts';
import { noticeFailedLogins } from './failed-logins.ts';
import { testConnection, testContact, testMails, testMember } from './test-connection.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const at = (ms: number) => new Date(NOW.getTime() + ms);

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
  await testMember(world.db, world.workspace, 'ada@example.com');
  await testMember(world.db, world.workspace, 'muted@example.com', ['failed_logins']);
});
test.afterEach(() => world.close());

const run = (now: Date) => noticeFailedLogins(now, world.db);

let count = 10_000_000;
async function logins(
  connectionId: string,
  many: number,
  createdAt: Date,
  how: { state?: 'failed' | 'successful' | 'test_failed'; origin?: 'service_provider' | 'test' } = {},
) {
  const { environmentId } = world.staging.scope;
  const state = how.state ?? 'failed';
  const origin = how.origin ?? 'service_provider';
  await world.db.ssoSession.createMany({
    data: Array.from({ length: many }, () => {
      count += 1;
      // Minted ids never go back in time.
      const id = idFloor('ssoSession', createdAt).slice(0, -8) + count;
      const errorCode = state === 'failed' ? ('invalid_x509_certificate' as const) : null;
      return { id, environmentId, connectionId, state, origin, errorCode, createdAt };
    }),
  });
}

test('far more failures than usual are told once a day to those who want it', async () => {
  const connection = await testConnection(world.db, world.staging, 'One');
  await logins(connection, 40, at(-3 * DAY), { state: 'successful' });
  await logins(connection, 6, at(-5 * MINUTE));
  expect(await run(NOW)).toEqual({ connections: 1, mails: 1 });
  expect(await run(NOW)).toEqual({ connections: 0, mails: 0 });
  await logins(connection, 60, at(DAY - 5 * MINUTE));
  expect(await run(at(DAY - MINUTE))).toEqual({ connections: 0, mails: 0 });
  expect(await run(at(DAY))).toEqual({ connections: 1, mails: 1 });
  expect(await testMails(world.db, world.workspace)).toEqual([
    { to: 'ada@example.com', template: 'failed_logins', subject: 'Many logins fail at One' },
    { to: 'ada@example.com', template: 'failed_logins', subject: 'Many logins fail at One' },
  ]);
});

test('contacts who want it are told of the failures of their own connection', async () => {
  const connection = await testConnection(world.db, world.staging, 'One');
  const other = await testConnection(world.db, world.staging, 'Other');
  await testContact(world.staging, connection, 'it@one.example', { connectionTrouble: true });
  await testContact(world.staging, connection, 'muted@one.example', { certificateExpiry: true });
  await testContact(world.staging, other, 'it@other.example', { connectionTrouble: true });
  await logins(connection, 9, at(-MINUTE));
  expect(await run(NOW)).toEqual({ connections: 1, mails: 2 });
  expect((await testMails(world.db, world.workspace)).map(({ to }) => to).sort()).toEqual([
    'ada@example.com',
    'it@one.example',
  ]);
});

test('a connection that always fails as much raises no alarm', async () => {
  const connection = await testConnection(world.db, world.staging, 'One');
  for (let quarter = 1; quarter <= 20; quarter += 1) {
    await logins(connection, 5, at(-quarter * 15 * MINUTE - MINUTE));
  }
  await logins(connection, 6, at(-5 * MINUTE));
  expect(await run(NOW)).toEqual({ connections: 0, mails: 0 });
});

test('test logins, old failures and connections that are switched off do not count', async () => {
  const tested = await testConnection(world.db, world.staging, 'Tested');
  await logins(tested, 9, at(-MINUTE), { state: 'test_failed', origin: 'test' });
  const earlier = await testConnection(world.db, world.staging, 'Earlier');
  await logins(earlier, 9, at(-16 * MINUTE));
  const off = await testConnection(world.db, world.staging, 'Off');
  await logins(off, 9, at(-MINUTE));
  await world.staging.data.connections.update(off, { state: 'inactive' }, NOW);
  expect(await run(NOW)).toEqual({ connections: 0, mails: 0 });
});

test('of several instances at once one tells', async () => {
  await logins(await testConnection(world.db, world.staging, 'One'), 9, at(-MINUTE));
  const results = await Promise.all([run(NOW), run(NOW), run(NOW)]);
  expect(results.reduce((sum, one) => sum + one.mails, 0)).toBe(1);
});
