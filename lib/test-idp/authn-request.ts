import { inflateRawSync } from 'node:zlib';
import { DOMParser, type Element, onWarningStopParsing } from '@xmldom/xmldom';

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';

/** No real AuthnRequest comes near this; a deflated bomb or a flood stops here. Bytes. */
const MAX_XML_BYTES = 64 * 1024;
const TOO_LONG = 'The SAMLRequest is too long.';

export type ReadAuthnRequest = {
  id: string;
  issuer: string;
  /** Where the sender wants its answer, or null; believe it only if it belongs to the issuer. */
  acsUrl: string | null;
  forceAuthn: boolean;
  isPassive: boolean;
  nameIdFormat: string | null;
  /** The NameID of the Subject, or null: whom the service provider expects to sign in. */
  subjectHint: string | null;
};

/**
 * Reads the `SAMLRequest` of an HTTP-Redirect (already URL-decoded) or HTTP-POST binding (SAML Core §3.4.1, Bindings §3.4
 * and §3.5). Never throws: whatever is wrong comes back as one plain sentence. Does not check a request signature.
 */
export function readAuthnRequest(input: {
  samlRequest: string;
  binding: 'redirect' | 'post';
}): { ok: true; request: ReadAuthnRequest } | { ok: false; problem: string } {
  try {
    return { ok: true, request: readRequest(parse(decode(input.samlRequest, input.binding))) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.message };
    return { ok: false, problem: 'The SAMLRequest could not be read.' };
  }
}

/** One plain sentence about what is wrong with a message. */
export class Unreadable extends Error {}

/** The XML of a message. Throws Unreadable. */
export function decode(samlRequest: string, binding: 'redirect' | 'post'): string {
  const base64 = samlRequest.replace(/[\r\n]/g, '');
  if (base64 === '' || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    throw new Unreadable('The SAMLRequest is not base64.');
  }
  const bytes = Buffer.from(base64, 'base64');
  const xml = binding === 'redirect' ? inflate(bytes) : bounded(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(xml);
  } catch {
    throw new Unreadable('The SAMLRequest is not UTF-8.');
  }
}

function bounded(bytes: Buffer): Buffer {
  if (bytes.length > MAX_XML_BYTES) throw new Unreadable(TOO_LONG);
  return bytes;
}

function inflate(bytes: Buffer): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: MAX_XML_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw new Unreadable(TOO_LONG);
    throw new Unreadable(
      'The SAMLRequest is not compressed as the HTTP-Redirect binding asks (raw DEFLATE).',
    );
  }
}

/** The root element. Throws Unreadable. */
export function parse(xml: string): Element {
  // By the bytes, before any parser: an entity that is never declared can never be expanded.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new Unreadable('The SAMLRequest has a DOCTYPE.');
  let root: Element | null;
  try {
    root = new DOMParser({ onError: onWarningStopParsing }).parseFromString(xml, 'text/xml').documentElement;
  } catch {
    root = null;
  }
  if (!root) throw new Unreadable('The SAMLRequest is not well-formed XML.');
  return root;
}

function readRequest(root: Element): ReadAuthnRequest {
  if (root.localName !== 'AuthnRequest' || root.namespaceURI !== SAMLP) {
    throw new Unreadable(`Expected an AuthnRequest, received ${root.localName}.`);
  }
  if (root.getAttribute('Version') !== '2.0') throw new Unreadable('The AuthnRequest is not SAML 2.0.');
  const id = root.getAttribute('ID');
  if (!id) throw new Unreadable('The AuthnRequest has no ID.');
  const issuer = textOf(child(root, SAML, 'Issuer'));
  if (!issuer) throw new Unreadable('The AuthnRequest has no Issuer.');
  const subject = child(root, SAML, 'Subject');
  return {
    id,
    issuer,
    acsUrl: root.getAttribute('AssertionConsumerServiceURL') || null,
    forceAuthn: isTrue(root.getAttribute('ForceAuthn')),
    isPassive: isTrue(root.getAttribute('IsPassive')),
    nameIdFormat: child(root, SAMLP, 'NameIDPolicy')?.getAttribute('Format') || null,
    subjectHint: (subject && textOf(child(subject, SAML, 'NameID'))) || null,
  };
}

/** The first child element of a name, or null. */
export function child(parent: Element, namespace: string, name: string): Element | null {
  return (
    Array.from(parent.childNodes)
      .filter((node) => node.nodeType === node.ELEMENT_NODE)
      .map((node) => node as Element)
      .find((element) => element.namespaceURI === namespace && element.localName === name) ?? null
  );
}

/** The trimmed text of an element; null when it is empty or absent. */
export function textOf(element: Element | null): string | null {
  return element?.textContent?.trim() || null;
}

/** xs:boolean has two spellings of each value. */
function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1';
}
