import { XmlXPath } from 'libxml2-wasm';
import type { AttributesReading } from './assertion.ts';
import type { Certificate } from './certificate.ts';
import type { SamlFailure, SamlFailureCode, XmlPlace } from './failure.ts';
import type { Settings } from './input.ts';
import { SAML } from './names.ts';
import type { SignatureForm } from './signature.ts';
import type { OpenedField } from './unverified.ts';
import { child, children, type ParsedXml, type XmlElement, type XmlFailure, xpathOf } from './xml.ts';

export const NOTES = [
  'sha1_used',
  'small_rsa_key_used',
  'cbc_used',
  'certificate_expired',
  'certificate_not_yet_valid',
  'authn_statement_missing',
  'encrypted_attribute_ignored',
] as const;

/** Something an admin should know about a login that was not refused for it. */
export type Note = { code: (typeof NOTES)[number]; detail: string };

export type Evidence = { expected?: string | readonly string[]; received?: string | readonly string[] };

/** What a check found: a failure, or nothing wrong with what it compared and a remark; `idle` if it had nothing to look at. */
export type Finding = { failure: SamlFailure } | (Evidence & { detail?: string; idle?: true; note?: Note });

/** What a subject confirmation is judged by. */
export type Aspect = 'recipient' | 'time' | 'inResponseTo';

/** One signature on its way through the checks. */
export type SignatureState = {
  element: XmlElement;
  form: SignatureForm | null;
  signer: Certificate | null;
  /** The canonical bytes that were hashed, parsed again; set only when their digest was right. */
  content: ParsedXml | null;
};

/** What the checks have found so far. Elements of `received` are unverified until a signature says otherwise. */
export type Context = {
  readonly settings: Settings;
  bytes: Buffer | null;
  parsed: ParsedXml | XmlFailure | null;
  /** The document as received. */
  received: ParsedXml | null;
  response: XmlElement | null;
  /** The one assertion, in clear or encrypted. */
  assertion: XmlElement | null;
  encryptedAssertion: XmlElement | null;
  /** `markedElements` of what was received. */
  marked: readonly XmlElement[];
  placed: boolean;
  responseSignature: SignatureState | null;
  assertionSignature: SignatureState | null;
  /** The X509Certificate text of the signature's KeyInfo, for display and for explaining a mismatch only. */
  embeddedCertificate: string | null;
  /** The decrypted assertion as its own document, as the identity provider wrote it. */
  decrypted: ParsedXml | null;
  /** `decrypted` in canonical form, when it carries no signature of its own. */
  decryptedCanonical: ParsedXml | null;
  /** The attributes as their check read them, and whether it read the verified assertion. */
  attributes: { reading: AttributesReading; verified: boolean } | null;
  /** The bearer confirmation that holds, or the first one. */
  confirmation: Record<Aspect, Finding> | null;
  notes: Note[];
  open: ParsedXml[];
};

/** A context before the first check; `opened` is the message when it was decoded and parsed already. */
export function newContext(settings: Settings, opened: OpenedField | null = null): Context {
  const received = opened?.parsed?.ok ? opened.parsed : null;
  return {
    settings,
    bytes: opened?.bytes ?? null,
    parsed: opened?.parsed ?? null,
    received,
    response: null,
    assertion: null,
    encryptedAssertion: null,
    marked: [],
    placed: false,
    responseSignature: null,
    assertionSignature: null,
    embeddedCertificate: null,
    decrypted: null,
    decryptedCanonical: null,
    attributes: null,
    confirmation: null,
    notes: [],
    open: received ? [received] : [],
  };
}

/** Frees every document the checks have opened; nothing may be read from the context afterwards. */
export function disposeContext(context: Context): void {
  for (const document of context.open.splice(0)) document.dispose();
}

/** Whether this signature's value was made by a key of the connection and its digest fits the content. */
export function isVerified(
  signature: SignatureState | null,
): signature is SignatureState & { content: ParsedXml } {
  return signature !== null && signature.signer !== null && signature.content !== null;
}

