import { createHash, verify } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { XmlC14NMode, XmlDocument, type XmlElement } from 'libxml2-wasm';
import { SignedXml } from 'xml-crypto';

const NS = { ds: 'http://www.w3.org/2000/09/xmldsig#' };
const EXCLUSIVE = { mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 };

/** Whether each signature of a document verifies, in document order, by xml-crypto: what the signer itself thinks. */
export function verifyByXmlCrypto(xml: string, certificatePem: string): boolean[] {
  const signatures = new DOMParser()
    .parseFromString(xml, 'text/xml')
    .getElementsByTagNameNS(NS.ds, 'Signature');
  return Array.from(signatures).map((signature) => {
    const checker = new SignedXml({
      publicCert: certificatePem,
      getCertFromKeyInfo: () => null,
    });
    checker.loadSignature(signature as unknown as Node);
    try {
      return checker.checkSignature(xml);
    } catch {
      return false;
    }
  });
}

/** The same question answered without xml-crypto: libxml2's canonicalization and node:crypto, step by step. */
export function verifyByHand(xml: string, certificatePem: string): boolean[] {
  const count = withDocument(xml, (document) => document.find('//ds:Signature', NS).length);
  return Array.from({ length: count }, (_, index) =>
    withDocument(xml, (document) => {
      const signature = document.find('//ds:Signature', NS)[index] as XmlElement;
      const text = (path: string) => signature.get(path, NS)?.content ?? '';
      const method = text('ds:SignedInfo/ds:SignatureMethod/@Algorithm');
      const algorithm = method.endsWith('sha1') ? 'sha1' : 'sha256';
      const signedInfo = (signature.get('ds:SignedInfo', NS) as XmlElement).canonicalizeToString(EXCLUSIVE);
      const value = Buffer.from(text('ds:SignatureValue'), 'base64');
      const digest = text('ds:SignedInfo/ds:Reference/ds:DigestValue');
      const parent = signature.parent as XmlElement;
      const uri = signature.get('ds:SignedInfo/ds:Reference/@URI', NS)?.content;
      if (uri !== `#${parent.attr('ID')?.content}`) return false;
      const prefixes = signature.get('.//ds:Transform[last()]/*/@PrefixList', NS)?.content.split(' ');
      signature.remove();
      const signedBytes = parent.canonicalizeToString({
        ...EXCLUSIVE,
        ...(prefixes && { inclusiveNamespacePrefixes: prefixes }),
      });
      return (
        createHash(algorithm).update(signedBytes).digest('base64') === digest &&
        verify(algorithm, Buffer.from(signedInfo), certificatePem, value)
      );
    }),
  );
}

function withDocument<Result>(xml: string, read: (document: XmlDocument) => Result): Result {
  const document = XmlDocument.fromString(xml);
  try {
    return read(document);
  } finally {
    document.dispose();
  }
}
