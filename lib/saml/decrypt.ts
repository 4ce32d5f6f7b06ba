import {
  constants,
  createDecipheriv,
  createHash,
  type KeyObject,
  privateDecrypt,
  timingSafeEqual,
} from 'node:crypto';
import { decodeBase64 } from './base64.ts';
import { parseCertificate } from './certificate.ts';
import type { SamlFailure, SamlFailureCode } from './failure.ts';
import { DS, SAML, XENC, XENC11 } from './names.ts';
import { attribute, child, childElements, children, isElement, wholeText, type XmlElement } from './xml.ts';

/** A private key of the connection, with the fingerprint of the certificate its identity provider encrypts to. */
export type DecryptionKey = { privateKey: KeyObject; certificateFingerprint: string };

type Cipher = { mode: 'gcm' | 'cbc'; name: string; keyBytes: number };

const CIPHERS: ReadonlyMap<string, Cipher> = new Map([
  [`${XENC11}aes128-gcm`, { mode: 'gcm', name: 'aes-128-gcm', keyBytes: 16 }],
  [`${XENC11}aes192-gcm`, { mode: 'gcm', name: 'aes-192-gcm', keyBytes: 24 }],
  [`${XENC11}aes256-gcm`, { mode: 'gcm', name: 'aes-256-gcm', keyBytes: 32 }],
  [`${XENC}aes128-cbc`, { mode: 'cbc', name: 'aes-128-cbc', keyBytes: 16 }],
  [`${XENC}aes192-cbc`, { mode: 'cbc', name: 'aes-192-cbc', keyBytes: 24 }],
  [`${XENC}aes256-cbc`, { mode: 'cbc', name: 'aes-256-cbc', keyBytes: 32 }],
]);

const OAEP_MGF1P = `${XENC}rsa-oaep-mgf1p`;
const OAEP = `${XENC11}rsa-oaep`;

