import { expect, test } from '@playwright/test';
import { type AuthnRequestInput, buildAuthnRequest } from './authn-request.ts';
import { canonicalBytes } from './canonical.ts';
import { DEFAULT_NAME_ID_FORMAT, isNameIdFormat, NAME_ID_FORMATS } from './name-id.ts';
import {
  attribute,
  child,
  childElements,
  parseXml,
  RESPONSE_LIMITS,
  wholeText,
  type XmlElement,
} from './xml.ts';

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';

const plain: AuthnRequestInput = {
  id: '_0123456789abcdef',
  now: new Date('2026-06-01T12:00:00.123Z'),
  destination: 'https://idp.example.com/sso?tenant=1&x=2',
  issuer: 'https://sp.example.com/abc',
  acsUrl: 'https://sp.example.com/sso/saml/acs/abc',
  nameIdFormat: DEFAULT_NAME_ID_FORMAT,
  forceAuthn: false,
};

function read<T>(xml: string, see: (root: XmlElement) => T): T {
  const parsed = parseXml(xml, RESPONSE_LIMITS);
  if (!parsed.ok) throw new Error(parsed.detail);
  try {
    return see(parsed.root);
  } finally {
    parsed.dispose();
  }
}

test('a request asks for an answer by HTTP-POST at the ACS URL', () => {
  read(buildAuthnRequest(plain), (root) => {
    expect([root.namespaceUri, root.name]).toEqual([PROTOCOL, 'AuthnRequest']);
    expect(attribute(root, 'ID')).toBe(plain.id);
    expect(attribute(root, 'Version')).toBe('2.0');
    expect(attribute(root, 'IssueInstant')).toBe('2026-06-01T12:00:00.123Z');
    expect(attribute(root, 'Destination')).toBe(plain.destination);
    expect(attribute(root, 'AssertionConsumerServiceURL')).toBe(plain.acsUrl);
    expect(attribute(root, 'ProtocolBinding')).toBe('urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST');
    expect(attribute(root, 'ForceAuthn')).toBeNull();
    expect(attribute(root, 'ProviderName')).toBeNull();
    expect(childElements(root).map((element) => element.name)).toEqual(['Issuer', 'NameIDPolicy']);
    const issuer = child(root, ASSERTION, 'Issuer');
    expect(issuer && wholeText(issuer)).toBe(plain.issuer);
    const policy = child(root, PROTOCOL, 'NameIDPolicy');
    expect(policy && attribute(policy, 'Format')).toBe(DEFAULT_NAME_ID_FORMAT);
    expect(policy && attribute(policy, 'AllowCreate')).toBe('true');
  });
});

test('elements stand in the order of the schema', () => {
  const xml = buildAuthnRequest({
    ...plain,
    forceAuthn: true,
    loginHint: 'ada@example.com',
    providerName: 'App',
  });
  read(xml, (root) => {
    expect(childElements(root).map((element) => element.name)).toEqual(['Issuer', 'Subject', 'NameIDPolicy']);
    expect(attribute(root, 'ForceAuthn')).toBe('true');
    expect(attribute(root, 'ProviderName')).toBe('App');
    const subject = child(root, ASSERTION, 'Subject');
    const nameId = subject && child(subject, ASSERTION, 'NameID');
    expect(nameId && wholeText(nameId)).toBe('ada@example.com');
  });
});

test('no Subject without a login hint, no NameIDPolicy without a format', () => {
  read(buildAuthnRequest({ ...plain, loginHint: null, nameIdFormat: null }), (root) => {
    expect(childElements(root).map((element) => element.name)).toEqual(['Issuer']);
  });
});

test('no value can break out of its place', () => {
  const hostile = '"\'><samlp:Extensions/>&amp;]]>\r\n\t\u0001\ud800<!--x-->';
  const shown = '"\'><samlp:Extensions/>&amp;]]>\r\n\t\ufffd\ufffd<!--x-->';
  const input = {
    ...plain,
    issuer: hostile,
    loginHint: hostile,
    providerName: hostile,
    destination: hostile,
  };
  read(buildAuthnRequest(input), (root) => {
    expect(childElements(root).map((element) => element.name)).toEqual(['Issuer', 'Subject', 'NameIDPolicy']);
    const issuer = child(root, ASSERTION, 'Issuer');
    expect(issuer && wholeText(issuer)).toBe(shown);
    expect(attribute(root, 'ProviderName')).toBe(shown);
    expect(attribute(root, 'Destination')).toBe(shown);
  });
});

test('what is written is its own exclusive canonical form, whatever the characters', () => {
  const value = 'é"&<\'>]]>\t\r\n\u0085\u2028😀 ';
  const xml = buildAuthnRequest({
    ...plain,
    forceAuthn: true,
    issuer: value,
    acsUrl: value,
    destination: value,
    loginHint: value,
    providerName: value,
  });
  const parsed = parseXml(xml, RESPONSE_LIMITS);
  if (!parsed.ok) throw new Error(parsed.detail);
  expect(canonicalBytes(parsed, parsed.root, [])?.toString('utf8')).toBe(xml);
  parsed.dispose();
});

test('NameID formats are known by their URI only', () => {
  expect(Object.keys(NAME_ID_FORMATS)).toContain(DEFAULT_NAME_ID_FORMAT);
  expect(isNameIdFormat('urn:oasis:names:tc:SAML:2.0:nameid-format:persistent')).toBe(true);
  expect(isNameIdFormat('persistent')).toBe(false);
  expect(isNameIdFormat('constructor')).toBe(false);
});