/** The Response to read from: the bytes its signature covers, or what was received when it carries none. */
export function readableResponse(context: Context): XmlElement | null {
  return isVerified(context.responseSignature) ? context.responseSignature.content.root : context.response;
}

/**
 * The assertion as covered by a verified signature, re-parsed from the bytes that were hashed, or null. This is
 * the only source of a verified assertion.
 */
export function verifiedAssertion(context: Context): XmlElement | null {
  if (context.assertionSignature) {
    return isVerified(context.assertionSignature) ? context.assertionSignature.content.root : null;
  }
  if (!isVerified(context.responseSignature)) return null;
  if (context.encryptedAssertion) return context.decryptedCanonical?.root ?? null;
  return child(context.responseSignature.content.root, SAML, 'Assertion');
}

/** The assertion for explanations: the verified one, else whatever can be read. Never for a verdict. */
export function readableAssertion(context: Context): XmlElement | null {
  return verifiedAssertion(context) ?? context.decrypted?.root ?? context.assertion;
}

const ELEMENTS = XmlXPath.compile('//*');
const IDENTIFIERS = XmlXPath.compile('//@ID|//@Id|//@id|//@xml:id');
const MARKED = ['Assertion', 'EncryptedAssertion', 'Signature', 'Response'];

/** Every element of the document called Assertion, EncryptedAssertion, Signature or Response, in any namespace. */
export function markedElements(xml: ParsedXml): XmlElement[] {
  return (xml.document.find(ELEMENTS) as XmlElement[]).filter((element) => MARKED.includes(element.name));
}

/** The value of every attribute called ID, Id, id or xml:id. */
export function identifiers(xml: ParsedXml): string[] {
  return xml.document.find(IDENTIFIERS).map((one) => one.content);
}

/** Puts a failure together; `element` may belong to any of the context's documents. */
export function failure(
  context: Context,
  code: SamlFailureCode,
  detail: string,
  element?: XmlElement | null,
  evidence: Evidence = {},
): SamlFailure {
  const place = element ? placeOf(context, element) : null;
  const { expected, received } = evidence;
  return {
    code,
    ...(expected !== undefined && { expected }),
    ...(received !== undefined && { received }),
    detail,
    ...(place && { place }),
  };
}

/** A finding that refuses, put together like `failure`. */
export function refuse(...parts: Parameters<typeof failure>): Finding {
  return refused(failure(...parts));
}

/** A failure as a finding. */
export function refused(failure: SamlFailure): Finding {
  return { failure };
}

/** The failure of an element whose text would be read differently by different readers. */
export function notPlain(context: Context, element: XmlElement): SamlFailure {
  return failure(context, 'text_not_plain', `The ${element.name} holds something other than text.`, element);
}

/** Notes something once, however many signatures it is true of. */
export function note(context: Context, remark: Note): void {
  if (!context.notes.some(({ code }) => code === remark.code)) context.notes.push(remark);
}

/** Where `element` is in the message as received; only an XPath for what was encrypted. */
export function placeOf(context: Context, element: XmlElement): XmlPlace {
  const known = places.get(element);
  if (known) return known;
  const place = findPlace(context, element);
  places.set(element, place);
  return place;
}

/** Several checks look at one element, and to find its place among thousands of siblings takes time. */
const places = new WeakMap<XmlElement, XmlPlace>();

function findPlace(context: Context, element: XmlElement): XmlPlace {
  const path: XmlElement[] = [];
  for (let node: XmlElement | null = element; node; node = node.parent) path.unshift(node);
  const root = path[0] as XmlElement;
  const top = root.name === 'Assertion' ? context.assertion : context.response;
  if (!top) return { xpath: xpathOf(element) };
  let found = top;
  for (const node of path.slice(1)) {
    const siblings = node.parent ? children(node.parent, node.namespaceUri, node.name) : [];
    const index = siblings.findIndex((sibling) => sibling.isSameNode(node));
    const twin = children(found, node.namespaceUri, node.name)[index];
    if (!twin) return { xpath: xpathOf(element) };
    found = twin;
  }
  return { line: found.line, xpath: xpathOf(found) };
}
