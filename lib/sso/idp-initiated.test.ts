import { inflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { BROWSER_COOKIE } from '#lib/auth/browser.ts';
import { idpInitiatedUse } from '#lib/connections/idp-initiated-use.ts';
import { updateConnection } from '#lib/connections/update-connection.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { IDP_INITIATED_MODE_NAMES, type IdpInitiatedMode } from '#lib/saml/idp-initiated.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { hashSecret, newToken } from '#lib/secrets.ts';
import { buildResponse } from '#lib/test-idp/response.ts';
import { completeSamlLogin } from './complete-saml-login.ts';
import { acsUrl, spEntityId } from './service-provider.ts';
import { sessionAid } from './session-aid.ts';
import { sessionDetail } from './session-detail.ts';
import { startLogin } from './start-login.ts';
import { whatIf } from './what-if.ts';

/** What comes of responses nobody asked for: every mode, RelayState and sign-in endpoint. */

const NOW = new Date('2026-11-21T12:00:00.000Z');
const seconds = (number: number) => new Date(NOW.getTime() + number * 1000);
const ENTITY_ID = 'https://idp.example.com/metadata';
const SSO_URL = 'https://idp.example.com/sso';
const DEFAULT = 'http://localhost:9/callback';
const OTHER = 'http://localhost:9/other';
const ENDPOINT = 'https://app.example.com/login';
const idp = createKeyPair({ commonName: 'idp', now: NOW, validForDays: 30 });
const person = (id: string) => ({
  id,
  email: `${id}@example.com`,
  firstName: 'Ana',
  lastName: 'Silva',
  groups: [],
});
const ATTACKER = person('mallory');
const VICTIM = person('victim');

let world: Awaited<ReturnType<typeof testEnvironments>>;
let connection: { id: string; externalKey: string; organizationId: string };

// One world for all: what ends a sign-in opens the process's one database.
test.beforeAll(async () => {
  world = await testEnvironments(NOW);
  for (const uri of [DEFAULT, OTHER]) {
    const id = newId('redirectUri', NOW);
    await world.staging.data.redirectUris.add({ id, uri, isDefault: uri === DEFAULT, now: NOW });
  }
});
test.afterAll(() => world.close());

test.beforeEach(async () => {
  const { data } = world.staging;
  await data.environment.setSignInConsent(false, NOW);
  await data.environment.updateAppAddresses({ signInEndpoint: null }, NOW);
  connection = await seed();
});

async function seed() {
  const { data } = world.staging;
  const organizationId = newId('organization', NOW);
  const organization = { name: 'Foo', externalId: null, metadata: {}, stripeCustomerId: null };
  await data.organizations.add(
    organizationId,
    { ...organization, allowProfilesOutsideOrganization: true },
    NOW,
  );
  const made = { id: newId('connection', NOW), externalKey: newExternalKey(), organizationId };
  await data.connections.add(
    {
      ...made,
      name: 'Foo',
      connectionType: 'OktaSAML',
      state: 'active',
      idpEntityId: ENTITY_ID,
      idpSsoUrl: SSO_URL,
    },
    NOW,
  );
  const certificate = parseCertificate(idp.certificatePem);
  if (!certificate) throw new Error('a certificate made here cannot be read here');
  const id = newId('connectionCertificate', NOW);
  await data.connections.addCertificate(made.id, { id, ...certificate, now: NOW });
  await data.connectionVersions.record(world.staging, { connectionId: made.id });
  return made;
}

const mode = (idpInitiatedMode: IdpInitiatedMode) =>
  updateConnection(world.staging, { id: connection.id, idpInitiatedMode });

const where = () => ({ environmentId: world.staging.scope.environmentId, connectionId: connection.id });

type Post = {
  who?: typeof VICTIM;
  inResponseTo?: string | null;
  relayState?: string | null;
  browserToken?: string | null;
  now?: Date;
};

async function post({
  who = VICTIM,
  inResponseTo = null,
  relayState = null,
  browserToken = null,
  now = NOW,
}: Post = {}) {
  const row = await world.db.connection.findFirstOrThrow({
    where: { environmentId: world.staging.scope.environmentId, id: connection.id },
  });
  const { samlResponse } = await buildResponse({
    now,
    idp: { ...idp, entityId: ENTITY_ID },
    wrongIdp: idp,
    sp: { entityId: spEntityId(row), acsUrl: acsUrl(row) },
    inResponseTo,
    person: who,
    fault: null,
    sign: 'assertion',
    encrypt: false,
  });
  const outcome = await completeSamlLogin({
    externalKey: connection.externalKey,
    encodedResponse: samlResponse,
    relayState,
    browserToken,
    visitor: { ipAddress: '192.0.2.1', userAgent: 'a browser' },
    now,
  });
  const url = outcome.kind === 'redirect' ? new URL(outcome.url) : null;
  const cookie = outcome.kind === 'page' ? undefined : outcome.setCookie;
  const samlRequest = url?.searchParams.get('SAMLRequest') ?? null;
  const requestXml = samlRequest && inflateRawSync(Buffer.from(samlRequest, 'base64')).toString('utf8');
  return {
    outcome,
    sessionId: outcome.sessionId,
    place: url && `${url.origin}${url.pathname}`,
    query: url?.searchParams ?? new URLSearchParams(),
    token: cookie?.match(new RegExp(`^${BROWSER_COOKIE}=([^;]+)`))?.[1] ?? browserToken,
    requestId: /\sID="([^"]+)"/.exec(requestXml ?? '')?.[1] ?? null,
    relayState: url?.searchParams.get('RelayState') ?? null,
  };
}

