import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export type KeyPair = {
  /** PKCS #8 PEM, unencrypted: seal it before storing. */
  readonly privateKeyPem: string;
  readonly certificatePem: string;
};

const OID = {
  commonName: [0x55, 0x04, 0x03],
  subjectKeyIdentifier: [0x55, 0x1d, 0x0e],
  basicConstraints: [0x55, 0x1d, 0x13],
  sha256WithRsaEncryption: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b],
} as const;

const HOUR = 60 * 60 * 1000;

/**
 * Makes an RSA-2048 key and a self-signed X.509 v3 certificate for it (RFC 5280), for signing requests and
 * decrypting assertions. Valid from an hour before `now`, so that an identity provider whose clock is behind
 * accepts it, until `validForDays` days after. Blocks for the tenths of a second that an RSA key takes.
 */
export function createKeyPair(input: { commonName: string; now: Date; validForDays: number }): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const notBefore = new Date(input.now.getTime() - HOUR);
  const notAfter = new Date(input.now.getTime() + input.validForDays * 24 * HOUR);
  const body = tbsCertificate(input.commonName, notBefore, notAfter, publicKey);
  const signature = sign('sha256', body, privateKey);
  const der = sequence(body, signatureAlgorithm(), bitString(signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}

/** RFC 5280 §4.1.2. Issuer and subject are the same name, as the certificate signs itself. */
function tbsCertificate(commonName: string, notBefore: Date, notAfter: Date, publicKey: KeyObject): Buffer {
  const name = distinguishedName(commonName);
  const keyInfo = publicKey.export({ type: 'spki', format: 'der' });
  return sequence(
    element(0xa0, element(0x02, Buffer.from([2]))), // version 3
    element(0x02, serialNumber()),
    signatureAlgorithm(),
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    keyInfo,
    element(0xa3, extensions(keyInfo)),
  );
}

/** 126 random bits under a leading 01, which makes an INTEGER positive and of one length (RFC 5280 §4.1.2.2). */
function serialNumber(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}

/**
 * Not a CA. Key usage is left out: without keyCertSign, which only a CA may have, OpenSSL would not count the
 * certificate as issued by itself, and some identity providers build the chain.
 */
function extensions(keyInfo: Buffer): Buffer {
  const critical = element(0x01, Buffer.from([0xff]));
  const keyIdentifier = element(0x04, createHash('sha1').update(keyInfo).digest());
  return sequence(
    sequence(oid(OID.basicConstraints), critical, element(0x04, sequence())),
    sequence(oid(OID.subjectKeyIdentifier), element(0x04, keyIdentifier)),
  );
}

function distinguishedName(commonName: string): Buffer {
  // RFC 5280 allows 64 characters in a common name; OpenSSL refuses to read more.
  const value = element(0x0c, Buffer.from([...commonName].slice(0, 64).join(''), 'utf8'));
  return sequence(element(0x31, sequence(oid(OID.commonName), value)));
}

/** UTCTime through 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5). */
function time(date: Date): Buffer {
  const text = `${date.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
  return date.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(text.slice(2), 'ascii'))
    : element(0x18, Buffer.from(text, 'ascii'));
}

function signatureAlgorithm(): Buffer {
  return sequence(oid(OID.sha256WithRsaEncryption), element(0x05, Buffer.alloc(0)));
}

function sequence(...parts: Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function oid(bytes: readonly number[]): Buffer {
  return element(0x06, Buffer.from(bytes));
}

function bitString(content: Buffer): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([0]), content]));
}

/** Tag, length in the shortest form (X.690 §10.1), content. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) size.unshift(rest & 0xff);
  const header = length < 0x80 ? [tag, length] : [tag, 0x80 | size.length, ...size];
  return Buffer.concat([Buffer.from(header), content]);
}
