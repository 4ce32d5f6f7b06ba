import { createPrivateKey, sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { signRoot } from '#lib/test-idp/sign.ts';
import { postForm, redirectUrl } from './bindings.ts';
import { parseCertificate } from './certificate.ts';
import type { LogoutFailureCode } from './failure.ts';
import { createKeyPair } from './key-pair.ts';
import { LOGOUT_MESSAGE_MS, type LogoutTransport, readLogoutMessage, sameNameId } from './logout.ts';
import { buildLogoutRequest, buildLogoutResponse } from './logout-message.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const IDP = 'https://idp.example.com/entity';
const SLO = 'https://sp.example.com/sso/saml/slo/key';
const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const RSA_SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
const HMAC_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256';

const idp = createKeyPair({ commonName: 'idp', now: NOW, validForDays: 30 });
const stranger = createKeyPair({ commonName: 'stranger', now: NOW, validForDays: 30 });
const certificate = parseCertificate(idp.certificatePem);
if (!certificate) throw new Error('no certificate');
const later = (ms: number) => new Date(NOW.getTime() + ms).toISOString();

/** A logout request as an outside identity provider writes it. */
function requestXml(change: Record<string, string | null> = {}, inner?: string): string {
  const attributes: Record<string, string | null> = {
    ID: '_r1',
    Version: '2.0',
    IssueInstant: NOW.toISOString(),
    NotOnOrAfter: later(60_000),
    Destination: SLO,
    ...change,
  };
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value === null || name === 'issuer' ? [] : ` ${name}="${value}"`,
  );
  const content = inner ?? '<saml:NameID>ada</saml:NameID><samlp:SessionIndex>s-1</samlp:SessionIndex>';
  const issuer = `<saml:Issuer>${change['issuer'] ?? IDP}</saml:Issuer>`;
  return `<samlp:LogoutRequest xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}"${written.join('')}>${issuer}${content}</samlp:LogoutRequest>`;
}

function responseXml(status = 'Success', change: Record<string, string | null> = {}): string {
  const code = `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"/></samlp:Status>`;
  return requestXml({ InResponseTo: '_ours', NotOnOrAfter: null, ...change }, code).replaceAll(
    'LogoutRequest',
    'LogoutResponse',
  );
}

type QueryOptions = {
  key?: string;
  algorithm?: string;
  hash?: 'sha1' | 'sha256';
  parameter?: string;
  relayState?: string | null;
  encode?: (text: string) => string;
};

/** The query string of HTTP-Redirect, written and signed by hand. */
function query(xml: string, options: QueryOptions = {}): string {
  const encode = options.encode ?? encodeURIComponent;
  const message = deflateRawSync(Buffer.from(xml)).toString('base64');
  const signed = [
    `${options.parameter ?? 'SAMLRequest'}=${encode(message)}`,
    ...(options.relayState == null ? [] : [`RelayState=${encode(options.relayState)}`]),
    `SigAlg=${encode(options.algorithm ?? RSA_SHA256)}`,
  ].join('&');
  const key = createPrivateKey(options.key ?? idp.privateKeyPem);
  const signature = sign(options.hash ?? 'sha256', Buffer.from(signed), key).toString('base64');
  return `${signed}&Signature=${encode(signature)}`;
}

const redirect = (text: string): LogoutTransport => ({ binding: 'redirect', query: text });
const post = (xml: string, relayState: string | null = null): LogoutTransport => ({
  binding: 'post',
  samlRequest: Buffer.from(xml).toString('base64'),
  samlResponse: null,
  relayState,
});
const signed = (xml: string) => signRoot(xml, idp, 'sha256');

function read(transport: LogoutTransport, change: Partial<Parameters<typeof readLogoutMessage>[0]> = {}) {
  return readLogoutMessage({
    transport,
    now: NOW,
    clockToleranceSeconds: 60,
    logoutUrl: SLO,
    identityProvider: { entityId: IDP, certificates: [certificate as NonNullable<typeof certificate>] },
    ...change,
  });
}

const lowerCase = (text: string) =>
  encodeURIComponent(text).replaceAll(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());

