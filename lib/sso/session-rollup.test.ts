import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import type { Prisma } from '#lib/db/client.ts';
import { idFloor, newExternalKey, newId } from '#lib/ids.ts';
import { dailySlots, overviewSlots, percentile } from '#lib/workspace/overview-range.ts';
import { SESSION_ERROR_NAMES } from './session-errors.ts';
import { rollUpSessions } from './session-rollup.ts';
import { SESSION_STATE_NAMES } from './session-states.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

let world: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let connections: string[];

test.beforeEach(async () => {
  world = await testEnvironments();
  staging = world.staging;
  connections = [await connection(staging), await connection(staging)];
});
test.afterEach(() => world.close());

async function connection({ data, now }: EnvironmentContext): Promise<string> {
  const organizationId = newId('organization', now);
  await data.organizations.add(
    organizationId,
    {
      name: 'Customer',
      externalId: null,
      metadata: {},
      stripeCustomerId: null,
      allowProfilesOutsideOrganization: false,
    },
    now,
  );
  const id = newId('connection', now);
  const values = { connectionType: 'GenericSAML', state: 'active', externalKey: newExternalKey() } as const;
  await data.connections.add({ id, organizationId, name: 'Connection', ...values }, now);
  return id;
}

/** A session that began `hoursAgo`; the id says so too, whatever was minted before. */
function session(hoursAgo: number, index: number): Prisma.SsoSessionCreateManyInput {
  const createdAt = new Date(staging.now.getTime() - hoursAgo * HOUR_MS);
  const state = SESSION_STATE_NAMES[index % SESSION_STATE_NAMES.length] ?? 'started';
  const failed = state === 'failed' || state === 'test_failed';
  return {
    id: idFloor('ssoSession', createdAt).slice(0, -16) + String(index).padStart(16, '0'),
    environmentId: staging.scope.environmentId,
    connectionId: index % 11 === 0 ? null : (connections[index % 2] ?? null),
    origin: index % 3 === 0 ? 'identity_provider' : 'service_provider',
    state,
    errorCode: failed ? (SESSION_ERROR_NAMES[index % 6] ?? null) : null,
    createdAt,
    authorizedAt: state === 'timed_out' && index % 2 === 0 ? createdAt : null,
    exchangedAt: state === 'successful' ? new Date(createdAt.getTime() + 100 + index * 37) : null,
  };
}

/** What the overview would read, from the counts and from the sessions alone. */
async function bothWays(context: EnvironmentContext) {
  const { sessionCounts } = context.data;
  const read = async (countedTo: Date | null) => {
    const answers: unknown[] = [];
    for (const range of ['24h', '7d', '30d', '90d'] as const) {
      const slots = overviewSlots(range, context.now);
      answers.push(
        (await sessionCounts.byOutcome(slots, countedTo)).map((row) => JSON.stringify(row)).sort(),
        (await sessionCounts.handshakes(slots, countedTo)).map((row) => JSON.stringify(row)).sort(),
        await sessionCounts.busiestConnections(dailySlots(slots), countedTo, 10),
      );
    }
    return answers;
  };
  const countedTo = await sessionCounts.countedTo();
  return { counted: await read(countedTo), full: await read(null), countedTo };
}

async function expectExact(context: EnvironmentContext) {
  const { counted, full, countedTo } = await bothWays(context);
  expect(counted).toEqual(full);
  return countedTo;
}

test('counts made ahead and the rest counted on the spot are together a full count', async () => {
  await world.db.ssoSession.createMany({
    data: Array.from({ length: 600 }, (_, i) => session((i * 90 * 24) / 600 + 0.01, i)),
  });
  expect(await rollUpSessions(staging.now, world.db)).toBe(2);
  const countedTo = await expectExact(staging);
  expect(countedTo?.toISOString()).toBe('2026-11-21T11:00:00.000Z');
  const { full } = await bothWays(staging);
  const all = (full[9] as string[]).reduce((sum, row) => sum + JSON.parse(row).count, 0);
  expect(all).toBeGreaterThan(590);
  // Nothing is left to do, and an hour later the next one is.
  expect(await rollUpSessions(staging.now, world.db)).toBe(0);
  const later = new Date(staging.now.getTime() + HOUR_MS);
  expect(await rollUpSessions(later, world.db)).toBe(2);
  await expectExact({ ...staging, now: later });
});

