import { expect, test } from '@playwright/test';
import { parseCertificate } from './certificate.ts';
import { createKeyPair } from './key-pair.ts';
import { buildSpMetadata, parseIdpMetadata, ssoUrlProblem } from './metadata.ts';
import { attribute, childElements, parseXml, RESPONSE_LIMITS, wholeText } from './xml.ts';

const now = new Date('2026-06-01T00:00:00Z');
const certificateOf = (commonName: string) => {
  const certificate = parseCertificate(createKeyPair({ commonName, now, validForDays: 30 }).certificatePem);
  if (!certificate) throw new Error('unreadable');
  return certificate;
};
const [first, second] = [certificateOf('first'), certificateOf('second')];
const body = (pem: string) => pem.replaceAll(/-----[^-]+-----/g, '').trim();

const NAMESPACES =
  'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const SAML = 'urn:oasis:names:tc:SAML:2.0:protocol';
const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings';

const key = (pem: string, use: string | null = 'signing') =>
  `<md:KeyDescriptor${use === null ? '' : ` use="${use}"`}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>
    ${body(pem)}
  </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
const sso = (location: string, binding = 'HTTP-Redirect') =>
  `<md:SingleSignOnService Binding="${BINDINGS}:${binding}" Location="${location}"/>`;
const role = (content: string, attributes = '') =>
  `<md:IDPSSODescriptor protocolSupportEnumeration="${SAML}" ${attributes}>${content}</md:IDPSSODescriptor>`;
const entity = (content: string, id = 'https://idp.example.com/entity') =>
  `<md:EntityDescriptor ${NAMESPACES} entityID="${id}">${content}</md:EntityDescriptor>`;
const good = role(key(first.pem) + sso('https://idp.example.com/sso'));

function metadataOf(xml: string | Uint8Array) {
  const parsed = parseIdpMetadata(xml);
  if (!parsed.ok) throw new Error(`${parsed.code}: ${parsed.message}`);
  return parsed.metadata;
}

test('everything a connection needs is read', () => {
  const xml = entity(
    `${role(
      `${key(first.pem)}${key(second.pem)}
      <md:SingleLogoutService Binding="${BINDINGS}:HTTP-Redirect" Location="https://idp.example.com/slo"/>
      <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
      <md:NameIDFormat> urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress </md:NameIDFormat>
      ${sso('https://idp.example.com/soap', 'SOAP')}
      ${sso('https://idp.example.com/post', 'HTTP-POST')}
      ${sso('https://idp.example.com/redirect?a=1&amp;b=2')}
      ${sso('https://idp.example.com/second')}`,
      'WantAuthnRequestsSigned="true" validUntil="2027-01-02T00:00:00"',
    )}
    <md:Organization><md:OrganizationName xml:lang="en">example</md:OrganizationName>
      <md:OrganizationDisplayName xml:lang="en">Example &amp; Sons</md:OrganizationDisplayName>
    </md:Organization>`,
  ).replace('entityID', 'validUntil="2028-01-01T00:00:00Z" entityID');
  expect(metadataOf(xml)).toEqual({
    entityId: 'https://idp.example.com/entity',
    ssoUrls: {
      redirect: 'https://idp.example.com/redirect?a=1&b=2',
      post: 'https://idp.example.com/post',
    },
    signingCertificates: [first, second],
    nameIdFormats: [
      'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    ],
    wantAuthnRequestsSigned: true,
    sloUrls: { redirect: 'https://idp.example.com/slo', post: null },
    validUntil: new Date('2027-01-02T00:00:00Z'),
    organizationName: 'Example & Sons',
  });
});

const ACCEPTED: Readonly<Record<string, string | Uint8Array>> = {
  'one entity': entity(good),
  'an XML declaration after blank lines': `\n\n<?xml version="1.0" encoding="UTF-8"?>\n${entity(good)}`,
  'bytes with a byte order mark': Buffer.from(`\uFEFF<?xml version="1.0"?>${entity(good)}`),
  'comments in a certificate and an entity in an address': entity(
    role(key(first.pem).replace('MII', '<!-- signing -->MII') + sso('https://idp.example.com/s&#x73;o')),
  ),
  'a group of one': `<md:EntitiesDescriptor ${NAMESPACES}>${entity(good)}</md:EntitiesDescriptor>`,
  'a group with a service provider beside': `<md:EntitiesDescriptor ${NAMESPACES}>
    ${entity('<md:SPSSODescriptor/>', 'sp')}<md:EntitiesDescriptor>${entity(good)}</md:EntitiesDescriptor>
  </md:EntitiesDescriptor>`,
  'an identity provider that is a service provider too, as AD FS': entity(`<md:SPSSODescriptor/>${good}`),
  'WS-Federation roles before, as Entra ID': entity(
    `<md:RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" xsi:type="fed:SecurityTokenServiceType">${key(second.pem)}</md:RoleDescriptor>${good}`,
  ),
  'a key without use': entity(role(key(first.pem, null) + sso('https://idp.example.com/sso'))),
  'an encryption key beside': entity(
    role(key(second.pem, 'encryption') + key(first.pem) + sso('https://idp.example.com/sso')),
  ),
  'the same key twice': entity(role(key(first.pem) + key(first.pem) + sso('https://idp.example.com/sso'))),
  'a chain, of which the first signs': entity(
    role(
      key(first.pem).replace(
        '</ds:X509Certificate>',
        `</ds:X509Certificate><ds:X509Certificate>${body(second.pem)}</ds:X509Certificate>`,
      ) + sso('https://idp.example.com/sso'),
    ),
  ),
  'an identity provider on the own machine': entity(
    role(key(first.pem) + sso('http://localhost:3000/test-idp/sso')),
  ),
  'a signature in the metadata': entity(`<ds:Signature><ds:SignedInfo/></ds:Signature>${good}`),
  'a second role that speaks SAML 1.1 only': entity(
    `<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:1.1:protocol"/>${good}`,
  ),
};
for (const [what, xml] of Object.entries(ACCEPTED)) {
  test(`${what}: accepted with its one signing certificate`, () => {
    expect(metadataOf(xml).signingCertificates.map((certificate) => certificate.subject)).toEqual([
      'CN=first',
    ]);
    expect(metadataOf(xml).entityId).toBe('https://idp.example.com/entity');
  });
}

