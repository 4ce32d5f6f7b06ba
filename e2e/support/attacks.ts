import { constants, createPublicKey } from 'node:crypto';
import {
  type AssertionOptions,
  afterIssuer,
  assertion as assertionOf,
  ENVELOPED,
  EXC,
  encrypted,
  type HandSignature,
  handEncrypted,
  handSignature,
  MORE,
  pem,
  type ResponseOptions,
  reference,
  response as responseOf,
  type SignOptions,
  SUCCESS,
  signed,
  signedInfo,
  transform,
  XENC,
} from '#lib/saml/testdata/signer.ts';
import type { SeededConnection } from './seed.ts';

/*
 * Attacks on SAML service providers, by row of the catalogue in e2e/sso/attacks.spec.ts. Built with what signs the
 * fixtures of lib/saml, which shares no code with the validator.
 */

const ADMIN = 'admin@example.com';
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const HMAC = `${MORE}hmac-sha256`;
const XSLT = 'http://www.w3.org/TR/1999/REC-xslt-19991116';

const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
let serial = 0;

/** What an attacker has in hand: a genuine message of the victim's own identity provider, and time to rewrite it. */
export function kit(connection: Pick<SeededConnection, 'idp' | 'sp'>, requestId: string | null) {
  serial += 1;
  const id = `_assertion${process.pid}x${serial}`;
  const responseId = `_response${serial}`;
  const assertion = (o: AssertionOptions = {}) =>
    assertionOf({
      id,
      issuer: connection.idp.entityId,
      nameId: 'ana@example.com',
      recipient: connection.sp.acsUrl,
      audiences: [[connection.sp.entityId]],
      inResponseTo: requestId,
      issueInstant: at(0),
      notBefore: at(-60),
      notOnOrAfter: at(300),
      confirmationNotOnOrAfter: at(300),
      authn: null,
      attributes: { email: 'ana@example.com', firstName: 'Ana', lastName: 'Silva' },
      ...o,
    });
  const response = (content: string, o: ResponseOptions = {}) =>
    responseOf(content, {
      id: responseId,
      issuer: connection.idp.entityId,
      destination: connection.sp.acsUrl,
      inResponseTo: requestId,
      issueInstant: at(0),
      ...o,
    });
  const signedAssertion = (a: AssertionOptions = {}, s: SignOptions = {}) =>
    signed(assertion(a), a.id ?? id, s);
  const handSigned = (o: Partial<HandSignature> = {}) => {
    const plain = assertion();
    return afterIssuer(plain, handSignature({ uri: `#${id}`, content: plain, ...o }));
  };
  const genuine = signedAssertion();
  const genuineResponse = signed(response(assertion()), responseId);
  const signature = /<ds:Signature .*?<\/ds:Signature>/s.exec(genuine)?.[0] ?? '';
  const attributes = { email: ADMIN, firstName: 'Mallory', lastName: 'Evil' };
  return {
    id,
    audience: connection.sp.entityId,
    assertion,
    response,
    signedAssertion,
    handSigned,
    genuine,
    genuineResponse,
    signature,
    bare: genuine.replace(signature, ''),
    responseSignature: /<ds:Signature .*?<\/ds:Signature>/s.exec(genuineResponse)?.[0] ?? '',
    evil: assertion({ id: '_evil', nameId: ADMIN, attributes }),
    /** Forged, under the ID of the genuine one. */
    twin: assertion({ nameId: ADMIN, attributes }),
    into: (xml: string, part: string, before: string) => xml.replace(before, () => `${part}${before}`),
  };
}
type Kit = ReturnType<typeof kit>;

/** A message as XML, or as the form field carries it. */
type Message = string | { field: string };
export type Attack = [name: string, failure: string, build: (k: Kit) => Message | Promise<Message>];

