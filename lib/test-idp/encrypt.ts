import { X509Certificate } from 'node:crypto';
import { encrypt } from 'xml-encryption';
import type { Shape } from './personalities.ts';
import { declares, element, qualified } from './xml-writer.ts';

const CONTENT = {
  'aes128-cbc': 'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
  'aes256-cbc': 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
  'aes128-gcm': 'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'aes256-gcm': 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
};
const KEY = {
  oaep: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
  rsa15: 'http://www.w3.org/2001/04/xmlenc#rsa-1_5',
};

export type EncryptionMethod = { content: keyof typeof CONTENT; key: keyof typeof KEY };

/** Wraps an assertion into an EncryptedAssertion for the holder of the certificate's private key (SAML Core §2.3.4). */
export function encryptAssertion(
  assertion: string,
  certificatePem: string,
  method: EncryptionMethod,
  shape: Shape,
): Promise<string> {
  const publicKey = new X509Certificate(certificatePem).publicKey.export({ type: 'spki', format: 'pem' });
  const options = {
    rsa_pub: publicKey.toString(),
    pem: certificatePem,
    encryptionAlgorithm: CONTENT[method.content],
    keyEncryptionAlgorithm: KEY[method.key],
    // Identity providers do use AES-CBC, and RSA 1.5 exists here only to be refused.
    disallowEncryptionWithInsecureAlgorithm: false,
    warnInsecureAlgorithm: false,
  };
  return new Promise((resolve, reject) => {
    encrypt(assertion, options, (error, encrypted) => {
      if (error || encrypted === undefined) reject(error ?? new Error('xml-encryption returned nothing'));
      else {
        const name = qualified(shape, 'assertion', 'EncryptedAssertion');
        resolve(element(shape, name, [declares(shape, 'assertion')], [encrypted.trim()]));
      }
    });
  });
}
