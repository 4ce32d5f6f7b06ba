import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { type ValueSearch, valueSearch } from './value-search.ts';

/**
 * Replaces what belongs to a person. `token` stands for a value, the same one for the same value wherever and whenever it
 * occurs in the workspace; `keep` lets a text through that is about the set-up, without the values of persons in it.
 */
export type Veil = {
  token(value: string): string;
  keep(text: string): string;
  /** Whether a text is a value of the connection, as a whole. */
  isSetting(text: string): boolean;
  /** A certificate, which is public, unless it names the person. */
  certificate(base64: string): string;
};

/** What a text is that was kept back because a value of a person is written into it in some other encoding. */
export const WITHHELD = '[withheld: it holds a personal value]';

/** Shorter values are replaced where they stand, and not looked for elsewhere: they occur in everything. */
const SHORTEST = 3;

/** Longer texts are no setting of anything. */
const LONGEST_KEPT = 4000;

/** Characters of kept texts that one veil looks through; a response that has more of them is nobody's set-up. */
const LOOKED_THROUGH = 40_000;

/**
 * Makes a veil. `values` are those of persons, to be found in kept texts in any spelling; `settings` are values of the
 * connection, which stay as they are even where they are equal to one of a person. `key` is the workspace's.
 */
export function veilOf(input: {
  key: Uint8Array;
  values: Iterable<string>;
  settings: Iterable<string>;
}): Veil {
  const settings = new Set(input.settings);
  const tokens = new Map<string, string>();
  const token = (value: string) => {
    const same = normalized(value);
    if (same === '') return '';
    let found = tokens.get(same);
    if (found === undefined) {
      found = `[${kindOf(same)} ${digest(input.key, same)}]`;
      tokens.set(same, found);
    }
    return found;
  };
  const personal = valueSearch(new Set([...input.values].flatMap(partsOf)));

  const kept = new Map<string, string>();
  let left = LOOKED_THROUGH;
  const keep = (text: string): string => {
    const found = kept.get(text) ?? looked(text);
    kept.set(text, found);
    return found;
  };
  const looked = (text: string): string => {
    if (settings.has(text) || WELL_KNOWN.has(text)) return text;
    if (text.length > LONGEST_KEPT) return `[withheld: ${text.length} characters]`;
    left -= text.length;
    if (left < 0) return '[withheld: there is too much to look through]';
    if (decodings(text).some(personal.holds)) return WITHHELD;
    let rest = replaced(text.normalize('NFC'), personal, token);
    for (const pattern of PATTERNS) {
      rest = rest.replaceAll(pattern, (match) => (settings.has(match) ? match : token(match)));
    }
    return rest.replaceAll(COLONS, (match) => (isIPv6(match) ? token(match) : match));
  };

  return {
    token,
    keep,
    isSetting: (text) => settings.has(text),
    certificate(base64) {
      const der = Buffer.from(base64.replaceAll(/\s+/g, ''), 'base64');
      const readings = [der.toString('latin1'), der.toString('utf8'), swapped(der).toString('utf16le')];
      if (readings.some(personal.holds) || personal.holds(base64)) return WITHHELD;
      return base64;
    },
  };
}

const [OASIS, W3] = ['urn:oasis:names:tc:SAML:', 'http://www.w3.org/'];

/** Names that specifications give; nobody needs to look for somebody in them. */
const WELL_KNOWN: ReadonlySet<string> = new Set([
  ...['assertion', 'protocol', 'cm:bearer', 'nameid-format:persistent', 'nameid-format:transient'].map(
    (name) => `${OASIS}2.0:${name}`,
  ),
  ...['basic', 'uri', 'unspecified'].map((name) => `${OASIS}2.0:attrname-format:${name}`),
  ...['HTTP-POST', 'HTTP-Redirect'].map((name) => `${OASIS}2.0:bindings:${name}`),
  ...['Success', 'Requester', 'Responder', 'AuthnFailed', 'RequestDenied', 'NoPassive'].map(
    (name) => `${OASIS}2.0:status:${name}`,
  ),
  ...['Password', 'PasswordProtectedTransport', 'unspecified'].map(
    (name) => `${OASIS}2.0:ac:classes:${name}`,
  ),
  ...['emailAddress', 'unspecified'].map((name) => `${OASIS}1.1:nameid-format:${name}`),
  ...['2000/09/xmldsig#', '2000/09/xmldsig#enveloped-signature', '2000/09/xmldsig#sha1'].map(
    (name) => W3 + name,
  ),
  ...['#', '#sha256', '#sha512', '#aes128-cbc', '#aes256-cbc', '#rsa-oaep-mgf1p'].map(
    (name) => `${W3}2001/04/xmlenc${name}`,
  ),
  ...['rsa-sha256', 'rsa-sha384', 'rsa-sha512', 'ecdsa-sha256'].map(
    (name) => `${W3}2001/04/xmldsig-more#${name}`,
  ),
  ...['2001/10/xml-exc-c14n#', '2001/XMLSchema', '2001/XMLSchema-instance', '2009/xmlenc11#aes256-gcm'].map(
    (name) => W3 + name,
  ),
  ...['emailaddress', 'givenname', 'surname', 'name', 'upn', 'nameidentifier'].map(
    (name) => `http://schemas.xmlsoap.org/ws/2005/05/identity/claims/${name}`,
  ),
]);

