import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { addDomain } from '#lib/organizations/add-domain.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { removeDomain } from '#lib/organizations/remove-domain.ts';
import { updateOrganization } from '#lib/organizations/update-organization.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { addAttribute } from '#lib/workspace/custom-attributes.ts';
import { addIdpCertificate } from './add-idp-certificate.ts';
import { addKeyPair } from './add-key-pair.ts';
import { connectionHistory } from './connection-history.ts';
import { createConnection } from './create-connection.ts';
import { removeIdpCertificate } from './remove-idp-certificate.ts';
import { removeKeyPair } from './remove-key-pair.ts';
import { restoreVersion } from './restore-version.ts';
import { setConnectionEnabled } from './set-connection-enabled.ts';
import { updateConnection } from './update-connection.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const certificate = (commonName: string) =>
  createKeyPair({ commonName, now: NOW, validForDays: 365 }).certificatePem;
const [first, second] = [certificate('first'), certificate('second')];

let environments: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;

test.beforeAll(async () => {
  environments = await testEnvironments(NOW);
  staging = environments.staging;
});
test.afterAll(() => environments.close());

async function seeded() {
  const organization = await createOrganization(staging, { name: 'Foo Corp', domains: ['foo.example'] });
  const { connection } = await createConnection(staging, {
    organizationId: organization.id,
    connectionType: 'OktaSAML',
    identityProvider: {
      from: 'fields',
      entityId: 'https://idp.example.org/metadata',
      ssoUrl: 'https://idp.example.org/sso',
      certificates: [first],
    },
  });
  return { organization, connectionId: connection.id };
}

const versions = (connectionId: string) => staging.data.connectionVersions.list(connectionId, null, 100);
const newest = async (connectionId: string) => {
  const [version] = await versions(connectionId);
  if (!version) throw new Error('no version');
  return version;
};

test('every change that decides over a sign-in is the next version, with who made it, when and why', async () => {
  const { connectionId, organization } = await seeded();
  expect(await newest(connectionId)).toMatchObject({ number: 1, actorName: 'Test', createdAt: NOW });
  const ana: EnvironmentContext = {
    ...later(staging, 60),
    actor: { ...staging.actor, type: 'member', id: 'member_1', name: 'Ana' },
    reason: ' The IdP moved ',
  };
  let domainId = '';
  let keyPairId = '';
  let certificateId = '';
  const steps: [string, () => Promise<unknown>][] = [
    ['Name', () => updateConnection(ana, { id: connectionId, name: 'Renamed' })],
    ['Clock tolerance', () => updateConnection(ana, { id: connectionId, clockToleranceSeconds: 10 })],
    ['IdP-initiated sign-in', () => updateConnection(ana, { id: connectionId, idpInitiatedMode: 'convert' })],
    ['Attribute mapping', () => updateConnection(ana, { id: connectionId, attributeMap: { email: 'mail' } })],
    [
      'Certificates of the identity provider',
      async () => {
        certificateId = (await addIdpCertificate(ana, { connectionId, pem: second })).id;
      },
    ],
    [
      'Certificates of the identity provider',
      () => removeIdpCertificate(ana, { connectionId, certificateId }),
    ],
    [
      'Our encryption keys',
      async () => {
        keyPairId = (await addKeyPair(ana, { connectionId, use: 'encryption' })).id;
      },
    ],
    ['Our encryption keys', () => removeKeyPair(ana, { connectionId, use: 'encryption', keyPairId })],
    ['State', () => setConnectionEnabled(ana, { id: connectionId, enabled: false })],
    ['State', () => setConnectionEnabled(ana, { id: connectionId, enabled: true })],
    [
      'Verified email domains of the organization',
      async () => {
        const added = { organizationId: organization.id, domain: 'bar.example' };
        domainId = (await addDomain(ana, { ...added, verification: 'manual' })).id;
      },
    ],
    ['Verified email domains of the organization', () => removeDomain(ana, domainId)],
    [
      'Allow profiles outside the organization',
      () => updateOrganization(ana, { id: organization.id, allowProfilesOutsideOrganization: true }),
    ],
    [
      'Custom attributes of the environment',
      () => addAttribute(ana, { name: 'cost_center', type: 'text', required: true }),
    ],
  ];
  for (const [index, [label, change]] of steps.entries()) {
    await change();
    const number = index + 2;
    const { versions: shown } = await connectionHistory(staging, { connectionId, below: null });
    expect(shown[0], label).toMatchObject({
      number,
      author: { type: 'member', name: 'Ana' },
      at: '2026-11-21T12:01:00.000Z',
      reason: 'The IdP moved',
    });
    expect(
      shown[0]?.changes?.map((change) => change.label),
      label,
    ).toEqual([label]);
  }
});

