import {
  ParseOption,
  XmlCData,
  XmlComment,
  XmlDocument,
  XmlElement,
  XmlParseError,
  XmlText,
  type XmlTreeNode,
} from 'libxml2-wasm';
import type { SamlFailure, XmlPlace } from './failure.ts';

export type { XmlElement } from 'libxml2-wasm';

/** Upper bounds that a document must respect before libxml2 sees it. */
export type XmlLimits = {
  /** Size of the whole document in bytes. */
  bytes: number;
  /** Nesting of elements. */
  depth: number;
  /** Elements in the document. */
  elements: number;
  /** Attributes on one element, namespace declarations not counted. */
  attributes: number;
  /** Namespace declarations on one element. */
  namespaces: number;
  /** Namespace declarations in scope at once, along one path from the root. */
  namespacesInScope: number;
};

/** The bounds of a SAML Response; measured to keep the worst document under 200 ms. */
export const RESPONSE_LIMITS: XmlLimits = {
  bytes: 512 * 1024,
  depth: 100,
  elements: 20_000,
  attributes: 64,
  namespaces: 64,
  namespacesInScope: 500,
};

/** A parsed document; its elements must not be touched after `dispose`, which frees WebAssembly memory. */
export type ParsedXml = { ok: true; document: XmlDocument; root: XmlElement; dispose: () => void };

export type XmlFailureCode = 'not_utf8' | 'xml_forbidden' | 'xml_limits' | 'not_xml';
export type XmlFailure = SamlFailure & { ok: false; code: XmlFailureCode };

const PARSE_OPTIONS =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_SKIP_IDS |
  ParseOption.XML_PARSE_PEDANTIC |
  ParseOption.XML_PARSE_BIG_LINES;

/**
 * Parses untrusted XML under `limits`: UTF-8 only, no DTD, no entity declaration, no processing instruction but
 * the XML declaration, absolute namespace names only. Never throws. It does not look at what the elements mean.
 */
export function parseXml(source: Uint8Array | string, limits: XmlLimits): ParsedXml | XmlFailure {
  const bytes = typeof source === 'string' ? Buffer.from(source, 'utf8') : source;
  const refusal = boundXml(bytes, limits);
  if (refusal) return refusal;
  try {
    const document = XmlDocument.fromBuffer(bytes, { option: PARSE_OPTIONS });
    // Relative namespace names are warnings to libxml2, but canonicalization fails on them (an empty digest).
    const warning = document.warnings[0];
    if (warning) {
      document.dispose();
      return notXml(warning.message, { line: warning.line, column: warning.col });
    }
    return { ok: true, document, root: document.root, dispose: () => document.dispose() };
  } catch (error) {
    const first = error instanceof XmlParseError ? error.details[0] : undefined;
    return notXml(
      first?.message ?? 'the parser gave no reason',
      first && { line: first.line, column: first.col },
    );
  }
}

function notXml(message: string, place: XmlPlace | undefined): XmlFailure {
  const reason = message.trim().slice(0, 300);
  return {
    ok: false,
    code: 'not_xml',
    received: reason,
    detail: `The document is not well-formed XML: ${reason}.`,
    ...(place && { place }),
  };
}

const decoder = new TextDecoder('utf-8', { fatal: true });

const [TAB, LINE_FEED, RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const [LESS, GREATER, SLASH, EQUALS, QUESTION, EXCLAMATION] = [0x3c, 0x3e, 0x2f, 0x3d, 0x3f, 0x21];
const [DOUBLE_QUOTE, SINGLE_QUOTE, HYPHEN] = [0x22, 0x27, 0x2d];
const XML_DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.0\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])utf-?8\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\3)?[ \t\r\n]*\?>/i;
const DECLARATIONS = /<!(?:DOCTYPE|ENTITY|ATTLIST|ELEMENT|NOTATION)/i;

/**
 * One linear pass over the bytes that counts tags, attributes and namespace declarations. It decides nothing but
 * refusals: on well-formed input it sees the same tags as libxml2, and libxml2 stops at the first ill-formed one.
 */