test('a session that changes, comes late or goes after it was counted is counted anew', async () => {
  const { environmentId } = staging.scope;
  await world.db.ssoSession.createMany({ data: Array.from({ length: 200 }, (_, i) => session(2 + i, i)) });
  await rollUpSessions(staging.now, world.db);
  await expectExact(staging);

  await world.db.ssoSession.updateMany({
    where: { environmentId, state: 'timed_out' },
    data: { state: 'successful', exchangedAt: staging.now },
  });
  const stale = await bothWays(staging);
  expect(stale.counted).not.toEqual(stale.full);
  expect(await rollUpSessions(staging.now, world.db)).toBe(1);
  await expectExact(staging);

  await world.db.ssoSession.createMany({ data: [session(30, 1000), session(31, 1001)] });
  await rollUpSessions(staging.now, world.db);
  await expectExact(staging);

  await world.db.ssoSession.deleteMany({ where: { environmentId, state: 'failed' } });
  await rollUpSessions(staging.now, world.db);
  await expectExact(staging);

  await world.db.connection.delete({
    where: { environmentId_id: { environmentId, id: connections[0] ?? '' } },
  });
  await rollUpSessions(staging.now, world.db);
  await expectExact(staging);
  const left = await world.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM "StaleSessions"`;
  expect(left[0]?.count).toBe(0);
});

test('connections are counted by the hour for two days, which the ranges within a day are read from', async () => {
  await world.db.ssoSession.createMany({ data: Array.from({ length: 90 }, (_, i) => session(1.5 + i, i)) });
  await rollUpSessions(staging.now, world.db);
  const kept = await world.db.$queryRaw<{ first: Date; hours: number }[]>`
    SELECT min(hour) AS first, count(DISTINCT hour)::int AS hours FROM "ConnectionHour"`;
  expect(kept[0]?.first.toISOString()).toBe('2026-11-19T11:00:00.000Z');
  expect(kept[0]?.hours).toBeGreaterThan(40);
  await world.db.$executeRaw`UPDATE "ConnectionHour" SET other = other + 1000`;
  const { sessionCounts } = staging.data;
  const countedTo = await sessionCounts.countedTo();
  for (const range of ['24h', '7d'] as const) {
    const rows = await sessionCounts.busiestConnections(
      dailySlots(overviewSlots(range, staging.now)),
      countedTo,
      10,
    );
    expect(rows[0]?.total, range).toBeGreaterThan(5000);
  }
});

test('changes made while hours are being counted are never lost', async () => {
  const { environmentId } = staging.scope;
  const rows = Array.from({ length: 300 }, (_, i) => session(1.3 + (i % 72), i));
  await world.db.ssoSession.createMany({ data: rows });
  const change = async (from: number) => {
    for (let i = from; i < rows.length; i += 3) {
      const where = { environmentId, id: rows[i]?.id ?? '' };
      if (i % 4 === 0) await world.db.ssoSession.deleteMany({ where });
      else
        await world.db.ssoSession.updateMany({
          where,
          data: { state: 'failed', errorCode: 'decryption_failed' },
        });
    }
  };
  let changing = true;
  const count = async () => {
    while (changing) await rollUpSessions(staging.now, world.db);
  };
  const counting = [count(), count()];
  await Promise.all([change(0), change(1), change(2)]);
  changing = false;
  await Promise.all(counting);
  await rollUpSessions(staging.now, world.db);
  await expectExact(staging);
});

test('a change that began before an hour was watched and ends after it was counted is counted anew', async () => {
  const { environmentId } = staging.scope;
  await world.db.ssoSession.createMany({ data: [session(5, 0), session(5.1, 1)] });
  let rolling: Promise<number> | undefined;
  await world.db.$transaction(async (tx) => {
    await tx.ssoSession.updateMany({ where: { environmentId }, data: { state: 'failed' } });
    rolling = rollUpSessions(staging.now, world.db);
    // Long enough for a count that does not wait.
    await tx.$executeRaw`SELECT pg_sleep(0.3)`;
  });
  await rolling;
  await rollUpSessions(staging.now, world.db);
  await expectExact(staging);
});

test('a login of these minutes leaves no note, a change to an older session does', async () => {
  const { environmentId } = staging.scope;
  await rollUpSessions(staging.now, world.db);
  await world.db.sessionRollup.updateMany({
    where: { environmentId },
    data: { watchedBelow: 'sso_session_Z' },
  });
  const notes = async () => {
    const rows = await world.db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM "StaleSessions" WHERE "environmentId" = ${environmentId}`;
    return rows[0]?.count;
  };
  const now = new Date();
  for (const [minutesAgo, noted] of [
    [0, 0],
    [9, 0],
    [11, 2],
  ] as const) {
    const createdAt = new Date(now.getTime() - minutesAgo * 60_000);
    const id = newId('ssoSession', createdAt);
    await world.db.ssoSession.create({
      data: { id, environmentId, origin: 'service_provider', state: 'started', createdAt },
    });
    await world.db.ssoSession.updateMany({ where: { environmentId, id }, data: { state: 'failed' } });
    expect(await notes()).toBe(noted);
  }
});

test('another environment keeps its own counts', async () => {
  await world.db.ssoSession.createMany({ data: Array.from({ length: 50 }, (_, i) => session(2 + i, i)) });
  await rollUpSessions(staging.now, world.db);
  const { data, now } = world.production;
  expect(
    await data.sessionCounts.byOutcome(overviewSlots('30d', now), await data.sessionCounts.countedTo()),
  ).toEqual([]);
});

test('percentiles are right to a tenth', () => {
  const times = Array.from({ length: 1000 }, (_, i) => 200 + i * 7);
  const bucketOf = (ms: number) => Math.min(63, Math.max(0, Math.ceil(4 * Math.log2(ms / 50))));
  const counts = new Map<number, number>();
  for (const ms of times) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
  const histogram = [...counts].map(([bucket, count]) => ({ bucket, count }));
  for (const share of [0.01, 0.5, 0.95, 0.99]) {
    const exact = times[Math.ceil(share * times.length) - 1] ?? 0;
    const read = percentile(histogram, share) ?? 0;
    expect(Math.abs(read - exact) / exact).toBeLessThan(0.1);
  }
  expect(percentile([], 0.5)).toBeNull();
});

test('slots cover whole days up to the one that holds now, without a gap', () => {
  for (const range of ['24h', '7d', '30d', '90d'] as const) {
    for (const now of [staging.now, new Date('2026-11-21T00:00:00Z'), new Date('2026-11-21T23:59:59.999Z')]) {
      const { starts, slotMs, end } = overviewSlots(range, now);
      starts.forEach((start, i) => {
        expect((starts[i + 1] ?? end).getTime() - start.getTime()).toBe(slotMs);
      });
      expect(end.getTime()).toBeGreaterThan(now.getTime());
      const last = starts.at(-1) ?? end;
      expect(range === '24h' ? last <= now : end.getTime() - now.getTime() <= DAY_MS).toBe(true);
    }
  }
});
