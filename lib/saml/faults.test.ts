import { expect, test } from '@playwright/test';
import { type CheckId, explainResponse, type ValidationInput, validateResponse } from './response.ts';
import { certificate, decryptionKey } from './testdata/cases.ts';
import {
  ACS,
  type AssertionOptions,
  assertion,
  ENTITY_ID,
  encrypted,
  IDP,
  NOW,
  REQUEST,
  type ResponseOptions,
  response,
  type SignOptions,
  signed,
} from './testdata/signer.ts';

/*
 * One genuine Response, one fault at a time: exactly the rung of the fault fails, and those that follow from it. Two
 * faults at a time light both. What an admin reads under "what else would fail" is worth as much as this list.
 */

type Fault = {
  name: string;
  rung: CheckId;
  /** Rungs that fail with it, because they cannot hold without it. */
  follows?: readonly CheckId[];
  assertion?: AssertionOptions;
  response?: ResponseOptions;
  sign?: SignOptions;
  input?: Partial<ValidationInput>;
  /** Signs the Response instead of the assertion. */
  signResponse?: true;
  unsigned?: true;
  /** Changes the assertion before it is signed, the message after it. */
  assertionXml?: (xml: string) => string;
  xml?: (xml: string) => string;
  /** Encrypts the signed assertion to a key by name. */
  encryptTo?: string;
  encode?: (xml: string) => string;
};

const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const swap = (from: string | RegExp, to: string) => (xml: string) => {
  const changed = xml.replace(from, to);
  if (changed === xml) throw new Error(`nothing to change at ${from}`);
  return changed;
};
const PAST = '2030-01-15T11:00:00Z';
const FUTURE = '2030-01-15T13:00:00Z';
const STATUS = (codes: string) => `<samlp:Status>${codes}</samlp:Status>`;
const CODE = (value: string, inner = '') =>
  `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${value}">${inner}</samlp:StatusCode>`;