const ACCEPTED: readonly (readonly [string, LogoutTransport])[] = [
  ['a request by redirect', redirect(query(requestXml()))],
  ['one with RelayState', redirect(query(requestXml(), { relayState: 'a b+c&d=ü' }))],
  ['one whose RelayState is empty', redirect(query(requestXml(), { relayState: '' }))],
  ['one that is percent-encoded in lower case', redirect(query(requestXml(), { encode: lowerCase }))],
  [
    'one whose RelayState is percent-encoded in lower case',
    redirect(query(requestXml(), { encode: lowerCase, relayState: 'a/b' })),
  ],
  ['one with foreign parameters around it', redirect(`tenant=1&${query(requestXml())}&utm=x`)],
  [
    'one whose parameters stand in another order',
    redirect(query(requestXml(), { relayState: 'r' }).split('&').reverse().join('&')),
  ],
  ['one without NotOnOrAfter', redirect(query(requestXml({ NotOnOrAfter: null })))],
  ['a request by POST', post(signed(requestXml()), 'r')],
  ['one at the end of the tolerance', redirect(query(requestXml({ NotOnOrAfter: later(-59_999) })))],
];
for (const [name, transport] of ACCEPTED) {
  test(`${name} is accepted`, () => {
    const verdict = read(transport);
    expect(verdict).toMatchObject({
      ok: true,
      message: { kind: 'request', id: '_r1', issuer: IDP, sessionIndexes: ['s-1'] },
    });
    if (verdict.ok && verdict.message.kind === 'request') {
      expect(verdict.message.nameId).toEqual({
        value: 'ada',
        format: null,
        nameQualifier: null,
        spNameQualifier: null,
      });
    }
  });
}

