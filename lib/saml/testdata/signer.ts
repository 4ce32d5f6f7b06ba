import { constants, createCipheriv, createHash, createHmac, publicEncrypt, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import xmlEncryption from 'xml-encryption';

/*
 * Signs and encrypts fixtures with code that shares nothing with lib/saml: xml-crypto and xml-encryption for what
 * identity providers do, and hand-written canonical XML for what they never should.
 */

export const NOW = '2030-01-15T12:00:00Z';
export const ENTITY_ID = 'https://sp.test/metadata';
export const ACS = 'https://sp.test/sso/saml/acs/1';
export const IDP = 'https://idp.test/entity';
export const REQUEST = '_request1';

const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';
const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const EXC = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const ENVELOPED = `${DS}enveloped-signature`;
export const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
export const XENC = 'http://www.w3.org/2001/04/xmlenc#';
export const XENC11 = 'http://www.w3.org/2009/xmlenc11#';

export function pem(name: string): string {
  return readFileSync(new URL(`./keys/${name}.pem`, import.meta.url), 'utf8');
}

export function base64Of(certificate: string): string {
  return certificate.replaceAll(/-----[^-]+-----|\s/g, '');
}

type Attributes = Record<string, string | string[]>;

export type AssertionOptions = {
  id?: string;
  version?: string;
  issueInstant?: string;
  issuer?: string | null;
  issuerFormat?: string;
  nameId?: string | null;
  nameIdFormat?: string;
  /** Replaces the whole Subject. */
  subject?: string | null;
  recipient?: string | null;
  confirmationNotOnOrAfter?: string | null;
  confirmationNotBefore?: string;
  inResponseTo?: string | null;
  method?: string;
  notBefore?: string | null;
  notOnOrAfter?: string | null;
  audiences?: string[][];
  /** Replaces the whole Conditions. */
  conditions?: string | null;
  /** Appended inside Conditions. */
  moreConditions?: string;
  authn?: string | null;
  sessionNotOnOrAfter?: string;
  attributes?: Attributes | null;
  /** Replaces the content of the AttributeStatement. */
  attributeStatement?: string;
  /** Appended at the end of the assertion. */
  more?: string;
};

export const PERSON: Attributes = {
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress': 'ada@corp.example',
  firstName: 'Ada',
  lastName: 'Lovelace',
  groups: ['engineering', 'analysts'],
};

function optional(name: string, value: string | null | undefined): string {
  return value === null || value === undefined ? '' : ` ${name}="${value}"`;
}

/** An unsigned assertion in exclusive canonical form, so that its digest can be taken of the string itself. */
export function assertion(o: AssertionOptions = {}): string {
  const {
    id = '_assertion1',
    nameId = 'ada@corp.example',
    recipient = ACS,
    inResponseTo = REQUEST,
    confirmationNotOnOrAfter = '2030-01-15T12:05:00Z',
    notBefore = '2030-01-15T11:59:00Z',
    notOnOrAfter = '2030-01-15T12:05:00Z',
    audiences = [[ENTITY_ID]],
  } = o;
  const issuer = o.issuer === undefined ? IDP : o.issuer;
  const data = `<saml:SubjectConfirmationData${optional('InResponseTo', inResponseTo)}${optional('NotBefore', o.confirmationNotBefore)}${optional('NotOnOrAfter', confirmationNotOnOrAfter)}${optional('Recipient', recipient)}></saml:SubjectConfirmationData>`;
  const confirmation = `<saml:SubjectConfirmation Method="${o.method ?? 'urn:oasis:names:tc:SAML:2.0:cm:bearer'}">${data}</saml:SubjectConfirmation>`;
  const format = o.nameIdFormat ?? 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
  const subject =
    o.subject === undefined
      ? `<saml:Subject>${nameId === null ? '' : `<saml:NameID Format="${format}">${nameId}</saml:NameID>`}${confirmation}</saml:Subject>`
      : (o.subject ?? '');
  const restrictions = audiences
    .map(
      (list) =>
        `<saml:AudienceRestriction>${list.map((one) => `<saml:Audience>${one}</saml:Audience>`).join('')}</saml:AudienceRestriction>`,
    )
    .join('');
  const conditions =
    o.conditions === undefined
      ? `<saml:Conditions${optional('NotBefore', notBefore)}${optional('NotOnOrAfter', notOnOrAfter)}>${restrictions}${o.moreConditions ?? ''}</saml:Conditions>`
      : (o.conditions ?? '');
  const authn =
    o.authn === undefined
      ? `<saml:AuthnStatement AuthnInstant="2030-01-15T11:59:50Z" SessionIndex="_session1"${optional('SessionNotOnOrAfter', o.sessionNotOnOrAfter)}><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`
      : (o.authn ?? '');
  const values = o.attributes === undefined ? PERSON : o.attributes;
  const statement =
    o.attributeStatement ??
    Object.entries(values ?? {})
      .map(
        ([name, list]) =>
          `<saml:Attribute Name="${name}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">${[list].flat().map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
      )
      .join('');
  const attributes = statement === '' ? '' : `<saml:AttributeStatement>${statement}</saml:AttributeStatement>`;
  const issuerElement =
    issuer === null ? '' : `<saml:Issuer${optional('Format', o.issuerFormat)}>${issuer}</saml:Issuer>`;
  return `<saml:Assertion xmlns:saml="${SAML}"${optional('ID', id === '' ? null : id)} IssueInstant="${o.issueInstant ?? '2030-01-15T11:59:55Z'}" Version="${o.version ?? '2.0'}">${issuerElement}${subject}${conditions}${authn}${attributes}${o.more ?? ''}</saml:Assertion>`;
}

export type ResponseOptions = {
  id?: string;
  version?: string;
  issueInstant?: string;
  destination?: string | null;
  inResponseTo?: string | null;
  issuer?: string | null;
  status?: string;
  /** Placed between Issuer and Status. */
  extensions?: string;
  /** Appended at the end of the Response. */
  more?: string;
};

export const SUCCESS =
  '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status>';

/** A Response around `content`, in canonical form when `content` is. */
export function response(content: string, o: ResponseOptions = {}): string {
  const destination = o.destination === undefined ? ACS : o.destination;
  const inResponseTo = o.inResponseTo === undefined ? REQUEST : o.inResponseTo;
  const issuer = o.issuer === undefined ? IDP : o.issuer;
  return `<samlp:Response xmlns:samlp="${SAMLP}"${optional('Destination', destination)} ID="${o.id ?? '_response1'}"${optional('InResponseTo', inResponseTo)} IssueInstant="${o.issueInstant ?? '2030-01-15T11:59:55Z'}" Version="${o.version ?? '2.0'}">${issuer === null ? '' : `<saml:Issuer xmlns:saml="${SAML}">${issuer}</saml:Issuer>`}${o.extensions ?? ''}${o.status ?? SUCCESS}${content}${o.more ?? ''}</samlp:Response>`;
}

export type SignOptions = {
  key?: string;
  /** File name of the certificate put into KeyInfo; null for no KeyInfo. */
  certificate?: string | null;
  algorithm?: string;
  digest?: string;
  prefixes?: string[];
  prefix?: string;
  canonicalization?: string;
  transforms?: string[];
};

function nodeSignature(algorithm: string) {
  const name = `sha${/sha(\d+)/.exec(algorithm)?.[1] ?? '256'}`;
  return class {
    getSignature(info: string, key: string) {
      const options = algorithm.includes('ecdsa')
        ? { key, dsaEncoding: 'ieee-p1363' as const }
        : algorithm.includes('2007/05')
          ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
          : { key };
      return sign(name, Buffer.from(info), options).toString('base64');
    }
    verifySignature(): boolean {
      throw new Error('signing only');
    }
    getAlgorithmName() {
      return algorithm;
    }
  };
}

function nodeDigest(uri: string) {
  const name = `sha${/sha(\d+)/.exec(uri)?.[1]}`;
  return class {
    getHash(xml: string) {
      return createHash(name).update(xml, 'utf8').digest('base64');
    }
    getAlgorithmName() {
      return uri;
    }
  };
}

/** Signs the element with this ID by xml-crypto and puts the Signature after its Issuer. */
export function signed(xml: string, id: string, o: SignOptions = {}): string {
  const algorithm = o.algorithm ?? `${MORE}rsa-sha256`;
  const digestAlgorithm = o.digest ?? `${XENC}sha256`;
  const certificate = o.certificate === undefined ? (o.key ?? 'idp') : o.certificate;
  const signer = new SignedXml({
    privateKey: pem(`${o.key ?? 'idp'}.key`),
    signatureAlgorithm: algorithm,
    canonicalizationAlgorithm: o.canonicalization ?? EXC,
    ...(certificate !== null && { publicCert: pem(`${certificate}.crt`) }),
    getKeyInfoContent: certificate === null ? () => null : SignedXml.getKeyInfoContent,
  });
  // biome-ignore lint/suspicious/noExplicitAny: xml-crypto asks for classes with overloads that signing never calls
  signer.SignatureAlgorithms[algorithm] ??= nodeSignature(algorithm) as any;
  signer.HashAlgorithms[digestAlgorithm] ??= nodeDigest(digestAlgorithm);
  const element = `//*[@ID='${id}']`;
  signer.addReference({
    xpath: element,
    transforms: o.transforms ?? [ENVELOPED, EXC],
    digestAlgorithm,
    ...(o.prefixes && { inclusiveNamespacesPrefixList: o.prefixes }),
  });
  const hasIssuer = new RegExp(`ID="${id}"[^>]*><saml2?:Issuer|ID="${id}"[^>]*>\\s*<Issuer`).test(xml);
  signer.computeSignature(xml, {
    prefix: o.prefix ?? 'ds',
    location: hasIssuer
      ? { reference: `${element}/*[local-name()='Issuer']`, action: 'after' }
      : { reference: element, action: 'prepend' },
  });
  return signer.getSignedXml();
}

export type HandSignature = {
  uri?: string | null;
  /** The bytes whose digest is stated. */
  content: string;
  digestAlgorithm?: string;
  digestHash?: string;
  /** The Transform elements, canonical. */
  transforms?: string;
  canonicalization?: string;
  algorithm?: string;
  /** Children of SignatureMethod. */
  methodContent?: string;
  /** Repeats the Reference, or whatever else belongs into SignedInfo. */
  moreReferences?: string;
  digestValue?: string;
  key?: string;
  certificate?: string | null;
  keyInfo?: string;
  signatureValue?: string;
  hash?: string;
  hmacKey?: string;
  /** Signs by RSA-PSS with a salt of this length. */
  pssSalt?: number;
};

export function transform(algorithm: string, content = ''): string {
  return `<ds:Transform Algorithm="${algorithm}">${content}</ds:Transform>`;
}

export function reference(o: HandSignature): string {
  const digestAlgorithm = o.digestAlgorithm ?? `${XENC}sha256`;
  const value =
    o.digestValue ??
    createHash(o.digestHash ?? 'sha256')
      .update(o.content, 'utf8')
      .digest('base64');
  const transforms = o.transforms ?? `${transform(ENVELOPED)}${transform(EXC)}`;
  return `<ds:Reference${optional('URI', o.uri)}><ds:Transforms>${transforms}</ds:Transforms><ds:DigestMethod Algorithm="${digestAlgorithm}"></ds:DigestMethod><ds:DigestValue>${value}</ds:DigestValue></ds:Reference>`;
}

export function signedInfo(o: HandSignature): string {
  return `<ds:SignedInfo xmlns:ds="${DS}"><ds:CanonicalizationMethod Algorithm="${o.canonicalization ?? EXC}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${o.algorithm ?? `${MORE}rsa-sha256`}">${o.methodContent ?? ''}</ds:SignatureMethod>${reference(o)}${o.moreReferences ?? ''}</ds:SignedInfo>`;
}

/** A ds:Signature over exactly what the caller says, with a SignedInfo written in canonical form by hand. */
export function handSignature(o: HandSignature): string {
  const info = signedInfo(o);
  const value =
    o.signatureValue ??
    (o.hmacKey !== undefined
      ? createHmac(o.hash ?? 'sha256', o.hmacKey).update(info, 'utf8').digest('base64')
      : sign(o.hash ?? 'sha256', Buffer.from(info), {
          key: pem(`${o.key ?? 'idp'}.key`),
          ...(o.pssSalt !== undefined && { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: o.pssSalt }),
        }).toString('base64'));
  const certificate = o.certificate === undefined ? (o.key ?? 'idp') : o.certificate;
  const keyInfo =
    o.keyInfo ??
    (certificate === null
      ? ''
      : `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64Of(pem(`${certificate}.crt`))}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`);
  return `<ds:Signature xmlns:ds="${DS}">${info}<ds:SignatureValue>${value}</ds:SignatureValue>${keyInfo}</ds:Signature>`;
}

/** Puts `signature` after the first Issuer of `xml`, or of the part of it that starts at `from`. */
export function afterIssuer(xml: string, signature: string, from = ''): string {
  const start = from === '' ? 0 : xml.indexOf(from);
  const at = xml.indexOf('</saml:Issuer>', start) + '</saml:Issuer>'.length;
  return xml.slice(0, at) + signature + xml.slice(at);
}

export type EncryptOptions = {
  to?: string;
  algorithm?: string;
  keyAlgorithm?: string;
  keyDigest?: 'sha1' | 'sha256' | 'sha512';
  mask?: string;
};

/** An EncryptedAssertion made by xml-encryption. */
export function encrypted(plaintext: string, o: EncryptOptions = {}): Promise<string> {
  const certificate = pem(`${o.to ?? 'sp'}.crt`);
  return new Promise((resolve, reject) => {
    xmlEncryption.encrypt(
      plaintext,
      {
        rsa_pub: certificate,
        pem: certificate,
        encryptionAlgorithm: o.algorithm ?? `${XENC11}aes256-gcm`,
        keyEncryptionAlgorithm: o.keyAlgorithm ?? `${XENC}rsa-oaep-mgf1p`,
        keyEncryptionDigest: o.keyDigest ?? 'sha1',
        ...(o.mask && { keyEncryptionMgf: o.mask }),
        disallowEncryptionWithInsecureAlgorithm: false,
        warnInsecureAlgorithm: false,
      },
      (error: Error | null, result = '') =>
        error ? reject(error) : resolve(`<saml:EncryptedAssertion xmlns:saml="${SAML}">${result.trim()}</saml:EncryptedAssertion>`),
    );
  });
}

export type HandEncryption = {
  to?: string;
  cipher?: 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm' | 'aes-192-cbc' | 'aes-256-cbc';
  keyAlgorithm?: string;
  padding?: number;
  /** Changes the ciphertext before it is written. */
  damage?: (bytes: Buffer) => Buffer;
  /** How EncryptedData and EncryptedKey are put together. */
  layout?: (data: (keyInfo: string) => string, key: (id: string) => string) => string;
  label?: string;
  /** Encrypts under a key of zeros and sends along one that nobody can unwrap. */
  zeroKey?: boolean;
  cipherData?: string;
};

/** An EncryptedAssertion made by node:crypto alone, for layouts and faults that xml-encryption does not write. */
export function handEncrypted(plaintext: string | Buffer, o: HandEncryption = {}): string {
  const cipherName = o.cipher ?? 'aes-256-gcm';
  const [, bits, mode] = cipherName.split('-') as [string, string, string];
  const key = o.zeroKey ? Buffer.alloc(Number(bits) / 8) : randomBytes(Number(bits) / 8);
  const iv = randomBytes(mode === 'gcm' ? 12 : 16);
  const cipher = createCipheriv(cipherName as 'aes-256-gcm', key, iv);
  const body = Buffer.concat([iv, cipher.update(plaintext), cipher.final(), ...(mode === 'gcm' ? [cipher.getAuthTag()] : [])]);
  const ciphertext = (o.damage ?? ((bytes) => bytes))(body).toString('base64');
  const wrapped = publicEncrypt(
    {
      key: pem(`${o.zeroKey ? 'sp-foreign' : (o.to ?? 'sp')}.crt`),
      padding: o.padding ?? constants.RSA_PKCS1_OAEP_PADDING,
      ...(o.label !== undefined && { oaepLabel: Buffer.from(o.label) }),
    },
    key,
  ).toString('base64');
  const parameters = o.label === undefined ? '' : `<xenc:OAEPparams>${Buffer.from(o.label).toString('base64')}</xenc:OAEPparams>`;
  const encryptedKey = (id: string) =>
    `<xenc:EncryptedKey xmlns:xenc="${XENC}"${id === '' ? '' : ` Id="${id}"`}><xenc:EncryptionMethod Algorithm="${o.keyAlgorithm ?? `${XENC}rsa-oaep-mgf1p`}">${parameters}</xenc:EncryptionMethod><xenc:CipherData><xenc:CipherValue>${wrapped}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>`;
  const data = (keyInfo: string) =>
    `<xenc:EncryptedData xmlns:xenc="${XENC}" Type="${XENC}Element"><xenc:EncryptionMethod Algorithm="${mode === 'gcm' ? XENC11 : XENC}aes${bits}-${mode}"></xenc:EncryptionMethod><ds:KeyInfo xmlns:ds="${DS}">${keyInfo}</ds:KeyInfo><xenc:CipherData>${o.cipherData ?? `<xenc:CipherValue>${ciphertext}</xenc:CipherValue>`}</xenc:CipherData></xenc:EncryptedData>`;
  const layout = o.layout ?? ((d, k) => d(k('')));
  return `<saml:EncryptedAssertion xmlns:saml="${SAML}">${layout(data, encryptedKey)}</saml:EncryptedAssertion>`;
}

/**
 * What xml-crypto says of every Signature it finds directly in the Response or an assertion: true when all of them
 * verify with one of the certificates. It judges signatures only, not SAML.
 */
export function xmlCryptoAccepts(xml: string, certificates: readonly string[]): boolean {
  const document = new DOMParser({ onError: () => undefined }).parseFromString(xml, 'text/xml');
  const signatures = Array.from(document.getElementsByTagNameNS(DS, 'Signature'));
  if (signatures.length === 0) return false;
  return signatures.every((signature) =>
    certificates.some((certificate) => {
      try {
        const verifier = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null });
        // biome-ignore lint/suspicious/noExplicitAny: the DOM types of xmldom and of the browser differ
        verifier.loadSignature(signature as any);
        return verifier.checkSignature(xml);
      } catch {
        return false;
      }
    }),
  );
}
