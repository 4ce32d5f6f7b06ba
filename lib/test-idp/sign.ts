import { X509Certificate } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { PLAIN, type Shape } from './personalities.ts';
import { inLines, qualified } from './xml-writer.ts';

const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

const ALGORITHMS = {
  sha256: {
    signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
  },
  sha1: {
    signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
    digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
  },
};

/** A key pair in PEM: RSA private key (PKCS #8 or #1) and the X.509 certificate of its public key. */
export type SigningPair = { privateKeyPem: string; certificatePem: string };

/** Signs the root element of a Response or an Assertion, enveloped, right after its Issuer (SAML Core §5.4). */
export function signRoot(
  xml: string,
  pair: SigningPair,
  hash: keyof typeof ALGORITHMS,
  shape: Shape = PLAIN,
): string {
  const signer = new SignedXml({
    privateKey: pair.privateKeyPem,
    publicCert: pair.certificatePem,
    signatureAlgorithm: ALGORITHMS[hash].signature,
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
    getKeyInfoContent: () => keyInfo(pair.certificatePem, shape),
  });
  signer.addReference({
    xpath: '/*',
    transforms: [ENVELOPED, EXCLUSIVE_C14N],
    digestAlgorithm: ALGORITHMS[hash].digest,
    ...(shape.prefixList && { inclusiveNamespacesPrefixList: [shape.prefixList] }),
  });
  signer.computeSignature(xml, {
    ...(shape.prefixes.signature && { prefix: shape.prefixes.signature }),
    location: { reference: "/*/*[local-name(.)='Issuer']", action: 'after' },
  });
  return breakLines(signer.getSignedXml(), shape);
}

function keyInfo(certificatePem: string, shape: Shape): string | null {
  if (shape.keyInfo === 'none') return null;
  const wrap = (local: string, content: string) => {
    const name = qualified(shape, 'signature', local);
    return `<${name}>${content}</${name}>`;
  };
  const certificate = new X509Certificate(certificatePem);
  const text = certificatePem.replaceAll(/-----[^-]+-----|\s/g, '');
  const subject = `CN=${/CN=([^\n,]+)/.exec(certificate.subject)?.[1]?.replaceAll(/[<&>]/g, '') ?? ''}`;
  const data = wrap(
    'X509Data',
    (shape.keyInfo === 'certificate_and_subject' ? wrap('X509SubjectName', subject) : '') +
      wrap('X509Certificate', text),
  );
  if (shape.keyInfo !== 'certificate_and_key') return data;
  const { e, n } = certificate.publicKey.export({ format: 'jwk' });
  const base64 = (part: unknown) => Buffer.from(String(part), 'base64url').toString('base64');
  const key = wrap('RSAKeyValue', wrap('Modulus', base64(n)) + wrap('Exponent', base64(e)));
  return wrap('KeyName', certificate.fingerprint256.slice(0, 23)) + data + wrap('KeyValue', key);
}

/** Breaks the long values of the new signature, the first of the document, into lines; none of them is signed. */
function breakLines(xml: string, shape: Shape): string {
  const name = qualified(shape, 'signature', 'Signature');
  const [from, to] = [xml.indexOf(`<${name}`), xml.indexOf(`</${name}>`)];
  const signature = xml
    .slice(from, to)
    .replace(
      /(<(?:\w+:)?(?:SignatureValue|X509Certificate)>)([^<]+)/g,
      (_, opening: string, base64: string) => `${opening}${inLines(base64, shape.signatureLines)}`,
    );
  return `${xml.slice(0, from)}${signature}${xml.slice(to)}`;
}
