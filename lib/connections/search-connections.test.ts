import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { addIdpCertificates } from './add-idp-certificates.ts';
import { connectionView, identityProviderPreview } from './connection-view.ts';
import { createConnection } from './create-connection.ts';
import { getConnection } from './get-connection.ts';
import { requireIdentityProvider } from './identity-provider-input.ts';
import { type ConnectionSearch, connectionsOfOrganization, searchConnections } from './search-connections.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const DAY_MS = 24 * 60 * 60 * 1000;
const certificate = (days: number, from = NOW) =>
  createKeyPair({ commonName: 'idp.example.org', now: from, validForDays: days }).certificatePem;

const EVERY: ConnectionSearch = {
  search: null,
  state: null,
  connectionType: null,
  organizationId: null,
  certificate: null,
};

let environments: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let organizationId: string;

test.beforeAll(async () => {
  environments = await testEnvironments(NOW);
  staging = environments.staging;
  const organization = await createOrganization(staging, {
    name: 'Searched Corp',
    domainData: [{ domain: 'searched.example.org', state: 'verified' }],
  });
  organizationId = organization.id;
});
test.afterAll(() => environments.close());

function made(name: string, pems: readonly string[] = [], connectionType = 'OktaSAML') {
  return createConnection(staging, {
    organizationId,
    connectionType,
    name,
    identityProvider:
      pems.length === 0
        ? null
        : {
            from: 'fields',
            entityId: `https://idp.example.org/${name.toLowerCase()}`,
            ssoUrl: 'https://idp.example.org/sso',
            certificates: pems,
          },
  }).then(({ connection }) => connection);
}

const found = async (filter: Partial<ConnectionSearch>, context = staging) =>
  (await searchConnections(context, { ...EVERY, ...filter }, { newer: null, older: null })).items.map(
    (item) => item.name,
  );

test('connections are found by name, organization, domain, entity ID, ids, state and type, in their own environment only', async () => {
  const okta = await made('Alpha', [certificate(400)]);
  const draft = await made('Beta', [], 'AzureSAML');
  expect(await found({ search: 'alph' })).toEqual(['Alpha']);
  expect(await found({ search: 'SEARCHED corp' })).toEqual(['Beta', 'Alpha']);
  expect(await found({ search: 'searched.example' })).toEqual(['Beta', 'Alpha']);
  expect(await found({ search: '/alpha' })).toEqual(['Alpha']);
  expect(await found({ search: okta.id })).toEqual(['Alpha']);
  expect(await found({ search: draft.externalKey })).toEqual(['Beta']);
  expect(await found({ state: 'draft' })).toEqual(['Beta']);
  expect(await found({ connectionType: 'OktaSAML' })).toEqual(['Alpha']);
  expect(await found({ organizationId: 'org_nobody' })).toEqual([]);
  expect(await found({ search: okta.id }, environments.production)).toEqual([]);
});

test('the certificate filter judges the certificate that lasts longest, and expiring includes expired', async () => {
  const old = certificate(10, new Date(NOW.getTime() - 5 * DAY_MS));
  await made('Rotated', [old, certificate(400)]);
  await made('Ending', [certificate(80)]);
  await made('Gone', [old]);
  await made('Unconfigured');
  const tenDaysOn = later(staging, 10 * 24 * 60 * 60);
  const among = async (which: 'expiring' | 'expired') =>
    (await found({ certificate: which }, tenDaysOn)).filter((name) => !['Alpha', 'Beta'].includes(name));
  expect(await among('expiring')).toEqual(['Gone', 'Ending']);
  expect(await among('expired')).toEqual(['Gone']);
});

test('the last sign-in is the newest one that was completed; failed ones and tests do not count', async () => {
  const { id } = await made('Signed in');
  const session = (minutes: number, state: 'successful' | 'failed', origin: 'identity_provider' | 'test') => {
    const at = new Date(NOW.getTime() + minutes * 60_000);
    const { environmentId } = staging.scope;
    return environments.db.ssoSession.create({
      data: {
        id: newId('ssoSession', at),
        environmentId,
        connectionId: id,
        organizationId,
        origin,
        state,
        notes: [],
        createdAt: at,
        exchangedAt: state === 'successful' ? at : null,
      },
    });
  };
  await session(1, 'successful', 'identity_provider');
  await session(2, 'successful', 'identity_provider');
  await session(3, 'failed', 'identity_provider');
  await session(4, 'successful', 'test');
  const lines = await connectionsOfOrganization(staging, organizationId);
  expect(lines.find((line) => line.id === id)?.lastSignInAt).toBe('2026-11-21T12:02:00.000Z');
  expect(lines.find((line) => line.name === 'Beta')?.lastSignInAt).toBeNull();
});

test('a certificate counts as expiring from 90 days before its end, and as expired at its end', async () => {
  const { id } = await made('Aging', [certificate(100)]);
  const seen = async (days: number) => {
    const view = connectionView(await getConnection(staging, id), new Date(NOW.getTime() + days * DAY_MS));
    const [only] = view.certificates;
    return [only?.status, only?.daysLeft];
  };
  expect(await seen(-1)).toEqual(['not_yet_valid', 101]);
  expect(await seen(10)).toEqual(['valid', 90]);
  expect(await seen(11)).toEqual(['expiring', 89]);
  expect(await seen(99)).toEqual(['expiring', 1]);
  expect(await seen(100)).toEqual(['expired', 0]);
  expect(await seen(102)).toEqual(['expired', -2]);
});

test('a preview stores nothing', async () => {
  const { id } = await made('Previewed');
  const read = await requireIdentityProvider(staging, {
    from: 'fields',
    entityId: 'urn:idp',
    ssoUrl: 'https://idp.example.org/sso',
    certificates: [certificate(400)],
  });
  const preview = identityProviderPreview(read, NOW);
  expect(preview).toMatchObject({ entityId: 'urn:idp', ssoBinding: 'redirect', metadataUrl: null });
  expect(preview.certificates[0]).toMatchObject({ subject: 'CN=idp.example.org', key: 'RSA, 2048 bits' });
  const after = connectionView(await getConnection(staging, id), NOW);
  expect(after).toMatchObject({ state: 'draft', identityProvider: null, isConfigured: false });
});

test('of pasted certificates the current ones are added, and text without any is refused beside its field', async () => {
  const { id } = await made('Pasted', [certificate(400)]);
  const old = certificate(10, new Date('2020-01-01T00:00:00.000Z'));
  const added = await addIdpCertificates(staging, {
    connectionId: id,
    text: `${certificate(200)}${old}`,
  });
  expect(added).toHaveLength(1);
  expect((await getConnection(staging, id)).certificates).toHaveLength(2);
  for (const text of [old, 'junk', '']) {
    const error = await addIdpCertificates(staging, { connectionId: id, text }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).fields.map((one) => one.field)).toEqual(['idp_signing_certs']);
  }
});
