import { expect, test } from '@playwright/test';
import { createConnection } from '#lib/connections/create-connection.ts';
import { followDueMetadata } from '#lib/connections/follow-due-metadata.ts';
import { freshCertificates } from '#lib/connections/fresh-certificates.ts';
import { testMetadataServer } from '#lib/connections/test-metadata-server.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { createKeyPair, type KeyPair } from '#lib/saml/key-pair.ts';
import { buildResponse } from '#lib/test-idp/response.ts';
import { completeSamlLogin } from './complete-saml-login.ts';
import { acsUrl, spEntityId } from './service-provider.ts';

/** A simulated identity provider that changes its key while people sign in, with its metadata served over http. */

const ENTITY_ID = 'https://idp.example.org/metadata';
const SSO_URL = 'https://idp.example.org/sso';
const NOW = new Date();
const key = (): KeyPair => createKeyPair({ commonName: 'idp.example.org', now: NOW, validForDays: 365 });
const [first, second, stranger] = [key(), key(), key()];

let world: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let idp: Awaited<ReturnType<typeof testMetadataServer>>;
let connectionId: string;

test.beforeEach(async () => {
  world = await testEnvironments(NOW);
  staging = world.staging;
  // What runs without a context of its own uses the database of the process.
  (globalThis as { gatehouseDatabase?: unknown }).gatehouseDatabase = world.db;
  idp = await testMetadataServer({
    entityId: ENTITY_ID,
    ssoUrl: SSO_URL,
    certificates: [first.certificatePem],
  });
  const { id: organizationId } = await createOrganization(staging, { name: 'Foo Corp' });
  await staging.data.organizations.update(organizationId, { allowProfilesOutsideOrganization: true }, NOW);
  const { connection } = await createConnection(staging, {
    organizationId,
    connectionType: 'GenericSAML',
    identityProvider: { from: 'metadata_url', url: idp.url },
  });
  connectionId = connection.id;
  const uri = 'http://localhost:9/callback';
  await staging.data.redirectUris.add({ id: newId('redirectUri', NOW), uri, isDefault: true, now: NOW });
});
test.afterEach(async () => {
  delete (globalThis as { gatehouseDatabase?: unknown }).gatehouseDatabase;
  await idp.close();
  await world.close();
});

/** A whole sign-in that begins at the identity provider; what the app is told. */
async function signIn(signer: KeyPair, entityId = ENTITY_ID): Promise<'code' | string> {
  const connection = await staging.data.connections.get(connectionId);
  if (!connection) throw new Error('the connection is gone');
  const built = await buildResponse({
    now: new Date(),
    idp: { ...signer, entityId },
    wrongIdp: stranger,
    sp: {
      entityId: spEntityId(connection),
      acsUrl: acsUrl(connection),
      encryptionCertificatePem: first.certificatePem,
    },
    inResponseTo: null,
    person: { id: 'ana-1', email: 'ana@example.com', firstName: 'Ana', lastName: 'Silva', groups: [] },
    fault: null,
    sign: 'assertion',
    encrypt: false,
  });
  const outcome = await completeSamlLogin({
    externalKey: connection.externalKey,
    encodedResponse: built.samlResponse,
    relayState: null,
    browserToken: null,
    visitor: { ipAddress: '127.0.0.1', userAgent: null },
    now: new Date(),
    freshCertificates,
  });
  if (outcome.kind !== 'redirect') return outcome.kind;
  const query = new URL(outcome.url).searchParams;
  return query.has('code') ? 'code' : (query.get('error') ?? 'nothing');
}

const certificates = async () => {
  const row = await staging.data.connections.get(connectionId);
  return row?.certificates.map((one) => [
    one.pem === first.certificatePem ? 'first' : 'other',
    one.lastSeenAt !== null,
  ]);
};
const askedAfter = (before: number) => idp.state.asked.length - before;

test('an identity provider that changes its key under load loses no sign-in, and is asked once', async () => {
  test.setTimeout(120_000);
  const outcomes: string[] = [];
  let signer = first;
  let left = 60;
  const person = async () => {
    while (left > 0) {
      left -= 1;
      if (left === 30) {
        idp.state.says = { ...idp.state.says, certificates: [second.certificatePem] };
        signer = second;
      }
      outcomes.push(await signIn(signer));
    }
  };
  const before = idp.state.asked.length;
  await Promise.all(Array.from({ length: 6 }, person));
  expect(outcomes).toEqual(Array.from({ length: 60 }, () => 'code'));
  expect(askedAfter(before)).toBe(1);
  expect(await certificates()).toEqual([
    ['first', true],
    ['other', true],
  ]);
});

test('a response of a stranger is refused, however often it comes, and asks the metadata once', async () => {
  const before = idp.state.asked.length;
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => signIn(stranger)));
  expect(outcomes).toEqual(['server_error', 'server_error', 'server_error', 'server_error']);
  expect(await signIn(stranger)).toBe('server_error');
  expect(askedAfter(before)).toBe(1);
  expect(await signIn(first)).toBe('code');
});

test('metadata that was swapped for a stranger’s lets nobody in and nobody is locked out', async () => {
  const evil = 'https://evil.example/metadata';
  const certificates = [stranger.certificatePem];
  idp.state.says = { entityId: evil, ssoUrl: 'https://evil.example/sso', certificates };
  await followDueMetadata({ now: () => new Date(), db: world.db });
  const outcomes = await Promise.all([signIn(stranger), signIn(stranger, evil), signIn(first)]);
  expect(outcomes).toEqual(['server_error', 'server_error', 'code']);
  const log = await world.db.auditLogEntry.findMany({
    where: { workspaceId: world.workspace.scope.workspaceId, action: 'connection_metadata.held' },
  });
  expect(log).toHaveLength(1);
});
