import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { veilOf } from './evidence-veil.ts';
import { hiddenValues, veiledXml } from './evidence-xml.ts';

/** What a person recorded must not be found in what is handed out, however it is written. */

const KEY = new Uint8Array(32).fill(7);

const veilFor = (values: string[], settings: string[] = []) => veilOf({ key: KEY, values, settings });

/** Spellings of a value that any program undoes; base64 at each of the three places a value can begin. */
const ENCODINGS: Readonly<Record<string, (value: string) => string[]>> = {
  plain: (value) => [value],
  // ß has no capital of its own.
  'in capitals': (value) => [value.replaceAll(/[^ß]+/g, (part) => part.toUpperCase())],
  'decomposed Unicode': (value) => [value.normalize('NFD')],
  'XML escapes': (value) => [
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('@', '&#64;'),
    [...value].map((letter) => `&#${letter.codePointAt(0)};`).join(''),
    [...value].map((letter) => `&#x${letter.codePointAt(0)?.toString(16)};`).join(''),
  ],
  'URL encoding': (value) => [
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    new URLSearchParams({ value }).toString().slice(6),
    [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  ],
  base64: (value) =>
    ['', 'a', 'ab', 'abc'].flatMap((before) => {
      const bytes = Buffer.from(`${before}${value}xyz`);
      return [
        bytes.toString('base64'),
        bytes.toString('base64url'),
        Buffer.from(bytes.toString('base64')).toString('base64'),
      ];
    }),
  'base64 of UTF-16': (value) => [Buffer.from(value, 'utf16le').toString('base64')],
  hex: (value) => [Buffer.from(value).toString('hex'), Buffer.from(value).toString('hex').toUpperCase()],
  JSON: (value) => [
    [...value].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ],
};

/** Values as they occur: nothing shorter than what is looked for, and nothing an address of the set-up is made of. */
const value = fc.oneof(
  fc.constantFrom(
    'ana.lima@kunde.example',
    'Ana Lima',
    'Jürgen Groß-Müller',
    '山田 太郎',
    'S-1-5-21-3623811015',
  ),
  fc
    .array(fc.constantFrom(...'qjxzQJXZ0123456789éß漢@&<.- '), { minLength: 6, maxLength: 30 })
    .map((letters) => letters.join('').trim())
    .filter((text) => text.length >= 6 && /[a-zé漢]/i.test(text)),
);

for (const [name, spellings] of Object.entries(ENCODINGS)) {
  test(`a value in a kept text is not readable there as ${name}`, () => {
    fc.assert(
      fc.property(value, fc.constantFrom('', 'https://idp.test/', 'urn:x:', 'Why? '), (secret, before) => {
        for (const spelled of spellings(secret)) {
          const kept = veilFor([secret]).keep(`${before}${spelled}`);
          expect(kept.toLowerCase()).not.toContain(spelled.toLowerCase());
          expect(kept).toMatch(/\[(?:email|address|number|guid|url|dn|text|withheld)\b/);
        }
      }),
      { numRuns: 30, seed: 20260504 },
    );
  });
}

test('the same value has the same pseudonym however it is written, another workspace another one', () => {
  const veil = veilFor([]);
  const token = veil.token('Ana.Lima@Kunde.example');
  expect(token).toMatch(/^\[email [a-z0-9]{10}\]$/);
  expect(veilFor(['x y z']).token(' ana.lima@kunde.example\n')).toBe(token);
  expect(veil.token('ana.lime@kunde.example')).not.toBe(token);
  const other = veilOf({ key: new Uint8Array(32).fill(8), values: [], settings: [] });
  expect(other.token('Ana.Lima@Kunde.example')).not.toBe(token);
  expect(veil.token('  ')).toBe('');
});

test('addresses of people and machines go even where nobody recorded them', () => {
  const veil = veilFor([]);
  const kept = veil.keep('bob@firma.example came from 203.0.113.9 or 2001:db8:0:0:1:2:3:4 at 10:20:30');
  for (const gone of ['bob', 'firma', '203.0.113.9', '2001:db8']) expect(kept).not.toContain(gone);
  expect(kept).toContain('at 10:20:30');
});

test('settings of the connection stay as they are, and so does what is no value of anybody', () => {
  const entityId = 'https://idp.kunde.example/saml?tenant=kunde';
  const veil = veilFor(['kunde'], [entityId]);
  expect(veil.keep(entityId)).toBe(entityId);
  expect(veil.keep('https://idp.kunde.example')).not.toContain('kunde');
  for (const text of [
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
    '2030-01-15T12:05:00Z',
    'SHA-256 AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89',
  ]) {
    expect(veil.keep(text)).toBe(text);
  }
});

test('a certificate that names the person is withheld', () => {
  const veil = veilFor(['Ana Lima']);
  for (const encoding of ['latin1', 'utf16le'] as const) {
    const name = Buffer.from('CN=Ana Lima', encoding);
    const der = Buffer.concat([Buffer.from([0x30, 0x82]), encoding === 'latin1' ? name : name.swap16()]);
    expect(veil.certificate(der.toString('base64'))).toContain('withheld');
  }
  const plain = Buffer.from('0\u0082CN=idp.test').toString('base64');
  expect(veil.certificate(plain)).toBe(plain);
});

/** A response with `secret` in every place a response has. */
const PLACES = (
  secret: string,
) => `<?xml version="1.0"?><?pi ${secret}?><!DOCTYPE x [<!ENTITY e "${secret}">]>
<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:${secret.replaceAll(/[^A-Za-z]/g, 'x')}="urn:${secret}" Destination="https://sp.test/acs?u=${secret}" ID="${secret}" Consent="${secret}" foo="${secret}" IssueInstant="${secret}" InResponseTo='${secret}'>
<!-- ${secret} --><saml:Issuer NameQualifier="${secret}">https://idp.test/${secret}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="${secret}"/><samlp:StatusMessage>User ${secret} is not assigned</samlp:StatusMessage><samlp:StatusDetail><x:d xmlns:x="y">${secret}</x:d></samlp:StatusDetail></samlp:Status>
<saml:Assertion><ds:Signature><ds:SignatureValue>${Buffer.from(secret).toString('base64')}</ds:SignatureValue><ds:KeyInfo><ds:KeyName>${secret}</ds:KeyName><ds:X509Certificate>${Buffer.from(secret).toString('base64')}</ds:X509Certificate></ds:KeyInfo></ds:Signature>
<saml:Subject><saml:NameID Format="${secret}" SPNameQualifier="${secret}">${secret.slice(0, 3)}<!-- c -->${secret.slice(3)}</saml:NameID><saml:SubjectConfirmation><saml:SubjectConfirmationData Address="${secret}" Recipient="https://sp.test/${secret}#${secret}"/></saml:SubjectConfirmation></saml:Subject>
<saml:AuthnStatement SessionIndex="${secret}"><saml:SubjectLocality DNSName="${secret}"/></saml:AuthnStatement>
<saml:AttributeStatement><saml:Attribute Name="mail" FriendlyName="${secret}"><saml:AttributeValue xsi:type="xs:string"><![CDATA[${secret}]]></saml:AttributeValue><saml:AttributeValue><p:${secret.replaceAll(/[^A-Za-z]/g, 'x')}>${secret}</p:n></saml:AttributeValue></saml:Attribute></saml:AttributeStatement>
<xenc:CipherValue>${Buffer.from(secret).toString('hex')}</xenc:CipherValue></saml:Assertion></samlp:Response>${secret}<unclosed ${secret}`;

test('a value is in no place of a message, whichever way the message writes it', () => {
  fc.assert(
    fc.property(value, fc.constantFrom(...Object.keys(ENCODINGS)), (secret, encoding) => {
      for (const spelled of ENCODINGS[encoding]?.(secret) ?? []) {
        const escaped = /^(plain|in capitals|decomposed Unicode)$/.test(encoding)
          ? spelled.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
          : spelled;
        const shown = veiledXml(PLACES(escaped), veilFor([secret])).toLowerCase();
        for (const gone of [secret, spelled, escaped]) expect(shown).not.toContain(gone.toLowerCase());
      }
    }),
    { numRuns: 60, seed: 20260504 },
  );
});

test('a value that only the message holds is replaced there, and known for every other place', () => {
  const secret = 'qzx-person-17';
  const xml = PLACES(secret);
  const hidden = hiddenValues(xml);
  expect(hidden).toContain(secret);
  const veil = veilFor(hidden);
  expect(veiledXml(xml, veil)).not.toContain(secret);
  expect(veil.keep(`The NameID was ${secret}.`)).not.toContain(secret);
});

test('what the set-up is made of can be read', () => {
  const shown = veiledXml(
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r1" Version="2.0" Destination="https://sp.test/acs"><saml:Issuer>https://idp.test</saml:Issuer><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">ana@kunde.example</saml:NameID><saml:AudienceRestriction><saml:Audience>https://sp.test/metadata</saml:Audience></saml:AudienceRestriction><saml:Attribute Name="http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname"><saml:AttributeValue/></saml:Attribute></samlp:Response>`,
    veilFor(['ana@kunde.example']),
  );
  expect(shown).toMatch(/>\[email [a-z0-9]{10}\]<\/saml:NameID>/);
  for (const text of [
    'ID="_r1" Version="2.0" Destination="https://sp.test/acs"',
    '<saml:Issuer>https://idp.test</saml:Issuer>',
    '<saml:Audience>https://sp.test/metadata</saml:Audience>',
    'Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"',
    'Name="http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname"',
  ]) {
    expect(shown).toContain(text);
  }
});
