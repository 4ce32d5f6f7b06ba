import { createPrivateKey, verify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { buildAuthnRequest } from './authn-request.ts';
import { loginHintQuery, postForm, redirectUrl } from './bindings.ts';
import { parseCertificate } from './certificate.ts';
import { createKeyPair } from './key-pair.ts';

const now = new Date('2026-06-01T12:00:00Z');
const pair = createKeyPair({ commonName: 'sp', now, validForDays: 30 });
const signWith = { privateKey: createPrivateKey(pair.privateKeyPem), certificatePem: pair.certificatePem };
const publicKey = parseCertificate(pair.certificatePem)?.publicKey;

const destination = 'https://idp.example.com/sso';
const samlRequestXml = buildAuthnRequest({
  id: '_a1',
  now,
  destination: `${destination}?a=1&b="<2>"`,
  issuer: 'https://sp.example.com/\u00fc"&<\'>\t\r\n',
  acsUrl: 'https://sp.example.com/acs?x=\t\r\n&y=<"\'>',
  nameIdFormat: null,
  forceAuthn: true,
  loginHint: 'ada+"<&>\'\r\n@example.com',
  providerName: 'App & Co <"\'>',
});
const request = { destination, samlRequestXml, relayState: 'r/+=& ü' };

test('a redirect carries the deflated request and the RelayState', () => {
  const url = new URL(redirectUrl(request));
  expect(url.origin + url.pathname).toBe(destination);
  expect([...url.searchParams.keys()]).toEqual(['SAMLRequest', 'RelayState']);
  const deflated = Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64');
  expect(inflateRawSync(deflated).toString('utf8')).toBe(samlRequestXml);
  expect(url.searchParams.get('RelayState')).toBe(request.relayState);
});

test('without a RelayState none is sent', () => {
  expect([...new URL(redirectUrl({ ...request, relayState: null })).searchParams.keys()]).toEqual([
    'SAMLRequest',
  ]);
  expect(Object.keys(postForm({ ...request, relayState: null }).fields)).toEqual(['SAMLRequest']);
});

for (const relayState of [request.relayState, null]) {
  test(`the redirect signature is over the octets sent, RelayState ${relayState ? 'included' : 'absent'}`, () => {
    const url = redirectUrl({ ...request, relayState, signWith });
    const signature = new URL(url).searchParams.get('Signature') ?? '';
    const query = url.slice(url.indexOf('?') + 1, url.indexOf('&Signature='));
    expect(query.split('&').map((pair) => pair.split('=')[0])).toEqual(
      relayState ? ['SAMLRequest', 'RelayState', 'SigAlg'] : ['SAMLRequest', 'SigAlg'],
    );
    expect(new URLSearchParams(query).get('SigAlg')).toBe(
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    );
    const check = (octets: string) =>
      publicKey && verify('sha256', Buffer.from(octets), publicKey, Buffer.from(signature, 'base64'));
    expect(check(query)).toBe(true);
    expect(check(query.replace('SAMLRequest=', 'SAMLRequest=A'))).toBe(false);
  });
}

const DESTINATIONS: readonly (readonly [string, string])[] = [
  ['https://idp.example.com/sso', 'https://idp.example.com/sso?'],
  ['https://idp.example.com/sso?tenant=1', 'https://idp.example.com/sso?tenant=1&'],
  ['https://idp.example.com/sso?', 'https://idp.example.com/sso?'],
  ['https://idp.example.com/sso?a=b&', 'https://idp.example.com/sso?a=b&'],
  ['https://idp.example.com/sso?a=b#top', 'https://idp.example.com/sso?a=b&'],
];
for (const [sso, beginning] of DESTINATIONS) {
  test(`the query of ${sso} is kept`, () => {
    expect(redirectUrl({ ...request, destination: sso }).startsWith(`${beginning}SAMLRequest=`)).toBe(true);
  });
}

test('login hints stand on the URL and outside the signature', () => {
  const extraQuery = { login_hint: 'ada+x@example.com' };
  const url = redirectUrl({ ...request, signWith, extraQuery });
  expect(url.startsWith(`${destination}?login_hint=ada%2Bx%40example.com&SAMLRequest=`)).toBe(true);
  expect(postForm({ ...request, extraQuery }).action).toBe(`${destination}?login_hint=ada%2Bx%40example.com`);
});

test('only identity providers that read a hint get one', () => {
  const hints = { loginHint: 'ada@example.com', domainHint: 'example.com' };
  expect(loginHintQuery('OktaSAML', hints)).toEqual({ login_hint: 'ada@example.com' });
  expect(loginHintQuery('AzureSAML', hints)).toEqual({ login_hint: 'ada@example.com' });
  expect(loginHintQuery('GoogleSAML', hints)).toEqual({ hd: 'example.com' });
  expect(loginHintQuery('GenericSAML', hints)).toEqual({});
  expect(loginHintQuery('OktaSAML', { loginHint: null })).toEqual({});
  expect(loginHintQuery('GoogleSAML', { loginHint: 'x' })).toEqual({});
});

test('a form carries the request as base64, unsigned unless asked', () => {
  const form = postForm(request);
  expect(form.action).toBe(destination);
  expect(form.fields['RelayState']).toBe(request.relayState);
  expect(Buffer.from(form.fields['SAMLRequest'] ?? '', 'base64').toString('utf8')).toBe(samlRequestXml);
});

/** Verified by a library with a parser and canonicalizer of its own. */
function verifiesElsewhere(xml: string): boolean {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const signature = document.getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'Signature')[0];
  const signed = new SignedXml({ publicCert: pair.certificatePem });
  signed.loadSignature(signature as unknown as Node);
  try {
    return signed.checkSignature(xml) && signed.getSignedReferences()[0]?.includes('AuthnRequest') === true;
  } catch {
    return false;
  }
}

test('the signature of a form is right in the eyes of another implementation, whatever characters it covers', () => {
  const xml = Buffer.from(postForm({ ...request, signWith }).fields['SAMLRequest'] ?? '', 'base64').toString(
    'utf8',
  );
  expect(xml.indexOf('<ds:Signature ')).toBe(xml.indexOf('</saml:Issuer>') + '</saml:Issuer>'.length);
  expect(verifiesElsewhere(xml)).toBe(true);
  expect(verifiesElsewhere(xml.replace('ForceAuthn="true"', 'ForceAuthn="false"'))).toBe(false);
  expect(verifiesElsewhere(xml.replace('App &amp; Co', 'App &amp; Ca'))).toBe(false);
});

test('XML that is not a request of ours is not signed', () => {
  expect(() => postForm({ ...request, samlRequestXml: '<x ID="a"/>', signWith })).toThrow('message of ours');
});