const DEEP = `${'<x>'.repeat(200)}${'</x>'.repeat(200)}`;
const FAULTS: readonly Fault[] = [
  // The message
  { name: 'far too large', rung: 'size', encode: () => 'A'.repeat(800_000) },
  { name: 'a character outside base64', rung: 'base64', encode: (xml) => `!${base64(xml)}` },
  { name: 'XML posted without base64', rung: 'base64', encode: (xml) => xml },
  {
    name: 'bytes that are no UTF-8',
    rung: 'utf8',
    encode: (xml) => base64(Buffer.concat([Buffer.from([0xff]), Buffer.from(xml)])),
  },
  { name: 'a document type', rung: 'safe_xml', xml: (xml) => `<!DOCTYPE samlp:Response>${xml}` },
  {
    name: 'an external entity',
    rung: 'safe_xml',
    xml: (xml) => `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${xml}`,
  },
  { name: 'a processing instruction', rung: 'safe_xml', xml: (xml) => `<?php echo 1 ?>${xml}` },
  {
    name: 'elements two hundred deep',
    rung: 'safe_xml',
    xml: swap('</samlp:Response>', `${DEEP}</samlp:Response>`),
  },
  { name: 'cut in the middle', rung: 'well_formed', xml: (xml) => xml.slice(0, xml.length / 2) },
  { name: 'an end tag too few', rung: 'well_formed', xml: swap('</samlp:Response>', '') },
  {
    name: 'a prefix that is not declared',
    rung: 'well_formed',
    xml: swap('</samlp:Response>', '<nope:x/></samlp:Response>'),
  },
  {
    name: 'an attribute twice',
    rung: 'well_formed',
    xml: swap('<samlp:Response ', '<samlp:Response Version="2.0" '),
  },

  // Its shape
  {
    name: 'a LogoutResponse',
    rung: 'response',
    xml: (xml) => xml.replaceAll('samlp:Response', 'samlp:LogoutResponse'),
  },
  { name: 'SAML 1.1', rung: 'response', response: { version: '1.1' } },
  { name: 'a Response without ID', rung: 'response', xml: swap(' ID="_response1"', '') },
  { name: 'a Response of no known time', rung: 'response', response: { issueInstant: 'yesterday' } },
  {
    name: 'an element that does not belong there',
    rung: 'response',
    response: { more: '<other xmlns="urn:x"></other>' },
  },
  {
    name: 'the identity provider could not',
    rung: 'status',
    response: { status: STATUS(CODE('Responder')) },
  },
  {
    name: 'the person was refused',
    rung: 'status',
    response: { status: STATUS(CODE('Responder', CODE('RequestDenied'))) },
  },
  {
    name: 'the request was not understood',
    rung: 'status',
    response: { status: STATUS(CODE('Requester', CODE('InvalidNameIDPolicy'))) },
  },
  { name: 'no Status', rung: 'status', response: { status: '' } },
  {
    name: 'one ID twice',
    rung: 'unique_ids',
    response: { extensions: '<samlp:Extensions><x xmlns="urn:x" ID="_response1"></x></samlp:Extensions>' },
  },
  {
    name: 'two assertions',
    rung: 'one_assertion',
    xml: swap('</samlp:Response>', `${assertion({ id: '_second' })}</samlp:Response>`),
  },
  {
    name: 'no assertion',
    rung: 'one_assertion',
    xml: (xml) => xml.replace(/<saml:Assertion.*<\/saml:Assertion>/s, ''),
  },
  {
    name: 'another assertion inside Extensions',
    rung: 'one_assertion',
    response: { extensions: `<samlp:Extensions>${assertion({ id: '_hidden' })}</samlp:Extensions>` },
  },
  {
    name: 'a signature inside the Subject',
    rung: 'signature_places',
    assertionXml: swap(
      '</saml:Subject>',
      '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:Signature></saml:Subject>',
    ),
  },

  // Certificates and signatures
  {
    name: 'no certificate stored',
    rung: 'certificates',
    follows: ['assertion_signature_value'],
    input: { identityProvider: { entityId: IDP, certificates: [] } },
  },
  {
    name: 'signed with SHA-1',
    rung: 'assertion_signature_form',
    sign: {
      algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
    },
  },
  {
    name: 'a digest of SHA-1',
    rung: 'assertion_signature_form',
    sign: { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' },
  },
  {
    name: 'a transform that is not allowed',
    rung: 'assertion_signature_form',
    xml: swap(
      /(<ds:Transform Algorithm=")[^"]*exc-c14n#"/,
      '$1http://www.w3.org/TR/1999/REC-xpath-19991116"',
    ),
  },
  {
    name: 'a Reference to something else',
    rung: 'assertion_signature_form',
    xml: swap('URI="#_assertion1"', 'URI="#_response1"'),
  },
  {
    name: 'a Signature without SignedInfo',
    rung: 'assertion_signature_form',
    xml: (xml) => xml.replace(/<ds:SignedInfo.*<\/ds:SignedInfo>/s, ''),
  },
  { name: 'signed with a key nobody knows', rung: 'assertion_signature_value', sign: { key: 'other' } },
  {
    name: 'signed with a key nobody knows, the known certificate beside it',
    rung: 'assertion_signature_value',
    sign: { key: 'other', certificate: 'idp' },
  },
  {
    name: 'the wrong certificate stored',
    rung: 'assertion_signature_value',
    input: { identityProvider: { entityId: IDP, certificates: [certificate('other')] } },
  },
  {
    name: 'a SignatureValue changed',
    rung: 'assertion_signature_value',
    xml: swap(/<ds:SignatureValue>..../, '<ds:SignatureValue>AAAA'),
  },
  {
    name: 'a key of 1024 bits',
    rung: 'assertion_signature_value',
    sign: { key: 'small' },
    input: { identityProvider: { entityId: IDP, certificates: [certificate('small')] } },
  },
  {
    name: 'the address changed after signing',
    rung: 'assertion_signature_content',
    xml: swap('>ada@corp.example</saml:NameID>', '>eve@corp.example</saml:NameID>'),
  },
  {
    name: 'an attribute changed after signing',
    rung: 'assertion_signature_content',
    xml: swap('>Lovelace<', '>Hopper<'),
  },
  {
    name: 'white space added after signing',
    rung: 'assertion_signature_content',
    xml: swap('<saml:AttributeStatement>', '<saml:AttributeStatement>\n'),
  },
  {
    name: 'the digest replaced',
    rung: 'assertion_signature_value',
    follows: ['assertion_signature_content'],
    xml: swap(/<ds:DigestValue>..../, '<ds:DigestValue>AAAA'),
  },
  { name: 'nothing signed', rung: 'signature_present', unsigned: true },
  {
    name: 'a signed Response: an unknown key',
    rung: 'response_signature_value',
    signResponse: true,
    sign: { key: 'other' },
  },
  {
    name: 'a signed Response: SHA-1',
    rung: 'response_signature_form',
    signResponse: true,
    sign: { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' },
  },
  {
    name: 'a signed Response: changed after signing',
    rung: 'response_signature_content',
    signResponse: true,
    xml: swap('>Lovelace<', '>Hopper<'),
  },
  {
    name: 'a signed Response: the value changed',
    rung: 'response_signature_value',
    signResponse: true,
    xml: swap(/<ds:SignatureValue>..../, '<ds:SignatureValue>AAAA'),
  },
  {
    name: 'a signed Response: the Reference leads elsewhere',
    rung: 'response_signature_form',
    signResponse: true,
    xml: swap('URI="#_response1"', 'URI="#_assertion1"'),
  },

  // Encryption
  { name: 'encrypted for another key', rung: 'decryption', encryptTo: 'sp-foreign' },
  { name: 'encrypted, and no key here', rung: 'decryption', encryptTo: 'sp', input: { decryptionKeys: [] } },
  { name: 'encrypted with AES-CBC under no signature', rung: 'decryption', encryptTo: 'sp cbc' },
  {
    name: 'encrypted data without a cipher',
    rung: 'decryption',
    encryptTo: 'sp',
    xml: (xml) => xml.replaceAll(/<(\w+:)?CipherValue>[^<]*<\/(\w+:)?CipherValue>/g, ''),
  },

  // What it says, and to whom
  { name: 'an assertion of SAML 1.1', rung: 'assertion', assertion: { version: '1.1' } },
  { name: 'an assertion of no known time', rung: 'assertion', assertion: { issueInstant: 'today' } },
  {
    name: 'an element the assertion may not have',
    rung: 'assertion',
    assertion: { more: '<saml:Audience>x</saml:Audience>' },
  },
  {
    name: 'an assertion of another identity provider',
    rung: 'issuer',
    assertion: { issuer: 'https://evil.test' },
  },
  {
    name: 'a Response of another identity provider',
    rung: 'issuer',
    response: { issuer: 'https://evil.test' },
  },
  { name: 'an issuer with a slash more', rung: 'issuer', assertion: { issuer: `${IDP}/` } },
  {
    name: 'an issuer of another format',
    rung: 'issuer',
    assertion: { issuerFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' },
  },
  {
    name: 'another Destination',
    rung: 'destination',
    response: { destination: 'https://sp.test/elsewhere' },
  },
  {
    name: 'a Destination with http',
    rung: 'destination',
    response: { destination: ACS.replace('https', 'http') },
  },
  { name: 'the answer to another request', rung: 'in_response_to', response: { inResponseTo: '_other' } },
  { name: 'an answer that names no request', rung: 'in_response_to', response: { inResponseTo: null } },
  {
    name: 'confirmed by holder of key',
    rung: 'subject_confirmation',
    assertion: { method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' },
  },
  {
    name: 'a Subject without confirmation',
    rung: 'subject_confirmation',
    assertion: { subject: '<saml:Subject><saml:NameID>ada@corp.example</saml:NameID></saml:Subject>' },
  },
  { name: 'no Subject', rung: 'subject_confirmation', follows: ['name_id'], assertion: { subject: null } },
  { name: 'another Recipient', rung: 'recipient', assertion: { recipient: 'https://sp.test/elsewhere' } },
  { name: 'no Recipient', rung: 'recipient', assertion: { recipient: null } },
  {
    name: 'a confirmation that is over',
    rung: 'confirmation_time',
    assertion: { confirmationNotOnOrAfter: PAST },
  },
  {
    name: 'a confirmation without an end',
    rung: 'confirmation_time',
    assertion: { confirmationNotOnOrAfter: null },
  },
  {
    name: 'a confirmation with a beginning to come',
    rung: 'confirmation_time',
    assertion: { confirmationNotBefore: FUTURE },
  },
  {
    name: 'a confirmation for another request',
    rung: 'confirmation_in_response_to',
    assertion: { inResponseTo: '_other' },
  },
  {
    name: 'a confirmation that names no request',
    rung: 'confirmation_in_response_to',
    assertion: { inResponseTo: null },
  },
  { name: 'no Conditions', rung: 'conditions', assertion: { conditions: null } },
  {
    name: 'a condition nobody knows',
    rung: 'conditions',
    assertion: {
      moreConditions:
        '<saml:Condition xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x"></saml:Condition>',
    },
  },
  {
    name: 'an assertion that is over',
    rung: 'conditions_time',
    assertion: { notOnOrAfter: PAST, notBefore: null },
  },
  {
    name: 'an assertion that is not valid yet',
    rung: 'conditions_time',
    assertion: { notBefore: FUTURE, notOnOrAfter: null },
  },
  { name: 'an end that is no time', rung: 'conditions_time', assertion: { notOnOrAfter: 'soon' } },
  {
    name: 'for another service provider',
    rung: 'audience',
    assertion: { audiences: [['https://other.test']] },
  },
  {
    name: 'for us and, besides, for somebody else alone',
    rung: 'audience',
    assertion: { audiences: [[ENTITY_ID], ['https://other.test']] },
  },
  {
    name: 'an audience in other letters',
    rung: 'audience',
    assertion: { audiences: [[ENTITY_ID.toUpperCase()]] },
  },
  { name: 'a session that has ended', rung: 'session_time', assertion: { sessionNotOnOrAfter: PAST } },
  { name: 'no NameID', rung: 'name_id', assertion: { nameId: null } },
  { name: 'an empty NameID', rung: 'name_id', assertion: { nameId: '' } },
  {
    name: 'a value that is markup',
    rung: 'attributes',
    assertion: {
      attributeStatement:
        '<saml:Attribute Name="email"><saml:AttributeValue><b xmlns="urn:x">ada</b></saml:AttributeValue></saml:Attribute>',
    },
  },
  {
    name: 'an attribute without a name',
    rung: 'attributes',
    assertion: {
      attributeStatement: '<saml:Attribute><saml:AttributeValue>ada</saml:AttributeValue></saml:Attribute>',
    },
  },
];

/** The genuine Response with the faults, as one message and what it is judged by. */
async function build(faults: readonly Fault[]): Promise<ValidationInput> {
  const merged = <Options>(key: 'assertion' | 'response' | 'sign' | 'input'): Options =>
    Object.assign({}, ...faults.map((fault) => fault[key])) as Options;
  const apply = (key: 'assertionXml' | 'xml', start: string) =>
    faults.reduce((text, fault) => fault[key]?.(text) ?? text, start);
  const options = merged<SignOptions>('sign');
  const signsResponse = faults.some(({ signResponse }) => signResponse);
  const unsigned = faults.some((fault) => fault.unsigned);
  const plain = apply('assertionXml', assertion(merged('assertion')));
  const inner = signsResponse || unsigned ? plain : signed(plain, '_assertion1', options);
  const [to, how] = (faults.find(({ encryptTo }) => encryptTo)?.encryptTo ?? '').split(' ');
  const cipher = how ? { algorithm: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc' } : {};
  const content = to ? await encrypted(inner, { to, ...cipher }) : inner;
  const around = response(content, merged('response'));
  const id = merged<ResponseOptions>('response').id ?? '_response1';
  const xml = apply('xml', signsResponse && id === '_response1' ? signed(around, id, options) : around);
  const encode = faults.find((fault) => fault.encode)?.encode ?? base64;
  return {
    encodedResponse: encode(xml),
    now: new Date(NOW),
    clockToleranceSeconds: 60,
    serviceProvider: { entityId: ENTITY_ID, acsUrl: ACS },
    identityProvider: { entityId: IDP, certificates: [certificate('idp')] },
    expectedInResponseTo: REQUEST,
    decryptionKeys: [decryptionKey('sp')],
    ...merged<Partial<ValidationInput>>('input'),
  };
}

const failedRungs = (input: ValidationInput) =>
  explainResponse(input)
    .checks.filter(({ outcome }) => outcome === 'failed')
    .map(({ id }) => id);

test('without a fault every rung passes, signed either way and encrypted', async () => {
  for (const variant of [{}, { signResponse: true }, { encryptTo: 'sp' }] as Partial<Fault>[]) {
    const input = await build([{ name: '', rung: 'size', ...variant }]);
    expect(failedRungs(input)).toEqual([]);
    expect(validateResponse(input).ok).toBe(true);
  }
});

test('at least sixty faults, each with a name of its own', () => {
  expect(FAULTS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
});

for (const fault of FAULTS) {
  test(`${fault.name}: exactly ${fault.rung} fails${fault.follows ? `, and ${fault.follows.join(', ')}` : ''}`, async () => {
    const input = await build([fault]);
    expect(failedRungs(input)).toEqual([fault.rung, ...(fault.follows ?? [])]);
    const verdict = validateResponse(input);
    expect(verdict.ok).toBe(false);
    expect(verdict.checks.find(({ outcome }) => outcome === 'failed')?.id).toBe(fault.rung);
  });
}

const outcomes = (input: ValidationInput, outcome: string) =>
  explainResponse(input)
    .checks.filter((check) => check.outcome === outcome)
    .map(({ id }) => id);

/** Whether two faults can be in one message: they change different things, and leave something to read. */
function compatible(one: Fault, other: Fault): boolean {
  if (one.rung === other.rung) return false;
  const keys = (fault: Fault) =>
    (['assertion', 'response', 'sign', 'input'] as const).flatMap((part) =>
      Object.keys(fault[part] ?? {}).map((key) => `${part} ${key}`),
    );
  const simple = ({ assertionXml, encode, encryptTo, signResponse, unsigned, xml }: Fault) =>
    !assertionXml && !encode && !encryptTo && !signResponse && !unsigned && !xml;
  const tampered = ({ name }: Fault) => name === 'the address changed after signing';
  return (
    (simple(one) || tampered(one)) &&
    (simple(other) || tampered(other)) &&
    keys(one).every((key) => !keys(other).includes(key)) &&
    // There has to be an address that can be changed.
    ![one, other].some(
      (fault) => fault.assertion && ('subject' in fault.assertion || 'nameId' in fault.assertion),
    )
  );
}

test('two faults at a time light both rungs', async () => {
  test.setTimeout(120_000);
  const single = new Map<Fault, { fails: string[]; hides: string[] }>();
  let both = 0;
  let pairs = 0;
  for (const [index, one] of FAULTS.entries()) {
    const partners = FAULTS.slice(index + 1).filter((other) => compatible(one, other));
    // Every third of them, beginning elsewhere for each fault: a few hundred pairs, the same ones at every run.
    for (const other of partners.filter((_, at) => at % 3 === index % 3)) {
      for (const fault of [one, other]) {
        if (single.has(fault)) continue;
        const input = await build([fault]);
        single.set(fault, { fails: outcomes(input, 'failed'), hides: outcomes(input, 'not_reached') });
      }
      const sides = [single.get(one), single.get(other)].flatMap((side) => side ?? []);
      const hidden = sides.flatMap(({ hides }) => hides);
      const expected = new Set(sides.flatMap(({ fails }) => fails).filter((id) => !hidden.includes(id)));
      const failed = failedRungs(await build([one, other]));
      expect(new Set(failed), `${one.name} + ${other.name}`).toEqual(expected);
      pairs += 1;
      if (failed.includes(one.rung) && failed.includes(other.rung)) both += 1;
    }
  }
  expect(pairs).toBeGreaterThan(200);
  expect(both).toBeGreaterThan(pairs * 0.9);
});
