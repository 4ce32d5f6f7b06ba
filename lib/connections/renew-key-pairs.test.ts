import { createPublicKey, X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { privateKeyOf } from '#lib/sso/private-keys.ts';
import { signingPair } from '#lib/sso/signing-pair.ts';
import { spMetadata } from '#lib/sso/sp-metadata.ts';
import { addKeyPair } from './add-key-pair.ts';
import { createConnection } from './create-connection.ts';
import { removeKeyPair } from './remove-key-pair.ts';
import { renewKeyPairs } from './renew-key-pairs.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const DAY = 24 * 60 * 60 * 1000;
const idp = createKeyPair({ commonName: 'idp.example.org', now: NOW, validForDays: 365 });

let world: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let id: string;
let externalKey: string;
let end: number;

test.beforeEach(async () => {
  world = await testEnvironments(NOW);
  staging = world.staging;
  const organization = await createOrganization(staging, { name: 'Foo Corp' });
  const { connection } = await createConnection(staging, {
    organizationId: organization.id,
    connectionType: 'OktaSAML',
    identityProvider: {
      from: 'fields',
      entityId: 'https://idp.example.org/metadata',
      ssoUrl: 'https://idp.example.org/sso',
      certificates: [idp.certificatePem],
    },
  });
  id = connection.id;
  externalKey = connection.externalKey;
  for (const pair of (await staging.data.connections.get(id))?.keyPairs ?? []) {
    await staging.data.connections.removeKeyPair(id, pair.use, pair.id);
  }
  const { notAfter } = await addKeyPair(staging, { connectionId: id, use: 'signing' });
  await addKeyPair(staging, { connectionId: id, use: 'encryption' });
  end = notAfter.getTime();
});
test.afterEach(() => world.close());

const at = (days: number) => new Date(end + days * DAY);
const renew = (days: number) => renewKeyPairs(at(days), { db: world.db });
const pairs = async (use: 'signing' | 'encryption') =>
  ((await staging.data.connections.get(id))?.keyPairs ?? []).filter((pair) => pair.use === use);
/** The rows as a sign-in has them, with the sealed keys. */
const loaded = async () =>
  (await staging.data.login.forAuthorize({ connectionId: id, organizationId: null })).connections[0]
    ?.keyPairs ?? [];
const signerAt = async (days: number) => signingPair(await loaded(), at(days))?.id;

test('a key pair is renewed 90 days before it ends, once, and published beside the old one', async () => {
  expect(await renew(-91)).toEqual({ renewed: 0, retired: 0 });
  expect(await renew(-89)).toEqual({ renewed: 2, retired: 0 });
  expect(await renew(-88)).toEqual({ renewed: 0, retired: 0 });
  const [signing, encryption] = [await pairs('signing'), await pairs('encryption')];
  expect([signing.length, encryption.length]).toEqual([2, 2]);
  const metadata = (await spMetadata(externalKey)).replaceAll(/\s/g, '');
  for (const { certificatePem } of [...signing, ...encryption]) {
    expect(metadata).toContain(certificatePem.replaceAll(/-----[^-]+-----|\s/g, ''));
  }
  const log = await world.db.auditLogEntry.findMany({
    where: {
      workspaceId: world.workspace.scope.workspaceId,
      action: { startsWith: 'connection_key_pair.re' },
    },
  });
  expect(log.map(({ action, actorName }) => [action, actorName])).toEqual([
    ['connection_key_pair.renewed', 'Key renewal'],
    ['connection_key_pair.renewed', 'Key renewal'],
  ]);
});

test('two servers that renew at once make one new pair of each use', async () => {
  // No later than the next test begins: ids of one process never go back in time, and the age of a pair is in its id.
  await Promise.all([renew(-89), renew(-89)]);
  expect([(await pairs('signing')).length, (await pairs('encryption')).length]).toEqual([2, 2]);
});

test('the old key signs until the new one was published for 30 days, then the new one, which is sealed', async () => {
  const old = (await pairs('signing'))[0]?.id;
  await renew(-89);
  const fresh = (await pairs('signing'))[1]?.id;
  expect(await signerAt(-89)).toBe(old);
  expect(await signerAt(-60)).toBe(old);
  expect(await signerAt(-59)).toBe(fresh);
  const row = (await loaded()).find((pair) => pair.id === fresh);
  if (!row) throw new Error('the new pair is not loaded');
  const key = privateKeyOf(staging.scope.environmentId, row);
  expect(createPublicKey(key).equals(new X509Certificate(row.certificatePem).publicKey)).toBe(true);
  expect(Buffer.from(String(row.privateKeySealed), 'base64').includes('PRIVATE KEY')).toBe(false);
});

test('the old signing key goes 30 days after the change, an encryption key long after its end', async () => {
  const [old] = await pairs('signing');
  await renew(-89);
  expect(await renew(-30)).toEqual({ renewed: 0, retired: 0 });
  expect(await renew(-29)).toEqual({ renewed: 0, retired: 1 });
  expect((await pairs('signing')).map((pair) => pair.id)).not.toContain(old?.id);
  expect((await pairs('encryption')).length).toBe(2);
  expect(await renew(89)).toEqual({ renewed: 0, retired: 0 });
  expect(await renew(90)).toEqual({ renewed: 0, retired: 1 });
  expect((await pairs('encryption')).length).toBe(1);
});

test('switching signing off takes a renewed key along', async () => {
  await renew(-89);
  const [old] = await pairs('signing');
  await removeKeyPair(staging, { connectionId: id, use: 'signing', keyPairId: old?.id ?? '' });
  expect(await pairs('signing')).toEqual([]);
});
