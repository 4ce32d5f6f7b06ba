import { type KeyObject, X509Certificate } from 'node:crypto';

/** An X.509 certificate, read once; dates are moments in UTC. */
export type Certificate = {
  /** Normalised PEM: 64 characters a line, `\n`, with a final line break. */
  readonly pem: string;
  /** SHA-256 of the DER, lower-case hex without colons; `formatFingerprint` makes it readable. */
  readonly fingerprintSha256: string;
  /** Distinguished name on one line: `CN=idp.example.com, O=Example`. */
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly keyType: 'rsa' | 'ec' | 'other';
  /** Modulus length for RSA, field size of the curve for EC, 0 where neither says anything. */
  readonly keyBits: number;
  readonly publicKey: KeyObject;
};

/** From this many days before its end on, a certificate is shown as expiring. */
export const EXPIRY_NOTICE_DAYS = 90;

/** Larger than any certificate in use; what is longer is a mistaken paste and is not decoded. */
const MAX_CHARACTERS = 64 * 1024;
const PEM_BLOCK =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

/**
 * Reads one certificate from PEM or bare base64, whatever its line breaks; null when the text is anything
 * else, including a chain of several (`parseCertificates` reads those). Does not judge dates, key size or
 * issuer: trust in an identity provider's certificate comes from the connection, not from a chain.
 */
export function parseCertificate(text: string): Certificate | null {
  const certificates = parseCertificates(text);
  return certificates?.length === 1 ? (certificates[0] ?? null) : null;
}

/** Reads every certificate of a PEM file in order; null when one of them is unreadable or there is none. */
export function parseCertificates(text: string): Certificate[] | null {
  if (text.length > MAX_CHARACTERS) return null;
  // Copied out of JSON or a shell, line breaks arrive as the two characters "\n"; neither is base64.
  const plain = text.replaceAll(/\\[rnt]/g, '\n').replaceAll(/^\uFEFF/g, '');
  const blocks = plain.includes('-----') ? pemBodies(plain) : [plain];
  const certificates = blocks?.map(fromBase64) ?? [];
  return certificates.length > 0 && certificates.every((one) => one !== null) ? certificates : null;
}

/** `AA:BB:…`, the way identity providers and `openssl` print a fingerprint. */
export function formatFingerprint(hex: string): string {
  return hex.toUpperCase().match(/../g)?.join(':') ?? '';
}

function pemBodies(text: string): string[] | null {
  const bodies = [...text.matchAll(PEM_BLOCK)].map((match) => match[1] ?? '');
  // Half a block beside a whole one, or a private key pasted along, must not be dropped in silence.
  return text.replaceAll(PEM_BLOCK, '').includes('-----') ? null : bodies;
}

function fromBase64(body: string): Certificate | null {
  const base64 = body.replaceAll(/\s/g, '');
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  const der = Buffer.from(base64, 'base64');
  try {
    const certificate = new X509Certificate(der);
    // OpenSSL stops at the end of the structure; whatever follows would escape the fingerprint.
    return certificate.raw.equals(der) ? describe(certificate) : null;
  } catch {
    return null;
  }
}

function describe(certificate: X509Certificate): Certificate {
  const publicKey = certificate.publicKey;
  return {
    pem: pem(certificate.raw),
    fingerprintSha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
    keyType: keyType(publicKey),
    keyBits: keyBits(publicKey),
    publicKey,
  };
}

function keyType(key: KeyObject): Certificate['keyType'] {
  if (key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'ec') return key.asymmetricKeyType;
  return 'other';
}

function keyBits(key: KeyObject): number {
  const details = key.asymmetricKeyDetails;
  // Curve names carry their size: prime256v1, secp384r1, secp521r1, brainpoolP256r1.
  return details?.modulusLength ?? Number(/\d{3}/.exec(details?.namedCurve ?? '')?.[0] ?? 0);
}

/** Absent in a certificate with an empty name, although the types promise a string. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