const OAEP_DIGESTS: ReadonlyMap<string, string> = new Map([
  [`${DS}sha1`, 'sha1'],
  [`${XENC}sha256`, 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  [`${XENC}sha512`, 'sha512'],
]);
const OAEP_MASKS: ReadonlyMap<string, string> = new Map([
  [`${XENC11}mgf1sha1`, 'sha1'],
  [`${XENC11}mgf1sha256`, 'sha256'],
  [`${XENC11}mgf1sha384`, 'sha384'],
  [`${XENC11}mgf1sha512`, 'sha512'],
]);

/** Each private-key operation costs about a millisecond, so a message may not ask for many. */
const MAX_ENCRYPTED_KEYS = 4;

/** What an EncryptedAssertion says about itself; for display and for choosing the arithmetic, never for trust. */
export type EncryptionReading = {
  algorithm: string | null;
  keyAlgorithm: string | null;
  /** SHA-256 fingerprint of the certificate it names in KeyInfo, if any. */
  keyInfoCertificateFingerprint?: string;
};

/** Reads which algorithms an EncryptedAssertion names and for which certificate it was made, if it says so. */
export function readEncryption(encrypted: XmlElement): EncryptionReading {
  const data = child(encrypted, XENC, 'EncryptedData');
  const key = encryptedKeys(encrypted)[0];
  const x509 = key && child(key, DS, 'KeyInfo');
  const x509Data = x509 && child(x509, DS, 'X509Data');
  const embedded = x509Data && child(x509Data, DS, 'X509Certificate');
  const certificate = embedded && parseCertificate(wholeText(embedded) ?? '');
  return {
    algorithm: data && methodOf(data),
    keyAlgorithm: key ? methodOf(key) : null,
    ...(certificate && { keyInfoCertificateFingerprint: certificate.fingerprintSha256 }),
  };
}

function methodOf(element: XmlElement): string | null {
  const method = child(element, XENC, 'EncryptionMethod');
  return method && attribute(method, 'Algorithm');
}

function encryptedKeys(encrypted: XmlElement): XmlElement[] {
  const data = child(encrypted, XENC, 'EncryptedData');
  const keyInfo = data && child(data, DS, 'KeyInfo');
  return [
    ...(keyInfo ? children(keyInfo, XENC, 'EncryptedKey') : []),
    ...children(encrypted, XENC, 'EncryptedKey'),
  ];
}

type Decryption =
  | { ok: true; plaintext: Buffer; authenticated: boolean; certificateFingerprint: string }
  | { ok: false; failure: SamlFailure };

/**
 * Decrypts a saml:EncryptedAssertion by XML Encryption 1.1: AES-GCM, or AES-CBC where `allowCbc`, under RSA-OAEP.
 * Every key is tried. Wrong key, wrong padding, wrong tag and wrong length are one failure with one wording.
 * It does not look into the plaintext.
 */
export function decryptAssertion(
  encrypted: XmlElement,
  keys: readonly DecryptionKey[],
  allowCbc: boolean,
): Decryption {
  const reading = readEncryption(encrypted);
  const parts = childElements(encrypted);
  const data = child(encrypted, XENC, 'EncryptedData');
  const wrapped = encryptedKeys(encrypted);
  const ciphertext = data && cipherValue(data);
  if (
    !data ||
    !ciphertext ||
    children(encrypted, XENC, 'EncryptedData').length !== 1 ||
    !parts.every((part) => isElement(part, XENC, 'EncryptedData') || isElement(part, XENC, 'EncryptedKey')) ||
    wrapped.length === 0 ||
    wrapped.length > MAX_ENCRYPTED_KEYS ||
    refersElsewhere(data)
  ) {
    return refuse(
      'encryption_malformed',
      `An EncryptedAssertion must hold one EncryptedData with its CipherValue and one to ${MAX_ENCRYPTED_KEYS} EncryptedKeys inside the message.`,
    );
  }

  const cipher = CIPHERS.get(reading.algorithm ?? '');
  if (!cipher || (cipher.mode === 'cbc' && !allowCbc)) {
    return refuse(
      'decryption_algorithm_not_allowed',
      cipher
        ? 'The assertion is encrypted with AES-CBC, which is safe only inside a signed Response.'
        : 'The encryption algorithm of the assertion is not allowed.',
      [...CIPHERS].filter(([, { mode }]) => allowCbc || mode === 'gcm').map(([uri]) => uri),
      reading.algorithm ?? '(none)',
    );
  }
  const transports = wrapped.map(readKeyTransport);
  const usable = transports.filter((transport) => transport !== null);
  if (usable.length === 0) {
    return refuse(
      'decryption_algorithm_not_allowed',
      'The key encryption algorithm of the assertion is not allowed.',
      [OAEP_MGF1P, OAEP],
      reading.keyAlgorithm ?? '(none)',
    );
  }
  if (keys.length === 0) {
    return refuse(
      'decryption_key_missing',
      'The assertion is encrypted, but this connection has no decryption key.',
    );
  }

  for (const transport of usable) {
    for (const { privateKey, certificateFingerprint } of keys) {
      const key = unwrapKey(transport, privateKey);
      const fits = key?.length === cipher.keyBytes;
      // A failed unwrapping goes on with a dummy key, so that it takes the same road as a wrong tag.
      const plaintext = decipher(cipher, fits ? key : Buffer.alloc(cipher.keyBytes), ciphertext);
      if (fits && plaintext) {
        return { ok: true, plaintext, authenticated: cipher.mode === 'gcm', certificateFingerprint };
      }
    }
  }
  return decryptionFailed(keys, reading);
}

/** The one answer to everything that goes wrong between the ciphertext and a well-formed assertion. */
export function decryptionFailed(
  keys: readonly DecryptionKey[],
  reading: EncryptionReading,
): { ok: false; failure: SamlFailure } {
  return refuse(
    'decryption_failed',
    'The assertion cannot be decrypted with any decryption key of this connection.',
    keys.map(({ certificateFingerprint }) => certificateFingerprint),
    reading.keyInfoCertificateFingerprint ?? '(the message names no certificate)',
  );
}

function refuse(
  code: SamlFailureCode,
  detail: string,
  expected?: readonly string[],
  received?: string,
): { ok: false; failure: SamlFailure } {
  return {
    ok: false,
    failure: { code, detail, ...(expected && { expected }), ...(received !== undefined && { received }) },
  };
}

/** True when the key or the ciphertext would have to be fetched: nothing is ever dereferenced. */
function refersElsewhere(data: XmlElement): boolean {
  const keyInfo = child(data, DS, 'KeyInfo');
  if (!keyInfo) return false;
  return children(keyInfo, DS, 'RetrievalMethod').some(
    (method) => !attribute(method, 'URI')?.startsWith('#'),
  );
}

function cipherValue(element: XmlElement): Buffer | null {
  const cipherData = child(element, XENC, 'CipherData');
  const value = cipherData && child(cipherData, XENC, 'CipherValue');
  return value && decodeBase64(wholeText(value) ?? '');
}

type KeyTransport = { digest: string; mask: string; label: Buffer; value: Buffer };

/** RSA-OAEP only: `rsa-oaep-mgf1p` masks with SHA-1 whatever its digest; both digests default to SHA-1. */
function readKeyTransport(encryptedKey: XmlElement): KeyTransport | null {
  const method = child(encryptedKey, XENC, 'EncryptionMethod');
  const value = cipherValue(encryptedKey);
  const algorithm = method && attribute(method, 'Algorithm');
  if (!method || !value || (algorithm !== OAEP_MGF1P && algorithm !== OAEP)) return null;
  const digestMethod = child(method, DS, 'DigestMethod');
  const digest = digestMethod ? OAEP_DIGESTS.get(attribute(digestMethod, 'Algorithm') ?? '') : 'sha1';
  const maskMethod = algorithm === OAEP ? child(method, XENC11, 'MGF') : null;
  const mask = maskMethod ? OAEP_MASKS.get(attribute(maskMethod, 'Algorithm') ?? '') : 'sha1';
  const parameters = child(method, XENC, 'OAEPparams');
  const label = parameters ? decodeBase64(wholeText(parameters) ?? '') : Buffer.alloc(0);
  return digest && mask && label ? { digest, mask, label, value } : null;
}

function unwrapKey({ digest, mask, label, value }: KeyTransport, privateKey: KeyObject): Buffer | null {
  try {
    if (digest === mask) {
      return privateDecrypt(
        { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: digest, oaepLabel: label },
        value,
      );
    }
    // node:crypto masks with the digest only, so a different mask is undone here.
    return decodeOaep(
      privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, value),
      digest,
      mask,
      label,
    );
  } catch {
    return null;
  }
}

