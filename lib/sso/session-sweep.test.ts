import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import type { SessionOrigin, SessionState } from './session-states.ts';
import { sweepExpired, timeOutSessions } from './session-sweep.ts';

let environments: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;

test.beforeEach(async () => {
  environments = await testEnvironments();
  staging = environments.staging;
});
test.afterEach(() => environments.close());

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function session(
  state: SessionState,
  ageMs: number,
  origin: SessionOrigin = 'service_provider',
  environment: EnvironmentContext = staging,
): Promise<string> {
  const createdAt = new Date(staging.now.getTime() - ageMs);
  const id = newId('ssoSession', createdAt);
  const { environmentId } = environment.scope;
  await environments.db.ssoSession.create({
    data: {
      id,
      environmentId,
      state,
      origin,
      createdAt,
      record: { create: { responseSealed: Buffer.of(1) } },
    },
  });
  return id;
}

async function stateOf(id: string, environment: EnvironmentContext = staging): Promise<string | null> {
  return (await environment.data.ssoSessions.get(id))?.state ?? null;
}

test('a session that waits longer than five minutes is timed out, in every environment', async () => {
  const started = await session('started', 5 * MINUTE + 1);
  const authorized = await session('authorized', 6 * MINUTE);
  const foreign = await session('started', 6 * MINUTE, 'service_provider', environments.production);
  expect(await timeOutSessions(staging.now, environments.db)).toBe(3);
  expect([await stateOf(started), await stateOf(authorized)]).toEqual(['timed_out', 'timed_out']);
  expect(await stateOf(foreign, environments.production)).toBe('timed_out');
});

test('a session within five minutes, one that has ended and a test are left alone', async () => {
  const kept = [
    await session('started', 5 * MINUTE - 1),
    await session('successful', DAY),
    await session('failed', DAY),
    await session('started', DAY, 'test'),
  ];
  expect(await timeOutSessions(staging.now, environments.db)).toBe(0);
  expect(await Promise.all(kept.map((id) => stateOf(id)))).toEqual([
    'started',
    'successful',
    'failed',
    'started',
  ]);
});

test('sweeping on two instances at once times every session out once', async () => {
  for (let index = 0; index < 30; index += 1) await session('started', 10 * MINUTE);
  const counts = await Promise.all([1, 2, 3].map(() => timeOutSessions(staging.now, environments.db)));
  const later = await timeOutSessions(staging.now, environments.db);
  expect(counts.reduce((sum, count) => sum + count, later)).toBe(30);
});

test('sessions past retention are deleted with their XML, newer ones stay', async () => {
  const old = await session('successful', 90 * DAY + 1);
  const young = await session('failed', 90 * DAY - 1);
  const swept = await sweepExpired(staging.now, 90, environments.db);
  expect(swept.sessions).toBe(1);
  expect([await stateOf(old), await stateOf(young)]).toEqual([null, 'failed']);
  expect(await staging.data.ssoSessions.record(old)).toBeNull();
  expect(await staging.data.ssoSessions.record(young)).not.toBeNull();
});

test('what only guards a moment is forgotten after it, and not before', async () => {
  const { db } = environments;
  const { environmentId } = staging.scope;
  const at = (ms: number) => new Date(staging.now.getTime() + ms);
  for (const [name, ms] of [
    ['past', -1],
    ['coming', 1],
  ] as const) {
    await db.consumedAssertion.create({
      data: { environmentId, connectionId: 'conn_1', assertionHash: name, expiresAt: at(ms) },
    });
    await db.rateLimit.create({ data: { key: name, windowEnd: at(ms), count: 1 } });
    await db.idempotentRequest.create({
      data: {
        environmentId,
        key: name,
        method: 'POST',
        path: '/organizations',
        bodyHash: '',
        createdAt: at(ms - DAY),
      },
    });
  }
  expect(await sweepExpired(staging.now, 90, db)).toEqual({
    sessions: 0,
    logouts: 0,
    assertions: 1,
    rateLimits: 1,
    secrets: 0,
    idempotentRequests: 1,
  });
  expect(await db.consumedAssertion.findMany({ where: { environmentId } })).toMatchObject([
    { assertionHash: 'coming' },
  ]);
  expect(await db.rateLimit.findMany()).toMatchObject([{ key: 'coming' }]);
  expect(await db.idempotentRequest.findMany({ where: { environmentId } })).toMatchObject([
    { key: 'coming' },
  ]);
});