const http = entity(role(key(first.pem) + sso('http://idp.example.com/sso')));
const REFUSED: Readonly<Record<string, readonly [string | Uint8Array, string, RegExp]>> = {
  nothing: ['', 'not_xml', /not XML/],
  words: ['https://idp.example.com/metadata', 'not_xml', /not XML/],
  'an HTML page': ['<html><body><p>Sign in<br></body></html>', 'not_xml', /not XML/],
  'an XHTML page': ['<html><body/></html>', 'not_metadata', /starts with <html>/],
  'bytes that are not UTF-8': [Buffer.from([0x3c, 0xff, 0x3e]), 'not_xml', /UTF-8/],
  'a document type': [
    `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${entity(good)}`,
    'forbidden_xml',
    /./,
  ],
  'a processing instruction': [`<?xml-stylesheet href="x"?>${entity(good)}`, 'forbidden_xml', /./],
  'more than 256 KiB': [entity(`${good}<!--${'x'.repeat(256 * 1024)}-->`), 'too_large', /too large/],
  'a SAML response': [`<p:Response xmlns:p="${SAML}"/>`, 'saml_response', /SAML response, not metadata/],
  'an assertion': ['<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"/>', 'saml_response', /./],
  'an EntityDescriptor in another namespace': ['<EntityDescriptor entityID="x"/>', 'not_metadata', /./],
  'service provider metadata': [
    entity('<md:SPSSODescriptor/>'),
    'service_provider_metadata',
    /service provider/,
  ],
  'no role at all': [entity(''), 'no_identity_provider', /no SAML 2.0 identity provider/],
  'an empty group': [`<md:EntitiesDescriptor ${NAMESPACES}/>`, 'no_identity_provider', /./],
  'a federation': [
    `<md:EntitiesDescriptor ${NAMESPACES}>${entity(good, 'one')}${entity(good, 'two')}</md:EntitiesDescriptor>`,
    'several_identity_providers',
    /2 identity providers \(one, two\)/,
  ],
  'two descriptors in one entity': [entity(good + good), 'several_idp_descriptors', /twice/],
  'SAML 1.1 only': [
    entity(good.replace(`"${SAML}"`, '"urn:oasis:names:tc:SAML:1.1:protocol"')),
    'no_identity_provider',
    /SAML 2.0/,
  ],
  'an empty entity ID': [entity(good, ' '), 'entity_id_missing', /entity ID/],
  'an entity ID of absurd length': [entity(good, 'x'.repeat(1025)), 'entity_id_missing', /1,024/],
  'no entity ID': [entity(good).replace(/ entityID="[^"]*"/, ''), 'entity_id_missing', /entity ID/],
  'no SSO URL': [entity(role(key(first.pem))), 'sso_url_missing', /no SSO URL/],
  'SOAP only': [
    entity(role(key(first.pem) + sso('https://idp.example.com/soap', 'SOAP'))),
    'sso_url_missing',
    /HTTP-Redirect or HTTP-POST/,
  ],
  'an http SSO URL': [http, 'sso_url_not_https', /https/],
  'an http URL for one binding only': [
    entity(
      role(key(first.pem) + sso('https://idp.example.com/a') + sso('http://idp.example.com/b', 'HTTP-POST')),
    ),
    'sso_url_not_https',
    /https/,
  ],
  'a script as SSO URL': [entity(role(key(first.pem) + sso('javascript:alert(1)'))), 'sso_url_invalid', /./],
  'a relative SSO URL': [entity(role(key(first.pem) + sso('/sso'))), 'sso_url_invalid', /complete/],
  'no certificate': [entity(role(sso('https://idp.example.com/sso'))), 'certificate_missing', /no signing/],
  'an encryption certificate only': [
    entity(role(key(first.pem, 'encryption') + sso('https://idp.example.com/sso'))),
    'certificate_missing',
    /no signing/,
  ],
  'a broken certificate beside a good one': [
    entity(role(key(first.pem) + key('-----BEGIN-----\nAAAA') + sso('https://idp.example.com/sso'))),
    'certificate_invalid',
    /cannot be read/,
  ],
};
for (const [what, [xml, code, words]] of Object.entries(REFUSED)) {
  test(`${what}: refused as ${code}`, () => {
    const parsed = parseIdpMetadata(xml);
    expect(parsed).toMatchObject({ ok: false, code, message: expect.stringMatching(words) });
    expect(!parsed.ok && parsed.message).toMatch(/^[A-Z].*\.$/s);
  });
}

test('a federation is refused with the entity IDs to choose from', () => {
  const xml = `<md:EntitiesDescriptor ${NAMESPACES}>${entity(good, 'one')}${entity(good, 'two')}</md:EntitiesDescriptor>`;
  expect(parseIdpMetadata(xml)).toMatchObject({ found: ['one', 'two'] });
});

test('an http SSO URL passes where it is allowed', () => {
  expect(parseIdpMetadata(http, { allowHttpSsoUrl: true }).ok).toBe(true);
});

const SSO_URLS: readonly (readonly [string, string | null])[] = [
  ['https://idp.example.com/sso?a=b', null],
  ['HTTPS://idp.example.com/sso', null],
  ['http://127.0.0.1:8080/sso', null],
  ['http://[::1]/sso', null],
  ['http://localhost.evil.example/sso', 'sso_url_not_https'],
  ['https://user@idp.example.com/sso', 'sso_url_invalid'],
  ['https://user:pass@idp.example.com/sso', 'sso_url_invalid'],
  ['https:idp.example.com', 'sso_url_invalid'],
  ['//idp.example.com/sso', 'sso_url_invalid'],
  ['https://idp.example.com/s so', 'sso_url_invalid'],
  ['https://idp.example.com/\n', 'sso_url_invalid'],
  ['https://', 'sso_url_invalid'],
  ['ftp://idp.example.com', 'sso_url_invalid'],
  ['', 'sso_url_invalid'],
  [`https://idp.example.com/${'a'.repeat(2048)}`, 'sso_url_invalid'],
];
for (const [url, code] of SSO_URLS) {
  test(`the SSO URL ${JSON.stringify(url.slice(0, 60))} is ${code ?? 'usable'}`, () => {
    expect(ssoUrlProblem(url)?.code ?? null).toBe(code);
  });
}

test('service provider metadata has its elements in the order of the schema', () => {
  const xml = buildSpMetadata({
    entityId: 'https://sp.example.com/a"<&>',
    acsUrl: 'https://sp.example.com/acs?a=1&b=2',
    sloUrl: 'https://sp.example.com/slo?a=1&b=2',
    signingCertificates: [first],
    encryptionCertificates: [second, first],
    nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    wantAssertionsSigned: true,
    organization: { name: 'Example & Sons', url: 'https://example.com' },
  });
  const parsed = parseXml(xml, RESPONSE_LIMITS);
  if (!parsed.ok) throw new Error(parsed.detail);
  const { root } = parsed;
  expect(attribute(root, 'entityID')).toBe('https://sp.example.com/a"<&>');
  expect(childElements(root).map((child) => child.name)).toEqual(['SPSSODescriptor', 'Organization']);
  const [descriptor, organization] = childElements(root);
  if (!descriptor || !organization) throw new Error('incomplete');
  expect(attribute(descriptor, 'AuthnRequestsSigned')).toBe('true');
  expect(attribute(descriptor, 'WantAssertionsSigned')).toBe('true');
  expect(attribute(descriptor, 'protocolSupportEnumeration')).toBe(SAML);
  const parts = childElements(descriptor);
  expect(parts.map((part) => `${part.name} ${attribute(part, 'use') ?? ''}`.trim())).toEqual([
    'KeyDescriptor signing',
    'KeyDescriptor encryption',
    'KeyDescriptor encryption',
    'SingleLogoutService',
    'SingleLogoutService',
    'NameIDFormat',
    'AssertionConsumerService',
  ]);
  expect(childElements(parts[1] ?? root).map((part) => part.name)).toEqual([
    'KeyInfo',
    'EncryptionMethod',
    'EncryptionMethod',
    'EncryptionMethod',
  ]);
  const logout = parts.filter((part) => part.name === 'SingleLogoutService');
  expect(logout.map((part) => attribute(part, 'Binding'))).toEqual([
    `${BINDINGS}:HTTP-Redirect`,
    `${BINDINGS}:HTTP-POST`,
  ]);
  expect(attribute(logout[1] ?? root, 'Location')).toBe('https://sp.example.com/slo?a=1&b=2');
  const acs = parts.at(-1) ?? root;
  expect(attribute(acs, 'Location')).toBe('https://sp.example.com/acs?a=1&b=2');
  expect(attribute(acs, 'Binding')).toBe(`${BINDINGS}:HTTP-POST`);
  expect([attribute(acs, 'index'), attribute(acs, 'isDefault')]).toEqual(['0', 'true']);
  expect(wholeText(childElements(organization)[0] ?? root)).toBe('Example & Sons');
  parsed.dispose();
  for (const certificate of [first, second])
    expect(xml).toContain(body(certificate.pem).replaceAll('\n', ''));
});

test('without certificates, format and organization nothing is said about them', () => {
  const xml = buildSpMetadata({
    entityId: 'sp',
    acsUrl: 'https://sp.example.com/acs',
    sloUrl: null,
    signingCertificates: [],
    encryptionCertificates: [],
    nameIdFormat: null,
    wantAssertionsSigned: false,
  });
  expect(xml).toContain('AuthnRequestsSigned="false" WantAssertionsSigned="false"');
  expect(xml).not.toMatch(/KeyDescriptor|SingleLogoutService|NameIDFormat|Organization/);
});

test('our own metadata is recognized as that of a service provider', () => {
  const xml = buildSpMetadata({
    entityId: 'sp',
    acsUrl: 'https://sp.example.com/acs',
    sloUrl: null,
    signingCertificates: [],
    encryptionCertificates: [],
    nameIdFormat: null,
    wantAssertionsSigned: true,
  });
  expect(parseIdpMetadata(xml)).toMatchObject({ ok: false, code: 'service_provider_metadata' });
});
