import { constants, createHash, timingSafeEqual, verify } from 'node:crypto';
import { decodeBase64 } from './base64.ts';
import { canonicalBytes } from './canonical.ts';
import type { Certificate } from './certificate.ts';
import type { SamlFailure, SamlFailureCode } from './failure.ts';
import { DS, DSIG_MORE_2007, EXC_C14N, XENC } from './names.ts';
import {
  attribute,
  child,
  childElements,
  isUnambiguous,
  isXmlElement,
  isXmlText,
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
  const parts = childElements(signature).map((element, index) => readPart(element, index < 2));
  const [signedInfo, signatureValue, keyInfo] = parts;
  if (
    !signedInfo ||
    !signatureValue ||
    !is(signedInfo, 'SignedInfo') ||
    !is(signatureValue, 'SignatureValue') ||
    (keyInfo && !is(keyInfo, 'KeyInfo')) ||
    parts.length > 3
  ) {
    return refuse(
      'signature_malformed',
      'A Signature must hold one SignedInfo, one SignatureValue and at most one KeyInfo, in this order.',
      signature,
      { expected: ['SignedInfo', 'SignatureValue', 'KeyInfo'], received: names(parts) },
    );
  }
  const untidy = isUnambiguous(signature)
    ? (findUntidy(signedInfo) ?? findUntidy(signatureValue))
    : signature;
  if (untidy) {
    return refuse(
      'signature_malformed',
      `The ${untidy.name} of the signature holds a comment, a CDATA section or stray text.`,
      untidy,
    );
  }

  const [canonicalization, signatureMethod, reference] = signedInfo.parts;
  if (
    !canonicalization ||
    !signatureMethod ||
    !reference ||
    signedInfo.parts.length !== 3 ||
    !is(canonicalization, 'CanonicalizationMethod') ||
    !is(signatureMethod, 'SignatureMethod') ||
    !is(reference, 'Reference')
  ) {
    return refuse(
      'signature_malformed',
      'SignedInfo must hold one CanonicalizationMethod, one SignatureMethod and exactly one Reference.',
      signedInfo.element,
      {
        expected: ['CanonicalizationMethod', 'SignatureMethod', 'Reference'],
        received: names(signedInfo.parts),
      },
    );
  }

  const canonicalAlgorithm = algorithmOf(canonicalization);
  const signedInfoPrefixes = readPrefixes(canonicalization);
  if (!CANONICALIZATIONS.includes(canonicalAlgorithm) || !signedInfoPrefixes) {
    return refuse(
      'algorithm_not_allowed',
      'SignedInfo is not canonicalized by Exclusive XML Canonicalization.',
      canonicalization.element,
      { expected: EXC_C14N, received: canonicalAlgorithm },
    );
  }

  const signatureAlgorithm = algorithmOf(signatureMethod);
  const method = readMethod(signatureMethod, signatureAlgorithm);
  if (!method || (method.digest === 'sha1' && !allowSha1)) {
    return refuse(
      'algorithm_not_allowed',
      method
        ? 'The signature uses SHA-1, which this connection does not allow.'
        : 'The signature algorithm is not allowed.',
      signatureMethod.element,
      { expected: allowed(SIGNATURE_ALGORITHMS, allowSha1), received: signatureAlgorithm },
    );
  }

  const expectedUri = `#${attribute(parent, 'ID') ?? ''}`;
  const uri = attribute(reference.element, 'URI');
  if (expectedUri === '#' || uri !== expectedUri) {
    return refuse(
      'reference_not_parent',
      `The signature does not refer to the ${parent.name} it stands in.`,
      reference.element,
      { expected: expectedUri, received: uri ?? '(no URI)' },
    );
  }

  const [transforms, digestMethod, digestValue, ...more] = reference.parts;
  if (
    !transforms ||
    !digestMethod ||
    !digestValue ||
    more.length > 0 ||
    !is(transforms, 'Transforms') ||
    !is(digestMethod, 'DigestMethod') ||
    !is(digestValue, 'DigestValue')
  ) {
    return refuse(
      'signature_malformed',
      'The Reference must hold one Transforms, one DigestMethod and one DigestValue.',
      reference.element,
      { expected: ['Transforms', 'DigestMethod', 'DigestValue'], received: names(reference.parts) },
    );
  }

  const steps = transforms.parts;
  const [enveloped, exclusive] = steps;
  const prefixes = exclusive ? readPrefixes(exclusive) : null;
  if (
    steps.length !== 2 ||
    !steps.every((step) => is(step, 'Transform')) ||
    !enveloped ||
    !exclusive ||
    algorithmOf(enveloped) !== ENVELOPED ||
    !isBare(enveloped) ||
    !CANONICALIZATIONS.includes(algorithmOf(exclusive)) ||
    !prefixes
  ) {
    return refuse(
      'transform_not_allowed',
      'The only transforms allowed are the enveloped signature followed by exclusive canonicalization.',
      transforms.element,
      { expected: [ENVELOPED, EXC_C14N], received: steps.slice(0, 10).map(algorithmOf) },
    );
  }

  const digestAlgorithm = algorithmOf(digestMethod);
  const digest = DIGEST_ALGORITHMS.get(digestAlgorithm);
  if (!digest || digestMethod.parts.length > 0 || (digest === 'sha1' && !allowSha1)) {
    return refuse(
      'algorithm_not_allowed',
      digest
        ? 'The digest uses SHA-1, which this connection does not allow.'
        : 'The digest algorithm is not allowed.',
      digestMethod.element,
      { expected: allowed(DIGEST_ALGORITHMS, allowSha1), received: digestAlgorithm },
    );
  }

  const value = decodeBase64(signatureValue.text);
  const expectedDigest = decodeBase64(digestValue.text);
  if (!value || !expectedDigest) {
    const { element, name } = value ? digestValue : signatureValue;
    return refuse('signature_malformed', `The ${name} is empty or not base64.`, element);
  }

  const canonical = canonicalBytes(xml, signedInfo.element, signedInfoPrefixes);
  if (!canonical) {
    return refuse('canonicalization_failed', 'SignedInfo cannot be canonicalized.', signedInfo.element);
  }

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

/** An element of a signature, read once: reaching into WebAssembly for the same name again is what costs. */
type Part = {
  element: XmlElement;
  name: string;
  namespace: string;
  parts: Part[];
  /** The one text node of an element without elements. */
  text: string;
  /** It holds something that two readers could see differently: a comment, CDATA, text beside elements. */
  untidy: boolean;
};

function readPart(element: XmlElement, deep: boolean): Part {
  const part: Part = {
    element,
    name: element.name,
    namespace: element.namespaceUri,
    parts: [],
    text: '',
    untidy: false,
  };
  if (!deep) return part;
  let texts = 0;
  for (let node = element.firstChild; node; node = node.next) {
    if (isXmlElement(node)) part.parts.push(readPart(node, true));
    else if (isXmlText(node)) {
      part.text += node.content;
      texts += 1;
    } else part.untidy = true;
  }
  if (part.parts.length > 0 ? part.text.trim() !== '' : texts > 1) part.untidy = true;
  return part;
}

function findUntidy(part: Part): XmlElement | null {
  if (part.untidy) return part.element;
  for (const inner of part.parts) {
    const untidy = findUntidy(inner);
    if (untidy) return untidy;
  }
  return null;
}

function is(part: Part, name: string, namespace = DS): boolean {
  return part.name === name && part.namespace === namespace;
}

function algorithmOf({ element }: Part): string {
  return attribute(element, 'Algorithm') ?? '';
}

function names(parts: readonly Part[]): string[] {
  return parts.slice(0, 10).map(({ name }) => name);
}

function allowed(algorithms: ReadonlyMap<string, Digest | SignatureAlgorithm>, sha1: boolean): string[] {
  return [...algorithms]
    .filter(([, kind]) => sha1 || (typeof kind === 'string' ? kind : kind.digest) !== 'sha1')
    .map(([uri]) => uri);
}

/** xml-crypto writes an InclusiveNamespaces into the enveloped transform too, where it means nothing. */
function isBare({ parts }: Part): boolean {
  return parts.length === 0 || (parts.length === 1 && parts[0]?.name === 'InclusiveNamespaces');
}

/** The PrefixList of ec:InclusiveNamespaces, empty when there is none; null when there is anything else. */
function readPrefixes({ parts }: Part): string[] | null {
  const [inclusive] = parts;
  if (!inclusive) return [];
  if (parts.length > 1 || !is(inclusive, 'InclusiveNamespaces', EXC_C14N)) return null;
  const prefixes = (attribute(inclusive.element, 'PrefixList') ?? '').split(/[ \t\r\n]+/).filter(Boolean);
  return prefixes.length <= MAX_PREFIXES ? prefixes : null;
}

function readMethod(signatureMethod: Part, algorithm: string): SignatureAlgorithm | null {
  const { parts } = signatureMethod;
  if (algorithm === RSA_PSS) return readPssParameters(parts);
  // Parameters such as HMACOutputLength have no place here, whatever the algorithm.
  return parts.length === 0 ? (SIGNATURE_ALGORITHMS.get(algorithm) ?? null) : null;
}

/** RFC 9231 §2.3.9: SHA-256, MGF1 with the same digest and a salt as long as the digest unless stated. */
function readPssParameters(parameters: readonly Part[]): SignatureAlgorithm | null {
  const [outer] = parameters;
  if (!outer) return { key: 'rsa-pss', digest: 'sha256' };
  if (parameters.length > 1 || !is(outer, 'RSAPSSParams', DSIG_MORE_2007)) return null;
  let digest: Digest | undefined = 'sha256';
  let mask: Digest | undefined;
  let saltLength: number | undefined;
  for (const parameter of outer.parts) {
    if (is(parameter, 'DigestMethod')) {
      digest = DIGEST_ALGORITHMS.get(algorithmOf(parameter));
    } else if (is(parameter, 'MaskGenerationFunction', DSIG_MORE_2007)) {
      if (algorithmOf(parameter) !== MGF1) return null;
      const [inner] = parameter.parts;
      mask = inner ? DIGEST_ALGORITHMS.get(algorithmOf(inner)) : 'sha256';
      if (!mask) return null;
    } else if (is(parameter, 'SaltLength', DSIG_MORE_2007)) {
      if (!/^\d{1,3}$/.test(parameter.text)) return null;
      saltLength = Number(parameter.text);
    } else if (!is(parameter, 'TrailerField', DSIG_MORE_2007) || parameter.text !== '1') {
      return null;
    }
  }
  // node:crypto masks with the message digest only; another mask could never verify.
  if (!digest || (mask ?? digest) !== digest) return null;
  return { key: 'rsa-pss', digest, ...(saltLength !== undefined && { saltLength }) };
}

/** What a signature is verified from: the octets it was made over, how, and its value. */
export type SignedOctets = Pick<SignatureForm, 'method' | 'signedInfo' | 'signatureValue'> & {
  usesSha1: boolean;
};

/**
 * The signature of an HTTP-Redirect message (SAML Bindings §3.4.4.1): over `octets`, by the algorithm that SigAlg names.
 * Null for an algorithm that is not allowed.
 */
export function signedQuery(
  algorithm: string,
  octets: Buffer,
  signatureValue: Buffer,
  allowSha1: boolean,
): SignedOctets | null {
  const method = SIGNATURE_ALGORITHMS.get(algorithm);
  if (!method || (method.digest === 'sha1' && !allowSha1)) return null;
  return { method, signedInfo: octets, signatureValue, usesSha1: method.digest === 'sha1' };
}

/** The names of the algorithms that may sign. */
export function allowedSignatureAlgorithms(allowSha1: boolean): string[] {
  return allowed(SIGNATURE_ALGORITHMS, allowSha1);
}

/** Whether `signatureValue` is the signature of `signedInfo` by the key of `certificate`. Never throws. */
export function verifiesWith(
  form: Pick<SignatureForm, 'method' | 'signedInfo' | 'signatureValue'>,
  certificate: Certificate,
): boolean {
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
