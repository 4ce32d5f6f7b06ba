import { expect, test } from '@playwright/test';
import { diag } from 'libxml2-wasm';
import { SAML_FAILURES } from './failure.ts';
import { CHECKS, explainResponse, readUnverified, unsolicited, validateResponse } from './response.ts';
import { certificate, fixtures, inputOf } from './testdata/cases.ts';
import {
  ACS,
  assertion,
  ENTITY_ID,
  IDP,
  pem,
  REQUEST,
  response,
  signed,
  xmlCryptoAccepts,
} from './testdata/signer.ts';

const accepted = fixtures('accepted');
const refused = fixtures('refused');

function fixture(name: string) {
  const found = [...accepted, ...refused].find((one) => one.name === name);
  if (!found) throw new Error(`no fixture ${name}`);
  return found;
}

function failureOf(name: string) {
  const verdict = validateResponse(inputOf(fixture(name)));
  if (verdict.ok) throw new Error(`${name} is accepted`);
  return verdict.failure;
}

test('explaining goes on past the first failure and finds every other one', () => {
  const xml = signed(
    response(
      assertion({
        audiences: [['https://other.test']],
        notOnOrAfter: '2030-01-15T11:00:00Z',
        recipient: 'https://x.test',
      }),
      {
        destination: 'https://x.test',
      },
    ),
    '_assertion1',
    { key: 'other' },
  );
  const input = {
    ...inputOf(fixture('signed-assertion')),
    encodedResponse: Buffer.from(xml).toString('base64'),
  };
  const failed = explainResponse(input).checks.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ id }) => id)).toEqual([
    'assertion_signature_value',
    'destination',
    'recipient',
    'conditions_time',
    'audience',
  ]);
  const verdict = validateResponse(input);
  expect(verdict.ok ? '' : verdict.failure.code).toBe('certificate_mismatch');
});

test('explaining never yields an assertion, not even for a genuine Response', () => {
  for (const one of accepted) expect(Object.keys(explainResponse(inputOf(one)))).toEqual(['checks']);
});

test('explaining does not decrypt AES-CBC under an outer signature that does not verify', () => {
  const foreign = { ...inputOf(fixture('encrypted-cbc-in-signed-response')) };
  foreign.identityProvider = { ...foreign.identityProvider, certificates: [certificate('other')] };
  const { checks } = explainResponse(foreign);
  expect(checks.find(({ id }) => id === 'decryption')?.failure?.code).toBe(
    'decryption_algorithm_not_allowed',
  );
  expect(checks.find(({ id }) => id === 'name_id')?.outcome).toBe('not_reached');
});

test('explaining a genuine Response passes every check', () => {
  for (const one of accepted) {
    const outcomes = explainResponse(inputOf(one)).checks.map(({ id, outcome }) => `${id} ${outcome}`);
    expect(outcomes, one.name).toEqual(CHECKS.map(({ id }) => `${id} passed`));
  }
});

test('every check has an id of its own, a title and a section of a specification', () => {
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
  for (const { title, specification } of CHECKS) {
    expect(title).toMatch(/^[A-Z].*[a-z0-9]$/);
    expect(specification).toMatch(/§|Best Practices/);
  }
});

test('every failure code but the crash of a check is met by a fixture', () => {
  const met = new Set(refused.map(({ failure }) => failure));
  // Generated in other tests: too large (size), limits (hostile), crash (never).
  const elsewhere = ['response_too_large', 'xml_limits', 'check_crashed'];
  expect(SAML_FAILURES.filter((code) => !met.has(code) && !elsewhere.includes(code))).toEqual([]);
});

test('a message over the limit is told by its size', () => {
  const input = inputOf(fixture('signed-assertion'));
  const judged = (encodedResponse: string) => {
    const verdict = validateResponse({ ...input, encodedResponse });
    return verdict.ok ? '' : verdict.failure.code;
  };
  expect(judged('A'.repeat(800_000))).toBe('response_too_large');
  expect(judged(Buffer.alloc(512 * 1024 + 1, 'x').toString('base64'))).toBe('response_too_large');
  expect(judged(Buffer.alloc(512 * 1024, 'x').toString('base64'))).toBe('not_xml');
});

test('a wrong certificate is shown beside the configured one', () => {
  const [configured, embedded] = [
    certificate('idp').fingerprintSha256,
    certificate('other').fingerprintSha256,
  ];
  expect(failureOf('attacker-certificate')).toMatchObject({ expected: [configured], received: embedded });
  expect(failureOf('attacker-certificate').detail).toContain(
    'was signed with a certificate that this connection does not have',
  );
  expect(failureOf('stolen-certificate')).toMatchObject({ expected: [configured], received: configured });
  const { unverified } = validateResponse(inputOf(fixture('attacker-certificate')));
  expect(unverified.embeddedCertificate).toBe(certificate('other').pem);
});