const sessionOf = (id: string) =>
  world.db.ssoSession.findFirstOrThrow({ where: { environmentId: world.staging.scope.environmentId, id } });

/** Whom the code of a callback stands for. */
async function redeemed(query: URLSearchParams, at = NOW): Promise<string | null> {
  const found = await world.staging.data.login.redeemCode({
    at,
    codeHash: hashSecret(query.get('code') ?? ''),
    challenge: null,
    publicClient: false,
    redirectUri: null,
  });
  return found?.email ?? null;
}

// RelayState

const encoded = encodeURIComponent;
/** What comes as RelayState, and where the sign-in ends with it. */
const RELAY_STATES: readonly (readonly [string, string | null, string])[] = [
  ['absent', null, DEFAULT],
  ['empty', '', DEFAULT],
  ['a registered URI', `redirect_uri=${encoded(OTHER)}`, OTHER],
  ['a registered URI, not encoded', `redirect_uri=${OTHER}`, OTHER],
  ['a registered URI, encoded as a whole', encoded(`redirect_uri=${OTHER}`), OTHER],
  ['a registered URI among others', `client_id=client_1&redirect_uri=${encoded(OTHER)}&x=y`, OTHER],
  ['the default URI', `redirect_uri=${encoded(DEFAULT)}`, DEFAULT],
  ['a client ID alone', 'client_id=client_1', DEFAULT],
  ['a foreign URI', `redirect_uri=${encoded('https://evil.example/callback')}`, DEFAULT],
  ['a registered URI with more behind it', `redirect_uri=${encoded(`${OTHER}/../x`)}`, DEFAULT],
  ['two URIs', `redirect_uri=${encoded(OTHER)}&redirect_uri=${encoded(DEFAULT)}`, DEFAULT],
  ['a script', 'redirect_uri=javascript%3Aalert(1)', DEFAULT],
  ['a bare registered URI', OTHER, DEFAULT],
  ['JSON', `{"redirect_uri":"${OTHER}"}`, DEFAULT],
  ['noise', '%%%', DEFAULT],
];

for (const name of IDP_INITIATED_MODE_NAMES) {
  test(`${name}: RelayState chooses among the registered redirect URIs and does nothing else`, async () => {
    await mode(name);
    for (const [what, relayState, ends] of RELAY_STATES) {
      const came = await post({ relayState });
      const row = await sessionOf(came.sessionId);
      expect(row.redirectUri, what).toBe(ends);
      if (name === 'allow') expect([came.place, came.query.has('code')], what).toEqual([ends, true]);
      if (name === 'off') {
        expect([came.place, came.query.get('error')], what).toEqual([ends, 'idp_initiated_sso_disabled']);
      }
      if (name === 'consent') expect(came.place, what).toContain(`/sso/consent/${connection.externalKey}`);
      if (name === 'convert') {
        expect(came.place, what).toBe(SSO_URL);
        // The handle that goes to the identity provider is ours: nothing of what came is sent on.
        expect(came.relayState, what).toMatch(/^sso_session_\w{26}$/);
        const { token: browserToken, requestId: inResponseTo } = came;
        // Whatever RelayState the answer brings, it ends where the sign-in was to end.
        for (const foreign of [came.relayState, `redirect_uri=${encoded(DEFAULT)}`]) {
          const answer = await post({ inResponseTo, browserToken, relayState: foreign });
          if (foreign === came.relayState) {
            expect([answer.place, answer.query.has('code')], what).toEqual([ends, true]);
            expect(answer.query.has('state'), what).toBe(false);
          } else {
            expect([answer.place, answer.query.get('error')], what).toEqual([ends, 'server_error']);
          }
        }
      }
    }
  });
}

