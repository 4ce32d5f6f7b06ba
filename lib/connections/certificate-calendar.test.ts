import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { certificateCalendarView } from './certificate-calendar.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const DAY = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY);

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
});
test.afterEach(() => world.close());

async function connection({ data }: EnvironmentContext, name: string): Promise<string> {
  const organizationId = newId('organization', NOW);
  const rest = { externalId: null, metadata: {}, stripeCustomerId: null };
  await data.organizations.add(
    organizationId,
    { name: `${name} Inc`, ...rest, allowProfilesOutsideOrganization: false },
    NOW,
  );
  const id = newId('connection', NOW);
  const connectionType = 'OktaSAML';
  await data.connections.add(
    { id, organizationId, name, connectionType, state: 'active', externalKey: newExternalKey() },
    NOW,
  );
  return id;
}

async function certificate({ data }: EnvironmentContext, connectionId: string, notAfter: Date) {
  const id = newId('connectionCertificate', NOW);
  const row = { id, pem: '', fingerprintSha256: id, notBefore: inDays(-900), notAfter, now: NOW };
  await data.connections.addCertificate(connectionId, row);
}

async function keyPair({ data }: EnvironmentContext, connectionId: string, notAfter: Date) {
  const id = newId('signingKeyPair', NOW);
  const keys = { certificatePem: '', fingerprintSha256: id, privateKeySealed: Buffer.of(1) };
  const times = { notBefore: inDays(-900), notAfter, now: NOW };
  await data.connections.addKeyPair(connectionId, { id, use: 'signing', ...keys, ...times });
}

const lines = async (ctx: EnvironmentContext) =>
  (await certificateCalendarView(ctx)).months.map(
    ({ label, entries }) =>
      `${label}: ${entries.map((one) => `${one.connection.name} ${one.isOurs ? 'ours' : 'theirs'}${one.successor === null ? '' : one.successor === 'used' ? ' replaced' : ' has a spare'}`).join(', ')}`,
  );

test('certificates stand in the month they end in, the ended ones first, and say when a newer one is there', async () => {
  const [one, two] = [await connection(world.staging, 'One'), await connection(world.staging, 'Two')];
  await certificate(world.staging, one, inDays(-3));
  await certificate(world.staging, one, inDays(20));
  await certificate(world.staging, two, inDays(2));
  await certificate(world.staging, two, inDays(2000));
  await keyPair(world.staging, two, inDays(19));
  expect(await lines(world.staging)).toEqual([
    'Ended: One theirs has a spare',
    'November 2026: Two theirs has a spare',
    'December 2026: Two ours, One theirs',
  ]);
  // Stored is not in use: a wrong one may have been pasted.
  await world.db.connectionCertificate.updateMany({
    where: { environmentId: world.staging.scope.environmentId, connectionId: two, notAfter: inDays(2000) },
    data: { lastSeenAt: NOW },
  });
  expect((await lines(world.staging))[1]).toBe('November 2026: Two theirs replaced');
});

test('the calendar is that of one environment and ends after a year', async () => {
  const foreign = await connection(world.production, 'Foreign');
  await certificate(world.production, foreign, inDays(5));
  const own = await connection(world.staging, 'Own');
  expect(await certificateCalendarView(world.staging)).toEqual({ months: [], isEmpty: true, isCut: false });
  await certificate(world.staging, own, inDays(500));
  expect(await certificateCalendarView(world.staging)).toEqual({ months: [], isEmpty: false, isCut: false });
});
