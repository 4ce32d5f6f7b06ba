/*
 * Writes the fixtures beside it: `node lib/saml/testdata/make.ts`. Each is a folder with the message as it would be
 * posted (decoded: response.xml, or as sent: response.b64) and case.json. Signatures with random parts (ECDSA, PSS)
 * and encrypted assertions differ from run to run; everything else is the same.
 */
import { constants, createPublicKey } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import {
  ACS,
  type AssertionOptions,
  afterIssuer,
  assertion,
  ENTITY_ID,
  ENVELOPED,
  EXC,
  encrypted,
  type HandSignature,
  handEncrypted,
  handSignature,
  IDP,
  MORE,
  NOW,
  PERSON,
  pem,
  REQUEST,
  type ResponseOptions,
  reference,
  response,
  SUCCESS,
  type SignOptions,
  signed,
  signedInfo,
  transform,
  XENC,
  XENC11,
} from './signer.ts';

type Settings = {
  now?: string;
  tolerance?: number;
  certificates?: string[];
  expectedInResponseTo?: string | null;
  decryptionKeys?: string[];
  allow?: { sha1?: boolean; smallRsaKeys?: boolean; cbcWithoutOuterSignature?: boolean };
};

type Outcome = { failure?: string; notes?: string[]; assertion?: Record<string, unknown> };

/** Row of the attack catalogue in README.md that a case belongs to. */
type Case = Settings & Outcome & { guarantee: string; row?: number };

const here = new URL('.', import.meta.url);
for (const folder of ['accepted', 'refused']) rmSync(new URL(folder, here), { recursive: true, force: true });

function write(kind: 'accepted' | 'refused', name: string, message: string, details: Case, asSent: boolean): void {
  const folder = new URL(`${kind}/${name}/`, here);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(asSent ? 'response.b64' : 'response.xml', folder), message);
  writeFileSync(new URL('case.json', folder), `${JSON.stringify({ now: NOW, certificates: ['idp'], ...details }, null, 2)}\n`);
}

function accept(name: string, message: string, details: Case, asSent = false): void {
  write('accepted', name, message, details, asSent);
}

function refuse(name: string, failure: string, message: string, details: Case, asSent = false): void {
  write('refused', name, message, { failure, ...details }, asSent);
}

/** A Response whose assertion alone is signed, by xml-crypto. */
function assertionSigned(a: AssertionOptions = {}, r: ResponseOptions = {}, s: SignOptions = {}): string {
  return signed(response(assertion(a), r), a.id ?? '_assertion1', s);
}

/** A Response that is signed as a whole, by xml-crypto. */
function responseSigned(a: AssertionOptions = {}, r: ResponseOptions = {}, s: SignOptions = {}): string {
  return signed(response(assertion(a), r), r.id ?? '_response1', s);
}

/** A signed assertion as a string of its own. */
function signedAssertion(a: AssertionOptions = {}, s: SignOptions = {}): string {
  return signed(assertion(a), a.id ?? '_assertion1', s);
}

/** An assertion whose Signature is written by hand; it is genuine unless `o` says otherwise. */
function handSigned(o: Partial<HandSignature> = {}, a: AssertionOptions = {}): string {
  const plain = assertion(a);
  return afterIssuer(plain, handSignature({ uri: '#_assertion1', content: plain, ...o }));
}

const signatureOf = (xml: string) => /<ds:Signature .*?<\/ds:Signature>/s.exec(xml)?.[0] ?? '';
const without = (xml: string, part: string) => xml.replace(part, '');
const ADMIN = { nameId: 'admin@corp.example', attributes: { ...PERSON, firstName: 'Mallory' } };

// ---------------------------------------------------------------------------------------------- accepted

const EMAIL = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';
const ada = { nameId: 'ada@corp.example' };

accept('signed-assertion', assertionSigned(), {
  guarantee: 'a signed assertion in an unsigned Response is accepted',
  assertion: {
    ...ada,
    signed: 'assertion',
    attributes: { [EMAIL]: ['ada@corp.example'], firstName: ['Ada'], lastName: ['Lovelace'], groups: ['engineering', 'analysts'] },
  },
});
accept('signed-response', responseSigned(), {
  guarantee: 'an unsigned assertion in a signed Response is accepted',
  assertion: { ...ada, signed: 'response' },
});
accept('signed-both', signed(assertionSigned(), '_response1'), {
  guarantee: 'a signed assertion in a signed Response is accepted',
  assertion: { ...ada, signed: 'both' },
});
accept('signed-by-hand', response(handSigned()), {
  guarantee: 'the hand-written signatures of the refused fixtures are genuine ones',
  assertion: ada,
});