// Login CSRF: a response for the attacker, posted by the victim's browser

test('allow signs the victim in as the attacker', async () => {
  await mode('allow');
  expect(await redeemed((await post({ who: ATTACKER })).query)).toBe(ATTACKER.email);
});

test('consent asks even where the environment does not, and gives no code before the answer', async () => {
  await mode('consent');
  const came = await post({ who: ATTACKER });
  expect(came.place).toContain('/sso/consent/');
  expect(came.query.has('code')).toBe(false);
  // What this browser asked for itself is not asked about: the connection is none that anyone can run.
  const asked = await startedBy(newToken());
  const { place, query } = await post({ inResponseTo: asked.requestId, browserToken: asked.token });
  expect([place, query.has('code')]).toEqual([DEFAULT, true]);
});

test('convert drops the attacker’s response unread and signs the victim in as themselves', async () => {
  await mode('convert');
  const came = await post({ who: ATTACKER });
  // Nothing showed who sent it, so that it counts towards what this sender may have recorded.
  expect(came.outcome.unproven).toBe('converted');
  expect(await world.db.profile.count({ where: where() })).toBe(0);
  expect(await world.db.consumedAssertion.count({ where: where() })).toBe(0);
  const begun = await sessionOf(came.relayState ?? '');
  expect(await sessionOf(came.sessionId)).toMatchObject({
    state: 'converted',
    origin: 'identity_provider',
    failureCode: 'idp_initiated_converted',
    errorCode: null,
    counterpartId: begun.id,
    codeHash: null,
    profileId: null,
  });
  expect(begun).toMatchObject({
    state: 'started',
    origin: 'service_provider',
    counterpartId: came.sessionId,
    requestId: came.requestId,
    oauthState: null,
  });
  // The attacker knows neither the request nor the browser, and the response that was dropped is good for nothing.
  const strange = await post({ who: ATTACKER, inResponseTo: came.requestId, browserToken: newToken() });
  expect(strange.query.get('error')).toBe('server_error');
  const answer = await post({
    who: VICTIM,
    inResponseTo: came.requestId,
    browserToken: came.token,
    relayState: came.relayState,
  });
  expect(answer.sessionId).toBe(begun.id);
  expect(await redeemed(answer.query)).toBe(VICTIM.email);
});

test('off turns the response away with what the app needs to begin again', async () => {
  await mode('off');
  const { query } = await post({ who: ATTACKER });
  expect(Object.fromEntries(query)).toMatchObject({
    error: 'idp_initiated_sso_disabled',
    connection_id: connection.id,
    organization_id: connection.organizationId,
  });
  expect(query.has('code')).toBe(false);
});

test('only a connection that is off asks the sign-in endpoint', async () => {
  await world.staging.data.environment.updateAppAddresses({ signInEndpoint: ENDPOINT }, NOW);
  const places: Record<string, string | null> = {};
  for (const name of IDP_INITIATED_MODE_NAMES) {
    await mode(name);
    places[name] = (await post()).place;
  }
  expect(places).toEqual({
    allow: DEFAULT,
    consent: expect.stringContaining('/sso/consent/'),
    convert: SSO_URL,
    off: ENDPOINT,
  });
});

test('the environment’s consent asks about what a connection allows, and not about what it converts', async () => {
  await world.staging.data.environment.setSignInConsent(true, NOW);
  await mode('allow');
  expect((await post()).place).toContain('/sso/consent/');
  await mode('convert');
  const came = await post();
  const answer = await post({ inResponseTo: came.requestId, browserToken: came.token });
  expect([answer.place, answer.query.has('code')]).toEqual([DEFAULT, true]);
});

// Where it cannot be begun again