test('a change that changes nothing, and a domain that does not count yet, make no version', async () => {
  const { connectionId, organization } = await seeded();
  await updateConnection(staging, { id: connectionId, clockToleranceSeconds: 60 });
  await addIdpCertificate(staging, { connectionId, pem: first });
  await updateOrganization(staging, { id: organization.id, name: 'Foo' });
  await addDomain(staging, {
    organizationId: organization.id,
    domain: 'pending.example',
    verification: 'dns',
  });
  expect((await newest(connectionId)).number).toBe(1);
});

test('changes at once are versions one after the other, and none misses the other', async () => {
  const { connectionId, organization } = await seeded();
  await Promise.all([
    updateConnection(staging, { id: connectionId, clockToleranceSeconds: 7 }),
    updateOrganization(staging, { id: organization.id, allowProfilesOutsideOrganization: true }),
    addIdpCertificate(staging, { connectionId, pem: second }),
    addDomain(staging, { organizationId: organization.id, domain: 'bar.example', verification: 'manual' }),
  ]);
  const list = await versions(connectionId);
  expect(list.map(({ number }) => number)).toEqual([5, 4, 3, 2, 1]);
  const last = list[0]?.settings;
  expect(last).toMatchObject({ allowOutside: true, domains: ['bar.example', 'foo.example'] });
  expect(last?.certificates).toHaveLength(2);
  expect(last?.values.clockToleranceSeconds).toBe(7);
});

test('restoring a version gives back exactly its settings, keys included, as a version of its own', async () => {
  const { connectionId, organization } = await seeded();
  const pair = await addKeyPair(staging, { connectionId, use: 'encryption' });
  const wanted = await newest(connectionId);
  const [kept] = (await staging.data.connections.get(connectionId))?.certificates ?? [];
  await addIdpCertificate(staging, { connectionId, pem: second });
  await removeIdpCertificate(staging, { connectionId, certificateId: kept?.id ?? '' });
  await removeKeyPair(staging, { connectionId, use: 'encryption', keyPairId: pair.id });
  await updateConnection(staging, { id: connectionId, allowSha1: true, attributeMap: { email: 'mail' } });
  await updateOrganization(staging, {
    id: organization.id,
    allowProfilesOutsideOrganization: true,
    domains: ['bar.example'],
  });
  await setConnectionEnabled(staging, { id: connectionId, enabled: false });
  const before = (await newest(connectionId)).number;
  const [shown] = (await connectionHistory(staging, { connectionId, below: wanted.number + 1 })).versions;
  expect(shown?.restoring?.map(({ label }) => label)).toEqual([
    'State',
    'Accept SHA-1 signatures',
    'Certificates of the identity provider',
    'Our encryption keys',
    'Attribute mapping',
    'Verified email domains of the organization',
    'Allow profiles outside the organization',
  ]);
  await restoreVersion(staging, { connectionId, number: wanted.number });
  const restored = await newest(connectionId);
  expect(restored).toMatchObject({ number: before + 1, restoredFrom: wanted.number });
  expect(restored.settings).toEqual(wanted.settings);
  expect(await staging.data.connections.get(connectionId)).toMatchObject({ state: 'validating' });
});

test('a version of another environment cannot be read or restored', async () => {
  const { connectionId } = await seeded();
  const { production } = environments;
  expect(await production.data.connectionVersions.get(connectionId, 1)).toBeNull();
  await expect(restoreVersion(production, { connectionId, number: 1 })).rejects.toThrow(/Version/);
  expect(await staging.data.connectionVersions.get(connectionId, 1)).not.toBeNull();
});

test('the migration writes the same settings as we do', async () => {
  const { connectionId } = await seeded();
  await addKeyPair(staging, { connectionId, use: 'encryption' });
  const { settings } = await newest(connectionId);
  await environments.db.connectionVersion.deleteMany({
    where: { environmentId: staging.scope.environmentId },
  });
  const folder = path.resolve(import.meta.dirname, '../../prisma/migrations');
  const sql = readFileSync(path.join(folder, '20261121153917_connection_versions/migration.sql'), 'utf8');
  for (const statement of sql.slice(sql.indexOf('UPDATE "Connection"')).split(/;\s*$/m)) {
    if (statement.trim() !== '') await environments.db.$executeRawUnsafe(statement);
  }
  const { values: now, ...rest } = (await newest(connectionId)).settings;
  const { values: then, ...others } = settings;
  expect(rest).toEqual(others);
  expect(now).toEqual(then);
});
