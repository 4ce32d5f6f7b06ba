import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { addIdpCertificate } from '#lib/connections/add-idp-certificate.ts';
import { createConnection } from '#lib/connections/create-connection.ts';
import { removeKeyPair } from '#lib/connections/remove-key-pair.ts';
import { setConnectionEnabled } from '#lib/connections/set-connection-enabled.ts';
import { type ConnectionChanges, updateConnection } from '#lib/connections/update-connection.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { updateOrganization } from '#lib/organizations/update-organization.ts';
import { fixtures } from '#lib/saml/testdata/cases.ts';
import { ACS, ENTITY_ID, IDP, pem, REQUEST } from '#lib/saml/testdata/signer.ts';
import { hashSecret } from '#lib/secrets.ts';
import { completeSamlLogin } from './complete-saml-login.ts';
import { openLogin, placeUnder } from './recorded-login.ts';
import { replayLogin } from './replay-login.ts';
import { replaySession } from './replay-session.ts';
import { whatIf } from './what-if.ts';

const NOW = new Date('2030-01-15T12:00:00Z');
const BROWSER = 'the browser of the person who signs in';

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

/** A connection that the test data was made for, with the request its responses answer. */
async function connected() {
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
    encryptionKeyPairs: [{ key: pem('sp.key'), certificate: pem('sp.crt') }],
  });
  await staging.data.login.insertSession(
    {
      id: newId('ssoSession', NOW),
      connectionId: connection.id,
      organizationId: organization.id,
      connectionVersion: 1,
      origin: 'service_provider',
      state: 'started',
      requestId: REQUEST,
      browserHash: hashSecret(BROWSER),
      redirectUri: 'http://localhost:9/callback',
      oauthState: null,
      nonce: null,
      scope: null,
      codeChallenge: null,
      loginHint: null,
      ipAddress: null,
      userAgent: null,
      createdAt: NOW,
    },
    { requestSealed: null, responseSealed: null, readingSealed: null },
  );
  return { connection, organization };
}

type World = Awaited<ReturnType<typeof connected>>;

/** Posts a response as a browser does; the request and the assertion count as new unless `spent`. */
async function post(
  { connection }: World,
  encodedResponse: string,
  more: { now?: Date; spent?: boolean; stranger?: boolean } = {},
): Promise<string> {
  if (!more.spent) {
    const own = { environmentId: staging.scope.environmentId, connectionId: connection.id };
    await world.db.ssoSession.updateMany({ where: own, data: { requestConsumedAt: null } });
    await world.db.consumedAssertion.deleteMany({ where: own });
  }
  const { sessionId } = await completeSamlLogin({
    externalKey: connection.externalKey,
    encodedResponse,
    relayState: null,
    browserToken: more.stranger ? 'another browser' : BROWSER,
    visitor: { ipAddress: null, userAgent: null },
    now: more.now ?? NOW,
  });
  return sessionId;
}

/** Genuine, forged and damaged messages, the same ones at every run. */
function corpus(): string[] {
  const given = [...fixtures('accepted'), ...fixtures('refused')];
  const damaged = given.flatMap(({ name, xml }) => {
    const bytes = Buffer.from(xml);
    return [1].map((salt) => {
      const at = createHash('sha256').update(`${name} ${salt}`).digest().readUInt32BE(0) % bytes.length;
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] as number) ^ (1 << (salt + (at % 5)));
      return copy.toString('base64');
    });
  });
  return [...given.map(({ encodedResponse }) => encodedResponse), ...damaged];
}

/** Changes of settings one after the other, each of which decides over some of the responses. */
function changes({ connection, organization }: World): (() => Promise<unknown>)[] {
  const update = (values: Omit<ConnectionChanges, 'id'>) => () =>
    updateConnection(staging, { id: connection.id, ...values });
  const enable = (enabled: boolean) => () => setConnectionEnabled(staging, { id: connection.id, enabled });
  return [
    () => addIdpCertificate(staging, { connectionId: connection.id, pem: pem('other.crt') }),
    update({ clockToleranceSeconds: 0 }),
    update({ allowSha1: true, allowSmallRsaKeys: true, allowUnsignedCbc: true }),
    update({ attributeMap: { last_name: 'surname' } }),
    update({ attributeMap: { last_name: null }, clockToleranceSeconds: 300 }),
    () => updateOrganization(staging, { id: organization.id, domains: ['other.example'] }),
    () => updateOrganization(staging, { id: organization.id, allowProfilesOutsideOrganization: true }),
    update({ spEntityId: 'https://old.test/metadata' }),
    update({ spEntityId: ENTITY_ID, idpInitiatedEnabled: false }),
    update({ idpInitiatedMode: 'convert' }),
    update({ idpInitiatedMode: 'consent' }),
    update({ identityProviderFields: { entityId: 'https://another.test' } }),
    update({ identityProviderFields: { entityId: IDP }, allowSha1: false, allowSmallRsaKeys: false }),
    enable(false),
    enable(true),
    () =>
      removeKeyPair(staging, {
        connectionId: connection.id,
        use: 'encryption',
        keyPairId: connection.keyPairs[0]?.id ?? '',
      }),
  ];
}

