import { expect, test } from '@playwright/test';
import { createConnection } from '#lib/connections/create-connection.ts';
import { followDueMetadata } from '#lib/connections/follow-due-metadata.ts';
import { certificateFinder } from '#lib/connections/fresh-certificates.ts';
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
const APART_MS = 1000;
const freshCertificates = certificateFinder({ apartMs: APART_MS, waiting: 20, waitingInAll: 30 });

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

/** How often the metadata may be asked while `run` takes its time. */
async function boundOf(run: () => Promise<void>): Promise<number> {
  const began = Date.now();
  await run();
  return 1 + Math.floor((Date.now() - began) / APART_MS);
}

test('a response of a stranger is refused, however often it comes, and asks the metadata once in a while', async () => {
  const before = idp.state.asked.length;
  const most = await boundOf(async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => signIn(stranger)));
    expect(outcomes).toEqual(['server_error', 'server_error', 'server_error', 'server_error']);
    expect(await signIn(stranger)).toBe('server_error');
  });
  expect(askedAfter(before)).toBeGreaterThan(0);
  expect(askedAfter(before)).toBeLessThanOrEqual(most);
  expect(await signIn(first)).toBe('code');
});

test('garbage before and during a change of the key loses no genuine sign-in, and no more questions are asked', async () => {
  const before = idp.state.asked.length;
  const most = await boundOf(async () => {
    expect(await signIn(stranger)).toBe('server_error');
    idp.state.says = { ...idp.state.says, certificates: [second.certificatePem] };
    const garbage = Array.from({ length: 3 }, () => signIn(stranger));
    const genuine = await Promise.all(Array.from({ length: 8 }, () => signIn(second)));
    expect(genuine).toEqual(Array.from({ length: 8 }, () => 'code'));
    // Held responses are judged by what came, whoever waited beside them.
    expect(new Set(await Promise.all(garbage))).toEqual(new Set(['server_error']));
  });
  expect(askedAfter(before)).toBeLessThanOrEqual(most);
});

test('a new key that signs beside the old certificate is looked for as well', async () => {
  idp.state.says = { ...idp.state.says, certificates: [second.certificatePem] };
  expect(await signIn({ ...second, certificatePem: first.certificatePem })).toBe('code');
});

test('only so many responses wait at once, and none that is far too large', async () => {
  const finder = certificateFinder({ apartMs: 3 * APART_MS, waiting: 1, waitingInAll: 9 });
  const known = ((await staging.data.connections.get(connectionId))?.certificates ?? []).map(
    (one) => one.fingerprintSha256,
  );
  const find = (characters = 0) => finder(staging.scope, connectionId, known, characters);
  expect(await find()).toBe(false);
  const before = idp.state.asked.length;
  const both = [find(), find()];
  await Promise.race(both);
  expect(await find(1024 * 1024)).toBe(false);
  expect(askedAfter(before)).toBe(0);
  await Promise.all(both);
  expect(askedAfter(before)).toBe(1);
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