function boundXml(bytes: Uint8Array, limits: XmlLimits): XmlFailure | null {
  if (bytes.length > limits.bytes) return beyond('bytes', limits.bytes, bytes.length);
  try {
    decoder.decode(bytes);
  } catch {
    return {
      ok: false,
      code: 'not_utf8',
      expected: 'UTF-8',
      detail: 'The document is not valid UTF-8 text.',
    };
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Decoding to JavaScript strings drops a leading U+FEFF, so text that starts with one would not be read whole.
  const mark = buffer.lastIndexOf('\uFEFF');
  if (mark > 0) return forbidden('U+FEFF', 'byte order mark inside the text', buffer, mark);

  let at = mark === 0 ? 3 : 0;
  const start = buffer.toString('latin1', at, at + 200);
  if (/^<\?xml[ \t\r\n]/.test(start)) {
    const declaration = XML_DECLARATION.exec(start);
    if (!declaration) {
      const received = start.slice(0, start.indexOf('>') + 1 || 60);
      return forbidden(received, 'XML declaration other than version 1.0 in UTF-8', buffer, at);
    }
    at += declaration[0].length;
  }

  const end = bytes.length;
  const declaredAt: number[] = [];
  let depth = 0;
  let elements = 0;
  let inScope = 0;
  for (; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte !== LESS) {
      if (byte < SPACE && !isSpace(byte))
        return forbidden('control character', 'control character', buffer, at);
      continue;
    }
    const tag = at;
    at += 1;
    const first = bytes[at];
    if (first === QUESTION) {
      return forbidden(buffer.toString('latin1', tag, tag + 40), 'processing instruction', buffer, tag);
    }
    if (first === EXCLAMATION) {
      const comment = bytes[at + 1] === HYPHEN;
      if (!comment && buffer.toString('latin1', at, at + 8) !== '![CDATA[') {
        return forbidden(buffer.toString('latin1', tag, tag + 20), 'markup declaration', buffer, tag);
      }
      const close = buffer.indexOf(comment ? '-->' : ']]>', comment ? at + 3 : at + 8);
      if (close === -1) break; // unterminated: libxml2 says so
      const inside = buffer.toString('latin1', at, close);
      // Harmless here, but no genuine message has one, and nobody has to prove that every reader sees a comment.
      if (DECLARATIONS.test(inside))
        return forbidden(inside.slice(0, 60), 'hidden document type declaration', buffer, tag);
      for (; at < close + 2; at += 1) {
        const hidden = bytes[at] as number;
        if (hidden < SPACE && !isSpace(hidden))
          return forbidden('control character', 'control character', buffer, at);
      }
      continue;
    }
    if (first === SLASH) {
      inScope -= declaredAt.pop() ?? 0;
      depth -= 1;
      continue;
    }

    elements += 1;
    depth += 1;
    if (elements > limits.elements) return beyond('elements', limits.elements, elements);
    if (depth > limits.depth) return beyond('nested elements', limits.depth, depth);
    let attributes = 0;
    let namespaces = 0;
    let name = at;
    let inName = true;
    let quote = 0;
    for (; at < end; at += 1) {
      const inside = bytes[at] as number;
      if (quote !== 0) {
        if (inside === quote) quote = 0;
        else if (inside < SPACE && !isSpace(inside)) break;
      } else if (inside === GREATER) {
        break;
      } else if (inside <= SPACE) {
        if (!isSpace(inside)) break;
        inName = false;
      } else if (inside === DOUBLE_QUOTE || inside === SINGLE_QUOTE) {
        quote = inside;
        inName = false;
      } else if (inside === EQUALS) {
        if (isXmlns(bytes, name)) namespaces += 1;
        else attributes += 1;
        inName = false;
      } else if (!inName) {
        name = at;
        inName = true;
      }
    }
    if (at < end && bytes[at] !== GREATER)
      return forbidden('control character', 'control character', buffer, at);
    if (attributes > limits.attributes)
      return beyond('attributes on one element', limits.attributes, attributes);
    if (namespaces > limits.namespaces) {
      return beyond('namespace declarations on one element', limits.namespaces, namespaces);
    }
    inScope += namespaces;
    if (inScope > limits.namespacesInScope) {
      return beyond('namespace declarations in scope', limits.namespacesInScope, inScope);
    }
    if (bytes[at - 1] === SLASH) {
      depth -= 1;
      inScope -= namespaces;
    } else {
      declaredAt.push(namespaces);
    }
  }
  return null;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === TAB || byte === RETURN;
}

