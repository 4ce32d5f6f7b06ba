import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { type Certificate, parseCertificate } from '#lib/saml/certificate.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { seal } from '#lib/secrets.ts';
import type { SuppliedKeyPair } from './connection-input.ts';

type Use = 'encryption' | 'signing';
type Place = { scope: EnvironmentScope; now: Date };

/** Identity providers store it and seldom replace it; the fingerprint is what they trust. */
const VALID_FOR_DAYS = 3650;
const MIN_RSA_BITS = 2048;

/** The columns of a fresh RSA-2048 pair of ours, its private key sealed. */
export function newKeyPairRow({ scope, now }: Place, use: Use, connectionId: string) {
  const commonName = `Gatehouse ${use === 'signing' ? 'signing' : 'decryption'} ${connectionId.slice(-8)}`;
  const pair = createKeyPair({ commonName, now, validForDays: VALID_FOR_DAYS });
  const certificate = parseCertificate(pair.certificatePem);
  if (!certificate) throw new Error('a certificate of ours cannot be read');
  return sealedRow({ scope, now }, use, certificate, pair.privateKeyPem);
}

/**
 * The columns of a pair that a migration brings along. Throws key_pair_not_accepted unless it is an RSA key of
 * at least 2048 bits, unencrypted, with the certificate of that very key.
 */
export function suppliedKeyPairRow({ scope, now }: Place, use: Use, supplied: SuppliedKeyPair) {
  const certificate = parseCertificate(supplied.certificate);
  if (!certificate) throw notAccepted('The certificate of a key pair is not an X.509 certificate in PEM.');
  const key = readPrivateKey(supplied.key);
  if (!key) throw notAccepted('The key of a key pair is not an unencrypted private key in PEM.');
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_RSA_BITS) {
    throw notAccepted(`The key of a key pair must be RSA with at least ${MIN_RSA_BITS} bits.`);
  }
  if (!createPublicKey(key).equals(certificate.publicKey)) {
    throw notAccepted('The key and the certificate of a key pair do not belong together.');
  }
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return sealedRow({ scope, now }, use, certificate, pem);
}

function sealedRow({ scope, now }: Place, use: Use, certificate: Certificate, privateKeyPem: string) {
  const id = newId(use === 'signing' ? 'signingKeyPair' : 'encryptionKeyPair', now);
  const place = { environmentId: scope.environmentId, column: 'privateKeySealed', row: id };
  return {
    id,
    use,
    certificatePem: certificate.pem,
    fingerprintSha256: certificate.fingerprintSha256,
    privateKeySealed: seal(privateKeyPem, place),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    now,
  };
}

function readPrivateKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem.replaceAll('\\n', '\n'));
  } catch {
    return null;
  }
}

function notAccepted(message: string): AppError {
  return new AppError('key_pair_not_accepted', message);
}
