import { constants, createHash, timingSafeEqual, verify } from 'node:crypto';
import { decodeBase64 } from './base64.ts';
import { canonicalBytes } from './canonical.ts';
import type { Certificate } from './certificate.ts';
import type { SamlFailure, SamlFailureCode } from './failure.ts';
import { DS, DSIG_MORE_2007, EXC_C14N, XENC } from './names.ts';
import {
  allElements,
  attribute,
  child,
  childElements,
  isElement,
  isUnambiguous,
  type ParsedXml,
  wholeText,
  type XmlElement,
  xpathOf,
} from './xml.ts';

type Digest = 'sha1' | 'sha256' | 'sha384' | 'sha512';
type SignatureAlgorithm = { key: 'rsa' | 'rsa-pss' | 'ec'; digest: Digest; saltLength?: number };

const DSIG_MORE = 'http://www.w3.org/2001/04/xmldsig-more#';

/** What may sign: RFC 9231 names. HMAC, DSA and MD5 are absent on purpose; SHA-1 needs a switch. */
const SIGNATURE_ALGORITHMS: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  [`${DSIG_MORE}rsa-sha256`, { key: 'rsa', digest: 'sha256' }],
  [`${DSIG_MORE}rsa-sha384`, { key: 'rsa', digest: 'sha384' }],
  [`${DSIG_MORE}rsa-sha512`, { key: 'rsa', digest: 'sha512' }],
  [`${DSIG_MORE}ecdsa-sha256`, { key: 'ec', digest: 'sha256' }],
  [`${DSIG_MORE}ecdsa-sha384`, { key: 'ec', digest: 'sha384' }],
  [`${DSIG_MORE}ecdsa-sha512`, { key: 'ec', digest: 'sha512' }],
  [`${DSIG_MORE_2007}sha256-rsa-MGF1`, { key: 'rsa-pss', digest: 'sha256' }],
  [`${DSIG_MORE_2007}sha384-rsa-MGF1`, { key: 'rsa-pss', digest: 'sha384' }],
  [`${DSIG_MORE_2007}sha512-rsa-MGF1`, { key: 'rsa-pss', digest: 'sha512' }],
  [`${DS}rsa-sha1`, { key: 'rsa', digest: 'sha1' }],
  [`${DSIG_MORE}ecdsa-sha1`, { key: 'ec', digest: 'sha1' }],
]);
const RSA_PSS = `${DSIG_MORE_2007}rsa-pss`;
const MGF1 = `${DSIG_MORE_2007}MGF1`;

const DIGEST_ALGORITHMS: ReadonlyMap<string, Digest> = new Map([
  [`${XENC}sha256`, 'sha256'],
  [`${DSIG_MORE}sha384`, 'sha384'],
  [`${XENC}sha512`, 'sha512'],
  [`${DS}sha1`, 'sha1'],
]);

const ENVELOPED = `${DS}enveloped-signature`;
const CANONICALIZATIONS = [EXC_C14N, `${EXC_C14N}WithComments`];
const MAX_PREFIXES = 64;

/** A signature whose form is exactly what SAML Core §5.4 allows; nothing about it has been verified yet. */
export type SignatureForm = {
  element: XmlElement;
  /** The canonical bytes of SignedInfo: what SignatureValue signs. */
  signedInfo: Buffer;
  signatureValue: Buffer;
  signatureAlgorithm: string;
  method: SignatureAlgorithm;
  digestAlgorithm: string;
  digest: Digest;
  digestValue: Buffer;
  /** InclusiveNamespaces PrefixList of the exclusive canonicalization transform. */
  prefixes: string[];
  usesSha1: boolean;
};

type Refusal = { ok: false; failure: SamlFailure };

function refuse(
  code: SamlFailureCode,
  detail: string,
  element: XmlElement,
  evidence: { expected?: string | readonly string[]; received?: string | readonly string[] } = {},
): Refusal {
  return {
    ok: false,
    failure: { code, ...evidence, detail, place: { line: element.line, xpath: xpathOf(element) } },
  };
}