test('a failed decryption shows for which certificate the message was made', () => {
  expect(failureOf('encrypted-to-another')).toMatchObject({
    code: 'decryption_failed',
    expected: [certificate('sp').fingerprintSha256, certificate('sp-next').fingerprintSha256],
    received: certificate('sp-foreign').fingerprintSha256,
  });
});

test('every failed decryption is the same answer', () => {
  const names = [
    'encrypted-tag-broken',
    'encrypted-truncated',
    'encrypted-cbc-padding',
    'encrypted-cbc-not-xml',
    'encrypted-rsa-1-5-renamed',
  ];
  const [first, ...others] = names.map((name) => failureOf(name));
  for (const other of others) expect(other).toEqual(first);
});

test("an identity provider's error keeps its codes and message", () => {
  expect(failureOf('user-denied').received).toEqual([
    'urn:oasis:names:tc:SAML:2.0:status:Responder',
    'urn:oasis:names:tc:SAML:2.0:status:RequestDenied',
    'User is not assigned to the app',
  ]);
  expect(readUnverified(fixture('user-denied').encodedResponse)).toMatchObject({
    statusCode: 'urn:oasis:names:tc:SAML:2.0:status:RequestDenied',
    statusMessage: 'User is not assigned to the app',
    inResponseTo: REQUEST,
    nameId: null,
  });
});

test('a failure says where it is in the message as received', () => {
  const xml = signed(
    response(assertion({ audiences: [[ENTITY_ID], ['https://other.test']] })).replaceAll('><', '>\n<'),
    '_assertion1',
  );
  const verdict = validateResponse({
    ...inputOf(fixture('signed-assertion')),
    encodedResponse: Buffer.from(xml).toString('base64'),
  });
  const line = xml.split('\n').lastIndexOf('<saml:AudienceRestriction>') + 1;
  expect(verdict.ok ? null : verdict.failure).toMatchObject({
    code: 'audience_mismatch',
    expected: ENTITY_ID,
    received: ['https://other.test'],
    place: { line, xpath: '/samlp:Response/saml:Assertion/saml:Conditions/saml:AudienceRestriction[2]' },
  });
});

test('a failure inside an encrypted assertion names no line of the message', () => {
  expect(failureOf('encrypted-tampered-inside').place).toEqual({ xpath: '/saml:Assertion' });
});

test('the verified assertion says what it was read from and how long to remember it', () => {
  const verdict = validateResponse(inputOf(fixture('signed-both')));
  expect(verdict.ok ? verdict.assertion : null).toMatchObject({
    issuer: IDP,
    assertionId: '_assertion1',
    responseId: '_response1',
    inResponseTo: REQUEST,
    sessionIndex: '_session1',
    sessionNotOnOrAfter: null,
    authnInstant: new Date('2030-01-15T11:59:50Z'),
    // The later NotOnOrAfter, 12:05:00, and the tolerance of 60 s.
    notOnOrAfter: new Date('2030-01-15T12:06:00Z'),
    signedBy: certificate('idp').fingerprintSha256,
    encrypted: false,
    signed: 'both',
  });
});

test('a replayed assertion is recognisable until no check lets it pass', () => {
  const input = inputOf(fixture('signed-assertion'));
  const verdict = validateResponse(input);
  if (!verdict.ok) throw new Error('refused');
  const { notOnOrAfter } = verdict.assertion;
  expect(validateResponse({ ...input, now: notOnOrAfter }).ok).toBe(false);
  expect(validateResponse({ ...input, now: new Date(notOnOrAfter.getTime() - 1) }).ok).toBe(true);
});

test('the clock tolerance is held between 0 and 300 seconds', () => {
  const input = inputOf(fixture('signed-assertion'));
  const late = (seconds: number, clockToleranceSeconds: number) =>
    validateResponse({
      ...input,
      clockToleranceSeconds,
      now: new Date(Date.UTC(2030, 0, 15, 12, 5, seconds)),
    }).ok;
  expect(late(299, 100_000)).toBe(true);
  expect(late(300, 100_000)).toBe(false);
  expect(late(0, -60)).toBe(false);
  expect(late(-1, -60)).toBe(true);
  expect(late(0, Number.NaN)).toBe(false);
});