const twoNames = '<saml:NameID>ada</saml:NameID><saml:NameID>eve</saml:NameID>';
const encryptedId = '<saml:EncryptedID><x xmlns="urn:x"/></saml:EncryptedID>';
const many = '<samlp:SessionIndex>s</samlp:SessionIndex>'.repeat(51);
const forged = query(requestXml(), { key: stranger.privateKeyPem });
const good = query(requestXml(), { relayState: 'mine' });
const REFUSED: readonly (readonly [string, LogoutFailureCode, LogoutTransport])[] = [
  ['nothing', 'message_missing', redirect('')],
  ['an empty form', 'message_missing', { ...post(''), samlRequest: null } as LogoutTransport],
  ['request and response at once', 'message_ambiguous', redirect(`${good}&SAMLResponse=x`)],
  ['a parameter that is there twice', 'query_malformed', redirect(`${good}&SAMLRequest=x`)],
  ['a second RelayState', 'query_malformed', redirect(`RelayState=evil&${good}`)],
  ['broken percent-encoding', 'query_malformed', redirect('SAMLRequest=%zz&SigAlg=a&Signature=b')],
  ['another encoding', 'query_malformed', redirect(`${good}&SAMLEncoding=urn%3Aother`)],
  ['a message that is not base64', 'not_base64', redirect('SAMLRequest=%26&SigAlg=a&Signature=YQ%3D%3D')],
  [
    'a message that is not deflated',
    'not_deflated',
    redirect('SAMLRequest=YWJj&SigAlg=a&Signature=YQ%3D%3D'),
  ],
  ['a deflate bomb', 'response_too_large', redirect(query('a'.repeat(10_000_000)))],
  ['a form field that is too long', 'response_too_large', post('a'.repeat(200_000))],
  ['a DOCTYPE', 'xml_forbidden', redirect(query(`<!DOCTYPE x>${requestXml()}`))],
  ['garbage that is signed', 'not_xml', redirect(query('hello'))],
  ['a query without signature', 'signature_missing', redirect(good.split('&SigAlg')[0] ?? '')],
  ['a query without SigAlg', 'signature_missing', redirect(good.replace('SigAlg', 'sigalg'))],
  ['an empty signature', 'signature_malformed', redirect(good.replace(/Signature=.*/, 'Signature='))],
  ['the signature of somebody else', 'certificate_mismatch', redirect(forged)],
  ['a changed RelayState', 'certificate_mismatch', redirect(good.replace('=mine', '=evil'))],
  ['a RelayState taken away', 'certificate_mismatch', redirect(good.replace('&RelayState=mine', ''))],
  [
    'a RelayState added',
    'certificate_mismatch',
    redirect(query(requestXml()).replace('&SigAlg', '&RelayState=x&SigAlg')),
  ],
  [
    'the same octets encoded in another way',
    'certificate_mismatch',
    redirect(query(requestXml(), { relayState: 'a b' }).replace('a%20b', 'a+b')),
  ],
  ['SHA-1', 'algorithm_not_allowed', redirect(query(requestXml(), { algorithm: RSA_SHA1, hash: 'sha1' }))],
  ['HMAC', 'algorithm_not_allowed', redirect(query(requestXml(), { algorithm: HMAC_SHA256 }))],
  ['no algorithm', 'algorithm_not_allowed', redirect(query(requestXml(), { algorithm: '' }))],
  ['a signature inside a query string', 'stray_signature', redirect(query(signed(requestXml())))],
  ['a POST without signature', 'signature_missing', post(requestXml())],
  [
    'a POST signed by somebody else',
    'certificate_mismatch',
    post(signRoot(requestXml(), stranger, 'sha256')),
  ],
  ['a POST changed after signing', 'digest_mismatch', post(signed(requestXml()).replace('>ada<', '>eve<'))],
  ['a POST signed with SHA-1', 'algorithm_not_allowed', post(signRoot(requestXml(), idp, 'sha1'))],
  [
    'a signature at the end',
    'stray_signature',
    post(signed(requestXml()).replace(/(<ds:Signature.*<\/ds:Signature>)(.*)(<\/samlp)/s, '$2$1$3')),
  ],
  [
    'a signed request wrapped in another',
    'element_unexpected',
    redirect(query(requestXml({ ID: '_r2' }, requestXml()))),
  ],
  ['two elements with one ID', 'duplicate_id', redirect(query(requestXml({}, requestXml())))],
  [
    'an assertion',
    'not_a_logout_message',
    redirect(query(`<saml:Assertion xmlns:saml="${SAML}" ID="_r1"/>`)),
  ],
  ['a response under the name of a request', 'not_a_logout_message', redirect(query(responseXml()))],
  ['SAML 1.1', 'version_unsupported', redirect(query(requestXml({ Version: '1.1' })))],
  ['no ID', 'id_missing', redirect(query(requestXml({ ID: null })))],
  ['no IssueInstant', 'instant_malformed', redirect(query(requestXml({ IssueInstant: null })))],
  ['a local time', 'instant_malformed', redirect(query(requestXml({ NotOnOrAfter: '2026-11-21T12:00:00' })))],
  ['another issuer', 'issuer_mismatch', redirect(query(requestXml({ issuer: 'https://evil.example' })))],
  [
    'no issuer',
    'issuer_missing',
    redirect(query(requestXml().replace(/<saml:Issuer>.*<\/saml:Issuer>/, ''))),
  ],
  ['no Destination', 'destination_missing', redirect(query(requestXml({ Destination: null })))],
  ['another Destination', 'destination_mismatch', redirect(query(requestXml({ Destination: `${SLO}2` })))],
  ['an expired request', 'expired', redirect(query(requestXml({ NotOnOrAfter: later(-60_000) })))],
  [
    'an old request that says it is good for a year',
    'expired',
    redirect(
      query(
        requestXml({
          IssueInstant: later(-LOGOUT_MESSAGE_MS - 60_000),
          NotOnOrAfter: '2027-11-21T12:00:00Z',
        }),
      ),
    ),
  ],
  ['a request of the future', 'not_yet_valid', redirect(query(requestXml({ IssueInstant: later(60_001) })))],
  ['nobody named', 'identifier_missing', redirect(query(requestXml({}, '')))],
  ['an empty NameID', 'identifier_missing', redirect(query(requestXml({}, '<saml:NameID></saml:NameID>')))],
  ['two NameIDs', 'element_repeated', redirect(query(requestXml({}, twoNames)))],
  ['an EncryptedID', 'identifier_not_supported', redirect(query(requestXml({}, encryptedId)))],
  [
    'an element inside the NameID',
    'text_not_plain',
    redirect(query(requestXml({}, '<saml:NameID>ada<x xmlns="urn:x"/></saml:NameID>'))),
  ],
  [
    'too many sessions',
    'xml_limits',
    redirect(query(requestXml({}, `<saml:NameID>ada</saml:NameID>${many}`))),
  ],
];
for (const [name, code, transport] of REFUSED) {
  test(`refused: ${name} (${code})`, () => {
    const verdict = read(transport);
    expect(verdict.ok ? 'accepted' : verdict.failure.code).toBe(code);
  });
}

test('legacy switches allow SHA-1, and only they do', () => {
  const byQuery = redirect(query(requestXml(), { algorithm: RSA_SHA1, hash: 'sha1' }));
  const byPost = post(signRoot(requestXml(), idp, 'sha1'));
  for (const transport of [byQuery, byPost]) {
    expect(read(transport, { allow: { sha1: true } }).ok).toBe(true);
    expect(read(transport, { allow: { sha1: false } }).ok).toBe(false);
  }
});

test('without a certificate nothing is believed', () => {
  const verdict = read(redirect(query(requestXml())), {
    identityProvider: { entityId: IDP, certificates: [] },
  });
  expect(verdict.ok ? null : verdict.failure.code).toBe('certificate_missing');
});

