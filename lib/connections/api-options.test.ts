import { expect, test } from '@playwright/test';
import type { AppError } from '#lib/errors.ts';
import { connectionChangesOf, newConnectionOf } from './api-options.ts';
import { createConnectionBody, updateConnectionBody } from './connection.schema.ts';

const create = (body: object) =>
  newConnectionOf(createConnectionBody.parse({ organization_id: 'org_1', ...body }));
const change = (body: object) => connectionChangesOf('conn_1', updateConnectionBody.parse(body));

function code(work: () => unknown): string {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return (error as AppError).code;
  }
}

const url = { idp_metadata_url: 'https://idp.example.org/metadata' };
const fields = {
  idp_entity_id: 'urn:idp',
  idp_sso_url: 'https://idp.example.org/',
  idp_signing_certs: ['pem'],
};

test('options that are missing, contradict each other or are half given have their own codes', () => {
  const bodies: [object, string][] = [
    [{}, 'connection_type_or_options_required'],
    [{ connection_type: null, saml_options: null }, 'connection_type_or_options_required'],
    [{ connection_type: 'OktaSAML' }, 'accepted'],
    [{ saml_options: {} }, 'accepted'],
    [{ saml_options: url }, 'accepted'],
    [{ saml_options: fields }, 'accepted'],
    [{ saml_options: { ...url, idp_entity_id: 'urn:idp' } }, 'ambiguous_saml_options'],
    [{ saml_options: { ...url, idp_metadata_xml: '<x/>' } }, 'ambiguous_saml_options'],
    [{ saml_options: { ...fields, idp_sso_url: null } }, 'incomplete_saml_options'],
    [{ saml_options: { ...fields, idp_signing_certs: [] } }, 'incomplete_saml_options'],
    [{ saml_options: { idp_signing_certs: ['pem'] } }, 'incomplete_saml_options'],
    [{ saml_options: {}, oidc_options: {} }, 'both_saml_and_oidc_options_provided'],
    [{ oidc_options: {} }, 'accepted'],
    [{ connection_type: 'OktaSAML', oidc_options: {} }, 'connection_type_conflicts_with_options'],
    [{ connection_type: 'OktaOIDC', saml_options: {} }, 'connection_type_conflicts_with_options'],
    [{ connection_type: 'OktaOIDC', oidc_options: {} }, 'accepted'],
  ];
  for (const [body, expected] of bodies)
    expect(
      code(() => create(body)),
      JSON.stringify(body),
    ).toBe(expected);
});

test('OIDC options without a type make a custom OIDC connection', () => {
  const oidc_options = {
    discovery_endpoint: 'https://idp.example.org/.well-known/openid-configuration',
    client_id: 'client',
    client_secret: 'secret',
    token_authentication_method: 'client_secret_post',
  };
  const oidc = {
    discoveryEndpoint: oidc_options.discovery_endpoint,
    clientId: 'client',
    clientSecret: 'secret',
    tokenAuth: 'client_secret_post',
  };
  expect(create({ oidc_options })).toMatchObject({ connectionType: 'GenericOIDC', oidc });
  expect(create({ connection_type: 'OktaOIDC', oidc_options })).toMatchObject({
    connectionType: 'OktaOIDC',
    oidc,
  });
  expect(change({ oidc_options: { client_secret: 'new' } })).toMatchObject({ oidc: { clientSecret: 'new' } });
  expect(change({ oidc_options: null }).oidc).toBeUndefined();
});

test('SAML options without a type make a custom SAML connection', () => {
  expect(create({ saml_options: url })).toMatchObject({
    connectionType: 'GenericSAML',
    identityProvider: { from: 'metadata_url', url: url.idp_metadata_url },
  });
  expect(create({ connection_type: 'OktaSAML', saml_options: fields })).toMatchObject({
    connectionType: 'OktaSAML',
    identityProvider: { from: 'fields', entityId: 'urn:idp', certificates: ['pem'] },
  });
});

test('migration values, key pairs and attribute maps come through under our names', () => {
  const pair = { key: 'k', cert: 'c' };
  const made = create({
    name: 'Foo',
    external_id: 'x1',
    saml_options: {
      acs_url: 'https://old.example.org/acs',
      sp_entity_id: 'urn:old',
      sp_signing_key_pair: pair,
      sp_encryption_key_pairs: [pair, pair],
    },
    attribute_maps: { standard_attributes: { email: 'mail' }, custom_attributes: { dept: 'department' } },
  });
  expect(made).toMatchObject({
    name: 'Foo',
    externalId: 'x1',
    acsUrl: 'https://old.example.org/acs',
    spEntityId: 'urn:old',
    signingKeyPair: { key: 'k', certificate: 'c' },
    attributeMap: { email: 'mail' },
    customAttributeMap: { dept: 'department' },
  });
  expect(made.encryptionKeyPairs).toHaveLength(2);
});

test('a change holds what is given; null resets', () => {
  const nothing = Object.values(change({})).filter((value) => value !== undefined);
  expect(nothing).toEqual(['conn_1']);
  expect(change({ saml_options: { acs_url: null }, attribute_maps: null })).toMatchObject({
    acsUrl: null,
    attributeMap: null,
    customAttributeMap: null,
    identityProvider: undefined,
    identityProviderFields: undefined,
  });
  expect(change({ saml_options: url }).identityProvider).toEqual({
    from: 'metadata_url',
    url: url.idp_metadata_url,
  });
  expect(change({ saml_options: { idp_metadata_url: null } }).identityProviderFields).toMatchObject({
    metadataUrl: null,
  });
  expect(
    change({ saml_options: { idp_sso_url: 'https://new.example.org/' } }).identityProviderFields,
  ).toMatchObject({
    ssoUrl: 'https://new.example.org/',
    entityId: undefined,
  });
});

test('a change cannot contradict itself, nor carry keys', () => {
  expect(code(() => change({ saml_options: { ...url, ...fields } }))).toBe('ambiguous_saml_options');
  expect(code(() => change({ saml_options: {}, oidc_options: {} }))).toBe(
    'both_saml_and_oidc_options_provided',
  );
  const sp_signing_key_pair = { key: 'k', cert: 'c' };
  expect(code(() => change({ saml_options: { sp_signing_key_pair } }))).toBe('key_pair_not_accepted');
});
