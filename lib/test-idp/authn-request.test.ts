import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { readAuthnRequest } from './authn-request.ts';

const XMLNS =
  'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';

const FULL = `<?xml version="1.0" encoding="UTF-8"?>
<samlp:AuthnRequest ${XMLNS} ID="_r1" Version="2.0" IssueInstant="2026-05-01T12:00:00Z" ForceAuthn="true" IsPassive="0"
  AssertionConsumerServiceURL="https://sp.example/acs?x=1&amp;y=2" Destination="https://idp.example/sso">
  <saml:Issuer> https://sp.example/metadata </saml:Issuer>
  <saml:Subject><saml:NameID>amara@example.com</saml:NameID></saml:Subject>
  <samlp:NameIDPolicy Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" AllowCreate="true"/>
</samlp:AuthnRequest>`;

const MINIMAL = `<AuthnRequest xmlns="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r2" Version="2.0" IssueInstant="2026-05-01T12:00:00Z"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">sp</Issuer></AuthnRequest>`;

const post = (xml: string | Buffer) =>
  readAuthnRequest({ samlRequest: Buffer.from(xml).toString('base64'), binding: 'post' });
const redirect = (xml: string | Buffer) =>
  readAuthnRequest({ samlRequest: deflateRawSync(xml).toString('base64'), binding: 'redirect' });

for (const [binding, read] of Object.entries({ post, redirect })) {
  test(`a full request by HTTP-${binding} is read field by field`, () => {
    expect(read(FULL)).toEqual({
      ok: true,
      request: {
        id: '_r1',
        issuer: 'https://sp.example/metadata',
        acsUrl: 'https://sp.example/acs?x=1&y=2',
        forceAuthn: true,
        isPassive: false,
        nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
        subjectHint: 'amara@example.com',
      },
    });
  });

  test(`a minimal request by HTTP-${binding} has nulls where nothing was said`, () => {
    expect(read(MINIMAL)).toEqual({
      ok: true,
      request: {
        id: '_r2',
        issuer: 'sp',
        acsUrl: null,
        forceAuthn: false,
        isPassive: false,
        nameIdFormat: null,
        subjectHint: null,
      },
    });
  });
}

test('both spellings of an xs:boolean are read', () => {
  for (const [text, forceAuthn] of Object.entries({ true: true, 1: true, false: false, 0: false })) {
    const xml = MINIMAL.replace(' ID=', ` ForceAuthn="${text}" ID=`);
    expect(post(xml)).toMatchObject({ ok: true, request: { forceAuthn } });
  }
});

test('base64 broken into lines is read, as some senders of HTTP-POST write it', () => {
  const samlRequest = Buffer.from(FULL).toString('base64').replace(/.{76}/g, '$&\r\n');
  expect(readAuthnRequest({ samlRequest, binding: 'post' })).toMatchObject({
    ok: true,
    request: { id: '_r1' },
  });
});

const HOSTILE: Record<string, [ReturnType<typeof post>, string]> = {
  'an empty field': [readAuthnRequest({ samlRequest: '', binding: 'post' }), 'not base64'],
  'no base64': [readAuthnRequest({ samlRequest: '<xml>', binding: 'post' }), 'not base64'],
  'a document of 100 KiB': [post(FULL + ' '.repeat(100_000)), 'too long'],
  'a bomb that inflates to 20 MB': [redirect(Buffer.alloc(20_000_000, 32)), 'too long'],
  'a redirect that is not deflated': [
    readAuthnRequest({ samlRequest: Buffer.from(FULL).toString('base64'), binding: 'redirect' }),
    'raw DEFLATE',
  ],
  'a redirect with a zlib header': [
    readAuthnRequest({ samlRequest: deflateSync(FULL).toString('base64'), binding: 'redirect' }),
    'raw DEFLATE',
  ],
  gzip: [
    readAuthnRequest({ samlRequest: gzipSync(FULL).toString('base64'), binding: 'redirect' }),
    'raw DEFLATE',
  ],
  'Latin-1 bytes': [post(Buffer.from(FULL.replace('amara', 'am\u00e9lie'), 'latin1')), 'not UTF-8'],
  'plain text': [post('hello'), 'not well-formed'],
  'an attribute without quotes': [post(MINIMAL.replace('"_r2"', '_r2')), 'not well-formed'],
  'an entity nobody declared': [post(FULL.replace('amara', '&amara;')), 'not well-formed'],
  'an unclosed element': [post(FULL.replace('</samlp:AuthnRequest>', '')), 'not well-formed'],
  'a second root': [post(`${MINIMAL}<second/>`), 'not well-formed'],
  'a duplicate attribute': [post(MINIMAL.replace(' ID=', ' ID="_x" ID=')), 'not well-formed'],
  'an unbound prefix': [post(MINIMAL.replace('<Issuer', '<nope:x/><Issuer')), 'not well-formed'],
  'a DOCTYPE': [post(FULL.replace('<samlp:', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><samlp:')), 'DOCTYPE'],
  'entities that multiply': [
    post(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${MINIMAL}`),
    'DOCTYPE',
  ],
  'ten thousand levels': [post('<a>'.repeat(9_000)), 'not well-formed'],
  'another message': [
    post(MINIMAL.replaceAll('AuthnRequest', 'LogoutRequest')),
    'Expected an AuthnRequest, received LogoutRequest.',
  ],
  'an AuthnRequest of another namespace': [
    post(MINIMAL.replace('urn:oasis:names:tc:SAML:2.0:protocol', 'urn:other')),
    'Expected an AuthnRequest',
  ],
  'SAML 1.1': [post(MINIMAL.replace('"2.0"', '"1.1"')), 'not SAML 2.0'],
  'no ID': [post(MINIMAL.replace('ID="_r2"', '')), 'no ID'],
  'no Issuer': [post(MINIMAL.replace(/<Issuer.*<\/Issuer>/, '')), 'no Issuer'],
  'an Issuer of another namespace': [
    post(MINIMAL.replace('urn:oasis:names:tc:SAML:2.0:assertion', 'urn:other')),
    'no Issuer',
  ],
  'an Issuer that is not a child of the request': [
    post(MINIMAL.replace('<Issuer', '<x><Issuer').replace('</Issuer>', '</Issuer></x>')),
    'no Issuer',
  ],
};

for (const [name, [answer, problem]] of Object.entries(HOSTILE)) {
  test(`${name} is refused with a sentence`, () => {
    expect(answer).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });
}
