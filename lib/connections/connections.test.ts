import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { ConnectionRow } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { AppError } from '#lib/errors.ts';
import { connectionWire } from '#lib/http/wire/connection.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { unseal } from '#lib/secrets.ts';
import { addIdpCertificate } from './add-idp-certificate.ts';
import { addKeyPair, MAX_ENCRYPTION_KEY_PAIRS } from './add-key-pair.ts';
import { createConnection, type NewConnection } from './create-connection.ts';
import { deleteConnection } from './delete-connection.ts';
import { getConnection } from './get-connection.ts';
import type { IdentityProviderInput } from './identity-provider-input.ts';
import { refreshMetadata } from './refresh-metadata.ts';
import { removeIdpCertificate } from './remove-idp-certificate.ts';
import { removeKeyPair } from './remove-key-pair.ts';
import { setConnectionEnabled } from './set-connection-enabled.ts';
import { type ConnectionChanges, updateConnection } from './update-connection.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const pair = (days = 365, from = NOW) =>
  createKeyPair({ commonName: 'idp.example.org', now: from, validForDays: days });
const [first, second, expired] = [pair(), pair(), pair(10, new Date('2026-01-01T00:00:00Z'))];

let environments: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let organizationId: string;

test.beforeAll(async () => {
  environments = await testEnvironments(NOW);
  staging = environments.staging;
  organizationId = (await createOrganization(staging, { name: 'Foo Corp' })).id;
});
test.afterAll(() => environments.close());

async function refusal(work: Promise<unknown>): Promise<{ code: string; fields: string[] }> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  const { code, fields } = error as AppError;
  return { code, fields: fields.map((one) => `${one.field}: ${one.code}`) };
}

const byHand = (...certificates: string[]): IdentityProviderInput => ({
  from: 'fields',
  entityId: 'https://idp.example.org/metadata',
  ssoUrl: 'https://idp.example.org/sso',
  certificates: certificates.length > 0 ? certificates : [first.certificatePem],
});

async function made(input: Partial<NewConnection> = {}): Promise<ConnectionRow> {
  const { connection } = await createConnection(staging, {
    organizationId,
    connectionType: 'OktaSAML',
    ...input,
  });
  return connection;
}