for (const [name, algorithm, digest, key] of [
  ['rsa-sha384', `${MORE}rsa-sha384`, `${MORE}sha384`, 'idp'],
  ['rsa-sha512', `${MORE}rsa-sha512`, `${XENC}sha512`, 'idp'],
  ['ecdsa-sha256', `${MORE}ecdsa-sha256`, `${XENC}sha256`, 'ec'],
  ['ecdsa-sha384', `${MORE}ecdsa-sha384`, `${MORE}sha384`, 'ec384'],
  ['ecdsa-sha512', `${MORE}ecdsa-sha512`, `${XENC}sha512`, 'ec384'],
  ['rsa-pss-sha256', 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1', `${XENC}sha256`, 'idp'],
  ['rsa-pss-sha512', 'http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1', `${XENC}sha512`, 'idp'],
  ['rsa-pss-generic', 'http://www.w3.org/2007/05/xmldsig-more#rsa-pss', `${XENC}sha256`, 'idp'],
] as const) {
  accept(`algorithm-${name}`, assertionSigned({}, {}, { algorithm, digest, key }), {
    guarantee: `a signature by ${name} is accepted`,
    certificates: [key],
    assertion: { signatureAlgorithm: algorithm, digestAlgorithm: digest },
  });
}
const PSS = 'http://www.w3.org/2007/05/xmldsig-more#rsa-pss';
const pssParameters = (digest: string, mask: string, salt: number) =>
  `<p:RSAPSSParams xmlns:p="http://www.w3.org/2007/05/xmldsig-more#"><ds:DigestMethod Algorithm="${XENC}${digest}"></ds:DigestMethod><p:MaskGenerationFunction Algorithm="http://www.w3.org/2007/05/xmldsig-more#MGF1"><ds:DigestMethod Algorithm="${XENC}${mask}"></ds:DigestMethod></p:MaskGenerationFunction><p:SaltLength>${salt}</p:SaltLength><p:TrailerField>1</p:TrailerField></p:RSAPSSParams>`;
accept('algorithm-rsa-pss-parameters', response(handSigned({ algorithm: PSS, methodContent: pssParameters('sha512', 'sha512', 20), hash: 'sha512', pssSalt: 20 })), {
  guarantee: 'the parameters of RSA-PSS are honoured',
});
refuse('rsa-pss-other-mask', 'algorithm_not_allowed', response(handSigned({ algorithm: PSS, methodContent: pssParameters('sha256', 'sha512', 32), pssSalt: 32 })), { guarantee: 'RSA-PSS with another mask digest is refused', row: 14 });
refuse('rsa-pss-wrong-salt', 'signature_invalid', response(handSigned({ algorithm: PSS, methodContent: pssParameters('sha256', 'sha256', 32), pssSalt: 20 })), { guarantee: 'RSA-PSS with another salt length than stated is refused', row: 14 });
accept('sha1-allowed', assertionSigned({}, {}, { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1', digest: 'http://www.w3.org/2000/09/xmldsig#sha1' }), {
  guarantee: 'SHA-1 is accepted where the connection allows it, and noted',
  row: 16,
  allow: { sha1: true },
  notes: ['sha1_used'],
});
accept('small-key-allowed', assertionSigned({}, {}, { key: 'small' }), {
  guarantee: 'a 1024-bit key is accepted where the connection allows it, and noted',
  certificates: ['small'],
  allow: { smallRsaKeys: true },
  notes: ['small_rsa_key_used'],
});
accept('certificate-rotation', assertionSigned({}, {}, { key: 'other' }), {
  guarantee: 'any of several configured certificates may verify',
  certificates: ['idp', 'ec', 'other'],
});
accept('certificate-expired', assertionSigned({}, {}, { certificate: 'expired' }), {
  guarantee: 'an expired certificate still verifies, and is noted',
  certificates: ['expired'],
  notes: ['certificate_expired'],
});
accept('no-key-info', assertionSigned({}, {}, { certificate: null }), {
  guarantee: 'a signature needs no KeyInfo',
});
accept('key-info-ignored', response(handSigned({ keyInfo: `<ds:KeyInfo><ds:RetrievalMethod URI="http://169.254.169.254/key"></ds:RetrievalMethod></ds:KeyInfo>` })), {
  guarantee: 'a RetrievalMethod in KeyInfo is neither fetched nor trusted',
  row: 13,
});
accept('prefix-list', assertionSigned(
  { attributeStatement: '<saml:Attribute Name="role"><saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">dev</saml:AttributeValue></saml:Attribute>' },
  {},
  { prefixes: ['xs', 'saml'] },
), { guarantee: 'an InclusiveNamespaces PrefixList is honoured', assertion: { attributes: { role: ['dev'] } } });
accept('unsolicited', responseSigned({ inResponseTo: null }, { inResponseTo: null }), {
  guarantee: 'an unsolicited Response without InResponseTo is accepted where the caller expects one',
  row: 20,
  expectedInResponseTo: null,
  assertion: { inResponseTo: null },
});
accept('no-authn-statement', assertionSigned({ authn: null }), {
  guarantee: 'a missing AuthnStatement is noted, not refused',
  notes: ['authn_statement_missing'],
  assertion: { sessionIndex: null },
});
accept('session-not-on-or-after', assertionSigned({ sessionNotOnOrAfter: '2030-01-15T20:00:00Z' }), {
  guarantee: 'SessionNotOnOrAfter is handed to the caller',
  assertion: { sessionNotOnOrAfter: '2030-01-15T20:00:00.000Z', sessionIndex: '_session1' },
});
accept('many-audiences', assertionSigned({ audiences: [['https://other.test', ENTITY_ID], [ENTITY_ID]] }), {
  guarantee: 'one Audience per AudienceRestriction is enough when every restriction holds it',
});
accept('second-confirmation', assertionSigned({
  subject: `<saml:Subject><saml:NameID>ada@corp.example</saml:NameID>${['https://elsewhere.test/acs', ACS].map((to) => `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="${REQUEST}" NotOnOrAfter="2030-01-15T12:05:00Z" Recipient="${to}"></saml:SubjectConfirmationData></saml:SubjectConfirmation>`).join('')}</saml:Subject>`,
}), { guarantee: 'one bearer confirmation that holds is enough' });
accept('no-destination', assertionSigned({}, { destination: null }), {
  guarantee: 'an unsigned Response needs no Destination',
});
accept('response-without-issuer', assertionSigned({}, { issuer: null }), {
  guarantee: 'the Response needs no Issuer of its own',
});
accept('one-time-use', assertionSigned({ moreConditions: '<saml:OneTimeUse></saml:OneTimeUse><saml:ProxyRestriction Count="0"></saml:ProxyRestriction>' }), {
  guarantee: 'OneTimeUse and ProxyRestriction are understood',
});
accept('within-tolerance', assertionSigned({ notBefore: '2030-01-15T12:00:59Z' }), {
  guarantee: 'a clock that is ahead within the tolerance is accepted',
});
accept('expired-within-tolerance', assertionSigned({ notOnOrAfter: '2030-01-15T11:59:01Z', confirmationNotOnOrAfter: '2030-01-15T11:59:00.001Z' }), {
  guarantee: 'an assertion that ended within the tolerance is accepted',
});
accept('offset-times', assertionSigned({ notBefore: '2030-01-15T12:59:00.1234567+01:00', notOnOrAfter: '2030-01-15T14:05:00+02:00' }), {
  guarantee: 'times with an offset and seven fractional digits are read',
});
accept('comment-in-name-id', assertionSigned({ nameId: 'admin@corp.example.evil.example' }).replace('admin@corp.example.evil', 'admin@corp.example<!-- cut here -->.evil'), {
  guarantee: 'a comment in the NameID does not shorten what is read',
  row: 4,
  assertion: { nameId: 'admin@corp.example.evil.example' },
});
accept('cdata-in-name-id', assertionSigned({ nameId: 'admin@corp.example.evil.example' }).replace('admin@corp.example.evil', 'admin@corp.example<![CDATA[.evil]]>'), {
  guarantee: 'CDATA in the NameID does not shorten what is read',
  row: 4,
  assertion: { nameId: 'admin@corp.example.evil.example' },
});
accept('comment-in-attribute', assertionSigned().replace('>Ada<', '>A<!---->d<![CDATA[a]]><'), {
  guarantee: 'comments and CDATA in an AttributeValue do not change what is read',
  row: 4,
  assertion: { attributes: { [EMAIL]: ['ada@corp.example'], firstName: ['Ada'], lastName: ['Lovelace'], groups: ['engineering', 'analysts'] } },
});
accept('status-detail-decoy', assertionSigned({}, { status: SUCCESS.replace('</samlp:Status>', '<samlp:StatusDetail><ds:DigestValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">AAAA</ds:DigestValue></samlp:StatusDetail></samlp:Status>') }), {
  guarantee: 'a DigestValue elsewhere is not looked at when the genuine one is right',
  row: 7,
});
accept('targeted-id', assertionSigned({ attributeStatement: '<saml:Attribute Name="urn:oid:1.3.6.1.4.1.5923.1.1.1.10"><saml:AttributeValue><saml:NameID>abc123</saml:NameID></saml:AttributeValue></saml:Attribute>' }), {
  guarantee: 'an attribute that is a NameID is read as its text',
  assertion: { attributes: { 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10': ['abc123'] } },
});
accept('odd-attributes', assertionSigned({
  attributeStatement: '<saml:Attribute FriendlyName="pollution" Name="__proto__"><saml:AttributeValue>x</saml:AttributeValue></saml:Attribute><saml:Attribute Name="constructor"><saml:AttributeValue>y</saml:AttributeValue></saml:Attribute><saml:Attribute Name="empty"></saml:Attribute><saml:Attribute Name="blank"><saml:AttributeValue></saml:AttributeValue></saml:Attribute><saml:Attribute Name="nil"><saml:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"></saml:AttributeValue></saml:Attribute><saml:Attribute Name="constructor"><saml:AttributeValue> Zoë 漢字 😀 &lt;b&gt; </saml:AttributeValue></saml:Attribute>',
}), {
  guarantee: 'attribute names cannot pollute a prototype, and repeated names keep every value',
  assertion: { attributes: JSON.parse('{"__proto__":["x"],"constructor":["y"," Zoë 漢字 😀 <b> "],"empty":[],"blank":[""],"nil":[]}') },
});
accept('no-attributes', assertionSigned({ attributes: null }), {
  guarantee: 'an assertion without attributes is accepted',
  assertion: { attributes: {} },
});
accept('encrypted-attribute', assertionSigned({ attributeStatement: '<saml:EncryptedAttribute></saml:EncryptedAttribute><saml:Attribute Name="a"><saml:AttributeValue>1</saml:AttributeValue></saml:Attribute>' }), {
  guarantee: 'an EncryptedAttribute is left out and noted',
  notes: ['encrypted_attribute_ignored'],
  assertion: { attributes: { a: ['1'] } },
});
accept('okta-300-groups', signed(
  response(
    assertion({
      attributeStatement: `<saml:Attribute Name="groups" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified">${Array.from({ length: 300 }, (_, n) => `<saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">group-${n}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
    }),
  ),
  '_assertion1',
  { prefixes: ['xs'] },
), { guarantee: 'an assertion with 300 groups, each declaring two namespaces, is accepted' });
accept('xml-declaration', `<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by an identity provider -->\n${assertionSigned()}\n`, {
  guarantee: 'an XML declaration and a comment before the Response are accepted',
});
accept('indented', signed(
  response(assertion()).replaceAll('><', '>\n    <').replace('>ada@corp.example</saml:NameID>', '>ada@corp.example</saml:NameID>'),
  '_assertion1',
), { guarantee: 'a pretty-printed Response is accepted', assertion: ada });
accept('line-breaks', `${Buffer.from(assertionSigned()).toString('base64').match(/.{1,76}/g)?.join('\r\n')}\r\n`, {
  guarantee: 'base64 may be broken into lines',
}, true);
accept('issuer-format-entity', assertionSigned({ issuerFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity' }), {
  guarantee: 'an Issuer may say that it is an entity',
});

// The spelling of well-known identity providers: other prefixes, default namespaces, other order of attributes.
const dialect = (xml: string, samlp: string, saml: string) =>
  xml
    .replaceAll(/(<\/?)samlp:/g, `$1${samlp}`)
    .replaceAll(/(<\/?)saml:/g, `$1${saml}`)
    .replaceAll('xmlns:samlp=', samlp === '' ? 'xmlns=' : `xmlns:${samlp.slice(0, -1)}=`)
    .replaceAll('xmlns:saml=', saml === '' ? 'xmlns=' : `xmlns:${saml.slice(0, -1)}=`);
accept('like-okta', signed(signed(dialect(response(assertion()), 'saml2p:', 'saml2:'), '_assertion1'), '_response1'), {
  guarantee: 'the dialect of Okta (saml2p, saml2, both signed) is accepted',
  assertion: { ...ada, signed: 'both' },
});
accept('like-entra', signed(dialect(response(assertion()), 'samlp:', ''), '_assertion1', { prefix: '' }), {
  guarantee: 'the dialect of Entra ID (default namespaces, assertion signed) is accepted',
  assertion: { ...ada, signed: 'assertion' },
});
accept('like-google', signed(dialect(response(assertion()), 'saml2p:', 'saml2:'), '_response1'), {
  guarantee: 'the dialect of Google Workspace (Response signed) is accepted',
  assertion: { ...ada, signed: 'response' },
});
accept('namespaces-on-response', signed(
  response(assertion()).replaceAll(' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"', '').replace('xmlns:samlp', 'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:samlp'),
  '_assertion1',
), { guarantee: 'namespaces declared on the Response serve the signed assertion', assertion: ada });

for (const [name, options] of Object.entries({
  'gcm-256-oaep-sha1': {},
  'gcm-128-oaep-sha1': { algorithm: `${XENC11}aes128-gcm` },
  'gcm-256-oaep-sha256-mgf1-sha1': { keyDigest: 'sha256' },
  'gcm-256-oaep11-sha256-mgf1-sha256': { keyAlgorithm: `${XENC11}rsa-oaep`, keyDigest: 'sha256', mask: 'sha256' },
  'gcm-256-oaep11-sha512-mgf1-sha1': { keyAlgorithm: `${XENC11}rsa-oaep`, keyDigest: 'sha512' },
} as const)) {
  accept(`encrypted-${name}`, response(await encrypted(signedAssertion(), options)), {
    guarantee: `a signed assertion encrypted by ${name} is accepted`,
    decryptionKeys: ['sp'],
    assertion: { ...ada, encrypted: true, signed: 'assertion' },
  });
}
accept('encrypted-gcm-192', response(handEncrypted(signedAssertion(), { cipher: 'aes-192-gcm' })), {
  guarantee: 'AES-192-GCM is accepted',
  decryptionKeys: ['sp'],
});
accept('encrypted-label', response(handEncrypted(signedAssertion(), { label: 'gatehouse' })), {
  guarantee: 'OAEPparams are honoured',
  decryptionKeys: ['sp'],
});
accept('encrypted-second-key', response(await encrypted(signedAssertion(), { to: 'sp-next' })), {
  guarantee: 'every decryption key of the connection is tried',
  decryptionKeys: ['sp', 'sp-next'],
});
accept('encrypted-sibling-key', response(handEncrypted(signedAssertion(), {
  layout: (data, key) => `${data('<ds:RetrievalMethod Type="http://www.w3.org/2001/04/xmlenc#EncryptedKey" URI="#_key1"></ds:RetrievalMethod>')}${key('_key1')}`,
})), { guarantee: 'an EncryptedKey beside the EncryptedData is found', decryptionKeys: ['sp'] });
accept('encrypted-in-signed-response', signed(response(await encrypted(assertion())), '_response1'), {
  guarantee: 'an unsigned assertion encrypted in a signed Response is accepted',
  decryptionKeys: ['sp'],
  assertion: { ...ada, encrypted: true, signed: 'response' },
});
accept('encrypted-both-signed', signed(response(await encrypted(signedAssertion())), '_response1'), {
  guarantee: 'a signed assertion encrypted in a signed Response is accepted',
  decryptionKeys: ['sp'],
  assertion: { ...ada, encrypted: true, signed: 'both' },
});
accept('encrypted-cbc-in-signed-response', signed(response(await encrypted(signedAssertion(), { algorithm: `${XENC}aes256-cbc` })), '_response1'), {
  guarantee: 'AES-CBC is accepted inside a Response whose signature has verified',
  row: 24,
  decryptionKeys: ['sp'],
  notes: [],
});
accept('encrypted-cbc-allowed', response(await encrypted(signedAssertion(), { algorithm: `${XENC}aes128-cbc` })), {
  guarantee: 'AES-CBC without an outer signature is accepted where the connection allows it, and noted',
  row: 24,
  decryptionKeys: ['sp'],
  allow: { cbcWithoutOuterSignature: true },
  notes: ['cbc_used'],
});

// ----------------------------------------------------------------------------------- refused: wrapping (row 1)

const genuine = signedAssertion();
const genuineResponse = responseSigned();
const evil = assertion({ id: '_evil', ...ADMIN });
const evilSame = assertion(ADMIN);
const signature = signatureOf(genuine);
const unsignedCopy = without(genuine, signature);
const responseSignature = signatureOf(genuineResponse);
const into = (xml: string, part: string, before: string) => xml.replace(before, `${part}${before}`);
const objectIn = (copy: string) => signature.replace('</ds:Signature>', `<ds:Object>${copy}</ds:Object></ds:Signature>`);
const wrapping = (name: string, failure: string, message: string, guarantee: string) =>
  refuse(name, failure, message, { guarantee, row: 1 });

wrapping('xsw1', 'stray_assertion', afterIssuer(response(evil, { id: '_evilResponse' }), into(responseSignature, without(genuineResponse, responseSignature), '</ds:Signature>')),
  'XSW1: a genuine Response hidden in the Signature of a forged one is refused');
wrapping('xsw2', 'element_unexpected', response(evil, { id: '_evilResponse', extensions: `${without(genuineResponse, responseSignature)}${responseSignature}` }),
  'XSW2: a genuine Response beside its detached Signature in a forged one is refused');
wrapping('xsw3', 'assertion_count', response(`${evil}${genuine}`), 'XSW3: a forged assertion before the genuine one is refused');
wrapping('xsw3-after', 'assertion_count', response(`${genuine}${evil}`), 'XSW3: a forged assertion after the genuine one is refused');
wrapping('xsw4', 'stray_assertion', response(into(evil, genuine, '</saml:Assertion>')), 'XSW4: a forged assertion around the genuine one is refused');
wrapping('xsw5', 'assertion_count', response(`${afterIssuer(evil, signature)}${unsignedCopy}`), 'XSW5: a forged assertion with the Signature of the genuine one beside it is refused');
wrapping('xsw6', 'stray_assertion', response(afterIssuer(evil, into(signature, unsignedCopy, '</ds:Signature>'))), 'XSW6: a forged assertion with the genuine one inside the Signature is refused');
wrapping('xsw7', 'stray_assertion', response(genuine, { extensions: `<samlp:Extensions>${evil}</samlp:Extensions>` }), 'XSW7: a forged assertion in the Extensions is refused');
wrapping('xsw7-reversed', 'stray_assertion', response(evil, { extensions: `<samlp:Extensions>${genuine}</samlp:Extensions>` }), 'XSW7: the genuine assertion in the Extensions does not vouch for a forged one');
wrapping('xsw8', 'stray_assertion', response(afterIssuer(evil, objectIn(unsignedCopy))), 'XSW8: a forged assertion with the genuine one in a ds:Object is refused');
wrapping('xsw-same-id', 'duplicate_id', response(`${evilSame}${genuine}`), 'two assertions with the same ID are refused');
wrapping('xsw-status-detail', 'stray_assertion', response(evil, { status: SUCCESS.replace('</samlp:Status>', `<samlp:StatusDetail>${genuine}</samlp:StatusDetail></samlp:Status>`) }),
  'the genuine assertion in StatusDetail does not vouch for a forged one');
wrapping('xsw-advice', 'stray_assertion', response(into(evil, `<saml:Advice>${genuine}</saml:Advice>`, '<saml:AuthnStatement')), 'the genuine assertion in Advice does not vouch for a forged one');
wrapping('xsw-confirmation-data', 'stray_assertion', response(into(evil, genuine, '</saml:SubjectConfirmationData>')), 'the genuine assertion in SubjectConfirmationData does not vouch for a forged one');
wrapping('xsw-attribute-value', 'stray_assertion', response(into(evil, genuine, '</saml:AttributeValue>')), 'the genuine assertion in an AttributeValue does not vouch for a forged one');
wrapping('xsw-response-in-response', 'element_unexpected', response(evil, { id: '_evilResponse', more: genuineResponse }), 'a Response in a Response is refused');
wrapping('xsw-response-in-extensions', 'stray_assertion', response(evil, { id: '_evilResponse', extensions: `<samlp:Extensions>${genuineResponse}</samlp:Extensions>` }), 'a Response in the Extensions is refused');
wrapping('xsw-signature-moved', 'stray_signature', response(unsignedCopy, { extensions: `<samlp:Extensions>${signature}</samlp:Extensions>` }), 'a Signature in the Extensions does not count for the assertion');
wrapping('xsw-signature-of-response-in-assertion', 'reference_not_parent', response(afterIssuer(evil, signature)), 'a Signature that refers to another element does not count for the assertion it stands in');
wrapping('signature-not-after-issuer', 'stray_signature', response(into(unsignedCopy, signature, '</saml:Assertion>')), 'a Signature at the end of the assertion is refused');
wrapping('two-signatures', 'stray_signature', response(afterIssuer(genuine, signature)), 'a second Signature in the assertion is refused');

// ----------------------------------------------------------------------------- refused: missing signatures (row 2)

refuse('unsigned', 'signature_missing', response(assertion()), { guarantee: 'an unsigned Response is refused', row: 2 });
refuse('no-signed-info', 'signature_malformed', response(genuine.replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/s, '')), { guarantee: 'a Signature without SignedInfo is refused', row: 2 });
refuse('no-reference', 'signature_malformed', response(genuine.replace(/<ds:Reference.*<\/ds:Reference>/s, '')), { guarantee: 'a Signature without Reference is refused', row: 2 });
refuse('empty-signature-value', 'signature_malformed', response(genuine.replace(/<ds:SignatureValue>.*<\/ds:SignatureValue>/s, '<ds:SignatureValue></ds:SignatureValue>')), { guarantee: 'an empty SignatureValue is refused', row: 2 });
refuse('no-signature-value', 'signature_malformed', response(genuine.replace(/<ds:SignatureValue>.*<\/ds:SignatureValue>/s, '')), { guarantee: 'a Signature without SignatureValue is refused', row: 2 });
refuse('one-of-two-broken', 'digest_mismatch', signed(response(genuine.replace('>Ada<', '>Eve<')), '_response1'), { guarantee: 'a broken assertion signature is refused although the Response signature verifies', row: 2 });
refuse('unsigned-response-signature-broken', 'signature_invalid', signed(assertionSigned(), '_response1').replace(/(<ds:SignatureValue>)....(.*?<saml:Assertion)/s, '$1AAAA$2'), { guarantee: 'a broken Response signature is refused although the assertion signature verifies', row: 2 });

// ---------------------------------------------------------------- refused: what the signature covers (rows 3, 6, 7)

const plain = assertion();
const covering = (name: string, failure: string, message: string, row: number, guarantee: string) =>
  refuse(name, failure, message, { guarantee, row });
const innerStatement = '<saml:AttributeStatement ID="_inner" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><saml:Attribute Name="a"><saml:AttributeValue>1</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>';
covering('signed-attribute-statement', 'reference_not_parent',
  response(afterIssuer(into(assertion({ attributes: null }), innerStatement, '</saml:Assertion>'), handSignature({ uri: '#_inner', content: innerStatement }))),
  3, 'a Signature over a part of the assertion only is refused');
covering('signed-status', 'reference_not_parent',
  signed(response(assertion(), { status: SUCCESS.replace('<samlp:Status>', '<samlp:Status ID="_status">') }), '_status').replace(/(<samlp:Status ID="_status">)(<ds:Signature .*<\/ds:Signature>)(.*?<\/saml:Issuer>)/s, '$1$3$2'),
  3, 'a Signature over the Status only is refused');
covering('two-references', 'signature_malformed',
  response(handSigned({ moreReferences: reference({ uri: '#_assertion1', content: plain }) })), 3, 'a second Reference is refused');
covering('first-reference-harmless', 'signature_malformed',
  response(handSigned({ uri: '#_other', content: '', moreReferences: reference({ uri: '#_assertion1', content: plain }) })), 3, 'a harmless first Reference does not hide a second');
covering('empty-uri', 'reference_not_parent', response(handSigned({ uri: '' })), 3, 'an empty Reference URI is refused');
covering('missing-uri', 'reference_not_parent', response(handSigned({ uri: null })), 3, 'a Reference without URI is refused');
covering('xpointer', 'reference_not_parent', response(handSigned({ uri: "#xpointer(id('_assertion1'))" })), 3, 'an XPointer Reference is refused');
covering('external-uri', 'reference_not_parent', response(handSigned({ uri: 'http://169.254.169.254/latest' })), 13, 'a Reference to an address is refused and not fetched');
covering('file-uri', 'reference_not_parent', response(handSigned({ uri: 'file:///etc/passwd' })), 13, 'a Reference to a file is refused and not read');
covering('two-signed-infos', 'signature_malformed',
  response(genuine.replace('<ds:SignedInfo>', `${signedInfo({ uri: '#_assertion1', content: evil })}<ds:SignedInfo>`)), 6, 'a second SignedInfo before the genuine one is refused');
covering('two-signed-infos-after', 'signature_malformed',
  response(genuine.replace('</ds:SignedInfo>', `</ds:SignedInfo>${signedInfo({ uri: '#_assertion1', content: evil })}`)), 6, 'a second SignedInfo after the genuine one is refused');
covering('signed-info-in-object', 'signature_malformed',
  response(genuine.replace('</ds:Signature>', `<ds:Object>${signedInfo({ uri: '#_assertion1', content: evil })}</ds:Object></ds:Signature>`)), 6, 'a ds:Object in the Signature is refused');
const forgedDigest = /<ds:DigestValue>.*?<\/ds:DigestValue>/.exec(reference({ uri: '', content: assertion(ADMIN) }))?.[0] ?? '';
const tampered = (a: AssertionOptions) => afterIssuer(assertion(a), signature);
covering('digest-in-status-detail', 'digest_mismatch',
  response(tampered(ADMIN), { status: SUCCESS.replace('</samlp:Status>', `<samlp:StatusDetail>${forgedDigest.replace('<ds:DigestValue>', '<ds:DigestValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">')}</samlp:StatusDetail></samlp:Status>`) }),
  7, 'a forged DigestValue in StatusDetail is not used');
covering('digest-in-extensions', 'digest_mismatch',
  response(tampered(ADMIN), { extensions: `<samlp:Extensions>${forgedDigest.replace('<ds:DigestValue>', '<ds:DigestValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">')}</samlp:Extensions>` }),
  7, 'a forged DigestValue in the Extensions is not used');
covering('digest-twice', 'signature_malformed', response(tampered(ADMIN).replace('<ds:DigestValue>', `${forgedDigest}<ds:DigestValue>`)), 7, 'a second DigestValue in the Reference is refused');

// ----------------------------------------------------------------------- refused: comments and text (rows 4, 5, 8)

covering('digest-comment', 'signature_malformed', response(tampered(ADMIN).replace('<ds:DigestValue>', `<ds:DigestValue><!--${forgedDigest.replaceAll(/<[^>]+>/g, '')}-->`)), 5, 'a comment in the DigestValue is refused');
covering('digest-cdata', 'signature_malformed', response(genuine.replace(/<ds:DigestValue>(.*?)<\/ds:DigestValue>/, '<ds:DigestValue><![CDATA[$1]]></ds:DigestValue>')), 5, 'CDATA in the DigestValue is refused');
covering('digest-element', 'signature_malformed', response(genuine.replace(/<ds:DigestValue>(.*?)<\/ds:DigestValue>/, '<ds:DigestValue><x>$1</x></ds:DigestValue>')), 5, 'an element in the DigestValue is refused');
covering('signature-value-comment', 'signature_malformed', response(genuine.replace('<ds:SignatureValue>', '<ds:SignatureValue><!---->')), 5, 'a comment in the SignatureValue is refused');
covering('signed-info-comment', 'signature_malformed', response(genuine.replace('<ds:SignedInfo>', '<ds:SignedInfo><!---->')), 5, 'a comment in SignedInfo is refused');
covering('instruction-in-name-id', 'xml_forbidden', response(genuine.replace('ada@corp', 'ada<?x?>@corp')), 4, 'a processing instruction in the NameID is refused');
covering('element-in-name-id', 'text_not_plain', assertionSigned({ nameId: 'admin@corp.example<x>.evil.example</x>' }), 4, 'an element in a signed NameID is refused');
covering('element-in-attribute', 'attribute_malformed', assertionSigned({ attributes: { firstName: 'Ada<x>!</x>' } }), 4, 'an element in a signed AttributeValue is refused');
covering('element-in-audience', 'text_not_plain', assertionSigned({ audiences: [[`${ENTITY_ID}<x></x>`]] }), 4, 'an element in a signed Audience is refused');
covering('element-in-issuer', 'text_not_plain', assertionSigned({ issuer: `${IDP}<x></x>` }, {}), 4, 'an element in a signed Issuer is refused');
covering('byte-order-mark-in-name-id', 'xml_forbidden', assertionSigned({ nameId: '&#xFEFF;admin@corp.example' }), 4, 'a byte order mark that a decoder would drop from the NameID is refused');
covering('attribute-called-colons', 'not_xml', response(genuine).replace('<samlp:Response ', '<samlp:Response ::ID="x" '), 8, 'an attribute called ::ID is refused');
covering('doctype-root', 'xml_forbidden', `<!DOCTYPE samlp:Response>${response(genuine)}`, 8, 'a document type is refused whoever parses it');
covering('two-roots', 'not_xml', `${response(evil)}${response(genuine)}`, 8, 'a second root element is refused');
covering('text-after-root', 'not_xml', `${response(genuine)}x`, 8, 'text after the root element is refused');
covering('unbound-prefix', 'not_xml', response(genuine, { extensions: '<samlp:Extensions><x:y/></samlp:Extensions>' }), 8, 'an unbound prefix is refused');
covering('xml-1-1', 'xml_forbidden', `<?xml version="1.1"?>${response(genuine)}`, 8, 'XML 1.1 is refused');
covering('latin-1', 'xml_forbidden', `<?xml version="1.0" encoding="ISO-8859-1"?>${response(genuine)}`, 8, 'another encoding than UTF-8 is refused');

// ------------------------------------------------------------------- refused: canonicalization and IDs (rows 9, 10)

covering('relative-namespace', 'not_xml', response(genuine).replace('<samlp:Response ', '<samlp:Response xmlns:r="relative" '), 9, 'a relative namespace URI is refused');
covering('golden-response', 'digest_mismatch', response(afterIssuer(evilSame, handSignature({ uri: '#_assertion1', content: '' }))), 9, 'a signature over nothing does not cover anything');
covering('golden-response-relative', 'not_xml', response(afterIssuer(evilSame.replace('<saml:Assertion ', '<saml:Assertion xmlns:r="1" '), handSignature({ uri: '#_assertion1', content: '' }))), 9, 'a signature over nothing does not cover what cannot be canonicalized');
covering('namespaced-id', 'duplicate_id', response(genuine).replace('<samlp:Response ', '<samlp:Response samlp:ID="_assertion1" '), 10, 'a namespaced twin of an ID is refused');
covering('two-ids-on-one-element', 'duplicate_id', response(afterIssuer(evil.replace(' ID="_evil"', ' ID="_evil" Id="_assertion1"'), signature)), 10, 'an assertion with a second ID in another spelling is refused');
covering('lower-case-id', 'duplicate_id', response(genuine, { extensions: '<samlp:Extensions><x id="_assertion1"></x></samlp:Extensions>' }), 10, 'a lower-case twin of an ID is refused');
covering('xml-id', 'duplicate_id', response(genuine, { extensions: '<samlp:Extensions><x xml:id="_assertion1"></x></samlp:Extensions>' }), 10, 'an xml:id twin of an ID is refused');
covering('id-under-another-name', 'reference_not_parent', response(afterIssuer(evil.replace('<saml:Subject>', '<saml:Subject Id="_assertion1">'), signature)), 10, 'an attribute called Id is not the ID that a Reference means');
covering('assertion-in-another-namespace', 'element_unexpected', response(genuine, { more: '<evil:Assertion xmlns:evil="urn:evil"></evil:Assertion>' }), 10, 'an Assertion of another namespace is refused');
covering('assertion-in-another-namespace-hidden', 'stray_assertion', response(genuine, { extensions: '<samlp:Extensions><Assertion xmlns="urn:oasis:names:tc:SAML:1.0:assertion"></Assertion></samlp:Extensions>' }), 10, 'an Assertion of another namespace in the Extensions is refused');
covering('signature-in-another-namespace', 'stray_signature', response(genuine, { extensions: '<samlp:Extensions><Signature xmlns="urn:evil"></Signature></samlp:Extensions>' }), 10, 'a Signature of another namespace is refused');

// ---------------------------------------------------------------------------- refused: entities and DTDs (row 11)

for (const [name, prolog] of Object.entries({
  'external-entity': '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
  'billion-laughs': '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
  'external-dtd': '<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd">',
  'attlist-id': '<!DOCTYPE r [<!ATTLIST saml:Subject ID ID #FIXED "_assertion1">]>',
  'doctype-after-comment': '<!-- --><!DOCTYPE r>',
})) {
  covering(name, 'xml_forbidden', `${prolog}${response(genuine)}`, 11, `${name.replaceAll('-', ' ')}: a document type is refused`);
}
covering('unknown-entity', 'not_xml', response(genuine.replace('ada@corp', '&x;ada@corp')), 11, 'an undeclared entity is refused');
covering('stylesheet-instruction', 'xml_forbidden', `<?xml-stylesheet href="x"?>${response(genuine)}`, 11, 'a stylesheet instruction is refused');
refuse('utf-16', 'not_utf8', Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${response(genuine)}`, 'utf16le').toString('base64'), { guarantee: 'a document type cannot hide in UTF-16', row: 11 }, true);
refuse('not-utf8', 'not_utf8', Buffer.from(response(genuine).replace('>Ada<', '>\u00e9<'), 'latin1').toString('base64'), { guarantee: 'bytes that are not UTF-8 are refused', row: 11 }, true);
covering('xinclude', 'digest_mismatch', response(genuine.replace('>Ada<', '><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"></xi:include><')), 11, 'XInclude is not followed');
refuse('doctype-in-encrypted', 'xml_forbidden', response(handEncrypted(`<!DOCTYPE r [<!ENTITY x "y">]>${genuine}`)), { guarantee: 'a document type inside the decrypted assertion is refused', row: 11, decryptionKeys: ['sp'] });

// -------------------------------------------------------------------------------- refused: transforms (row 12)

const XSLT = 'http://www.w3.org/TR/1999/REC-xslt-19991116';
const XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116';
for (const [name, transforms] of Object.entries({
  'transform-xslt': `${transform(ENVELOPED)}${transform(XSLT)}`,
  'transform-xpath': `${transform(XPATH, '<ds:XPath>not(self::*)</ds:XPath>')}${transform(EXC)}`,
  'transform-xpath-filter2': `${transform('http://www.w3.org/2002/06/xmldsig-filter2')}${transform(EXC)}`,
  'transform-base64': `${transform(ENVELOPED)}${transform('http://www.w3.org/2000/09/xmldsig#base64')}`,
  'transform-third': `${transform(ENVELOPED)}${transform(EXC)}${transform(EXC)}`,
  'transform-many': `${transform(ENVELOPED)}${transform(EXC).repeat(500)}`,
  'transform-none': '',
  'transform-enveloped-only': transform(ENVELOPED),
  'transform-exclusive-only': transform(EXC),
  'transform-reversed': `${transform(EXC)}${transform(ENVELOPED)}`,
  'transform-inclusive': `${transform(ENVELOPED)}${transform('http://www.w3.org/TR/2001/REC-xml-c14n-20010315')}`,
  'transform-with-content': `${transform(ENVELOPED, '<x></x>')}${transform(EXC)}`,
})) {
  covering(name, 'transform_not_allowed', response(handSigned({ transforms })), 12, `${name.replace('transform-', 'transforms: ').replaceAll('-', ' ')} is refused`);
}

// -------------------------------------------------------------- refused: algorithms and certificates (rows 14, 15, 16)

const publicPem = createPublicKey(pem('idp.crt')).export({ type: 'spki', format: 'pem' }).toString();
const HMAC = `${MORE}hmac-sha256`;
covering('hmac-with-certificate', 'algorithm_not_allowed', response(handSigned({ algorithm: HMAC, hmacKey: pem('idp.crt') })), 14, 'an HMAC with the certificate as its key is refused');
covering('hmac-with-public-key', 'algorithm_not_allowed', response(handSigned({ algorithm: HMAC, hmacKey: publicPem })), 14, 'an HMAC with the public key as its key is refused');
covering('hmac-output-length', 'algorithm_not_allowed', response(handSigned({ algorithm: HMAC, hmacKey: '', methodContent: '<ds:HMACOutputLength>0</ds:HMACOutputLength>', signatureValue: 'AA==' })), 14, 'HMACOutputLength is refused');
covering('output-length-with-rsa', 'algorithm_not_allowed', response(handSigned({ methodContent: '<ds:HMACOutputLength>1</ds:HMACOutputLength>' })), 14, 'a parameter of SignatureMethod is refused');
covering('rsa-md5', 'algorithm_not_allowed', response(handSigned({ algorithm: `${MORE}rsa-md5`, hash: 'md5' })), 14, 'MD5 is refused');
covering('algorithm-unknown', 'algorithm_not_allowed', response(handSigned({ algorithm: 'urn:none' })), 14, 'an unknown signature algorithm is refused');
covering('algorithm-of-prototype', 'algorithm_not_allowed', response(handSigned({ algorithm: 'constructor' })), 14, 'an algorithm called constructor is refused');
covering('algorithm-missing', 'algorithm_not_allowed', response(handSigned({ algorithm: '' })), 14, 'an empty signature algorithm is refused');
covering('digest-unknown', 'algorithm_not_allowed', response(handSigned({ digestAlgorithm: 'urn:none' })), 14, 'an unknown digest algorithm is refused');
covering('digest-md5', 'algorithm_not_allowed', response(handSigned({ digestAlgorithm: `${MORE}md5`, digestHash: 'md5' })), 14, 'an MD5 digest is refused');
covering('canonicalization-inclusive', 'algorithm_not_allowed', response(handSigned({ canonicalization: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' })), 14, 'another canonicalization of SignedInfo is refused');
covering('canonicalization-xslt', 'algorithm_not_allowed', response(handSigned({ canonicalization: XSLT })), 14, 'XSLT as canonicalization is refused');
covering('ecdsa-with-rsa-key', 'certificate_mismatch', response(handSigned({ algorithm: `${MORE}ecdsa-sha256`, certificate: null })), 14, 'an algorithm that does not fit the key is refused');
covering('attacker-certificate', 'certificate_mismatch', assertionSigned(ADMIN, {}, { key: 'other' }), 15, 'a certificate that the message brings along is not trusted');
covering('same-subject-certificate', 'certificate_mismatch', assertionSigned(ADMIN, {}, { key: 'other', certificate: 'same-subject' }), 15, 'a certificate with the same subject is not trusted');
covering('stolen-certificate', 'signature_invalid', assertionSigned(ADMIN, {}, { key: 'other', certificate: 'idp' }), 15, "another key's signature beside the configured certificate is refused");
covering('rsa-key-value', 'certificate_mismatch', response(handSigned({ key: 'other', keyInfo: '<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>' })), 15, 'a key in KeyInfo is not trusted');
covering('sha1-signature', 'algorithm_not_allowed', assertionSigned({}, {}, { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }), 16, 'an RSA-SHA1 signature is refused by default');
covering('sha1-digest', 'algorithm_not_allowed', assertionSigned({}, {}, { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' }), 16, 'a SHA-1 digest is refused by default');
refuse('small-key', 'weak_key', assertionSigned({}, {}, { key: 'small' }), { guarantee: 'a 1024-bit key is refused by default', certificates: ['small'] });
refuse('tiny-key', 'weak_key', assertionSigned({}, {}, { key: 'tiny' }), { guarantee: 'a key under 1024 bits is refused whatever the connection allows', certificates: ['tiny'], allow: { smallRsaKeys: true } });
refuse('no-certificate', 'certificate_missing', response(genuine), { guarantee: 'a connection without a certificate lets nobody in', certificates: [] });
refuse('tampered-attribute', 'digest_mismatch', response(genuine.replace('>Ada<', '>Eve<')), { guarantee: 'an attribute changed after signing is refused' });
refuse('tampered-response', 'digest_mismatch', genuineResponse.replace('>Ada<', '>Eve<'), { guarantee: 'a Response changed after signing is refused' });
refuse('tampered-destination', 'digest_mismatch', genuineResponse.replace(`Destination="${ACS}"`, 'Destination="https://evil.test"'), { guarantee: 'a Destination changed after signing is refused' });
refuse('tampered-signed-info', 'signature_invalid', response(genuine.replace(/<ds:DigestValue>..../, '<ds:DigestValue>AAAA')), { guarantee: 'a SignedInfo changed after signing is refused' });
refuse('tampered-and-redigested', 'signature_invalid', response(genuine.replace('>Ada<', '>Eve<').replace(/<ds:DigestValue>.*<\/ds:DigestValue>/, /<ds:DigestValue>.*<\/ds:DigestValue>/.exec(reference({ uri: '', content: plain.replace('>Ada<', '>Eve<') }))?.[0] ?? '')), { guarantee: 'a digest that was recomputed after tampering is refused' });

// ------------------------------------------------------------ refused: time, audience, recipient, request (rows 18, 19)

for (const [name, failure, a, guarantee] of [
  ['expired', 'expired', { notOnOrAfter: '2030-01-15T11:59:00Z' }, 'an expired assertion is refused, at the very end of the tolerance'],
  ['not-yet-valid', 'not_yet_valid', { notBefore: '2030-01-15T12:01:00.001Z' }, 'an assertion from the future is refused'],
  ['confirmation-expired', 'expired', { confirmationNotOnOrAfter: '2030-01-15T11:59:00Z' }, 'an expired subject confirmation is refused'],
  ['confirmation-not-yet-valid', 'not_yet_valid', { confirmationNotBefore: '2030-01-15T12:10:00Z' }, 'a subject confirmation from the future is refused'],
  ['confirmation-without-end', 'confirmation_expiry_missing', { confirmationNotOnOrAfter: null }, 'a subject confirmation without NotOnOrAfter is refused'],
  ['session-ended', 'session_expired', { sessionNotOnOrAfter: '2030-01-15T11:00:00Z' }, 'a session that has ended is refused'],
  ['session-end-unreadable', 'instant_malformed', { sessionNotOnOrAfter: 'tomorrow' }, 'an unreadable SessionNotOnOrAfter is refused'],
  ['time-unreadable', 'instant_malformed', { notOnOrAfter: '2030-13-45T99:99:99Z' }, 'an unreadable NotOnOrAfter is refused'],
  ['time-without-zone', 'instant_malformed', { notOnOrAfter: '2030-01-15T12:05:00' }, 'a time without a zone is refused'],
  ['time-empty', 'instant_malformed', { notBefore: '' }, 'an empty NotBefore is refused'],
  ['time-30-february', 'instant_malformed', { notOnOrAfter: '2031-02-30T12:05:00Z' }, 'a day that does not exist is refused'],
  ['issue-instant-unreadable', 'instant_malformed', { issueInstant: 'now' }, 'an unreadable IssueInstant is refused'],
  ['wrong-audience', 'audience_mismatch', { audiences: [['https://other.test']] }, 'an assertion for another audience is refused'],
  ['audience-prefix', 'audience_mismatch', { audiences: [[`${ENTITY_ID}/evil`]] }, 'an audience that merely starts like ours is refused'],
  ['second-audience-restriction', 'audience_mismatch', { audiences: [[ENTITY_ID], ['https://other.test']] }, 'every AudienceRestriction must hold'],
  ['no-audience', 'audience_missing', { audiences: [] }, 'an assertion without audience is refused'],
  ['empty-audience-restriction', 'audience_mismatch', { audiences: [[]] }, 'an empty AudienceRestriction is refused'],
  ['no-conditions', 'conditions_missing', { conditions: null }, 'an assertion without conditions is refused'],
  ['unknown-condition', 'condition_not_understood', { moreConditions: '<saml:Condition></saml:Condition>' }, 'a condition that is not understood is refused'],
  ['two-conditions', 'element_repeated', { more: '<saml:Conditions></saml:Conditions>' }, 'a second Conditions is refused'],
  ['wrong-recipient', 'recipient_mismatch', { recipient: 'https://sp.test/sso/saml/acs/2' }, 'an assertion for another ACS is refused'],
  ['no-recipient', 'recipient_missing', { recipient: null }, 'an assertion without Recipient is refused'],
  ['holder-of-key', 'subject_confirmation_missing', { method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' }, 'a subject that is not confirmed by bearer is refused'],
  ['no-confirmation', 'subject_confirmation_missing', { subject: '<saml:Subject><saml:NameID>ada</saml:NameID></saml:Subject>' }, 'a subject without confirmation is refused'],
  ['no-subject', 'subject_missing', { subject: null }, 'an assertion without subject is refused'],
  ['two-subjects', 'element_repeated', { more: '<saml:Subject><saml:NameID>admin</saml:NameID></saml:Subject>' }, 'a second Subject is refused'],
  ['two-name-ids', 'element_repeated', { nameId: 'ada</saml:NameID><saml:NameID>admin' }, 'a second NameID is refused'],
  ['no-name-id', 'name_id_missing', { nameId: null }, 'an assertion without NameID is refused'],
  ['blank-name-id', 'name_id_missing', { nameId: ' \n' }, 'a blank NameID is refused'],
  ['assertion-other-request', 'in_response_to_mismatch', { inResponseTo: '_other' }, 'an assertion for another request is refused'],
  ['assertion-no-request', 'in_response_to_missing', { inResponseTo: null }, 'an unsolicited assertion injected into a waiting login is refused'],
  ['wrong-issuer', 'issuer_mismatch', { issuer: 'https://evil.test' }, 'an assertion by another issuer is refused'],
  ['no-issuer', 'issuer_missing', { issuer: null }, 'an assertion without issuer is refused'],
  ['issuer-format', 'issuer_mismatch', { issuerFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' }, 'an issuer that is not an entity is refused'],
  ['assertion-version', 'version_unsupported', { version: '1.1' }, 'an assertion of SAML 1.1 is refused'],
  ['unnamed-attribute', 'attribute_malformed', { attributeStatement: '<saml:Attribute><saml:AttributeValue>x</saml:AttributeValue></saml:Attribute>' }, 'an attribute without Name is refused'],
  ['unknown-saml-element', 'element_unexpected', { more: '<saml:Claim></saml:Claim>' }, 'an element that the schema does not name is refused, also in the namespace of SAML'],
  ['unknown-element', 'element_unexpected', { more: '<x></x>' }, 'an element that the schema does not name is refused'],
] as const) {
  const row = /audience|recipient|expired|valid|time|session/.test(name) ? 18 : /request/.test(name) ? 19 : undefined;
  refuse(name, failure, assertionSigned(a as AssertionOptions), { guarantee, ...(row && { row }) });
}
const encryptedId = '<saml:Subject><saml:EncryptedID></saml:EncryptedID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="_request1" NotOnOrAfter="2030-01-15T12:05:00Z" Recipient="https://sp.test/sso/saml/acs/1"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>';
refuse('encrypted-name-id', 'encrypted_name_id', assertionSigned({ subject: encryptedId }), { guarantee: 'an EncryptedID is refused' });
for (const [name, failure, r, guarantee] of [
  ['wrong-destination', 'destination_mismatch', { destination: 'https://sp.test/sso/saml/acs/2' }, 'a Response for another address is refused'],
  ['response-other-request', 'in_response_to_mismatch', { inResponseTo: '_other' }, 'a Response to another request is refused'],
  ['response-no-request', 'in_response_to_missing', { inResponseTo: null }, 'an unsolicited Response injected into a waiting login is refused'],
  ['response-wrong-issuer', 'issuer_mismatch', { issuer: 'https://evil.test' }, 'a Response by another issuer is refused'],
  ['response-version', 'version_unsupported', { version: '1.1' }, 'a Response of SAML 1.1 is refused'],
  ['response-issue-instant', 'instant_malformed', { issueInstant: '' }, 'a Response without readable IssueInstant is refused'],
  ['two-statuses', 'element_repeated', { more: SUCCESS }, 'a second Status is refused'],
  ['no-status', 'status_missing', { status: '' }, 'a Response without status is refused'],
  ['not-success', 'status_not_success', { status: '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:StatusCode></samlp:Status>' }, 'Success inside another status is not success'],
] as const) {
  refuse(name, failure, assertionSigned({}, r as ResponseOptions), { guarantee, row: /request/.test(name) ? 19 : 18 });
}
refuse('signed-response-no-destination', 'destination_missing', responseSigned({}, { destination: null }), { guarantee: 'a signed Response without Destination is refused', row: 18 });
refuse('response-without-id', 'id_missing', response(genuine).replace(' ID="_response1"', ''), { guarantee: 'a Response without ID is refused' });
refuse('user-denied', 'status_not_success', response('', { status: '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:RequestDenied"></samlp:StatusCode></samlp:StatusCode><samlp:StatusMessage>User is not assigned to the app</samlp:StatusMessage></samlp:Status>' }), { guarantee: "an identity provider's error is told as such, although it holds no assertion" });
refuse('no-assertion', 'assertion_missing', signed(response(''), '_response1'), { guarantee: 'a successful Response without assertion is refused' });
refuse('unsolicited-with-request', 'unsolicited_in_response_to', assertionSigned({ inResponseTo: null }), { guarantee: 'an unsolicited Response must not answer a request', row: 20, expectedInResponseTo: null });
refuse('unsolicited-assertion-with-request', 'unsolicited_in_response_to', assertionSigned({}, { inResponseTo: null }), { guarantee: 'an unsolicited assertion must not answer a request', row: 20, expectedInResponseTo: null });
refuse('other-connection-certificate', 'certificate_mismatch', response(genuine), { guarantee: "a Response that fits another connection's certificate is refused", row: 22, certificates: ['other'] });
refuse('other-connection-issuer', 'issuer_mismatch', assertionSigned({ issuer: 'https://idp.test/tenant-2' }, { issuer: 'https://idp.test/tenant-2' }), { guarantee: 'another tenant of the same identity provider is refused, although it signs with the same key', row: 22 });
refuse('old-login', 'expired', response(genuine), { guarantee: 'a Response from yesterday is refused', row: 18, now: '2030-01-16T12:00:00Z' });

// ------------------------------------------------------------------------ refused: encryption (rows 13, 24, 25)

const keys = { decryptionKeys: ['sp', 'sp-next'] };
const failed = 'decryption_failed';
refuse('encrypted-to-another', failed, response(await encrypted(genuine, { to: 'sp-foreign' })), { guarantee: 'an assertion encrypted to another key is refused', row: 24, ...keys });
refuse('encrypted-tag-broken', failed, response(handEncrypted(genuine, { damage: (b) => Buffer.concat([b.subarray(0, -1), Buffer.from([(b.at(-1) ?? 0) ^ 1])]) })), { guarantee: 'a broken tag is told as any failed decryption', row: 24, ...keys });
refuse('encrypted-truncated', failed, response(handEncrypted(genuine, { damage: (b) => b.subarray(0, 20) })), { guarantee: 'a truncated ciphertext is told as any failed decryption', row: 24, ...keys });
refuse('encrypted-cbc-padding', failed, response(handEncrypted(genuine, { cipher: 'aes-256-cbc', damage: (b) => Buffer.concat([b.subarray(0, -17), Buffer.from([(b.at(-17) ?? 0) ^ 0x80]), b.subarray(-16)]) })), { guarantee: 'a wrong padding is told as any failed decryption', row: 24, ...keys, allow: { cbcWithoutOuterSignature: true } });
refuse('encrypted-cbc-not-xml', failed, response(handEncrypted('not XML at all', { cipher: 'aes-256-cbc' })), { guarantee: 'a CBC plaintext that is not XML is told as any failed decryption', row: 24, ...keys, allow: { cbcWithoutOuterSignature: true } });
refuse('encrypted-cbc', 'decryption_algorithm_not_allowed', response(await encrypted(genuine, { algorithm: `${XENC}aes256-cbc` })), { guarantee: 'AES-CBC without an outer signature is refused by default', row: 24, ...keys });
refuse('encrypted-cbc-outer-broken', 'digest_mismatch', signed(response(await encrypted(genuine, { algorithm: `${XENC}aes256-cbc` })), '_response1').replace(`InResponseTo="${REQUEST}"`, 'InResponseTo="_x"'), { guarantee: 'AES-CBC is not decrypted when the outer signature does not verify', row: 24, ...keys });
refuse('encrypted-3des', 'decryption_algorithm_not_allowed', response((await encrypted(genuine)).replace(`${XENC11}aes256-gcm`, `${XENC}tripledes-cbc`)), { guarantee: 'Triple DES is refused', row: 24, ...keys, allow: { cbcWithoutOuterSignature: true } });
refuse('encrypted-rsa-1-5', 'decryption_algorithm_not_allowed', response(handEncrypted(genuine, { keyAlgorithm: `${XENC}rsa-1_5`, padding: constants.RSA_PKCS1_PADDING })), { guarantee: 'RSA 1.5 is refused', row: 24, ...keys });
refuse('encrypted-rsa-1-5-renamed', failed, response(handEncrypted(genuine, { padding: constants.RSA_PKCS1_PADDING })), { guarantee: 'RSA 1.5 under the name of OAEP is told as any failed decryption', row: 24, ...keys });
refuse('encrypted-under-zeros', failed, response(handEncrypted(genuine, { zeroKey: true })), { guarantee: 'the dummy key that follows a failed unwrapping decrypts nothing', row: 24, ...keys });
refuse('encrypted-no-key', 'decryption_key_missing', response(await encrypted(genuine)), { guarantee: 'an encrypted assertion without a decryption key is refused' });
refuse('cipher-reference', 'encryption_malformed', response(handEncrypted(genuine, { cipherData: '<xenc:CipherReference URI="http://169.254.169.254/"></xenc:CipherReference>' })), { guarantee: 'a CipherReference is refused and not fetched', row: 13, ...keys });
refuse('retrieval-method-elsewhere', 'encryption_malformed', response(handEncrypted(genuine, { layout: (data, key) => `${data('<ds:RetrievalMethod URI="http://169.254.169.254/"></ds:RetrievalMethod>')}${key('')}` })), { guarantee: 'a RetrievalMethod that leads out of the message is refused and not fetched', row: 13, ...keys });
refuse('many-encrypted-keys', 'encryption_malformed', response(handEncrypted(genuine, { layout: (data, key) => data(key('').repeat(50)) })), { guarantee: 'a message cannot ask for fifty private-key operations', row: 26, ...keys });
refuse('encrypted-unsigned', 'signature_missing', response(await encrypted(assertion())), { guarantee: 'encryption is no signature', row: 2, ...keys });
refuse('encrypted-beside-clear', 'assertion_count', response(`${await encrypted(evil)}${genuine}`), { guarantee: 'an encrypted assertion beside a signed one is refused', row: 25, ...keys });
refuse('encrypted-two-assertions', 'not_xml', response(handEncrypted(`${evil}${genuine}`)), { guarantee: 'two assertions in one ciphertext are refused', row: 25, ...keys });
refuse('encrypted-nested-assertion', 'stray_assertion', response(handEncrypted(into(evil, genuine, '</saml:Assertion>'))), { guarantee: 'an assertion inside the encrypted one is refused', row: 25, ...keys });
refuse('encrypted-wrapped-root', 'assertion_missing', response(handEncrypted(`<x>${genuine}</x>`)), { guarantee: 'something around the encrypted assertion is refused', row: 25, ...keys });
refuse('encrypted-not-xml', 'not_xml', response(handEncrypted('not XML at all')), { guarantee: 'an authenticated plaintext that is not XML is refused', row: 25, ...keys });
refuse('encrypted-signature-outside', 'reference_not_parent', response(handEncrypted(afterIssuer(evil, signature)), { extensions: '<samlp:Extensions><x></x></samlp:Extensions>' }), { guarantee: 'a Signature inside the encrypted assertion cannot refer to an element outside', row: 25, ...keys });
refuse('encrypted-signature-outside-same-id', 'duplicate_id', response(handEncrypted(genuine), { extensions: '<samlp:Extensions><x ID="_assertion1"></x></samlp:Extensions>' }), { guarantee: 'an encrypted assertion cannot share its ID with an element outside', row: 25, ...keys });
refuse('encrypted-tampered-inside', 'digest_mismatch', response(handEncrypted(genuine.replace('>Ada<', '>Eve<'))), { guarantee: 'a changed assertion inside the encryption is refused', row: 25, ...keys });
refuse('encrypted-inside-signed-response-broken', 'digest_mismatch', signed(response(handEncrypted(genuine.replace('>Ada<', '>Eve<'))), '_response1'), { guarantee: 'a broken inner signature is refused although the outer one verifies', row: 25, ...keys });
refuse('encrypted-byte-order-mark', 'canonicalization_failed', signed(response(handEncrypted(assertion({ nameId: '&#xFEFF;admin@corp.example' }))), '_response1'), { guarantee: 'a byte order mark cannot hide in a decrypted NameID', row: 4, ...keys });
refuse('signature-beside-encrypted', 'stray_signature', response((await encrypted(assertion())).replace('</saml:EncryptedAssertion>', `${signature}</saml:EncryptedAssertion>`)), { guarantee: 'a Signature beside the EncryptedData is refused', row: 25, ...keys });

// --------------------------------------------------------------------------------- refused: not a Response at all

for (const [name, failure, message, guarantee] of [
  ['empty', 'not_base64', '', 'an empty field is refused'],
  ['garbage', 'not_base64', 'this is not base64!', 'a field that is not base64 is refused'],
  ['base64-with-extras', 'not_base64', `${Buffer.from(response(genuine)).toString('base64')}%`, 'base64 with other characters is refused'],
  ['base64url', 'not_base64', Buffer.from(`${response(genuine)}\u00ff\u00ff`).toString('base64').replaceAll('+', '-').replaceAll('/', '_').replace(/.$/, '-'), 'the URL alphabet of base64 is refused'],
  ['random-bytes', 'not_utf8', Buffer.from([0, 255, 254, 3, 200, 17]).toString('base64'), 'random bytes are refused'],
  ['plain-text', 'not_xml', Buffer.from('hello').toString('base64'), 'plain text is refused'],
  ['html', 'xml_forbidden', Buffer.from('<!DOCTYPE html><html><body>Error</body></html>').toString('base64'), 'an HTML page is refused'],
] as const) {
  refuse(name, failure, message, { guarantee }, true);
}
refuse('logout-response', 'not_a_response', response('').replaceAll('samlp:Response', 'samlp:LogoutResponse'), { guarantee: 'a LogoutResponse is refused' });
refuse('bare-assertion', 'not_a_response', genuine, { guarantee: 'a bare assertion is refused' });
refuse('other-namespace', 'not_a_response', response(genuine).replace('SAML:2.0:protocol', 'SAML:1.1:protocol'), { guarantee: 'a Response of another namespace is refused' });
refuse('duplicate-attribute', 'not_xml', response(genuine).replace(' Version="2.0"', ' Version="2.0" Version="2.0"'), { guarantee: 'a duplicate attribute is refused and stops nothing else', row: 27 });
refuse('truncated', 'not_xml', response(genuine).slice(0, -30), { guarantee: 'a truncated message is refused' });
refuse('control-character', 'xml_forbidden', response(genuine).replace('>Ada<', '>A\u0000da<'), { guarantee: 'a NUL character is refused', row: 11 });

