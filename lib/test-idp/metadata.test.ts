import { X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { DOMParser } from '@xmldom/xmldom';
import { buildIdpMetadata } from './metadata.ts';
import { PAIRS } from './testdata/sign-in.ts';

const MD = 'urn:oasis:names:tc:SAML:2.0:metadata';

function read(validUntil?: Date) {
  const xml = buildIdpMetadata({
    entityId: 'https://idp.example/?a=1&b="2"',
    ssoUrl: 'https://idp.example/sso?a=1&b=2',
    sloUrl: 'https://idp.example/slo?a=1&b=2',
    certificatePem: PAIRS.idp.certificatePem,
    validUntil,
  });
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (!root) throw new Error('no root');
  return root;
}

test('the metadata names the entity, one signing certificate, and both request bindings at one URL', () => {
  const root = read();
  expect(root.getAttribute('entityID')).toBe('https://idp.example/?a=1&b="2"');
  const keys = Array.from(root.getElementsByTagNameNS(MD, 'KeyDescriptor'));
  expect(keys.map((key) => key.getAttribute('use'))).toEqual(['signing']);
  const certificate = new X509Certificate(Buffer.from(keys[0]?.textContent?.trim() ?? '', 'base64'));
  expect(certificate.fingerprint256).toBe(new X509Certificate(PAIRS.idp.certificatePem).fingerprint256);
  const services = Array.from(root.getElementsByTagNameNS(MD, 'SingleSignOnService'));
  expect(
    services.map((service) => [service.getAttribute('Binding'), service.getAttribute('Location')]),
  ).toEqual([
    ['urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', 'https://idp.example/sso?a=1&b=2'],
    ['urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', 'https://idp.example/sso?a=1&b=2'],
  ]);
});

test('the children of IDPSSODescriptor stand in the order the schema asks for', () => {
  const descriptor = read().getElementsByTagNameNS(MD, 'IDPSSODescriptor')[0];
  const names = Array.from(descriptor?.childNodes ?? [])
    .map((node) => node.nodeName)
    .filter((name) => name !== '#text');
  expect(names).toEqual([
    'md:KeyDescriptor',
    ...Array(2).fill('md:SingleLogoutService'),
    ...Array(3).fill('md:NameIDFormat'),
    ...Array(2).fill('md:SingleSignOnService'),
  ]);
});

test('validUntil is written when given and left out otherwise', () => {
  expect(read(new Date('2030-01-02T03:04:05Z')).getAttribute('validUntil')).toBe('2030-01-02T03:04:05.000Z');
  expect(read().hasAttribute('validUntil')).toBe(false);
});
