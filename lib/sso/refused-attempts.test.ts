import { expect, test } from '@playwright/test';
import { createConnection } from '#lib/connections/create-connection.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { completeSamlLogin } from './complete-saml-login.ts';
import { startLogin } from './start-login.ts';

/** Whatever is refused leaves a session, and is answered in the language of its caller, never with a failure of ours. */

const NOW = new Date('2026-11-21T12:00:00.000Z');
const visitor = { ipAddress: '192.0.2.1', userAgent: 'Test' };
const CALLBACK = 'https://app.example.com/callback';

let world: Awaited<ReturnType<typeof testEnvironments>>;
let clientId = '';
let connectionId = '';
let externalKey = '';
test.beforeAll(async () => {
  world = await testEnvironments(NOW);
  const { staging, db } = world;
  const { environmentId } = staging.scope;
  const organization = await createOrganization(staging, { name: 'Foo Corp', domains: ['foo.example'] });
  const { certificatePem } = createKeyPair({ commonName: 'IdP', now: NOW, validForDays: 365 });
  const { connection } = await createConnection(staging, {
    organizationId: organization.id,
    connectionType: 'OktaSAML',
    identityProvider: {
      from: 'fields',
      entityId: 'https://idp.example.org/metadata',
      ssoUrl: 'https://idp.example.org/sso',
      certificates: [certificatePem],
    },
  });
  connectionId = connection.id;
  externalKey = (await db.connection.findFirstOrThrow({ where: { environmentId, id: connectionId } }))
    .externalKey;
  clientId = (await db.environment.findFirstOrThrow({ where: { id: environmentId } })).clientId;
  await staging.data.redirectUris.add({ id: 'redir_1', uri: CALLBACK, isDefault: true, now: NOW });
});
test.afterAll(() => world.close());

const sessions = () =>
  world.db.ssoSession.findMany({
    where: { environmentId: world.staging.scope.environmentId },
    orderBy: { id: 'asc' },
    include: { record: true },
  });

/** The session that `attempt` added. */
async function added(attempt: () => Promise<unknown>) {
  const before = await sessions();
  await attempt();
  const after = await sessions();
  expect(after.length).toBe(before.length + 1);
  const [session] = after.filter(({ id }) => !before.some((one) => one.id === id));
  if (!session) throw new Error('no session');
  return session;
}

const nul = String.fromCharCode(0);
const UNREADABLE: Record<string, { encodedResponse: string; relayState?: string }> = {
  'plain garbage': { encodedResponse: '%%%' },
  'garbage with a NUL': { encodedResponse: `abc${nul}def` },
  'garbage cut inside a surrogate pair': { encodedResponse: `${'a'.repeat(59)}😀 and more` },
  'a processing instruction with a NUL': {
    encodedResponse: Buffer.from(`<?foo ${nul} ?><a/>`).toString('base64'),
  },
  'an XML declaration with a NUL': {
    encodedResponse: Buffer.from(`<?xml version="9"${nul}?>`).toString('base64'),
  },
  'a RelayState with a NUL': { encodedResponse: '%%%', relayState: `sso_session_${nul}` },
  'a RelayState with half a surrogate pair': { encodedResponse: '%%%', relayState: 'sso_session_\ud800' },
};

for (const [name, posted] of Object.entries(UNREADABLE)) {
  test(`${name} at the ACS is recorded as malformed and sent to the default redirect URI`, async () => {
    const session = await added(async () => {
      const outcome = await completeSamlLogin({
        externalKey,
        relayState: null,
        browserToken: null,
        visitor,
        now: NOW,
        ...posted,
      });
      expect(outcome).toMatchObject({ kind: 'redirect', url: expect.stringContaining(`${CALLBACK}?error=`) });
    });
    expect(session).toMatchObject({ state: 'failed', errorCode: 'malformed_saml_response', connectionId });
    expect(session.record?.responseSealed?.length).toBeGreaterThan(0);
  });
}

const ASKED: Record<string, { query: Record<string, string>; failureCode: string; received?: string }> = {
  'a redirect URI that is not registered': {
    query: { redirect_uri: 'https://elsewhere.example/callback' },
    failureCode: 'redirect_uri_not_registered',
    received: 'https://elsewhere.example/callback',
  },
  'a redirect URI with control characters': {
    query: { redirect_uri: 'https://app.example.com/\u0001' },
    failureCode: 'authorize_request_invalid',
    received: 'redirect_uri',
  },
  'no selector': {
    query: { connection: '' },
    failureCode: 'authorize_request_invalid',
    received: 'connection',
  },
  'another response type': {
    query: { response_type: 'token' },
    failureCode: 'authorize_request_invalid',
    received: 'response_type',
  },
  'a domain': {
    query: { domain: 'foo.example' },
    failureCode: 'authorize_request_invalid',
    received: 'domain',
  },
  'plain PKCE': {
    query: { code_challenge: 'x', code_challenge_method: 'plain' },
    failureCode: 'authorize_request_invalid',
    received: 'code_challenge_method',
  },
  'an unknown connection': {
    query: { connection: 'conn_nowhere' },
    failureCode: 'connection_invalid',
    received: 'conn_nowhere',
  },
};

for (const [name, { query, failureCode, received }] of Object.entries(ASKED)) {
  test(`an authorize request with ${name} is recorded with what was asked for`, async () => {
    const asked = {
      client_id: clientId,
      redirect_uri: CALLBACK,
      response_type: 'code',
      connection: connectionId,
      state: 'st',
      ...query,
    };
    const session = await added(() =>
      expect(
        startLogin({ query: new URLSearchParams(asked).toString(), visitor, browserToken: null, now: NOW }),
      ).rejects.toMatchObject({ name: 'OAuthError' }),
    );
    expect(session).toMatchObject({ state: 'failed', failureCode, failureEvidence: { received } });
  });
}

test('a request of a client that does not exist is nobody’s, and leaves nothing', async () => {
  const before = (await sessions()).length;
  for (const id of ['client_nowhere', `${clientId}${nul}`]) {
    const query = new URLSearchParams({ client_id: id, response_type: 'code', connection: connectionId });
    const attempt = startLogin({ query: query.toString(), visitor, browserToken: null, now: NOW });
    await expect(attempt).rejects.toMatchObject({ name: 'OAuthError' });
  }
  expect((await sessions()).length).toBe(before);
});
