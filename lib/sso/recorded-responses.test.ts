import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { seal } from '#lib/secrets.ts';
import { mappingEvidence, previewOf, recordedResponses } from './recorded-responses.ts';

let environments: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let connectionId: string;
let organizationId: string;

test.beforeAll(async () => {
  environments = await testEnvironments();
  staging = environments.staging;
  organizationId = newId('organization', staging.now);
  const times = { createdAt: staging.now, updatedAt: staging.now };
  const { environmentId } = staging.scope;
  await environments.db.organization.create({
    data: { id: organizationId, environmentId, name: 'Acme', ...times },
  });
});
test.afterAll(() => environments.close());

test.beforeEach(async () => {
  connectionId = newId('connection', staging.now);
  await staging.data.connections.add(
    {
      id: connectionId,
      organizationId,
      name: 'Acme Okta',
      connectionType: 'OktaSAML',
      state: 'active',
      externalKey: newExternalKey(),
    },
    staging.now,
  );
});

type Kept = {
  errorCode?: 'invalid_attributes' | 'malformed_saml_response';
  verified?: boolean;
  attributes?: Record<string, string[]> | null;
  sealedFor?: string;
};

/** A response that was refused for its attributes, recorded as the login path does. */
async function record({
  errorCode = 'invalid_attributes',
  verified = true,
  attributes = GOOD,
  sealedFor,
}: Kept = {}): Promise<string> {
  const { environmentId } = staging.scope;
  const id = newId('ssoSession', staging.now);
  const reading = { verified, attributes, nameId: 'ana-1', nameIdFormat: null };
  await staging.data.login.insertSession(
    {
      id,
      connectionId,
      organizationId,
      connectionVersion: null,
      origin: 'identity_provider',
      state: 'failed',
      requestId: null,
      browserHash: null,
      redirectUri: null,
      oauthState: null,
      nonce: null,
      scope: null,
      codeChallenge: null,
      loginHint: null,
      ipAddress: null,
      userAgent: null,
      createdAt: staging.now,
    },
    {
      requestSealed: null,
      responseSealed: seal('<r/>', { environmentId, column: 'responseSealed', row: id }),
      readingSealed: seal(JSON.stringify(reading), {
        environmentId,
        column: 'readingSealed',
        row: sealedFor ?? id,
      }),
    },
    {
      errorCode,
      failureCode: 'attributes_missing',
      failureEvidence: null,
      notes: [],
      userEmail: 'ana@example.com',
      userIdpId: null,
      userName: null,
    },
  );
  return id;
}

const GOOD = { email: ['ana@example.com'], firstName: ['Ana'], lastName: ['Silva'] };
const SHOWN = { reveal: true, overrides: {}, map: {} };

test('nothing is recommended on the word of a response that was not signed, or that cannot be opened', async () => {
  const genuine = await record();
  await record({ verified: false, attributes: { email: ['evil@example.com'], sn: ['Evil'] } });
  await record({ attributes: null });
  await record({ sealedFor: genuine });
  const found = await recordedResponses(staging, connectionId);
  expect(found.map(({ key }) => key)).toEqual([{ sessionId: genuine, email: 'ana@example.com' }]);
  const evidence = await mappingEvidence(staging, { connectionId, reveal: true });
  expect(evidence).toMatchObject({ responses: 1, recommendations: [] });
  expect(evidence?.seen.map(({ name }) => name)).toEqual(['email', 'firstName', 'lastName']);
});

test('a signed response is found however many unsigned ones were posted since', async () => {
  const genuine = await record();
  for (let count = 0; count < 60; count += 1) {
    await record({ verified: false, errorCode: 'malformed_saml_response' });
  }
  const found = await recordedResponses(staging, connectionId);
  expect(found.map(({ key }) => key.sessionId)).toEqual([genuine]);
});

test('values are masked until they are asked for, in the evidence and in a preview', async () => {
  await record();
  const hidden = await mappingEvidence(staging, { connectionId, reveal: false });
  expect(JSON.stringify(hidden)).not.toMatch(/Silva|ana@/);
  expect(hidden?.seen[2]?.examples).toEqual(['S•••']);
  const input = { connectionId, ...SHOWN, overrides: { last_name: 'firstName' } };
  const changes = async (reveal: boolean) =>
    (await previewOf(staging, { ...input, reveal })).changed[0]?.changes;
  expect(await changes(false)).toEqual([{ field: 'last_name', before: 'S•••', after: 'A•••' }]);
  expect(await changes(true)).toEqual([{ field: 'last_name', before: 'Silva', after: 'Ana' }]);
});

test('a preview reads what was typed and saves nothing', async () => {
  const id = await record();
  const input = { connectionId, ...SHOWN };
  expect(await previewOf(staging, input)).toMatchObject({ responses: 1, unaffected: 1 });
  const broken = await previewOf(staging, { ...input, overrides: { email: 'workMail' } });
  expect(broken.broken).toEqual([{ key: { sessionId: id, email: 'ana@example.com' }, missing: ['email'] }]);
  const row = await staging.data.connections.get(connectionId);
  expect(row?.attributeMap).toEqual({});
});

test('another environment sees neither evidence nor preview', async () => {
  await record();
  const { production } = environments;
  expect(await mappingEvidence(production, { connectionId, reveal: true })).toBeNull();
  expect(await recordedResponses(production, connectionId)).toEqual([]);
  await expect(previewOf(production, { connectionId, ...SHOWN })).rejects.toMatchObject({
    code: 'entity_not_found',
  });
});