async function refusal(came: Awaited<ReturnType<typeof post>>) {
  const { failureCode, failureEvidence, state } = await sessionOf(came.sessionId);
  const { detail } = failureEvidence as { detail: string };
  return { state, failureCode, detail, error: came.query.get('error') };
}

const not = (detail: RegExp) => ({
  state: 'failed',
  failureCode: 'idp_initiated_not_convertible',
  detail: expect.stringMatching(detail),
  error: 'server_error',
});

test('an identity provider that never names the request is not asked for ever', async () => {
  await mode('convert');
  const first = await post();
  // It echoes our RelayState and leaves InResponseTo out.
  const echoed = await post({ browserToken: first.token, relayState: first.relayState });
  expect(await refusal(echoed)).toEqual(not(/RelayState of a request of ours/));
  // It leaves both out.
  for (let round = 0; round < 2; round++) {
    expect((await post({ browserToken: first.token, now: seconds(round) })).place).toBe(SSO_URL);
  }
  expect(await refusal(await post({ browserToken: first.token, now: seconds(60) }))).toEqual(
    not(/3 times within two minutes/),
  );
  expect((await post({ browserToken: newToken(), now: seconds(60) })).place).toBe(SSO_URL);
  expect((await post({ browserToken: first.token, now: seconds(122) })).place).toBe(SSO_URL);
});

test('without an SSO URL or a default redirect URI nothing is begun', async () => {
  await mode('convert');
  const own = { environmentId: world.staging.scope.environmentId };
  await world.db.connection.updateMany({ where: { ...own, id: connection.id }, data: { idpSsoUrl: null } });
  expect(await refusal(await post())).toEqual(not(/no SSO URL/));
  await world.db.connection.updateMany({
    where: { ...own, id: connection.id },
    data: { idpSsoUrl: SSO_URL },
  });
  await world.db.redirectUri.updateMany({ where: { ...own, isDefault: true }, data: { isDefault: false } });
  try {
    const came = await post();
    expect(came.outcome.kind).toBe('page');
    expect(await refusal(came)).toEqual({ ...not(/no default redirect URI/), error: null });
    expect((await post({ relayState: `redirect_uri=${OTHER}` })).place).toBe(SSO_URL);
  } finally {
    await world.db.redirectUri.updateMany({ where: { ...own, uri: DEFAULT }, data: { isDefault: true } });
  }
});

test('a connection that is off, or what cannot be read, is refused as ever', async () => {
  await mode('convert');
  const unread = await completeSamlLogin({
    externalKey: connection.externalKey,
    encodedResponse: '!',
    relayState: null,
    browserToken: null,
    visitor: { ipAddress: null, userAgent: null },
    now: NOW,
  });
  expect(await sessionOf(unread.sessionId)).toMatchObject({ state: 'failed', failureCode: 'not_base64' });
  await world.staging.data.connections.update(connection.id, { state: 'inactive' }, NOW);
  const came = await post();
  expect(await sessionOf(came.sessionId)).toMatchObject({
    state: 'failed',
    failureCode: 'connection_unlinked',
  });
});

test('a request by HTTP-POST leaves by a form', async () => {
  await mode('convert');
  const own = { environmentId: world.staging.scope.environmentId, id: connection.id };
  await world.db.connection.updateMany({ where: own, data: { idpSsoBinding: 'post' } });
  expect((await post()).outcome).toMatchObject({
    kind: 'post_form',
    action: SSO_URL,
    fields: { SAMLRequest: expect.any(String), RelayState: expect.stringMatching(/^sso_session_/) },
  });
});

// What admins see

test('both sessions of a converted sign-in say so and name each other, and neither asks anybody to act', async () => {
  await mode('convert');
  const came = await post();
  const { requestId: inResponseTo, token: browserToken } = came;
  const answer = await post({ inResponseTo, browserToken });
  const [dropped, begun] = [
    await sessionDetail(world.staging, came.sessionId),
    await sessionDetail(world.staging, answer.sessionId),
  ];
  expect(dropped).toMatchObject({
    state: { label: 'Converted' },
    failure: null,
    counterpart: { id: begun?.id, was: 'begun' },
    reading: { verified: false },
  });
  expect(dropped?.timeline.map(({ title }) => title)).toEqual([
    'Response received',
    'Response dropped, sign-in begun again with a request',
  ]);
  expect(begun).toMatchObject({ failure: null, counterpart: { id: dropped?.id, was: 'dropped' } });
  expect(begun?.timeline[0]?.title).toBe('Response without a request dropped');
  expect(await sessionAid(world.staging, came.sessionId)).toBeNull();
});

