import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { ssoSessions } from '#lib/data/sso-sessions.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import type { Prisma } from '#lib/db/client.ts';
import { idFloor, newExternalKey, newId, timeOfId } from '#lib/ids.ts';
import { SESSION_ERROR_NAMES } from './session-errors.ts';
import { type SessionListInput, sessionListInput, sessionListQuery } from './session-list.schema.ts';
import { listSessions, readSearch } from './session-list.ts';
import { SESSION_ORIGINS, SESSION_STATE_NAMES, type SessionOrigin } from './session-states.ts';

type Row = Prisma.SsoSessionUncheckedCreateInput & { createdAt: Date };

let environments: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let rows: Row[];

const MINUTE = 60_000;
const ORIGINS = Object.keys(SESSION_ORIGINS) as SessionOrigin[];
const PEOPLE = ['Ada@Example.com', 'adam@example.com', 'bob@example.org', 'bob_%@example.org', null];

test.beforeAll(async () => {
  environments = await testEnvironments();
  staging = environments.staging;
  const connections = [await connection(staging, 'One'), await connection(staging, 'Two')];
  rows = Array.from({ length: 120 }, (_, index) => {
    const state = SESSION_STATE_NAMES[index % SESSION_STATE_NAMES.length] ?? 'started';
    const failed = state === 'failed' || state === 'test_failed';
    const email = PEOPLE[index % PEOPLE.length] ?? null;
    const createdAt = new Date(staging.now.getTime() - (120 - index) * 10 * MINUTE);
    return {
      // newId never goes back in time, so that ids of one process keep their order.
      id: idFloor('ssoSession', createdAt).slice(0, -8) + String(index * 7_654_321 + 10_000_000).slice(0, 8),
      environmentId: staging.scope.environmentId,
      connectionId: index % 11 === 0 ? null : (connections[index % 3 === 0 ? 1 : 0] ?? null),
      state,
      origin: ORIGINS[index % ORIGINS.length] ?? 'test',
      errorCode: failed && index % 4 !== 0 ? (SESSION_ERROR_NAMES[index % 5] ?? null) : null,
      failureCode: failed ? 'expired' : null,
      userEmail: email,
      userName: index % 9 === 0 ? 'Grace Hopper' : null,
      userIdpId: email === null ? null : `00u${index % 7}`,
      createdAt,
    };
  });
  await environments.db.ssoSession.createMany({ data: rows });
  const foreign = await connection(environments.production, 'Foreign');
  await environments.db.ssoSession.create({
    data: {
      id: newId('ssoSession', staging.now),
      environmentId: environments.production.scope.environmentId,
      connectionId: foreign,
      state: 'failed',
      origin: 'test',
      userEmail: 'ada@example.com',
      createdAt: staging.now,
    },
  });
});
test.afterAll(() => environments.close());

async function connection({ data, now }: EnvironmentContext, name: string): Promise<string> {
  const organizationId = newId('organization', now);
  await data.organizations.add(
    organizationId,
    {
      name: `${name} Inc`,
      externalId: null,
      metadata: {},
      stripeCustomerId: null,
      allowProfilesOutsideOrganization: false,
    },
    now,
  );
  const id = newId('connection', now);
  await data.connections.add(
    { id, organizationId, name, connectionType: 'OktaSAML', state: 'active', externalKey: newExternalKey() },
    now,
  );
  return id;
}

/** The sessions a filter should leave, found the slow way. */
function expected(input: SessionListInput): string[] {
  const start = input.q.toLowerCase();
  const begins = (value: string | null | undefined, by: string) => value?.startsWith(by) ?? false;
  return rows
    .filter(
      (row) =>
        (input.state.length === 0 || input.state.includes(row.state)) &&
        (input.error.length === 0 || input.error.includes(row.errorCode ?? 'none')) &&
        (input.origin.length === 0 || input.origin.includes(row.origin)) &&
        (input.connection === null || row.connectionId === input.connection) &&
        (input.from === null || row.createdAt >= input.from) &&
        (input.to === null || row.createdAt < input.to) &&
        (input.range !== '1h' || row.createdAt.getTime() >= staging.now.getTime() - 60 * MINUTE) &&
        (input.q === '' ||
          begins(row.userEmail?.toLowerCase(), start) ||
          begins(row.userName?.toLowerCase(), start) ||
          begins(row.userIdpId, input.q) ||
          row.id.endsWith(input.q.toUpperCase()) ||
          row.id.startsWith(input.q)),
    )
    .map((row) => row.id)
    .reverse();
}

/** All pages of a filter, from the newest to the oldest. */
async function allPages(context: EnvironmentContext, input: SessionListInput, limit: number) {
  const seen: string[] = [];
  let before: string | null = null;
  for (let page = 0; page < 200; page += 1) {
    const list = await listSessions(context, { ...input, before }, null, limit);
    seen.push(...list.lines.map((line) => line.id));
    before = list.searchedTo?.id ?? list.older;
    if (before === null) return seen;
  }
  throw new Error('the pages do not end');
}

function parse(query: Record<string, string>): SessionListInput {
  return sessionListInput.parse(query);
}

