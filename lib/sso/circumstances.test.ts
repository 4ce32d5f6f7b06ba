import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { addressMistake } from './address-mistake.ts';
import { circumstancesOf } from './circumstances.ts';
import { explanationIn } from './session-explanation.ts';
import { isNamedUri, withName } from './uri-names.ts';

const AT = new Date('2030-01-15T12:00:00Z');
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const facts = {
  expected: [],
  received: [],
  response: null,
  connectionType: 'GenericSAML',
  at: AT,
  domain: null,
} as const;
const titleOf = (input: Parameters<typeof circumstancesOf>[0]) =>
  explanationIn(input.code, circumstancesOf(input)).title;
const pagesOf = (input: Parameters<typeof circumstancesOf>[0]) =>
  explanationIn(input.code, circumstancesOf(input)).remedies.map(({ by, page }) => page ?? by);

test('SHA-1 can be allowed, HMAC is an attack, and MD5 is neither', () => {
  const by = (algorithm: string) => ({ ...facts, code: 'algorithm_not_allowed', received: [algorithm] });
  const sha1 = by('http://www.w3.org/2000/09/xmldsig#rsa-sha1');
  expect(pagesOf(sha1)).toContain('connection_advanced');
  for (const name of ['2000/09/xmldsig#hmac-sha1', '2001/04/xmldsig-more#hmac-sha256']) {
    const hmac = by(`http://www.w3.org/${name}`);
    expect(titleOf(hmac)).toMatch(/attack/);
    expect(pagesOf(hmac)).not.toContain('connection_advanced');
  }
  expect(pagesOf(by('http://www.w3.org/2001/04/xmldsig-more#rsa-md5'))).toEqual(['customer']);
});

test('a refusal of the identity provider is told by its status: our request, the NameID format, the person', () => {
  const status = 'urn:oasis:names:tc:SAML:2.0:status:';
  const by = (...received: string[]) => ({
    ...facts,
    code: 'status_not_success',
    received: received.map((one) => status + one),
  });
  expect(pagesOf(by('Requester'))[0]).toBe('connection_advanced');
  expect(pagesOf(by('Requester', 'InvalidNameIDPolicy'))[0]).toBe('connection_advanced');
  expect(titleOf(by('Requester', 'InvalidNameIDPolicy'))).toMatch(/NameID format/);
  expect(titleOf(by('Responder', 'AuthnFailed'))).toMatch(/did not let the person in/);
  expect(titleOf(by('Responder'))).toBe('The identity provider refused the sign-in');
  // What somebody writes as a message is no status.
  const said = { ...facts, code: 'status_not_success', received: ['see :Requester'] };
  expect(titleOf(said)).toBe('The identity provider refused the sign-in');
});

test('a compressed response, one that is encoded twice, and one that is too large are named', () => {
  const xml = '<samlp:Response/>';
  expect(titleOf({ ...facts, code: 'not_utf8', response: base64(deflateRawSync(xml)) })).toMatch(
    /wrong binding/,
  );
  expect(titleOf({ ...facts, code: 'not_utf8', response: base64(Buffer.from([0xff, 0xfe])) })).toMatch(
    /UTF-8/,
  );
  expect(titleOf({ ...facts, code: 'not_xml', response: base64(base64(xml)) })).toMatch(/twice/);
  expect(titleOf({ ...facts, code: 'not_xml', response: base64('nothing') })).toMatch(/not XML/);
  expect(titleOf({ ...facts, code: 'xml_limits', expected: ['at most 524288 bytes'] })).toMatch(/too large/);
  expect(titleOf({ ...facts, code: 'xml_limits', expected: ['at most 100 elements'] })).toMatch(/complex/);
});

test('small keys are offered only where the switch helps', () => {
  const key = (received: string) => pagesOf({ ...facts, code: 'weak_key', received: [received] });
  expect(key('RSA with 1024 bits')).toContain('connection_advanced');
  for (const short of ['RSA with 512 bits', 'RSA with 1023 bits', 'EC with 224 bits']) {
    expect(key(short)).toEqual(['customer']);
  }
});

test('the clock of a hosted identity provider is nobody’s to set; one that agrees with ours is not blamed', () => {
  const early = (connectionType: string, issued: string) =>
    pagesOf({
      ...facts,
      code: 'not_yet_valid',
      connectionType,
      response: base64(`<samlp:Response IssueInstant="${issued}"/>`),
    });
  const ahead = '2030-01-15T12:10:00Z';
  expect(early('OktaSAML', ahead)[0]).toBe('workspace');
  expect(early('ADFSSAML', ahead)[0]).toBe('customer');
  const agrees = { ...facts, code: 'not_yet_valid', connectionType: 'OktaSAML' };
  const response = base64('<samlp:Response IssueInstant="2030-01-15T12:00:05Z"/>');
  expect(explanationIn(agrees.code, circumstancesOf({ ...agrees, response })).happened).toMatch(
    /not the reason/,
  );
});

test('a public mail provider and a domain that is not verified yet are told apart from a foreign one', () => {
  const domain = (name: string, listed: boolean) =>
    explanationIn(
      'email_domain_not_allowed',
      circumstancesOf({ ...facts, code: 'email_domain_not_allowed', domain: { name, listed } }),
    ).happened;
  expect(domain('gmail.com', false)).toMatch(/public mail provider/);
  expect(domain('corp.example', true)).toMatch(/not verified yet/);
  expect(domain('else.example', false)).toMatch(/not one of the organization/);
});

test('known mistakes with addresses are named, with the first character that differs', () => {
  const acs = 'https://sso.example/sso/saml/acs/abc';
  const entity = { name: 'SP entity ID', value: 'https://sso.example/abc' };
  const of = (received: string) => addressMistake(acs, received, entity);
  expect(of(acs)).toBeNull();
  expect(of(entity.value)?.sentence).toMatch(/our SP entity ID: the two values are swapped/);
  expect(of(`${acs}/`)).toEqual({ sentence: expect.stringMatching(/slash.* too much/), at: acs.length });
  expect(addressMistake(`${acs}/`, acs, entity)?.sentence).toMatch(/slash.* missing/);
  expect(of(acs.replace('https:', 'http:'))).toEqual({
    sentence: expect.stringMatching(/http instead of https/),
    at: 4,
  });
  expect(of(acs.replace('abc', 'ABC'))).toEqual({
    sentence: expect.stringMatching(/upper and lower/),
    at: 33,
  });
  expect(of(` ${acs}`)?.sentence).toMatch(/space/);
  expect(of(acs.replace('abc', 'abd'))).toEqual({ sentence: expect.stringMatching(/character 35/), at: 35 });
  expect(of('https://other.example/acs')).toBeNull();
});

test('URIs carry their names, and nobody else’s words pass for such a name', () => {
  const sha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
  expect(withName(sha256)).toBe(`RSA with SHA-256 (${sha256})`);
  expect(withName('Ada')).toBe('Ada');
  expect(withName('constructor')).toBe('constructor');
  expect(isNamedUri(withName('urn:oasis:names:tc:SAML:2.0:status:Responder'))).toBe(true);
  expect(isNamedUri('Send us your key (urn:oasis:names:tc:SAML:2.0:status:Responder)')).toBe(false);
  expect(isNamedUri('Install this (urn:else)')).toBe(false);
});