/** Whether the name that starts at `at` begins with "xmlns". */
function isXmlns(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x78 &&
    bytes[at + 1] === 0x6d &&
    bytes[at + 2] === 0x6c &&
    bytes[at + 3] === 0x6e &&
    bytes[at + 4] === 0x73
  );
}

function beyond(what: string, limit: number, found: number): XmlFailure {
  return {
    ok: false,
    code: 'xml_limits',
    expected: `at most ${limit} ${what}`,
    received: `${found} or more`,
    detail: `The document has more than ${limit} ${what}.`,
  };
}

function forbidden(received: string, what: string, buffer: Buffer, at: number): XmlFailure {
  let line = 1;
  let lineStart = 0;
  for (
    let end = buffer.indexOf(LINE_FEED);
    end !== -1 && end < at;
    end = buffer.indexOf(LINE_FEED, end + 1)
  ) {
    line += 1;
    lineStart = end + 1;
  }
  return {
    ok: false,
    code: 'xml_forbidden',
    received,
    detail: `The document contains a ${what}, which SAML messages must not have.`,
    place: { line, column: at - lineStart + 1 },
  };
}

/** The child elements of `element` in document order. */
export function childElements(element: XmlElement): XmlElement[] {
  const found: XmlElement[] = [];
  for (let node = element.firstChild; node; node = node.next)
    if (node instanceof XmlElement) found.push(node);
  return found;
}

/** The child elements with this namespace name and local name, in document order. */
export function children(element: XmlElement, namespace: string, name: string): XmlElement[] {
  return childElements(element).filter((child) => isElement(child, namespace, name));
}

/** The first child element with this namespace name and local name, or null. */
export function child(element: XmlElement, namespace: string, name: string): XmlElement | null {
  for (let node = element.firstChild; node; node = node.next) {
    if (node instanceof XmlElement && isElement(node, namespace, name)) return node;
  }
  return null;
}

/** Whether `element` has this namespace name and local name. */
export function isElement(element: XmlElement, namespace: string, name: string): boolean {
  return element.name === name && element.namespaceUri === namespace;
}

/** The value of the attribute in no namespace called `name`, or null. */
export function attribute(element: XmlElement, name: string): string | null {
  return element.attr(name)?.value ?? null;
}

/**
 * The whole text of `element`: every text and CDATA child joined, comments left out. Null when a child is an
 * element or anything else, because then there is no one text that every reader would agree on.
 */
export function wholeText(element: XmlElement): string | null {
  let text = '';
  for (let node = element.firstChild; node; node = node.next) {
    if (node instanceof XmlText || node instanceof XmlCData) text += node.content;
    else if (!(node instanceof XmlComment)) return null;
  }
  return text;
}

/** Whether text between the child elements of `element` is white space only. */
export function onlyElements(element: XmlElement): boolean {
  for (let node = element.firstChild; node; node = node.next) {
    if ((node instanceof XmlText || node instanceof XmlCData) && node.content.trim() !== '') return false;
  }
  return true;
}

/** Whether a node is an element. */
export function isXmlElement(node: XmlTreeNode): node is XmlElement {
  return node instanceof XmlElement;
}

/** Whether a node is plain text: not CDATA, not a comment. */
export function isXmlText(node: XmlTreeNode): node is XmlText {
  return node instanceof XmlText;
}

/** Whether `element` holds either elements with white space between them, or one text node, or nothing. */
export function isUnambiguous(element: XmlElement): boolean {
  let elements = 0;
  let texts = 0;
  for (let node = element.firstChild; node; node = node.next) {
    if (node instanceof XmlElement) elements += 1;
    else if (node instanceof XmlText) texts += 1;
    else return false;
  }
  return elements > 0 ? onlyElements(element) : texts <= 1;
}

/** The XPath of `element` for people, with the prefixes of the document: `/samlp:Response/saml:Assertion[1]`. */
export function xpathOf(element: XmlElement): string {
  const prefix = element.prefix;
  const label = prefix ? `${prefix}:${element.name}` : element.name;
  const parent = element.parent;
  if (!parent) return `/${label}`;
  const alike = childElements(parent).filter(
    (sibling) => sibling.name === element.name && sibling.namespaceUri === element.namespaceUri,
  );
  const position =
    alike.length > 1 ? `[${alike.findIndex((sibling) => sibling.isSameNode(element)) + 1}]` : '';
  return `${xpathOf(parent)}/${label}${position}`;
}
