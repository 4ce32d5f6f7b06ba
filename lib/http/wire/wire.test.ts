import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { CONNECTION_TYPES } from '#lib/attributes/connection-types.ts';
import { addIdpCertificate } from '#lib/connections/add-idp-certificate.ts';
import { addKeyPair } from '#lib/connections/add-key-pair.ts';
import { CONNECTION_STATES } from '#lib/connections/connection-states.ts';
import { createConnection } from '#lib/connections/create-connection.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { updateOrganization } from '#lib/organizations/update-organization.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { addRedirectUri } from '#lib/workspace/redirect-uris.ts';
import { idpCertificateWire, keyPairWire } from './certificate.ts';
import { connectionWire } from './connection.ts';
import { listAnswer } from './list.ts';
import { organizationDomainWire, organizationWire } from './organization.ts';
import { redirectUriWire } from './redirect-uri.ts';

// The published API description, for what is answered here: no key beyond it is accepted, none of it may be missing.
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const dates = { created_at: time, updated_at: time };
const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`));
const keys = <Names extends string>(names: Record<Names, unknown>) =>
  z.enum(Object.keys(names) as [Names, ...Names[]]);

const domainShape = z.strictObject({
  object: z.literal('organization_domain'),
  id: id('org_domain'),
  organization_id: id('org'),
  domain: z.string(),
  state: z.enum(['failed', 'legacy_verified', 'pending', 'unverified', 'verified']),
  verification_strategy: z.enum(['dns', 'manual']),
  verification_token: z.string().optional(),
  verification_prefix: z.string().optional(),
  ...dates,
});

const organizationShape = z.strictObject({
  object: z.literal('organization'),
  id: id('org'),
  name: z.string(),
  domains: z.array(domainShape),
  metadata: z.record(z.string().max(40), z.string().max(600)),
  external_id: z.string().nullable(),
  stripe_customer_id: z.string().optional(),
  allow_profiles_outside_organization: z.boolean(),
  ...dates,
});

const source = z.string().nullable();
const connectionShape = z.strictObject({
  object: z.literal('connection'),
  id: id('conn'),
  organization_id: id('org'),
  connection_type: keys(CONNECTION_TYPES),
  name: z.string(),
  state: keys(CONNECTION_STATES),
  status: z.enum(['linked', 'unlinked']),
  domains: z.array(
    z.strictObject({ object: z.literal('connection_domain'), id: id('org_domain'), domain: z.string() }),
  ),
  external_id: z.string().nullable(),
  callback_endpoint: z.url(),
  saml_options: z.strictObject({
    idp_metadata_url: source,
    idp_entity_id: source,
    idp_sso_url: source,
    idp_slo_url: source,
    acs_url: z.url(),
    sp_entity_id: z.string(),
    name_id_format: source,
    idp_initiated_enabled: z.boolean(),
    force_authn: z.boolean(),
    clock_tolerance_seconds: z.int(),
  }),
  attribute_maps: z.strictObject({
    standard_attributes: z.strictObject({
      idp_id: source,
      email: source,
      first_name: source,
      last_name: source,
      name: source,
      groups: source,
    }),
    custom_attributes: z.record(z.string(), z.string()),
  }),
  ...dates,
});

const certificateShape = (object: string, prefix: string) =>
  z.strictObject({
    object: z.literal(object),
    id: id(prefix),
    value: z.string().regex(/^-----BEGIN CERTIFICATE-----\n[\s\S]+\n-----END CERTIFICATE-----\n$/),
    not_before: time,
    not_after: time,
    created_at: time,
  });

const redirectUriShape = z.strictObject({
  object: z.literal('redirect_uri'),
  id: id('redir'),
  uri: z.string(),
  default: z.boolean(),
  ...dates,
});

/** As it leaves the server: what JSON drops is gone. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

let environments: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeAll(async () => {
  environments = await testEnvironments();
});
test.afterAll(() => environments.close());

test('an organization and its domains have the keys SDKs read, and no others', async () => {
  const { staging } = environments;
  const bare = await createOrganization(staging, { name: 'Bare' });
  organizationShape.parse(sent(organizationWire(bare)));
  const made = await createOrganization(staging, {
    name: 'Full',
    domains: ['a.example.org'],
    domainData: [{ domain: 'b.example.org', state: 'pending' }],
    externalId: 'x',
    metadata: { tier: 'gold' },
  });
  const full = await updateOrganization(staging, { id: made.id, stripeCustomerId: 'cus_1' });
  organizationShape.required().parse(sent(organizationWire(full)));
  const pending = full.domains.find((one) => one.state === 'pending');
  if (!pending) throw new Error('no pending domain');
  domainShape.required().parse(sent(organizationDomainWire(pending)));
});

test('a connection has the keys SDKs read, ours for managing it, and no secret', async () => {
  const { staging } = environments;
  const organization = await createOrganization(staging, { name: 'Foo', domains: ['foo.example.org'] });
  const pair = createKeyPair({ commonName: 'idp', now: staging.now, validForDays: 30 });
  const { connection } = await createConnection(staging, {
    organizationId: organization.id,
    connectionType: 'OktaSAML',
    signingKeyPair: { key: pair.privateKeyPem, certificate: pair.certificatePem },
    attributeMap: { email: 'mail' },
  });
  const wire = sent(connectionWire(connection));
  expect(connectionShape.parse(wire)).toMatchObject({ status: 'unlinked', state: 'draft' });
  expect(JSON.stringify(wire)).not.toMatch(/PRIVATE|sealed/i);
  expect(connectionWire({ ...connection, state: 'active' }).status).toBe('linked');

  const added = await addIdpCertificate(staging, { connectionId: connection.id, pem: pair.certificatePem });
  certificateShape('saml_idp_signing_certificate', 'saml_x509_cert').parse(sent(idpCertificateWire(added)));
  const encryption = await addKeyPair(staging, { connectionId: connection.id, use: 'encryption' });
  certificateShape('saml_sp_encryption_certificate', 'saml_enc_key_pair').parse(
    sent(keyPairWire(encryption)),
  );
  const signing = connection.keyPairs[0];
  if (!signing) throw new Error('no signing pair');
  certificateShape('saml_sp_signing_certificate', 'saml_party_trust').parse(sent(keyPairWire(signing)));
});

test('a redirect URI has the keys SDKs read', async () => {
  const row = await addRedirectUri(environments.staging, { uri: 'https://app.example.org/callback' });
  expect(redirectUriShape.parse(sent(redirectUriWire(row)))).toMatchObject({ default: true });
});

test('a list always has both cursors', async () => {
  const answer = listAnswer({ data: [1, 2], before: null, after: 'x' }, (n) => n * 2);
  expect(await answer.json()).toEqual({
    object: 'list',
    data: [2, 4],
    list_metadata: { before: null, after: 'x' },
  });
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
});