function filters(): Record<string, string>[] {
  const one = rows[3]?.connectionId ?? '';
  const from = rows[20]?.createdAt.toISOString() ?? '';
  const to = rows[70]?.createdAt.toISOString() ?? '';
  return [
    {},
    { state: 'failed' },
    { state: 'failed,test_failed' },
    { state: 'successful', origin: 'test' },
    { error: 'decryption_failed' },
    { error: 'none' },
    { error: 'none', state: 'failed' },
    { error: 'invalid_attributes,decryption_failed', origin: 'identity_provider,test' },
    { error: 'decryption_failed', state: 'successful' },
    { connection: one },
    { connection: one, state: 'failed', error: 'malformed_saml_response' },
    { connection: 'conn_unknown' },
    { from },
    { to, origin: 'service_provider' },
    { from, to, state: 'timed_out' },
    { range: '1h' },
    { q: 'ada' },
    { q: 'ADAM@' },
    { q: 'bob_' },
    { q: 'bob_%' },
    { q: '%' },
    { q: 'grace h' },
    { q: '00u3' },
    { q: '00U3' },
    { q: 'ada', state: 'failed' },
    { q: 'ada', connection: one, from },
    { q: rows[5]?.id ?? '' },
    { q: (rows[5]?.id ?? '').slice(-8) },
    { q: (rows[5]?.id ?? '').slice(-8).toLowerCase() },
    { q: (rows[5]?.id ?? '').slice(0, 20) },
    { q: 'nobody' },
  ];
}

test('every filter and combination leaves exactly its sessions, newest first, over all pages', async () => {
  for (const query of filters()) {
    const input = parse(query);
    const left = expected(input);
    for (const limit of [7, 500]) {
      expect(await allPages(staging, input, limit), JSON.stringify(query)).toEqual(left);
    }
  }
});

test('a search that matches too much for one look finds the same by looking further', async () => {
  const { scope, data } = staging;
  const tiny = { covered: { first: 2, most: 4 }, uncovered: { first: 1, most: 1 }, reading: 6 };
  const short = {
    ...staging,
    data: { ...data, ssoSessions: ssoSessions(environments.db, scope.environmentId, tiny) },
  };
  for (const query of filters()) {
    const input = parse(query);
    expect(await allPages(short, input, 3), JSON.stringify(query)).toEqual(expected(input));
  }
  const list = await listSessions(short, parse({ q: 'bob', state: 'test_failed' }), null, 50);
  expect(list.searchedTo?.at).toBe(timeOfId(list.searchedTo?.id ?? '')?.toISOString());
});

test('going to newer sessions shows the pages of the way back', async () => {
  const input = parse({ state: 'failed,successful' });
  const left = expected(input);
  const third = await listSessions(staging, { ...input, before: left[13] ?? null }, null, 7);
  expect(third.lines.map((line) => line.id)).toEqual(left.slice(14, 21));
  const second = await listSessions(staging, { ...input, after: third.newer }, null, 7);
  expect(second.lines.map((line) => line.id)).toEqual(left.slice(7, 14));
  expect(second.newest).toBe(false);
});

test('the step past the newest page shows the newest page, in full', async () => {
  const input = parse({});
  const [first, , third] = expected(input);
  const list = await listSessions(staging, { ...input, after: third ?? null }, null, 7);
  expect(list).toMatchObject({ newest: true, newer: null });
  expect(list.lines).toHaveLength(7);
  expect(list.lines[0]?.id).toBe(first);
});

test('a list of one connection holds its sessions whatever the address asks for', async () => {
  const one = rows[3]?.connectionId ?? '';
  const two = rows[4]?.connectionId ?? '';
  const list = await listSessions(staging, parse({ connection: two }), one, 500);
  expect(list.lines.map((line) => line.id)).toEqual(expected(parse({ connection: one })));
});

test('sessions of another environment are never listed', async () => {
  const list = await listSessions(environments.production, parse({}), null, 500);
  expect(list.lines).toHaveLength(1);
  const foreignConnection = await listSessions(
    environments.production,
    parse({}),
    rows[3]?.connectionId ?? '',
  );
  expect(foreignConnection).toMatchObject({ lines: [], nothingYet: true });
});

test('an empty list says whether there is anything to find', async () => {
  expect(await listSessions(staging, parse({ q: 'nobody' }))).toMatchObject({ lines: [], nothingYet: false });
});

test('what an address cannot say properly is left out, and nothing is refused', () => {
  const nonsense = parse({
    state: 'failed,exploded,__proto__',
    error: "'; DROP TABLE",
    range: 'constructor',
    from: 'yesterday',
    connection: 'conn_1/../../x',
    before: '../etc',
    q: '  ada  ',
  });
  expect(nonsense).toMatchObject({
    state: ['failed'],
    error: [],
    range: null,
    from: null,
    connection: null,
    before: null,
    q: 'ada',
  });
  expect(sessionListInput.parse({ state: ['failed', 'started'] }).state).toEqual(['started', 'failed']);
});

test('an address says the same after a round trip', () => {
  const query = {
    q: 'a&b',
    state: 'failed',
    error: 'none',
    from: '2026-11-01T10:00',
    range: '',
    after: 'x_1',
  };
  const input = parse(query);
  expect(input.from?.toISOString()).toBe('2026-11-01T10:00:00.000Z');
  const text = sessionListQuery(input, { after: 'x_1' });
  expect(parse(Object.fromEntries(new URLSearchParams(text)))).toEqual(input);
  expect(sessionListQuery(input)).not.toContain('after');
});

test('what looks like an id is searched as one', () => {
  expect(readSearch('   ')).toBeNull();
  expect(readSearch('sso_session_01abc')).toMatchObject({ idStart: 'sso_session_01ABC', emailStart: null });
  expect(readSearch('prof_1')).toMatchObject({ profileId: 'prof_1', emailStart: null });
  expect(readSearch('…Y0JVEDN5')).toMatchObject({ idEnd: 'Y0JVEDN5', emailStart: 'Y0JVEDN5' });
  expect(readSearch('ada@example.com')).toMatchObject({ idEnd: null, emailStart: 'ada@example.com' });
});
