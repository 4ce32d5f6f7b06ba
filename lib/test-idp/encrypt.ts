import { X509Certificate } from 'node:crypto';
import { encrypt } from 'xml-encryption';

const METHODS = {
  standard: {
    content: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
    key: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
  },
  cbc: {
    content: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
    key: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
  },
  rsa15: {
    content: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
    key: 'http://www.w3.org/2001/04/xmlenc#rsa-1_5',
  },
};

export type EncryptionMethod = keyof typeof METHODS;

/** Wraps an assertion into an EncryptedAssertion for the holder of the certificate's private key (SAML Core §2.3.4). */
export function encryptAssertion(
  assertion: string,
  certificatePem: string,
  method: EncryptionMethod,
): Promise<string> {
  const publicKey = new X509Certificate(certificatePem).publicKey.export({ type: 'spki', format: 'pem' });
  const options = {
    rsa_pub: publicKey.toString(),
    pem: certificatePem,
    encryptionAlgorithm: METHODS[method].content,
    keyEncryptionAlgorithm: METHODS[method].key,
    // The two weak methods exist here only to be refused.
    disallowEncryptionWithInsecureAlgorithm: method === 'standard',
    warnInsecureAlgorithm: false,
  };
  return new Promise((resolve, reject) => {
    encrypt(assertion, options, (error, encrypted) => {
      if (error || encrypted === undefined) reject(error ?? new Error('xml-encryption returned nothing'));
      else {
        resolve(
          `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${encrypted.trim()}</saml:EncryptedAssertion>`,
        );
      }
    });
  });
}
