declare module 'xml-encryption' {
  export function encrypt(
    content: string,
    options: {
      rsa_pub: string;
      pem: string;
      encryptionAlgorithm: string;
      keyEncryptionAlgorithm: string;
      keyEncryptionDigest?: 'sha1' | 'sha256' | 'sha512';
      disallowEncryptionWithInsecureAlgorithm?: boolean;
      warnInsecureAlgorithm?: boolean;
    },
    callback: (error: Error | null, result?: string) => void,
  ): void;
  export function decrypt(
    xml: string,
    options: {
      key: string;
      disallowDecryptionWithInsecureAlgorithm?: boolean;
      warnInsecureAlgorithm?: boolean;
    },
    callback: (error: Error | null, result?: string) => void,
  ): void;
}