/**
 * Reads a ds:Signature that must sign `parent`, by SAML Core §5.4: one SignedInfo, one Reference to the parent's
 * ID, the two transforms, algorithms from the list. Uses the child axis only, and looks at no key.
 */
export function readSignature(
  xml: ParsedXml,
  signature: XmlElement,
  parent: XmlElement,
  allowSha1: boolean,
): { ok: true; form: SignatureForm } | Refusal {
  const parts = childElements(signature);
  const [signedInfo, signatureValue, keyInfo] = parts;
  if (
    !signedInfo ||
    !signatureValue ||
    !isElement(signedInfo, DS, 'SignedInfo') ||
    !isElement(signatureValue, DS, 'SignatureValue') ||
    (keyInfo && !isElement(keyInfo, DS, 'KeyInfo')) ||
    parts.length > 3
  ) {
    return refuse(
      'signature_malformed',
      'A Signature must hold one SignedInfo, one SignatureValue and at most one KeyInfo, in this order.',
      signature,
      { expected: ['SignedInfo', 'SignatureValue', 'KeyInfo'], received: names(parts) },
    );
  }
  const untidy = [signature, ...allElements(signedInfo), signatureValue].find((part) => !isUnambiguous(part));
  if (untidy) {
    return refuse(
      'signature_malformed',
      `The ${untidy.name} of the signature holds a comment, a CDATA section or stray text.`,
      untidy,
    );
  }

  const signed = childElements(signedInfo);
  const [canonicalization, signatureMethod, reference] = signed;
  if (
    !canonicalization ||
    !signatureMethod ||
    !reference ||
    signed.length !== 3 ||
    !isElement(canonicalization, DS, 'CanonicalizationMethod') ||
    !isElement(signatureMethod, DS, 'SignatureMethod') ||
    !isElement(reference, DS, 'Reference')
  ) {
    return refuse(
      'signature_malformed',
      'SignedInfo must hold one CanonicalizationMethod, one SignatureMethod and exactly one Reference.',
      signedInfo,
      { expected: ['CanonicalizationMethod', 'SignatureMethod', 'Reference'], received: names(signed) },
    );
  }

  const canonicalAlgorithm = attribute(canonicalization, 'Algorithm') ?? '';
  const signedInfoPrefixes = readPrefixes(canonicalization);
  if (!CANONICALIZATIONS.includes(canonicalAlgorithm) || !signedInfoPrefixes) {
    return refuse(
      'algorithm_not_allowed',
      'SignedInfo is not canonicalized by Exclusive XML Canonicalization.',
      canonicalization,
      { expected: EXC_C14N, received: canonicalAlgorithm },
    );
  }

  const signatureAlgorithm = attribute(signatureMethod, 'Algorithm') ?? '';
  const method = readMethod(signatureMethod, signatureAlgorithm);
  if (!method || (method.digest === 'sha1' && !allowSha1)) {
    return refuse(
      'algorithm_not_allowed',
      method
        ? 'The signature uses SHA-1, which this connection does not allow.'
        : 'The signature algorithm is not allowed.',
      signatureMethod,
      { expected: allowed(SIGNATURE_ALGORITHMS, allowSha1), received: signatureAlgorithm },
    );
  }

  const expectedUri = `#${attribute(parent, 'ID') ?? ''}`;
  const uri = attribute(reference, 'URI');
  if (expectedUri === '#' || uri !== expectedUri) {
    return refuse(
      'reference_not_parent',
      `The signature does not refer to the ${parent.name} it stands in.`,
      reference,
      { expected: expectedUri, received: uri ?? '(no URI)' },
    );
  }

  const [transforms, digestMethod, digestValue, ...more] = childElements(reference);
  if (
    !transforms ||
    !digestMethod ||
    !digestValue ||
    more.length > 0 ||
    !isElement(transforms, DS, 'Transforms') ||
    !isElement(digestMethod, DS, 'DigestMethod') ||
    !isElement(digestValue, DS, 'DigestValue')
  ) {
    return refuse(
      'signature_malformed',
      'The Reference must hold one Transforms, one DigestMethod and one DigestValue.',
      reference,
      { expected: ['Transforms', 'DigestMethod', 'DigestValue'], received: names(childElements(reference)) },
    );
  }

  const steps = childElements(transforms);
  const [enveloped, exclusive] = steps;
  const prefixes = exclusive ? readPrefixes(exclusive) : null;
  if (
    steps.length !== 2 ||
    !steps.every((step) => isElement(step, DS, 'Transform')) ||
    !enveloped ||
    !exclusive ||
    attribute(enveloped, 'Algorithm') !== ENVELOPED ||
    !isBare(enveloped) ||
    !CANONICALIZATIONS.includes(attribute(exclusive, 'Algorithm') ?? '') ||
    !prefixes
  ) {
    return refuse(
      'transform_not_allowed',
      'The only transforms allowed are the enveloped signature followed by exclusive canonicalization.',
      transforms,
      {
        expected: [ENVELOPED, EXC_C14N],
        received: steps.slice(0, 10).map((step) => attribute(step, 'Algorithm') ?? step.name),
      },
    );
  }

  const digestAlgorithm = attribute(digestMethod, 'Algorithm') ?? '';
  const digest = DIGEST_ALGORITHMS.get(digestAlgorithm);
  if (!digest || digestMethod.firstChild || (digest === 'sha1' && !allowSha1)) {
    return refuse(
      'algorithm_not_allowed',
      digest
        ? 'The digest uses SHA-1, which this connection does not allow.'
        : 'The digest algorithm is not allowed.',
      digestMethod,
      { expected: allowed(DIGEST_ALGORITHMS, allowSha1), received: digestAlgorithm },
    );
  }

  const value = decodeBase64(wholeText(signatureValue) ?? '');
  const expectedDigest = decodeBase64(wholeText(digestValue) ?? '');
  if (!value || !expectedDigest) {
    const empty = value ? digestValue : signatureValue;
    return refuse('signature_malformed', `The ${empty.name} is empty or not base64.`, empty);
  }

  const canonical = canonicalBytes(xml, signedInfo, signedInfoPrefixes);
  if (!canonical) return refuse('canonicalization_failed', 'SignedInfo cannot be canonicalized.', signedInfo);

  return {
    ok: true,
    form: {
      element: signature,
      signedInfo: canonical,
      signatureValue: value,
      signatureAlgorithm,
      method,
      digestAlgorithm,
      digest,
      digestValue: expectedDigest,
      prefixes,
      usesSha1: method.digest === 'sha1' || digest === 'sha1',
    },
  };
}