test('a Response to a request is not accepted as unsolicited, nor the other way round', () => {
  const solicited = inputOf(fixture('signed-response'));
  expect(validateResponse({ ...solicited, expectedInResponseTo: unsolicited }).ok).toBe(false);
  expect(validateResponse({ ...solicited, expectedInResponseTo: '' }).ok).toBe(false);
  const free = inputOf(fixture('unsolicited'));
  expect(validateResponse({ ...free, expectedInResponseTo: REQUEST }).ok).toBe(false);
});

test('settings that are empty match nothing', () => {
  const empty = signed(response(assertion({ audiences: [['']], issuer: '' }), { issuer: '' }), '_assertion1');
  const nameless = {
    ...inputOf(fixture('signed-assertion')),
    encodedResponse: Buffer.from(empty).toString('base64'),
    serviceProvider: { entityId: '', acsUrl: ACS },
    identityProvider: { entityId: '', certificates: [certificate('idp')] },
  };
  const failed = explainResponse(nameless).checks.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ id }) => id)).toEqual(['issuer', 'audience']);
  const input = inputOf(fixture('signed-assertion'));
  expect(validateResponse({ ...input, serviceProvider: { entityId: '', acsUrl: ACS } }).ok).toBe(false);
  expect(validateResponse({ ...input, serviceProvider: { entityId: ENTITY_ID, acsUrl: '' } }).ok).toBe(false);
  expect(
    validateResponse({ ...input, identityProvider: { ...input.identityProvider, entityId: '' } }).ok,
  ).toBe(false);
});

test('reading without verifying tells what a Response claims', () => {
  const reading = readUnverified(fixture('signed-both').encodedResponse);
  expect(reading).toMatchObject({
    xml: fixture('signed-both').xml,
    inResponseTo: REQUEST,
    issuer: IDP,
    responseId: '_response1',
    assertionId: '_assertion1',
    destination: ACS,
    statusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    nameId: { value: 'ada@corp.example' },
    attributes: { firstName: ['Ada'], groups: ['engineering', 'analysts'] },
    embeddedCertificate: certificate('idp').pem,
    encryption: null,
  });
});

test('reading without verifying tells for which certificate an assertion was encrypted', () => {
  const { encodedResponse } = fixture('encrypted-to-another');
  expect(readUnverified(encodedResponse)).toMatchObject({
    nameId: null,
    attributes: null,
    encryption: {
      algorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
      keyAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
      keyInfoCertificateFingerprint: certificate('sp-foreign').fingerprintSha256,
    },
  });
});

test('a verdict shows the attributes of a decrypted assertion, also when it is refused', () => {
  const { unverified } = validateResponse(inputOf(fixture('encrypted-tampered-inside')));
  expect(unverified.attributes).toMatchObject({ firstName: ['Eve'] });
});

test('reading without verifying never throws and keeps text that is not XML', () => {
  for (const one of [...accepted, ...refused]) readUnverified(one.encodedResponse);
  expect(readUnverified(Buffer.from('hello').toString('base64')).xml).toBe('hello');
  expect(readUnverified('%').xml).toBeNull();
  expect(readUnverified('A'.repeat(2_000_000)).xml).toBeNull();
});

test('every document is freed, whatever the verdict', () => {
  diag.configure({ enabled: true });
  try {
    for (const one of [...accepted, ...refused]) {
      validateResponse(inputOf(one));
      explainResponse(inputOf(one));
      readUnverified(one.encodedResponse);
    }
    expect(JSON.stringify(diag.report())).toBe('{}');
  } finally {
    diag.configure({ enabled: false });
  }
});

test('xml-crypto agrees on every signature it can judge', () => {
  // It knows RSA with SHA-1, SHA-256 and SHA-512 and PSS with SHA-256, and it does not decrypt.
  const knows = (name: string) => !/ecdsa|384|pss-(sha512|generic|parameters)|encrypted/.test(name);
  const trusted = ({ certificates }: { certificates: string[] }) =>
    certificates.map((name) => pem(`${name}.crt`));
  const judged = accepted.filter(({ name }) => knows(name));
  expect(judged.length).toBeGreaterThan(35);
  for (const one of judged) expect(xmlCryptoAccepts(one.xml, trusted(one)), one.name).toBe(true);

  const broken = refused.filter(
    ({ name, failure = '' }) =>
      ['digest_mismatch', 'signature_invalid', 'certificate_mismatch'].includes(failure) &&
      !name.startsWith('encrypted'),
  );
  expect(broken.length).toBeGreaterThan(15);
  for (const one of broken) expect(xmlCryptoAccepts(one.xml, trusted(one)), one.name).toBe(false);
});