test('every recorded session replays to the same verdict at its version, whatever changed since', async () => {
  test.setTimeout(240_000);
  const messages = corpus();
  const place = await connected();
  const steps = changes(place);
  const every = Math.ceil(messages.length / (steps.length + 1));
  const sessions: string[] = [];
  for (const [index, message] of messages.entries()) {
    if (index % every === 0) {
      if (index > 0) await steps[index / every - 1]?.();
      for (const one of ['signed-assertion', 'unsolicited']) sessions.push(await post(place, genuine(one)));
    }
    sessions.push(
      await post(place, message, {
        now: new Date(NOW.getTime() + (index % 7) * 20_000),
        spent: index % 11 === 5,
        stranger: index % 13 === 7,
      }),
    );
  }
  expect(sessions.length).toBeGreaterThanOrEqual(500);
  const { environmentId } = staging.scope;
  const met = new Map<string, number>();
  const under = new Set<number>();
  for (const id of new Set(sessions)) {
    const row = await staging.data.ssoSessions.recording(id);
    const login = row && openLogin(environmentId, row);
    const number = row?.connectionVersion ?? 0;
    const version = await staging.data.connectionVersions.get(place.connection.id, number);
    if (!login || !version) throw new Error(`${id} was not recorded`);
    const replayed = replayLogin(
      login,
      version.settings,
      placeUnder(environmentId, place.connection.externalKey, version.settings, login.reading),
    );
    const checks = replayed.checks.map(({ id: check, outcome }) => ({ id: check, outcome }));
    expect({ code: replayed.refusal?.code ?? null, checks }, id).toEqual({
      code: login.failureCode,
      checks: login.reading.checks,
    });
    if (!replayed.refusal) expect(replayed.profile?.email, id).toBe(row?.userEmail);
    met.set(login.failureCode ?? 'accepted', (met.get(login.failureCode ?? 'accepted') ?? 0) + 1);
    under.add(number);
  }
  // The corpus says something only if it meets both ends and much between, under many versions.
  expect(met.get('accepted')).toBeGreaterThan(40);
  expect(met.size).toBeGreaterThan(40);
  expect(under.size).toBe(steps.length + 1);
  for (const code of [
    'connection_unlinked',
    'idp_initiated_sso_disabled',
    'idp_initiated_converted',
    'email_domain_not_allowed',
  ]) {
    expect(met.get(code), code).toBeGreaterThan(0);
  }
});

const genuine = (wanted = 'signed-assertion') => {
  const found = fixtures('accepted').find(({ name }) => name === wanted);
  if (!found) throw new Error('no genuine response');
  return found.encodedResponse;
};

test('a session can be replayed under any version of its connection, and of no other environment', async () => {
  const place = await connected();
  const id = await post(place, genuine());
  await updateOrganization(staging, { id: place.organization.id, domains: ['other.example'] });
  const under = (number: number) => replaySession(staging, id, number);
  expect(await under(1)).toMatchObject({
    recordedUnder: 1,
    versions: [{ number: 2 }, { number: 1 }],
    replay: { number: 1, outcome: 'accepted', same: true, changed: [], profile: [] },
  });
  expect((await under(2))?.replay).toMatchObject({ outcome: 'refused', same: false, changed: [] });
  expect((await under(9))?.replay).toBeNull();
  expect(await replaySession(world.production, id, 1)).toBeNull();
  const before = await world.db.ssoSession.count({ where: { environmentId: staging.scope.environmentId } });
  await under(2);
  expect(await world.db.ssoSession.count({ where: { environmentId: staging.scope.environmentId } })).toBe(
    before,
  );
});

test('what-if counts who would still pass, who would fail and who would pass now', async () => {
  const place = await connected();
  const { id: organizationId } = place.organization;
  const passes = await post(place, genuine());
  await updateOrganization(staging, { id: organizationId, domains: ['other.example'] });
  const fails = await post(place, genuine());
  await post(place, genuine(), { stranger: true });
  const asked = (change: (ctx: EnvironmentContext) => Promise<unknown>) => {
    let result: Awaited<ReturnType<typeof whatIf>> | null = null;
    const data = {
      ...staging.data,
      transaction: ((work) =>
        staging.data.transaction(async (rows) => {
          const done = await work(rows);
          result = await whatIf({ data: rows, scope: staging.scope }, rows.connectionVersions.recorded());
          return done;
        })) as EnvironmentContext['data']['transaction'],
    };
    return change({ ...later(staging, 1), data }).then(() => result);
  };
  // Both carry the same address, so the domain decides over both alike; the stranger's browser fails in any case.
  expect(
    await asked((ctx) => updateOrganization(ctx, { id: organizationId, domains: ['corp.example'] })),
  ).toEqual({
    newName: [],
    newGroups: [],
    newRole: [],
    skipped: 0,
    total: 2,
    stillPass: 1,
    stillFail: 0,
    refusedBefore: 0,
    nowFail: [],
    nowPass: [expect.objectContaining({ sessionId: fails })],
    newIdentity: [],
    sharedIdentity: [],
    newEmail: [],
    blind: false,
    beginAgain: [],
  });
  expect(
    await asked((ctx) =>
      updateConnection(ctx, { id: place.connection.id, attributeMap: { last_name: 'sn' } }),
    ),
  ).toMatchObject({
    total: 2,
    nowFail: [
      { sessionId: fails, user: 'ada@corp.example', reason: expect.stringMatching(/attribute/i) },
      { sessionId: passes },
    ],
  });
  // Who has been refused since an earlier change is not held against this one.
  await updateOrganization(staging, { id: organizationId, domains: ['other.example'] });
  expect(
    await asked((ctx) => updateConnection(ctx, { id: place.connection.id, clockToleranceSeconds: 90 })),
  ).toMatchObject({ total: 2, stillPass: 0, stillFail: 1, refusedBefore: 1, nowFail: [] });
});