function names(elements: readonly XmlElement[]): string[] {
  return elements.slice(0, 10).map((element) => element.name);
}

function allowed(algorithms: ReadonlyMap<string, Digest | SignatureAlgorithm>, sha1: boolean): string[] {
  return [...algorithms]
    .filter(([, kind]) => sha1 || (typeof kind === 'string' ? kind : kind.digest) !== 'sha1')
    .map(([uri]) => uri);
}

/** xml-crypto writes an InclusiveNamespaces into the enveloped transform too, where it means nothing. */
function isBare(enveloped: XmlElement): boolean {
  const inside = childElements(enveloped);
  return inside.length === 0 || (inside.length === 1 && inside[0]?.name === 'InclusiveNamespaces');
}

/** The PrefixList of ec:InclusiveNamespaces, empty when there is none; null when there is anything else. */
function readPrefixes(method: XmlElement): string[] | null {
  const inside = childElements(method);
  if (inside.length === 0) return [];
  const [inclusive] = inside;
  if (inside.length > 1 || !inclusive || !isElement(inclusive, EXC_C14N, 'InclusiveNamespaces')) return null;
  const prefixes = (attribute(inclusive, 'PrefixList') ?? '').split(/[ \t\r\n]+/).filter(Boolean);
  return prefixes.length <= MAX_PREFIXES ? prefixes : null;
}