function metadata(certificatePem: string, entityId = 'https://idp.example.org/metadata'): string {
  const body = certificatePem.replaceAll(/-----[^-]+-----|\s/g, '');
  return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}">
    <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
      <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>
        <X509Certificate>${body}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
      <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.org/post"/>
    </IDPSSODescriptor></EntityDescriptor>`;
}

test('a connection without an identity provider is a draft, one without a type needs it', async () => {
  const draft = await made();
  expect(draft).toMatchObject({ name: 'Foo Corp Okta', state: 'draft', connectionType: 'OktaSAML' });
  expect(draft).toMatchObject({ clockToleranceSeconds: 60, idpInitiatedMode: 'allow', allowSha1: false });
  expect(draft.externalKey).toMatch(/^[A-Za-z0-9]{16}$/);
  expect((await made({ connectionType: 'Pending' })).state).toBe('requires_type');
});

test('a configured connection waits for its first sign-in', async () => {
  const connection = await made({ identityProvider: byHand() });
  expect(connection).toMatchObject({
    state: 'validating',
    idpEntityId: 'https://idp.example.org/metadata',
    idpSsoUrl: 'https://idp.example.org/sso',
    idpSsoBinding: 'redirect',
    idpMetadataUrl: null,
    activatedAt: null,
  });
  expect(connection.certificates.map((one) => one.pem)).toEqual([first.certificatePem]);
});

test('metadata gives entity ID, SSO URL, binding and certificates', async () => {
  const xml = metadata(first.certificatePem);
  const connection = await made({ identityProvider: { from: 'metadata_xml', xml } });
  expect(connection).toMatchObject({
    state: 'validating',
    idpSsoUrl: 'https://idp.example.org/post',
    idpSsoBinding: 'post',
  });
  expect(connection.certificates).toHaveLength(1);
});

test('every wrong field of an identity provider is named with what to do', async () => {
  const wrong: [IdentityProviderInput, string, string[]][] = [
    [
      { from: 'fields', entityId: '', ssoUrl: 'nowhere', certificates: [] },
      'invalid_request_parameters',
      ['idp_entity_id: missing', 'idp_sso_url: sso_url_invalid', 'idp_signing_certs: missing'],
    ],
    [
      { ...byHand(), ssoUrl: 'http://idp.example.org/' } as IdentityProviderInput,
      'invalid_request_parameters',
      ['idp_sso_url: sso_url_not_https'],
    ],
    [byHand('garbage'), 'invalid_certificate', ['idp_signing_certs: invalid_certificate']],
    [byHand(first.privateKeyPem), 'invalid_certificate', ['idp_signing_certs: invalid_certificate']],
    [byHand(expired.certificatePem), 'certificate_expired', ['idp_signing_certs: certificate_expired']],
    [{ from: 'metadata_xml', xml: 'no xml' }, 'invalid_request_parameters', ['metadata_xml: not_xml']],
    [
      { from: 'metadata_xml', xml: metadata(expired.certificatePem) },
      'certificate_expired',
      ['metadata_xml: certificate_expired'],
    ],
    [
      { from: 'metadata_url', url: 'http://idp.example.org/' },
      'idp_metadata_fetch_failed',
      ['idp_metadata_url: not_https'],
    ],
    [
      { from: 'metadata_url', url: 'https://169.254.169.254/' },
      'idp_metadata_fetch_failed',
      ['idp_metadata_url: private_address'],
    ],
  ];
  for (const [identityProvider, code, fields] of wrong) {
    expect(await refusal(made({ identityProvider }))).toEqual({ code, fields });
  }
  expect((await made({ identityProvider: byHand(expired.certificatePem, first.certificatePem) })).state).toBe(
    'validating',
  );
});

test('production fetches no metadata from loopback', async () => {
  const organization = await createOrganization(environments.production, { name: 'Prod' });
  const attempt = createConnection(environments.production, {
    organizationId: organization.id,
    connectionType: 'GenericSAML',
    identityProvider: { from: 'metadata_url', url: 'http://localhost:1/metadata' },
  });
  expect((await refusal(attempt)).fields).toEqual(['idp_metadata_url: not_https']);
});

test('a type that is not SAML is refused, and the test identity provider in production', async () => {
  for (const connectionType of ['AdpOidc', 'GoogleOAuth', 'MagicLink', 'Auth0Migration', 'Nonsense', '']) {
    expect((await refusal(made({ connectionType }))).code, connectionType).toBe(
      'connection_type_not_supported',
    );
  }
  expect((await made({ connectionType: 'TestIdp' })).state).toBe('draft');
  const organization = await createOrganization(environments.production, { name: 'Prod' });
  const attempt = createConnection(environments.production, {
    organizationId: organization.id,
    connectionType: 'TestIdp',
  });
  expect((await refusal(attempt)).code).toBe('connection_type_not_supported');
});

test('an external ID makes one connection, however often and at once it is asked for', async () => {
  const input = { organizationId, connectionType: 'OktaSAML', externalId: 'migrated-1' };
  const all = await Promise.all(Array.from({ length: 6 }, () => createConnection(staging, input)));
  expect(new Set(all.map((one) => one.connection.id)).size).toBe(1);
  expect(all.filter((one) => one.created)).toHaveLength(1);
  const other = createConnection(staging, { ...input, connectionType: 'ADFSSAML' });
  expect((await refusal(other)).code).toBe('external_id_already_in_use');
  const change = updateConnection(staging, { id: (await made()).id, externalId: 'migrated-1' });
  expect((await refusal(change)).code).toBe('external_id_already_in_use');
});

test('settings outside their bounds are refused, all of them at once', async () => {
  const { id } = await made();
  const change: ConnectionChanges = {
    id,
    name: 'two\nlines',
    acsUrl: 'http://app.example.org/acs',
    spEntityId: 'two words',
    nameIdFormat: 'urn:nobody',
    clockToleranceSeconds: 301,
    attributeMap: { email: 'x'.repeat(501) },
    customAttributeMap: { 'no spaces': 'x' },
  };
  const { code, fields } = await refusal(updateConnection(staging, change));
  expect(code).toBe('invalid_request_parameters');
  expect(fields.map((one) => one.split(':')[0])).toEqual([
    'name',
    'acs_url',
    'sp_entity_id',
    'name_id_format',
    'clock_tolerance_seconds',
    'attribute_maps.standard_attributes',
    'attribute_maps.custom_attributes',
  ]);
  for (const clockToleranceSeconds of [-1, 1.5, Number.NaN]) {
    expect((await refusal(updateConnection(staging, { id, clockToleranceSeconds }))).code).toBe(
      'invalid_request_parameters',
    );
  }
});

test('a change touches what it names; null resets', async () => {
  const connection = await made({
    identityProvider: byHand(),
    acsUrl: 'https://old.example.org/acs',
    spEntityId: 'urn:old',
    clockToleranceSeconds: 0,
    nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    attributeMap: { email: 'mail', idp_id: 'uid' },
    customAttributeMap: { department: 'dept' },
  });
  const at = later(staging, 60);
  const renamed = await updateConnection(at, { id: connection.id, name: 'Renamed' });
  expect(renamed).toEqual({
    ...connection,
    name: 'Renamed',
    updatedAt: at.now,
    version: connection.version + 1,
  });
  const mapped = await updateConnection(staging, {
    id: connection.id,
    attributeMap: { email: null, first_name: 'given' },
    customAttributeMap: { title: 'job' },
  });
  expect(mapped.attributeMap).toEqual({ idp_id: 'uid', first_name: 'given' });
  expect(mapped.customAttributeMap).toEqual({ department: 'dept', title: 'job' });
  const reset = await updateConnection(staging, {
    id: connection.id,
    acsUrl: null,
    spEntityId: null,
    nameIdFormat: null,
    clockToleranceSeconds: null,
    attributeMap: null,
    customAttributeMap: null,
  });
  expect(reset).toMatchObject({
    acsUrl: null,
    spEntityId: null,
    nameIdFormat: null,
    clockToleranceSeconds: 60,
  });
  expect(reset).toMatchObject({ attributeMap: {}, customAttributeMap: {} });
});

test('the state follows the configuration, and inactive stays until somebody enables', async () => {
  const { id } = await made();
  const change = async (changes: Omit<ConnectionChanges, 'id'>) =>
    (await updateConnection(staging, { id, ...changes })).state;
  expect(await change({ identityProvider: byHand() })).toBe('validating');
  expect(await change({ identityProvider: null })).toBe('draft');
  expect(
    await change({ identityProviderFields: { entityId: 'urn:idp', ssoUrl: 'https://idp.example.org/sso' } }),
  ).toBe('draft');
  expect(await change({ identityProviderFields: { certificates: [first.certificatePem] } })).toBe(
    'validating',
  );
  expect((await setConnectionEnabled(staging, { id, enabled: false })).state).toBe('inactive');
  expect(await change({ identityProvider: null })).toBe('inactive');
  expect((await setConnectionEnabled(staging, { id, enabled: true })).state).toBe('draft');
  await change({ identityProvider: byHand() });
  await staging.data.connections.update(id, { state: 'active', activatedAt: NOW }, NOW);
  expect(await change({ name: 'Still active', identityProvider: byHand(second.certificatePem) })).toBe(
    'active',
  );
  await setConnectionEnabled(staging, { id, enabled: false });
  expect((await setConnectionEnabled(staging, { id, enabled: true })).state).toBe('active');
});

test('while production is locked, no way leads to a connection people can sign in through', async () => {
  const { production, workspace, db } = environments;
  const { id: organizationId } = await createOrganization(production, { name: 'Prod' });
  const create = (input: Partial<NewConnection> = {}) =>
    createConnection(production, { organizationId, connectionType: 'OktaSAML', ...input });
  const disabled = (await create({ identityProvider: byHand() })).connection.id;
  await setConnectionEnabled(production, { id: disabled, enabled: false });
  const live = (await create({ identityProvider: byHand() })).connection.id;
  await db.workspace.updateMany({ data: { productionEnabledAt: null } });
  try {
    const { id, state } = (await create()).connection;
    expect(state).toBe('draft');
    const fields = { entityId: 'urn:idp', ssoUrl: 'https://idp.example.org/sso' };
    await updateConnection(production, { id, identityProviderFields: fields });
    const ways: (() => Promise<unknown>)[] = [
      () => create({ identityProvider: byHand() }),
      () => updateConnection(production, { id, identityProvider: byHand() }),
      () =>
        updateConnection(production, {
          id,
          identityProviderFields: { certificates: [first.certificatePem] },
        }),
      () => addIdpCertificate(production, { connectionId: id, pem: first.certificatePem }),
      () => setConnectionEnabled(production, { id: disabled, enabled: true }),
    ];
    for (const way of ways) {
      expect((await refusal(way())).code).toBe('production_environment_requires_billing');
    }
    expect(await getConnection(production, id)).toMatchObject({ state: 'draft', certificates: [] });
    // What worked before keeps working.
    const other = byHand(second.certificatePem);
    const changed = await updateConnection(production, { id: live, identityProvider: other });
    expect(changed.state).toBe('validating');
  } finally {
    await workspace.data.workspace.enableProduction(NOW);
  }
  expect((await setConnectionEnabled(production, { id: disabled, enabled: true })).state).toBe('validating');
});

test('a type can be chosen once and changed until people have signed in', async () => {
  const { id } = await made({ connectionType: 'Pending', identityProvider: byHand() });
  const change = (connectionType: string) => updateConnection(staging, { id, connectionType });
  expect(await change('ADFSSAML')).toMatchObject({ connectionType: 'ADFSSAML', state: 'validating' });
  for (const other of ['Pending', 'OktaOIDC']) {
    expect((await refusal(change(other))).code).toBe('connection_type_not_updatable');
  }
  expect((await refusal(change('Nonsense'))).code).toBe('connection_type_not_supported');
  expect((await change('OktaSAML')).connectionType).toBe('OktaSAML');
  await staging.data.connections.update(id, { state: 'active', activatedAt: NOW }, NOW);
  expect((await change('OktaSAML')).connectionType).toBe('OktaSAML');
  expect((await refusal(change('ADFSSAML'))).code).toBe('connection_type_not_updatable');
});

test('changing single values by hand stops following the metadata URL', async () => {
  const { id } = await made({ identityProvider: byHand() });
  await staging.data.connections.update(id, { idpMetadataUrl: 'https://idp.example.org/metadata' }, NOW);
  const change = (changes: Omit<ConnectionChanges, 'id'>) => updateConnection(staging, { id, ...changes });
  expect((await change({ name: 'Same' })).idpMetadataUrl).toBe('https://idp.example.org/metadata');
  expect((await change({ identityProviderFields: { metadataUrl: null } })).idpMetadataUrl).toBeNull();
  expect((await getConnection(staging, id)).certificates).toHaveLength(1);
  expect((await refusal(refreshMetadata(staging, id))).fields[0]).toMatch(/^idp_metadata_url/);
});

test('certificates that stay keep their id when the set is replaced', async () => {
  const connection = await made({ identityProvider: byHand() });
  const before = connection.certificates[0]?.id;
  const both = await updateConnection(staging, {
    id: connection.id,
    identityProvider: byHand(second.certificatePem, first.certificatePem),
  });
  expect(both.certificates).toHaveLength(2);
  expect(both.certificates.map((one) => one.id)).toContain(before);
});

test('a certificate is added beside the others, once, and the last one stays', async () => {
  const { id: connectionId } = await made({ identityProvider: byHand() });
  const added = await addIdpCertificate(staging, { connectionId, pem: second.certificatePem });
  expect(await addIdpCertificate(staging, { connectionId, pem: second.certificatePem })).toEqual(added);
  const { certificates } = await getConnection(staging, connectionId);
  expect(certificates[1]).toEqual(added);
  expect(certificates).toHaveLength(2);
  const ids = certificates.map((one) => one.id);
  const outcomes = await Promise.all(
    ids.map((certificateId) =>
      removeIdpCertificate(staging, { connectionId, certificateId }).then(
        () => 'removed',
        (error: AppError) => error.code,
      ),
    ),
  );
  expect(outcomes.sort()).toEqual(['cannot_delete_last_certificate', 'removed']);
  const invented = removeIdpCertificate(staging, { connectionId, certificateId: 'saml_x509_cert_x' });
  expect((await refusal(invented)).code).toBe('entity_not_found');
});

test('a certificate that is unreadable or over is not added', async () => {
  const { id: connectionId } = await made({ identityProvider: byHand() });
  const add = (pem: string) => refusal(addIdpCertificate(staging, { connectionId, pem }));
  expect((await add('nonsense')).code).toBe('invalid_certificate');
  expect((await add(expired.certificatePem)).code).toBe('certificate_expired');
  const pending = await made({ connectionType: 'Pending' });
  const attempt = addIdpCertificate(staging, { connectionId: pending.id, pem: first.certificatePem });
  expect((await refusal(attempt)).code).toBe('connection_is_not_saml');
});

test('the first certificate completes a draft', async () => {
  const { id } = await made();
  await updateConnection(staging, {
    id,
    identityProviderFields: { entityId: 'urn:idp', ssoUrl: 'https://idp.example.org/sso' },
  });
  await addIdpCertificate(staging, { connectionId: id, pem: first.certificatePem });
  expect((await getConnection(staging, id)).state).toBe('validating');
});

async function sealedKey(id: string): Promise<Buffer> {
  const { environmentId } = staging.scope;
  const row = await environments.db.connectionKeyPair.findFirstOrThrow({ where: { environmentId, id } });
  return unseal(row.privateKeySealed, { environmentId, column: 'privateKeySealed', row: id });
}

test('private keys are stored sealed and belong to the certificate that is shown', async () => {
  const { id: connectionId } = await made();
  for (const use of ['encryption', 'signing'] as const) {
    const shown = await addKeyPair(staging, { connectionId, use });
    expect(JSON.stringify(shown)).not.toMatch(/private/i);
    expect(shown.id).toMatch(use === 'signing' ? /^saml_party_trust_/ : /^saml_enc_key_pair_/);
    const key = createPrivateKey(await sealedKey(shown.id));
    expect(new X509Certificate(shown.certificatePem).checkPrivateKey(key)).toBe(true);
  }
  expect(JSON.stringify(await getConnection(staging, connectionId))).not.toMatch(/private/i);
});

test('there is one signing pair, and only a few encryption pairs', async () => {
  const { id: connectionId } = await made();
  const add = (use: 'encryption' | 'signing') => addKeyPair(staging, { connectionId, use });
  const signing = await add('signing');
  expect((await refusal(add('signing'))).code).toBe('sp_signing_cert_already_exists');
  const wrongUse = removeKeyPair(staging, { connectionId, use: 'encryption', keyPairId: signing.id });
  expect((await refusal(wrongUse)).code).toBe('entity_not_found');
  await removeKeyPair(staging, { connectionId, use: 'signing', keyPairId: signing.id });
  const outcomes = await Promise.all(
    Array.from({ length: MAX_ENCRYPTION_KEY_PAIRS + 1 }, () =>
      add('encryption').then(
        () => 'made',
        (error: AppError) => error.code,
      ),
    ),
  );
  expect(outcomes.filter((one) => one === 'made')).toHaveLength(MAX_ENCRYPTION_KEY_PAIRS);
  expect(outcomes).toContain('too_many_sp_encryption_certs');
});

test('key pairs of a migration are taken over when they fit together', async () => {
  const [signing, encryption] = [pair(), pair()];
  const supplied = (one: typeof signing) => ({ key: one.privateKeyPem, certificate: one.certificatePem });
  const connection = await made({
    signingKeyPair: supplied(signing),
    encryptionKeyPairs: [supplied(encryption)],
  });
  const uses = Object.fromEntries(connection.keyPairs.map((one) => [one.use, one]));
  expect(uses['signing']?.certificatePem).toBe(signing.certificatePem);
  expect((await sealedKey(uses['encryption']?.id ?? '')).toString()).toBe(encryption.privateKeyPem);

  const small = (kind: string) =>
    readFileSync(new URL(`../saml/testdata/keys/small.${kind}.pem`, import.meta.url), 'utf8');
  const bad = [
    { key: signing.privateKeyPem, certificate: encryption.certificatePem },
    { key: small('key'), certificate: small('crt') },
    { key: signing.certificatePem, certificate: signing.certificatePem },
    { key: signing.privateKeyPem, certificate: 'nonsense' },
  ];
  for (const signingKeyPair of bad) {
    expect((await refusal(made({ signingKeyPair }))).code).toBe('key_pair_not_accepted');
  }
});

test('a foreign id answers like an invented one, and nothing of it changes', async () => {
  const other = environments.production;
  const organization = await createOrganization(other, { name: 'Theirs' });
  const theirs = (
    await createConnection(other, {
      organizationId: organization.id,
      connectionType: 'OktaSAML',
      identityProvider: byHand(first.certificatePem, second.certificatePem),
    })
  ).connection;
  const attempts = (id: string, orgId: string, certificateId: string): (() => Promise<unknown>)[] => [
    () => getConnection(staging, id),
    () => createConnection(staging, { organizationId: orgId, connectionType: 'OktaSAML' }),
    () => updateConnection(staging, { id, name: 'Mine' }),
    () => setConnectionEnabled(staging, { id, enabled: false }),
    () => deleteConnection(staging, id),
    () => addIdpCertificate(staging, { connectionId: id, pem: first.certificatePem }),
    () => removeIdpCertificate(staging, { connectionId: id, certificateId }),
    () => addKeyPair(staging, { connectionId: id, use: 'signing' }),
    () => removeKeyPair(staging, { connectionId: id, use: 'signing', keyPairId: certificateId }),
  ];
  const foreign = attempts(theirs.id, organization.id, theirs.certificates[0]?.id ?? '');
  for (const attempt of [
    ...foreign,
    ...attempts('conn_invented', 'org_invented', 'saml_x509_cert_invented'),
  ]) {
    expect((await refusal(attempt())).code).toBe('entity_not_found');
  }
  expect(await getConnection(other, theirs.id)).toEqual(theirs);
});

test('deleting a connection takes its certificates and keys along', async () => {
  const { id } = await made({ identityProvider: byHand() });
  await addKeyPair(staging, { connectionId: id, use: 'signing' });
  await deleteConnection(staging, id);
  expect((await refusal(getConnection(staging, id))).code).toBe('entity_not_found');
  const left = { environmentId: staging.scope.environmentId, connectionId: id };
  expect(await environments.db.connectionKeyPair.count({ where: left })).toBe(0);
  expect(await environments.db.connectionCertificate.count({ where: left })).toBe(0);
});

test('the API’s switch turns IdP-initiated sign-in on and off, and never makes a stricter mode less strict', async () => {
  const cases: ['allow' | 'consent' | 'convert' | 'off', boolean | null, string][] = [
    ['allow', false, 'off'],
    ['consent', false, 'off'],
    ['convert', false, 'off'],
    ['off', false, 'off'],
    ['allow', true, 'allow'],
    ['consent', true, 'consent'],
    ['convert', true, 'convert'],
    ['off', true, 'allow'],
    // Null resets, like everywhere.
    ['convert', null, 'allow'],
    ['off', null, 'allow'],
  ];
  const { id } = await made();
  for (const [idpInitiatedMode, idpInitiatedEnabled, expected] of cases) {
    await updateConnection(staging, { id, idpInitiatedMode });
    await updateConnection(staging, { id, clockToleranceSeconds: 30 });
    const after = await updateConnection(staging, { id, idpInitiatedEnabled });
    const label = `${idpInitiatedMode} ${idpInitiatedEnabled}`;
    expect(after.idpInitiatedMode, label).toBe(expected);
    const saml_options = { idp_initiated_enabled: expected !== 'off' };
    expect(connectionWire(after), label).toMatchObject({ saml_options });
  }
  const created = async (idpInitiatedEnabled: boolean | null) =>
    (await made({ idpInitiatedEnabled })).idpInitiatedMode;
  expect([await created(true), await created(null), await created(false)]).toEqual(['allow', 'allow', 'off']);
});