test('whom another mode would have affected is counted by people, over a week, whatever the mode was', async () => {
  const use = (days = 0) => idpInitiatedUse(later(world.staging, days * 24 * 3600), connection.id);
  expect(await use()).toEqual({ people: 0, signIns: 0, strangers: 0 });
  for (const name of IDP_INITIATED_MODE_NAMES) {
    await mode(name);
    await post({ who: VICTIM });
  }
  expect(await use()).toEqual({ people: 1, signIns: 4, strangers: 0 });
  // Turned away unread: whoever sends it can write any name into it.
  await post({ who: ATTACKER });
  // Neither what the app began nor what was refused for another reason.
  const asked = await startedBy(newToken());
  await post({ inResponseTo: asked.requestId, browserToken: asked.token, who: person('other') });
  await mode('allow');
  await post({ inResponseTo: '_unknown', who: person('third') });
  expect(await use()).toEqual({ people: 1, signIns: 4, strangers: 1 });
  expect(await use(6.9)).toEqual({ people: 1, signIns: 4, strangers: 1 });
  expect(await use(7.1)).toEqual({ people: 0, signIns: 0, strangers: 0 });
});

test('before a switch: convert keeps nobody out, off does, and consent changes nobody’s verdict', async () => {
  await mode('allow');
  await post();
  const to = async (idpInitiatedMode: IdpInitiatedMode) => {
    const results: Awaited<ReturnType<typeof whatIf>>[] = [];
    const { data, scope } = world.staging;
    const transaction = ((work) =>
      data.transaction(async (rows) => {
        const done = await work(rows);
        results.push(await whatIf({ data: rows, scope }, rows.connectionVersions.recorded()));
        return done;
      })) as typeof data.transaction;
    await updateConnection(
      { ...world.staging, data: { ...data, transaction } },
      { id: connection.id, idpInitiatedMode },
    );
    return results.map((one) => [
      one.total,
      one.stillPass,
      one.beginAgain.length,
      one.nowFail.length,
      one.nowPass.length,
    ]);
  };
  expect(await to('consent')).toEqual([[1, 1, 0, 0, 0]]);
  expect(await to('convert')).toEqual([[1, 0, 1, 0, 0]]);
  // Dropped, it says nothing of one mode or the other, until one would refuse it.
  expect(await to('off')).toEqual([[1, 0, 0, 1, 0]]);
  expect(await to('convert')).toEqual([[1, 0, 1, 0, 0]]);
  expect(await to('allow')).toEqual([[1, 1, 0, 0, 0]]);
});

// The price

async function startedBy(token: string) {
  const environment = await world.db.environment.findFirstOrThrow({
    where: { id: world.staging.scope.environmentId },
  });
  const query = new URLSearchParams({
    client_id: environment.clientId,
    redirect_uri: DEFAULT,
    response_type: 'code',
    connection: connection.id,
  });
  const visitor = { ipAddress: null, userAgent: null };
  const step = await startLogin({ query: String(query), visitor, browserToken: token, now: NOW });
  if (step.kind !== 'redirect') throw new Error(step.kind);
  const xml = inflateRawSync(
    Buffer.from(new URL(step.url).searchParams.get('SAMLRequest') ?? '', 'base64'),
  ).toString('utf8');
  return { token, requestId: /\sID="([^"]+)"/.exec(xml)?.[1] ?? '' };
}

test('a sign-in that the app begins costs the same statements in every mode', async () => {
  let count = 0;
  const { query } = pg.Client.prototype;
  const costs: Record<string, number> = {};
  // What is looked up once only.
  await post();
  for (const name of IDP_INITIATED_MODE_NAMES) {
    await mode(name);
    const asked = await startedBy(newToken());
    pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
      count += 1;
      return (query as (...all: unknown[]) => unknown).apply(this, args);
    } as typeof query;
    try {
      count = 0;
      expect((await post({ inResponseTo: asked.requestId, browserToken: asked.token })).place).toBe(DEFAULT);
      costs[name] = count;
    } finally {
      pg.Client.prototype.query = query;
    }
  }
  expect(new Set(Object.values(costs)).size, JSON.stringify(costs)).toBe(1);
});