/** EME-OAEP decoding, RFC 8017 §7.1.2 step 3. Every fault is found before any is told. */
function decodeOaep(encoded: Buffer, digest: string, mask: string, label: Buffer): Buffer | null {
  const labelHash = createHash(digest).update(label).digest();
  const size = labelHash.length;
  if (encoded.length < 2 * size + 2) return null;
  const maskedSeed = encoded.subarray(1, 1 + size);
  const maskedBlock = encoded.subarray(1 + size);
  const seed = xor(maskedSeed, mgf1(maskedBlock, size, mask));
  const block = xor(maskedBlock, mgf1(seed, maskedBlock.length, mask));
  let fault = encoded[0] as number;
  fault |= timingSafeEqual(block.subarray(0, size), labelHash) ? 0 : 1;
  let separator = 0;
  for (let at = size; at < block.length; at += 1) {
    const byte = block[at] as number;
    const open = separator === 0 ? 1 : 0;
    separator += open & (byte === 1 ? 1 : 0) ? at : 0;
    fault |= open & (byte > 1 ? 1 : 0);
  }
  return fault === 0 && separator > 0 ? block.subarray(separator + 1) : null;
}

function mgf1(seed: Buffer, length: number, digest: string): Buffer {
  const blocks: Buffer[] = [];
  for (let counter = 0, total = 0; total < length; counter += 1) {
    const index = Buffer.alloc(4);
    index.writeUInt32BE(counter);
    const block = createHash(digest).update(seed).update(index).digest();
    blocks.push(block);
    total += block.length;
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] as number)));
}

/** XML Encryption 1.1 §5.2: a 12-byte IV and a 16-byte tag for GCM, a 16-byte IV and ISO 10126 padding for CBC. */
function decipher(cipher: Cipher, key: Buffer, data: Buffer): Buffer | null {
  try {
    if (cipher.mode === 'gcm') {
      if (data.length < 12 + 16) return null;
      const gcm = createDecipheriv(cipher.name as 'aes-128-gcm', key, data.subarray(0, 12), {
        authTagLength: 16,
      });
      gcm.setAuthTag(data.subarray(-16));
      return Buffer.concat([gcm.update(data.subarray(12, -16)), gcm.final()]);
    }
    if (data.length < 32 || data.length % 16 !== 0) return null;
    const cbc = createDecipheriv(cipher.name, key, data.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([cbc.update(data.subarray(16)), cbc.final()]);
    const padding = padded[padded.length - 1] as number;
    return padding >= 1 && padding <= 16 ? padded.subarray(0, -padding) : null;
  } catch {
    return null;
  }
}

/** Whether `element` is a saml:EncryptedAssertion. */
export function isEncryptedAssertion(element: XmlElement): boolean {
  return isElement(element, SAML, 'EncryptedAssertion');
}