function readMethod(signatureMethod: XmlElement, algorithm: string): SignatureAlgorithm | null {
  const parameters = childElements(signatureMethod);
  if (algorithm === RSA_PSS) return readPssParameters(parameters);
  // Parameters such as HMACOutputLength have no place here, whatever the algorithm.
  return parameters.length === 0 ? (SIGNATURE_ALGORITHMS.get(algorithm) ?? null) : null;
}

/** RFC 9231 §2.3.9: SHA-256, MGF1 with the same digest and a salt as long as the digest unless stated. */
function readPssParameters(parameters: readonly XmlElement[]): SignatureAlgorithm | null {
  const [outer] = parameters;
  if (!outer) return { key: 'rsa-pss', digest: 'sha256' };
  if (parameters.length > 1 || !isElement(outer, DSIG_MORE_2007, 'RSAPSSParams')) return null;
  let digest: Digest | undefined = 'sha256';
  let mask: Digest | undefined;
  let saltLength: number | undefined;
  for (const parameter of childElements(outer)) {
    if (isElement(parameter, DS, 'DigestMethod')) {
      digest = DIGEST_ALGORITHMS.get(attribute(parameter, 'Algorithm') ?? '');
    } else if (isElement(parameter, DSIG_MORE_2007, 'MaskGenerationFunction')) {
      if (attribute(parameter, 'Algorithm') !== MGF1) return null;
      const [inner] = childElements(parameter);
      mask = inner ? DIGEST_ALGORITHMS.get(attribute(inner, 'Algorithm') ?? '') : 'sha256';
      if (!mask) return null;
    } else if (isElement(parameter, DSIG_MORE_2007, 'SaltLength')) {
      saltLength = Number(wholeText(parameter));
      if (!Number.isInteger(saltLength) || saltLength < 0 || saltLength > 512) return null;
    } else if (!isElement(parameter, DSIG_MORE_2007, 'TrailerField') || wholeText(parameter) !== '1') {
      return null;
    }
  }
  // node:crypto masks with the message digest only; another mask could never verify.
  if (!digest || (mask ?? digest) !== digest) return null;
  return { key: 'rsa-pss', digest, ...(saltLength !== undefined && { saltLength }) };
}

/** Whether `signatureValue` is the signature of `signedInfo` by the key of `certificate`. Never throws. */
export function verifiesWith(form: SignatureForm, certificate: Certificate): boolean {
  const { key, digest, saltLength } = form.method;
  const keyType = certificate.publicKey.asymmetricKeyType;
  const fits =
    key === 'ec' ? keyType === 'ec' : keyType === 'rsa' || (key === 'rsa-pss' && keyType === 'rsa-pss');
  if (!fits) return false;
  try {
    return verify(
      digest,
      form.signedInfo,
      key === 'ec'
        ? // XML Signature writes r and s side by side, not as DER (RFC 9231 §2.3.6).
          { key: certificate.publicKey, dsaEncoding: 'ieee-p1363' }
        : key === 'rsa-pss'
          ? {
              key: certificate.publicKey,
              padding: constants.RSA_PKCS1_PSS_PADDING,
              saltLength: saltLength ?? constants.RSA_PSS_SALTLEN_DIGEST,
            }
          : certificate.publicKey,
      form.signatureValue,
    );
  } catch {
    return false;
  }
}

/** Whether `bytes` have the digest that the Reference states, compared in constant time. */
export function hasDigest(form: SignatureForm, bytes: Uint8Array): boolean {
  const actual = createHash(form.digest).update(bytes).digest();
  return actual.length === form.digestValue.length && timingSafeEqual(actual, form.digestValue);
}

/** The first X509Certificate of a signature's KeyInfo as written; unverified, and never a key to trust. */
export function embeddedCertificateText(signature: XmlElement): string | null {
  const keyInfo = child(signature, DS, 'KeyInfo');
  const data = keyInfo && child(keyInfo, DS, 'X509Data');
  const certificate = data && child(data, DS, 'X509Certificate');
  return certificate && wholeText(certificate);
}