test('a comment cannot cut the NameID short', () => {
  const verdict = read(redirect(query(requestXml({}, '<saml:NameID>ada<!-- -->.evil</saml:NameID>'))));
  expect(verdict.ok && verdict.message.kind === 'request' && verdict.message.nameId.value).toBe('ada.evil');
});

test('RelayState comes out as it was sent', () => {
  const relayState = 'a b+c&d=ü/%20';
  for (const transport of [
    redirect(query(requestXml(), { relayState })),
    post(signed(requestXml()), relayState),
  ]) {
    const verdict = read(transport);
    expect(verdict.ok && verdict.message.relayState).toBe(relayState);
  }
});

test('a message can be presented again only until it ends, and five minutes after it was issued at the latest', () => {
  const until = (change: Record<string, string | null>) => {
    const verdict = read(redirect(query(requestXml(change))));
    return verdict.ok ? verdict.message.notOnOrAfter.toISOString() : verdict.failure.code;
  };
  expect(until({})).toBe(later(120_000));
  expect(until({ NotOnOrAfter: null })).toBe(later(LOGOUT_MESSAGE_MS + 60_000));
  expect(until({ NotOnOrAfter: later(86_400_000) })).toBe(later(LOGOUT_MESSAGE_MS + 60_000));
});

test('a response says what it answers and how it went', () => {
  const transport = redirect(query(responseXml('Responder'), { parameter: 'SAMLResponse' }));
  expect(read(transport)).toMatchObject({
    ok: true,
    message: {
      kind: 'response',
      inResponseTo: '_ours',
      status: ['urn:oasis:names:tc:SAML:2.0:status:Responder'],
    },
  });
  const unanswering = redirect(
    query(responseXml('Success', { InResponseTo: null }), { parameter: 'SAMLResponse' }),
  );
  expect(read(unanswering)).toMatchObject({ ok: false, failure: { code: 'in_response_to_missing' } });
});

test('our own messages pass the same checks by both bindings', () => {
  const signWith = { privateKey: createPrivateKey(idp.privateKeyPem), certificatePem: idp.certificatePem };
  const nameId = { value: 'ada "<&>', format: 'urn:f', nameQualifier: 'q', spNameQualifier: null };
  const envelope = { id: '_o1', now: NOW, destination: SLO, issuer: IDP };
  const request = buildLogoutRequest({ ...envelope, nameId, sessionIndex: 's<1>' });
  const response = buildLogoutResponse({ ...envelope, inResponseTo: '_x', outcome: 'unknown_principal' });
  for (const [xml, parameter] of [
    [request, 'SAMLRequest'],
    [response, 'SAMLResponse'],
  ] as const) {
    const message = {
      destination: `${SLO}?a=1`,
      samlRequestXml: xml,
      parameter,
      relayState: 'r s',
      signWith,
    };
    const { fields } = postForm(message);
    const posted: LogoutTransport = {
      binding: 'post',
      samlRequest: fields['SAMLRequest'] ?? null,
      samlResponse: fields['SAMLResponse'] ?? null,
      relayState: fields['RelayState'] ?? null,
    };
    for (const transport of [redirect(redirectUrl(message).split('?')[1] ?? ''), posted]) {
      const verdict = read(transport);
      expect(verdict).toMatchObject({ ok: true, message: { id: '_o1', relayState: 'r s' } });
      if (verdict.ok && verdict.message.kind === 'request') {
        expect(verdict.message).toMatchObject({ nameId, sessionIndexes: ['s<1>'] });
      } else if (verdict.ok && verdict.message.kind === 'response') {
        expect(verdict.message.status.map((code) => code.split(':').at(-1))).toEqual([
          'Requester',
          'UnknownPrincipal',
        ]);
      }
    }
  }
});

test('NameIDs name the same person when their values agree and nothing else disagrees', () => {
  const name = (value: string, format: string | null = null, nameQualifier: string | null = null) => ({
    value,
    format,
    nameQualifier,
    spNameQualifier: null,
  });
  const unspecified = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
  expect(sameNameId(name('ada'), name('ada', 'urn:f', 'q'))).toBe(true);
  expect(sameNameId(name('ada', unspecified), name('ada', 'urn:f'))).toBe(true);
  expect(sameNameId(name('ada'), name('Ada'))).toBe(false);
  expect(sameNameId(name('ada', 'urn:f'), name('ada', 'urn:g'))).toBe(false);
  expect(sameNameId(name('ada', null, 'p'), name('ada', null, 'q'))).toBe(false);
});