/** Addresses of people and of machines, wherever they stand. */
const PATTERNS: readonly RegExp[] = [
  /[^\s@<>"'(),;:[\]]+@[^\s@<>"'(),;:[\]]+\.[a-z]{2,}/gi,
  /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
];

/** What could be an IPv6 address; fingerprints and times look like it. */
const COLONS = /(?<![\w:.])[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*(?![\w:])/gi;

/** Equal for everybody who means the same person: case, surrounding space and Unicode form do not count. */
function normalized(value: string): string {
  return value.normalize('NFC').trim().toLowerCase();
}

/** A value with its lines, because a text may hold one of them. */
function partsOf(value: string): string[] {
  const whole = normalized(value);
  return [whole, ...whole.split(/[\r\n]+/)]
    .map((part) => part.trim())
    .filter((part) => part.length >= SHORTEST);
}

/** 50 bits, in letters that no encoding changes. */
function digest(key: Uint8Array, value: string): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
  const bytes = createHmac('sha256', key).update(value).digest();
  return [...bytes.subarray(0, 10)].map((byte) => alphabet[byte % 32]).join('');
}

/** What a value looks like: worth knowing, because a wrong mapping shows in it. */
function kindOf(value: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(value)) return 'email';
  if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(value) || /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*$/.test(value)) {
    return 'address';
  }
  if (/^[\d\s.,+()/-]+$/.test(value)) return 'number';
  if (/^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/.test(value)) return 'guid';
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(value)) return 'url';
  if (/^(?:cn|uid|ou|dc|o)=/.test(value)) return 'dn';
  return 'text';
}

/** Replaces values wherever they stand: an address before the name in it, and two that overlap one after the other. */
function replaced(text: string, values: ValueSearch, token: (match: string) => string): string {
  const found = values.find(text).sort((a, b) => a.start - b.start || b.end - a.end);
  let [result, done] = ['', 0];
  for (const { start, end } of found) {
    if (end <= done) continue;
    result += text.slice(done, Math.max(start, done)) + token(text.slice(start, end));
    done = end;
  }
  return result + text.slice(done);
}

/** The text as somebody could read it who knows encodings, also one inside another; the text itself is not among them. */
function decodings(text: string): string[] {
  const found = new Set<string>();
  let layer = [text];
  for (let depth = 0; depth < 3; depth++) {
    const next = layer.flatMap((one) => [
      unescapeXml(one),
      percentDecoded(one),
      percentDecoded(one.replaceAll('+', ' ')),
      unescapeJson(one),
      ...binaryReadings(one),
    ]);
    layer = [];
    for (const one of next) {
      if (one === text || found.has(one)) continue;
      found.add(one);
      // Only text can be an encoding of something; what stood before it may have been read along.
      if (layer.length < 50) layer.push(...(one.match(/[\t\n\r -~]{8,}/g) ?? []));
    }
  }
  return [...found];
}

/** Character references, those with a number too (XML 1.0 §4.1). */
export function unescapeXml(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (whole, decimal, hex, name) => {
      if (name) return named[String(name).toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function unescapeJson(text: string): string {
  return text.replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(String(hex), 16)),
  );
}

function percentDecoded(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** Runs of base64, base64url and hex, read as text in every alignment they could have. */
function binaryReadings(text: string): string[] {
  const readings: string[] = [];
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{4,}/g)) {
    for (let skip = 0; skip < 4; skip++) {
      const bytes = Buffer.from(run.slice(skip), 'base64');
      if (bytes.length < SHORTEST) continue;
      readings.push(bytes.toString('utf8'), bytes.toString('latin1'), bytes.toString('utf16le'));
      readings.push(bytes.subarray(1).toString('utf16le'));
    }
  }
  for (const [run] of text.matchAll(/(?:[0-9a-f]{2}[:\s]?){3,}/gi)) {
    const digits = run.replaceAll(/[^0-9a-f]/gi, '');
    for (let skip = 0; skip < 2; skip++) {
      const bytes = Buffer.from(digits.slice(skip), 'hex');
      readings.push(bytes.toString('utf8'), bytes.toString('latin1'));
    }
  }
  return readings;
}

/** UTF-16 big-endian, as BMPString in a certificate, in the order Node.js reads; odd lengths lose a byte. */
function swapped(bytes: Buffer): Buffer {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return even.swap16();
}