export const field = (bytes: string | Buffer) => ({ field: Buffer.from(bytes).toString('base64') });
const extensions = (content: string): ResponseOptions => ({
  extensions: `<samlp:Extensions>${content}</samlp:Extensions>`,
});
const inStatus = (content: string): ResponseOptions => ({
  status: SUCCESS.replace(
    '</samlp:Status>',
    `<samlp:StatusDetail>${content}</samlp:StatusDetail></samlp:Status>`,
  ),
});
const many = (count: number, part: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join('');
const forgedDigest = (k: Kit) =>
  (/<ds:DigestValue>.*?<\/ds:DigestValue>/.exec(reference({ uri: '', content: k.twin }))?.[0] ?? '').replace(
    '<ds:DigestValue>',
    `<ds:DigestValue xmlns:ds="${DS}">`,
  );
const tampered = (k: Kit) => afterIssuer(k.twin, k.signature);
const digest = (k: Kit, edit: (value: string) => string) =>
  k.response(k.genuine.replace(/<ds:DigestValue>(.*?)<\/ds:DigestValue>/, (_, value: string) => edit(value)));
const bySha1 = { algorithm: `${DS}rsa-sha1`, digest: `${DS}sha1` };

/** By row of the catalogue of attacks. `{LISTENER}` is an address of ours where nothing may ever arrive. */
export const ATTACKS: Readonly<Record<string, readonly Attack[]>> = {
  '1 signature wrapping': [
    [
      'XSW1',
      'stray_assertion',
      (k) =>
        afterIssuer(
          k.response(k.evil, { id: '_evilResponse' }),
          k.into(k.responseSignature, k.genuineResponse.replace(k.responseSignature, ''), '</ds:Signature>'),
        ),
    ],
    [
      'XSW2',
      'element_unexpected',
      (k) =>
        k.response(k.evil, {
          id: '_evilResponse',
          extensions: `${k.genuineResponse.replace(k.responseSignature, '')}${k.responseSignature}`,
        }),
    ],
    ['XSW3', 'assertion_count', (k) => k.response(`${k.evil}${k.genuine}`)],
    ['XSW3 reversed', 'assertion_count', (k) => k.response(`${k.genuine}${k.evil}`)],
    ['XSW4', 'stray_assertion', (k) => k.response(k.into(k.evil, k.genuine, '</saml:Assertion>'))],
    ['XSW5', 'assertion_count', (k) => k.response(`${afterIssuer(k.evil, k.signature)}${k.bare}`)],
    [
      'XSW6',
      'stray_assertion',
      (k) => k.response(afterIssuer(k.evil, k.into(k.signature, k.bare, '</ds:Signature>'))),
    ],
    ['XSW7', 'stray_assertion', (k) => k.response(k.genuine, extensions(k.evil))],
    ['XSW7 reversed', 'stray_assertion', (k) => k.response(k.evil, extensions(k.genuine))],
    [
      'XSW8',
      'stray_assertion',
      (k) =>
        k.response(
          afterIssuer(k.evil, k.into(k.signature, `<ds:Object>${k.bare}</ds:Object>`, '</ds:Signature>')),
        ),
    ],
    ['one ID for both', 'duplicate_id', (k) => k.response(`${k.twin}${k.genuine}`)],
    ['in StatusDetail', 'stray_assertion', (k) => k.response(k.evil, inStatus(k.genuine))],
    [
      'in SubjectConfirmationData',
      'stray_assertion',
      (k) => k.response(k.into(k.evil, k.genuine, '</saml:SubjectConfirmationData>')),
    ],
    [
      'in an AttributeValue',
      'stray_assertion',
      (k) => k.response(k.into(k.evil, k.genuine, '</saml:AttributeValue>')),
    ],
    [
      'a Response in the Extensions',
      'stray_assertion',
      (k) => k.response(k.evil, { id: '_evilResponse', ...extensions(k.genuineResponse) }),
    ],
    [
      'a signature of somebody else',
      'reference_not_parent',
      (k) => k.response(afterIssuer(k.evil, k.signature)),
    ],
  ],
  '2 signature exclusion': [
    ['nothing signed', 'signature_missing', (k) => k.response(k.assertion())],
    [
      'no SignedInfo',
      'signature_malformed',
      (k) => k.response(k.genuine.replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/s, '')),
    ],
    [
      'no Reference',
      'signature_malformed',
      (k) => k.response(k.genuine.replace(/<ds:Reference.*<\/ds:Reference>/s, '')),
    ],
    [
      'an empty SignatureValue',
      'signature_malformed',
      (k) => k.response(k.genuine.replace(/(<ds:SignatureValue>).*(<\/ds:SignatureValue>)/s, '$1$2')),
    ],
    [
      'encrypted and not signed',
      'signature_missing',
      async (k) => k.response(await encrypted(k.assertion())),
    ],
  ],
  '3 another element is signed': [
    ['an empty URI', 'reference_not_parent', (k) => k.response(k.handSigned({ uri: '' }))],
    ['no URI', 'reference_not_parent', (k) => k.response(k.handSigned({ uri: null }))],
    [
      'an XPointer',
      'reference_not_parent',
      (k) => k.response(k.handSigned({ uri: `#xpointer(id('${k.id}'))` })),
    ],
    [
      'a harmless first Reference',
      'signature_malformed',
      (k) =>
        k.response(
          k.handSigned({
            uri: '#_other',
            content: '',
            moreReferences: reference({ uri: `#${k.id}`, content: k.assertion() }),
          }),
        ),
    ],
  ],
  '4 text cut short': [
    [
      'an instruction in the NameID',
      'xml_forbidden',
      (k) => k.response(k.genuine.replace('ana@example', 'ana<?x?>@example')),
    ],
    [
      'an element in the NameID',
      'text_not_plain',
      (k) => k.response(k.signedAssertion({ nameId: `${ADMIN}<x>.evil.example</x>` })),
    ],
    [
      'an element in the Audience',
      'text_not_plain',
      (k) => k.response(k.signedAssertion({ audiences: [['https://sp.test<x></x>']] })),
    ],
    [
      'an element in an attribute',
      'attribute_malformed',
      (k) => k.response(k.signedAssertion({ attributes: { email: `${ADMIN}<x>.evil</x>` } })),
    ],
  ],
  '5 a comment in the digest': [
    [
      'a comment',
      'signature_malformed',
      (k) => digest(k, (value) => `<ds:DigestValue><!--AA-->${value}</ds:DigestValue>`),
    ],
    [
      'CDATA',
      'signature_malformed',
      (k) => digest(k, (value) => `<ds:DigestValue><![CDATA[${value}]]></ds:DigestValue>`),
    ],
    [
      'a comment in the SignatureValue',
      'signature_malformed',
      (k) => k.response(k.genuine.replace('<ds:SignatureValue>', '<ds:SignatureValue><!---->')),
    ],
  ],
  '6 two SignedInfo': [
    [
      'before',
      'signature_malformed',
      (k) =>
        k.response(k.into(k.genuine, signedInfo({ uri: `#${k.id}`, content: k.evil }), '<ds:SignedInfo>')),
    ],
    [
      'after',
      'signature_malformed',
      (k) =>
        k.response(
          k.into(k.genuine, signedInfo({ uri: `#${k.id}`, content: k.evil }), '<ds:SignatureValue>'),
        ),
    ],
  ],
  '7 a digest from elsewhere': [
    ['in StatusDetail', 'digest_mismatch', (k) => k.response(tampered(k), inStatus(forgedDigest(k)))],
    ['in the Extensions', 'digest_mismatch', (k) => k.response(tampered(k), extensions(forgedDigest(k)))],
    [
      'twice',
      'signature_malformed',
      (k) => k.response(k.into(tampered(k), forgedDigest(k), '<ds:DigestValue>')),
    ],
  ],
  '8 parser differentials': [
    [
      'an attribute called ::ID',
      'not_xml',
      (k) => k.response(k.genuine).replace('<samlp:Response ', '<samlp:Response ::ID="x" '),
    ],
    ['a document type', 'xml_forbidden', (k) => `<!DOCTYPE samlp:Response>${k.response(k.genuine)}`],
    ['two roots', 'not_xml', (k) => `${k.response(k.evil)}${k.response(k.genuine)}`],
    ['text after the root', 'not_xml', (k) => `${k.response(k.genuine)}x`],
    ['an unbound prefix', 'not_xml', (k) => k.response(k.genuine, extensions('<x:y/>'))],
    ['XML 1.1', 'xml_forbidden', (k) => `<?xml version="1.1"?>${k.response(k.genuine)}`],
  ],
  '9 void canonicalization': [
    [
      'a relative namespace',
      'not_xml',
      (k) => k.response(k.genuine).replace('<samlp:Response ', '<samlp:Response xmlns:r="relative" '),
    ],
    [
      'a signature over nothing',
      'digest_mismatch',
      (k) => k.response(afterIssuer(k.twin, handSignature({ uri: `#${k.id}`, content: '' }))),
    ],
    [
      'a signature over nothing, and nothing to canonicalize',
      'not_xml',
      (k) =>
        k.response(
          afterIssuer(
            k.twin.replace('<saml:Assertion ', '<saml:Assertion xmlns:r="1" '),
            handSignature({ uri: `#${k.id}`, content: '' }),
          ),
        ),
    ],
  ],
  '10 twins of an ID': [
    [
      'with a prefix',
      'duplicate_id',
      (k) => k.response(k.genuine).replace('<samlp:Response ', `<samlp:Response samlp:ID="${k.id}" `),
    ],
    [
      'as Id',
      'duplicate_id',
      (k) => k.response(afterIssuer(k.evil.replace(' ID="_evil"', ` ID="_evil" Id="${k.id}"`), k.signature)),
    ],
    ['as xml:id', 'duplicate_id', (k) => k.response(k.genuine, extensions(`<x xml:id="${k.id}"></x>`))],
    [
      'an Assertion of another namespace',
      'stray_assertion',
      (k) =>
        k.response(
          k.genuine,
          extensions('<Assertion xmlns="urn:oasis:names:tc:SAML:1.0:assertion"></Assertion>'),
        ),
    ],
  ],
  '11 entities': [
    [
      'an external entity',
      'xml_forbidden',
      (k) =>
        `<!DOCTYPE r [<!ENTITY x SYSTEM "{LISTENER}">]>${k.response(k.genuine.replace('>Ana<', '>&x;<'))}`,
    ],
    ['an external DTD', 'xml_forbidden', (k) => `<!DOCTYPE r SYSTEM "{LISTENER}">${k.response(k.genuine)}`],
    [
      'a billion laughs',
      'xml_forbidden',
      (k) =>
        `<!DOCTYPE r [<!ENTITY a "${'a'.repeat(1000)}">${many(20, (n) => `<!ENTITY b${n} "${n === 0 ? '&a;' : `&b${n - 1};`.repeat(20)}">`)}]>${k.response(k.genuine)}`,
    ],
    [
      'an ATTLIST that makes IDs',
      'xml_forbidden',
      (k) => `<!DOCTYPE r [<!ATTLIST saml:Subject ID ID #FIXED "${k.id}">]>${k.response(k.genuine)}`,
    ],
    ['UTF-16', 'not_utf8', (k) => field(Buffer.from(`\uFEFF${k.response(k.genuine)}`, 'utf16le'))],
    [
      'a DTD inside the encryption',
      'xml_forbidden',
      (k) => k.response(handEncrypted(`<!DOCTYPE r [<!ENTITY x "y">]>${k.genuine}`)),
    ],
    [
      'XInclude',
      'digest_mismatch',
      (k) =>
        k.response(
          k.genuine.replace(
            '>Ana<',
            '><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{LISTENER}" parse="text"></xi:include><',
          ),
        ),
    ],
  ],
  '12 transforms': (
    [
      ['XSLT', `${transform(ENVELOPED)}${transform(XSLT)}`],
      [
        'XPath',
        `${transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<ds:XPath>not(self::*)</ds:XPath>')}${transform(EXC)}`,
      ],
      ['base64', `${transform(ENVELOPED)}${transform(`${DS}base64`)}`],
      ['a third', `${transform(ENVELOPED)}${transform(EXC)}${transform(EXC)}`],
      ['five hundred', `${transform(ENVELOPED)}${transform(EXC).repeat(500)}`],
    ] as const
  ).map(
    ([name, transforms]): Attack => [
      name,
      'transform_not_allowed',
      (k) => k.response(k.handSigned({ transforms })),
    ],
  ),
  '13 addresses that would be fetched': [
    ['as Reference', 'reference_not_parent', (k) => k.response(k.handSigned({ uri: '{LISTENER}' }))],
    ['as file', 'reference_not_parent', (k) => k.response(k.handSigned({ uri: 'file:///etc/passwd' }))],
    [
      'as RetrievalMethod',
      'certificate_mismatch',
      (k) =>
        k.response(
          k.handSigned({
            key: 'other',
            keyInfo: '<ds:KeyInfo><ds:RetrievalMethod URI="{LISTENER}"></ds:RetrievalMethod></ds:KeyInfo>',
          }),
        ),
    ],
    [
      'as CipherReference',
      'encryption_malformed',
      (k) =>
        k.response(
          handEncrypted(k.genuine, {
            cipherData: '<xenc:CipherReference URI="{LISTENER}"></xenc:CipherReference>',
          }),
        ),
    ],
  ],
  '14 algorithms': [
    [
      'HMAC with the certificate',
      'algorithm_not_allowed',
      (k) => k.response(k.handSigned({ algorithm: HMAC, hmacKey: pem('idp.crt') })),
    ],
    [
      'HMAC with the public key',
      'algorithm_not_allowed',
      (k) =>
        k.response(
          k.handSigned({
            algorithm: HMAC,
            hmacKey: createPublicKey(pem('idp.crt')).export({ type: 'spki', format: 'pem' }).toString(),
          }),
        ),
    ],
    [
      'HMAC of no length',
      'algorithm_not_allowed',
      (k) =>
        k.response(
          k.handSigned({
            algorithm: HMAC,
            hmacKey: '',
            methodContent: '<ds:HMACOutputLength>0</ds:HMACOutputLength>',
            signatureValue: 'AA==',
          }),
        ),
    ],
    [
      'MD5',
      'algorithm_not_allowed',
      (k) => k.response(k.handSigned({ algorithm: `${MORE}rsa-md5`, hash: 'md5' })),
    ],
    ['an unknown one', 'algorithm_not_allowed', (k) => k.response(k.handSigned({ algorithm: 'urn:none' }))],
    [
      'an unknown digest',
      'algorithm_not_allowed',
      (k) => k.response(k.handSigned({ digestAlgorithm: 'urn:none' })),
    ],
    [
      'XSLT as canonicalization',
      'algorithm_not_allowed',
      (k) => k.response(k.handSigned({ canonicalization: XSLT })),
    ],
  ],
  '15 certificates brought along': [
    [
      'the attacker’s',
      'certificate_mismatch',
      (k) => k.response(k.signedAssertion({ nameId: ADMIN }, { key: 'other' })),
    ],
    [
      'of the same subject',
      'certificate_mismatch',
      (k) => k.response(k.signedAssertion({ nameId: ADMIN }, { key: 'other', certificate: 'same-subject' })),
    ],
    [
      'the victim’s, and another key',
      'signature_invalid',
      (k) => k.response(k.signedAssertion({ nameId: ADMIN }, { key: 'other', certificate: 'idp' })),
    ],
    [
      'a bare key',
      'certificate_mismatch',
      (k) =>
        k.response(
          k.handSigned({
            key: 'other',
            keyInfo:
              '<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>',
          }),
        ),
    ],
  ],
  '16 SHA-1': [
    ['signature and digest', 'algorithm_not_allowed', (k) => k.response(k.signedAssertion({}, bySha1))],
    [
      'the digest alone',
      'algorithm_not_allowed',
      (k) => k.response(k.signedAssertion({}, { digest: bySha1.digest })),
    ],
  ],
  '18 for another place or time': [
    [
      'another audience',
      'audience_mismatch',
      (k) => k.response(k.signedAssertion({ audiences: [['https://other.example']] })),
    ],
    [
      'ours and another one alone',
      'audience_mismatch',
      (k) => k.response(k.signedAssertion({ audiences: [[k.audience], ['https://other.example']] })),
    ],
    ['no audience', 'audience_missing', (k) => k.response(k.signedAssertion({ audiences: [] }))],
    [
      'another Recipient',
      'recipient_mismatch',
      (k) => k.response(k.signedAssertion({ recipient: 'https://other.example/acs' })),
    ],
    [
      'another Destination',
      'destination_mismatch',
      (k) => k.response(k.genuine, { destination: 'https://other.example/acs' }),
    ],
    [
      'over',
      'expired',
      (k) =>
        k.response(
          k.signedAssertion({
            notBefore: at(-7200),
            notOnOrAfter: at(-3600),
            confirmationNotOnOrAfter: at(-3600),
          }),
        ),
    ],
    [
      'to come',
      'not_yet_valid',
      (k) => k.response(k.signedAssertion({ notBefore: at(3600), notOnOrAfter: at(7200) })),
    ],
    [
      'a confirmation without end',
      'confirmation_expiry_missing',
      (k) => k.response(k.signedAssertion({ confirmationNotOnOrAfter: null })),
    ],
    [
      'a refusal around a success',
      'status_not_success',
      (k) =>
        k.response(k.genuine, {
          status:
            '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:StatusCode></samlp:Status>',
        }),
    ],
  ],
  '24 encryption': [
    [
      'CBC without a signature around it',
      'decryption_algorithm_not_allowed',
      async (k) => k.response(await encrypted(k.genuine, { algorithm: `${XENC}aes256-cbc` })),
    ],
    [
      'RSA 1.5',
      'decryption_algorithm_not_allowed',
      (k) =>
        k.response(
          handEncrypted(k.genuine, { keyAlgorithm: `${XENC}rsa-1_5`, padding: constants.RSA_PKCS1_PADDING }),
        ),
    ],
    [
      'RSA 1.5 under another name',
      'decryption_failed',
      (k) => k.response(handEncrypted(k.genuine, { padding: constants.RSA_PKCS1_PADDING })),
    ],
    [
      'a broken tag',
      'decryption_failed',
      (k) =>
        k.response(
          handEncrypted(k.genuine, {
            damage: (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]),
          }),
        ),
    ],
    [
      'for another key',
      'decryption_failed',
      async (k) => k.response(await encrypted(k.genuine, { to: 'sp-foreign' })),
    ],
    ['under zeros', 'decryption_failed', (k) => k.response(handEncrypted(k.genuine, { zeroKey: true }))],
  ],
  '25 encrypted wrapping': [
    [
      'an encrypted one beside the signed one',
      'assertion_count',
      async (k) => k.response(`${await encrypted(k.evil)}${k.genuine}`),
    ],
    ['two in one ciphertext', 'not_xml', (k) => k.response(handEncrypted(`${k.evil}${k.genuine}`))],
    [
      'one inside the other',
      'stray_assertion',
      (k) => k.response(handEncrypted(k.into(k.evil, k.genuine, '</saml:Assertion>'))),
    ],
    [
      'a signature that refers to outside',
      'reference_not_parent',
      (k) => k.response(handEncrypted(afterIssuer(k.evil, k.signature)), extensions('<x></x>')),
    ],
    [
      'changed inside',
      'digest_mismatch',
      (k) => k.response(handEncrypted(k.genuine.replace('>Ana<', '>Eve<'))),
    ],
  ],
  '26 size': [
    [
      '5,000 namespaces',
      'xml_limits',
      (k) => k.response(k.genuine, extensions(`<x ${many(5000, (n) => ` xmlns:n${n}="u:${n}"`)}/>`)),
    ],
    [
      '5,000 levels',
      'xml_limits',
      (k) => k.response(k.genuine, extensions(`${'<x>'.repeat(5000)}${'</x>'.repeat(5000)}`)),
    ],
    [
      '2,000 signatures',
      'stray_signature',
      (k) => k.response(k.genuine, extensions(`<ds:Signature xmlns:ds="${DS}"/>`.repeat(2000))),
    ],
    ['more than is read', 'response_too_large', () => ({ field: 'A'.repeat(1_500_000) })],
  ],
  '27 what ended others': [
    [
      'an attribute twice',
      'not_xml',
      (k) => k.response(k.genuine).replace(' Version="2.0"', ' Version="2.0" Version="2.0"'),
    ],
    ['cut off', 'not_xml', (k) => k.response(k.genuine).slice(0, -30)],
    ['no base64', 'not_base64', () => ({ field: '!' })],
    ['random bytes', 'not_utf8', () => field(Buffer.from([0, 255, 254, 3, 200, 17]))],
  ],
};
