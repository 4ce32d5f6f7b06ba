import { inflateRawSync } from 'node:zlib';
import { type NameId, readStatus } from './assertion.ts';
import { decodeBase64 } from './base64.ts';
import { canonicalBytes } from './canonical.ts';
import type { Certificate } from './certificate.ts';
import { identifiers, markedElements } from './context.ts';
import type { LogoutFailure, LogoutFailureCode } from './failure.ts';
import { parseInstant } from './instant.ts';
import { DS, ENTITY_FORMAT, SAML, SAMLP } from './names.ts';
import {
  allowedSignatureAlgorithms,
  hasDigest,
  readSignature,
  type SignatureForm,
  type SignedOctets,
  signedQuery,
  verifiesWith,
} from './signature.ts';
import {
  attribute,
  child,
  childElements,
  children,
  isElement,
  type ParsedXml,
  parseXml,
  wholeText,
  type XmlElement,
  type XmlLimits,
  xpathOf,
} from './xml.ts';

/** A logout message as the browser brought it. */
export type LogoutTransport =
  /** The query string exactly as sent, without its question mark: the signature is over its octets. */
  | { readonly binding: 'redirect'; readonly query: string }
  | {
      readonly binding: 'post';
      readonly samlRequest: string | null;
      readonly samlResponse: string | null;
      readonly relayState: string | null;
    };

/** Everything a logout message is judged by. */
export type LogoutInput = {
  transport: LogoutTransport;
  now: Date;
  clockToleranceSeconds: number;
  /** Our logout address at this connection, which Destination must name. */
  logoutUrl: string;
  identityProvider: { entityId: string; certificates: readonly Certificate[] };
  /** Legacy switches of the connection. */
  allow?: { sha1?: boolean; smallRsaKeys?: boolean };
};

declare const verified: unique symbol;

type Common = {
  readonly [verified]: true;
  readonly id: string;
  readonly issuer: string;
  /** As it came, to be given back unchanged; null when there was none. */
  readonly relayState: string | null;
  /** Until when the same message could be presented again, tolerance included. */
  readonly notOnOrAfter: Date;
};

/** A logout request that passed every check. Only `readLogoutMessage` makes one. */
export type VerifiedLogoutRequest = Common & {
  readonly kind: 'request';
  readonly nameId: NameId;
  /** The sessions to end; none named means all of that person. SAML Core §3.7.1. */
  readonly sessionIndexes: readonly string[];
};

/** A logout response that passed every check, whatever it reports. */
export type VerifiedLogoutResponse = Common & {
  readonly kind: 'response';
  readonly inResponseTo: string;
  /** Status codes from the outermost inwards. */
  readonly status: readonly string[];
};

/** What a message claims, for finding its record. Nothing in it has been verified. */
export type UnverifiedLogout = {
  readonly kind: 'request' | 'response' | null;
  readonly id: string | null;
  readonly inResponseTo: string | null;
  readonly nameId: string | null;
};

export type LogoutVerdict = { readonly unverified: UnverifiedLogout } & (
  | { readonly ok: true; readonly message: VerifiedLogoutRequest | VerifiedLogoutResponse }
  | { readonly ok: false; readonly failure: LogoutFailure }
);

/** A message older than this is refused whatever it says itself: it travels by redirects, in seconds. */
export const LOGOUT_MESSAGE_MS = 5 * 60 * 1000;

/** A logout message is small. */
export const LOGOUT_LIMITS: XmlLimits = {
  bytes: 64 * 1024,
  depth: 30,
  elements: 500,
  attributes: 32,
  namespaces: 32,
  namespacesInScope: 100,
};
const MAX_RELAY_STATE = 2048;
const MAX_SESSION_INDEXES = 50;
const DEFLATE = 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE';

/**
 * Judges a logout request or response (SAML Core §3.7, Profiles §4.4, Bindings §3.4 and §3.5): signed by a certificate of
 * the connection, for us, from its identity provider, fresh. Everything in the message is read after its signature was
 * found right, from what was signed. Never throws. The caller refuses a request whose ID it has seen before, until
 * `notOnOrAfter`, and finds what `inResponseTo` answers.
 */
export function readLogoutMessage(input: LogoutInput): LogoutVerdict {
  const open: ParsedXml[] = [];
  const seen: { unverified: UnverifiedLogout } = {
    unverified: { kind: null, id: null, inResponseTo: null, nameId: null },
  };
  try {
    return { ok: true, message: judge(input, open, seen), ...seen };
  } catch (error) {
    const failure: LogoutFailure =
      error instanceof Refused
        ? error.failure
        : { code: 'check_crashed', detail: 'The message could not be judged.' };
    return { ok: false, failure, ...seen };
  } finally {
    for (const document of open) document.dispose();
  }
}

class Refused extends Error {
  readonly failure: LogoutFailure;
  constructor(failure: LogoutFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

function refuse(
  code: LogoutFailureCode,
  detail: string,
  more: Pick<LogoutFailure, 'expected' | 'received'> = {},
  element?: XmlElement,
): never {
  throw new Refused({
    code,
    ...more,
    detail,
    ...(element && { place: { line: element.line, xpath: xpathOf(element) } }),
  });
}

/** A message out of its envelope, with the signature that came beside it. */
type Unwrapped = {
  kind: 'request' | 'response';
  bytes: Buffer;
  relayState: string | null;
  /** Of the redirect binding; the POST binding has its signature inside. */
  signature: { algorithm: string; octets: Buffer; value: Buffer } | null;
};

function judge(
  input: LogoutInput,
  open: ParsedXml[],
  seen: { unverified: UnverifiedLogout },
): VerifiedLogoutRequest | VerifiedLogoutResponse {
  const { transport } = input;
  const unwrapped = transport.binding === 'redirect' ? fromQuery(transport.query) : fromForm(transport);
  const received = parse(unwrapped.bytes, open);
  seen.unverified = describe(unwrapped.kind, received.root);
  const name = unwrapped.kind === 'request' ? 'LogoutRequest' : 'LogoutResponse';
  if (!isElement(received.root, SAMLP, name)) {
    refuse('not_a_logout_message', `The message is not a SAML ${name}.`, {
      expected: `{${SAMLP}}${name}`,
      received: `{${received.root.namespaceUri}}${received.root.name}`,
    });
  }
  const repeated = firstRepeated(identifiers(received));
  if (repeated !== null) {
    refuse('duplicate_id', 'Two elements of the message have the same ID.', { received: repeated });
  }
  const signed =
    transport.binding === 'redirect'
      ? verifyQuery(input, unwrapped, received)
      : verifyEnveloped(input, received, open);
  return unwrapped.kind === 'request'
    ? readRequest(input, unwrapped, signed)
    : readResponse(input, unwrapped, signed);
}

/** Out of the query string; parameters are cut out as they stand, because that is what was signed. Bindings §3.4.4.1. */
function fromQuery(query: string): Unwrapped {
  const raw = new Map<string, string>();
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const name = equals === -1 ? pair : pair.slice(0, equals);
    if (!QUERY_NAMES.includes(name)) continue;
    if (raw.has(name)) refuse('query_malformed', `The query string has more than one ${name}.`);
    raw.set(name, equals === -1 ? '' : pair.slice(equals + 1));
  }
  const kind = kindOf(raw.has('SAMLRequest'), raw.has('SAMLResponse'));
  const parameter = kind === 'request' ? 'SAMLRequest' : 'SAMLResponse';
  const encoding = raw.get('SAMLEncoding');
  if (encoding !== undefined && decoded(encoding) !== DEFLATE) {
    refuse('query_malformed', 'The message is encoded in a way other than DEFLATE.', {
      expected: DEFLATE,
      received: encoding.slice(0, 200),
    });
  }
  const message = raw.get(parameter) ?? '';
  if (message.length > LOGOUT_LIMITS.bytes * 2) refuse('response_too_large', 'The message is too large.');
  const deflated = decodeBase64(decoded(message));
  if (!deflated) refuse('not_base64', `The ${parameter} is not base64.`);
  const relayState = raw.get('RelayState');
  const algorithm = raw.get('SigAlg');
  const signature = raw.get('Signature');
  if (algorithm === undefined || signature === undefined) {
    refuse('signature_missing', 'The query string carries no SigAlg and Signature.');
  }
  const value = decodeBase64(decoded(signature));
  if (!value) refuse('signature_malformed', 'The Signature is empty or not base64.');
  const octets = [
    `${parameter}=${message}`,
    ...(relayState === undefined ? [] : [`RelayState=${relayState}`]),
    `SigAlg=${algorithm}`,
  ].join('&');
  return {
    kind,
    bytes: inflate(deflated),
    relayState: relayState === undefined ? null : boundRelayState(decoded(relayState.replaceAll('+', '%20'))),
    signature: { algorithm: decoded(algorithm), octets: Buffer.from(octets, 'utf8'), value },
  };
}

const QUERY_NAMES = ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SAMLEncoding', 'SigAlg', 'Signature'];

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse('query_malformed', 'The query string is not percent-encoded UTF-8.');
  }
}

function inflate(deflated: Buffer): Buffer {
  try {
    return inflateRawSync(deflated, { maxOutputLength: LOGOUT_LIMITS.bytes });
  } catch (error) {
    if (error instanceof RangeError) return refuse('response_too_large', 'The message is too large.');
    return refuse('not_deflated', 'The message is not compressed as the HTTP-Redirect binding asks.');
  }
}

function fromForm(form: Extract<LogoutTransport, { binding: 'post' }>): Unwrapped {
  const kind = kindOf(form.samlRequest !== null, form.samlResponse !== null);
  const field = (kind === 'request' ? form.samlRequest : form.samlResponse) ?? '';
  if (field.length > LOGOUT_LIMITS.bytes * 2) refuse('response_too_large', 'The message is too large.');
  const bytes = decodeBase64(field);
  if (!bytes) refuse('not_base64', 'The form field is not base64.');
  const relayState = form.relayState === null ? null : boundRelayState(form.relayState);
  return { kind, bytes, relayState, signature: null };
}

function kindOf(request: boolean, response: boolean): 'request' | 'response' {
  if (request && response) refuse('message_ambiguous', 'There is a SAMLRequest and a SAMLResponse.');
  if (!request && !response) refuse('message_missing', 'There is neither a SAMLRequest nor a SAMLResponse.');
  return request ? 'request' : 'response';
}

/** SAML allows 80 bytes; some identity providers take more, and all of it goes back to them. */
function boundRelayState(relayState: string): string {
  return relayState.length <= MAX_RELAY_STATE
    ? relayState
    : refuse('query_malformed', `The RelayState is longer than ${MAX_RELAY_STATE} characters.`);
}

function parse(bytes: Buffer, open: ParsedXml[]): ParsedXml {
  const parsed = parseXml(bytes, LOGOUT_LIMITS);
  if (!parsed.ok) {
    const { ok: _, ...failure } = parsed;
    throw new Refused(failure);
  }
  open.push(parsed);
  return parsed;
}

function describe(kind: 'request' | 'response', root: XmlElement): UnverifiedLogout {
  const nameId = child(root, SAML, 'NameID');
  return {
    kind,
    id: attribute(root, 'ID'),
    inResponseTo: attribute(root, 'InResponseTo'),
    nameId: nameId && wholeText(nameId),
  };
}

function firstRepeated(values: readonly string[]): string | null {
  return values.find((value, index) => values.indexOf(value) !== index) ?? null;
}

/** The root as the signature of the query string covers it: all of it. */
function verifyQuery(input: LogoutInput, unwrapped: Unwrapped, received: ParsedXml): XmlElement {
  const stray = markedElements(received).find(({ name }) => name === 'Signature');
  if (stray) {
    refuse('stray_signature', 'A message in a query string must not carry a signature inside.', {}, stray);
  }
  const { signature } = unwrapped;
  if (!signature) return refuse('signature_missing', 'The message is not signed.');
  const sha1 = input.allow?.sha1 === true;
  const form = signedQuery(signature.algorithm, signature.octets, signature.value, sha1);
  if (!form) {
    return refuse('algorithm_not_allowed', 'The signature algorithm is not allowed.', {
      expected: allowedSignatureAlgorithms(sha1),
      received: signature.algorithm.slice(0, 200),
    });
  }
  requireSigner(input, form);
  return received.root;
}

/** The root, parsed again from the bytes that its one signature covers. SAML Core §5.4. */
function verifyEnveloped(input: LogoutInput, received: ParsedXml, open: ParsedXml[]): XmlElement {
  const { root } = received;
  const [element, ...more] = markedElements(received).filter(({ name }) => name === 'Signature');
  if (!element) return refuse('signature_missing', 'The message is not signed.', {}, root);
  const [first, second] = childElements(root);
  const afterIssuer =
    first !== undefined && isElement(first, SAML, 'Issuer') && second?.isSameNode(element) === true;
  if (more.length > 0 || !afterIssuer || element.namespaceUri !== DS) {
    refuse('stray_signature', 'The one place for a Signature is right after the Issuer.', {}, element);
  }
  const reading = readSignature(received, element, root, input.allow?.sha1 === true);
  if (!reading.ok) throw new Refused(reading.failure);
  const { form } = reading;
  requireSigner(input, form);
  const name = root.name;
  element.remove();
  const bytes = canonicalBytes(received, root, form.prefixes);
  if (!bytes) return refuse('canonicalization_failed', 'The message cannot be canonicalized.');
  if (!hasDigest(form, bytes)) refuse('digest_mismatch', 'The message was changed after it was signed.');
  const content = parse(bytes, open).root;
  return isElement(content, SAMLP, name)
    ? content
    : refuse('not_a_logout_message', 'What was signed is not what was received.');
}

function requireSigner(input: LogoutInput, form: SignedOctets | SignatureForm): void {
  const { certificates } = input.identityProvider;
  if (certificates.length === 0) {
    refuse('certificate_missing', 'The connection has no certificate of its identity provider yet.');
  }
  const signer = certificates.find((certificate) => verifiesWith(form, certificate));
  if (!signer) {
    refuse('certificate_mismatch', 'No certificate of this connection fits the signature.', {
      expected: certificates.map((one) => one.fingerprintSha256),
    });
  }
  const rsa = signer.publicKey.asymmetricKeyType !== 'ec';
  const bits = signer.keyBits || (signer.publicKey.asymmetricKeyDetails?.modulusLength ?? 0);
  const small = rsa && bits < 2048;
  if ((small && (input.allow?.smallRsaKeys !== true || bits < 1024)) || bits < 256) {
    refuse('weak_key', 'The key of the signing certificate is too short.', {
      expected: rsa ? 'RSA with 2048 bits or more' : 'an elliptic curve of 256 bits or more',
      received: `${rsa ? 'RSA' : 'EC'} with ${bits} bits`,
    });
  }
}

const REQUEST_CHILDREN = ['Issuer', 'Extensions', 'NameID', 'SessionIndex'];
const RESPONSE_CHILDREN = ['Issuer', 'Extensions', 'Status'];

/** What requests and responses share: version, ID, times, issuer, destination, and no child the schema does not name. */
function readEnvelope(
  input: LogoutInput,
  unwrapped: Unwrapped,
  root: XmlElement,
  allowed: readonly string[],
): Omit<Common, typeof verified> {
  const { now } = input;
  if (attribute(root, 'Version') !== '2.0') {
    refuse('version_unsupported', `The ${root.name} is not of SAML version 2.0.`, { expected: '2.0' }, root);
  }
  const id = attribute(root, 'ID') ?? '';
  if (id === '' || id.length > 512) refuse('id_missing', `The ${root.name} has no usable ID.`, {}, root);
  const seen = new Set<string>();
  for (const part of childElements(root)) {
    if (part.name === 'EncryptedID' || part.name === 'BaseID') {
      refuse(
        'identifier_not_supported',
        `The person is named by an ${part.name}; a NameID is needed.`,
        {},
        part,
      );
    }
    const namespace = part.name === 'Issuer' || part.name === 'NameID' ? SAML : SAMLP;
    if (!allowed.includes(part.name) || part.namespaceUri !== namespace) {
      const received = `{${part.namespaceUri}}${part.name}`;
      refuse('element_unexpected', `The ${root.name} holds what does not belong there.`, { received }, part);
    }
    if (seen.has(part.name) && part.name !== 'SessionIndex') {
      refuse('element_repeated', `The ${root.name} holds more than one ${part.name}.`, {}, part);
    }
    seen.add(part.name);
  }
  const expectedIssuer = input.identityProvider.entityId;
  const issuer = child(root, SAML, 'Issuer');
  const format = issuer && attribute(issuer, 'Format');
  const issuerText = issuer && wholeText(issuer)?.trim();
  if (!issuer) return refuse('issuer_missing', `The ${root.name} does not say who issued it.`, {}, root);
  if (!issuerText || issuerText !== expectedIssuer || (format !== null && format !== ENTITY_FORMAT)) {
    refuse(
      'issuer_mismatch',
      `The ${root.name} was not issued by the identity provider of this connection.`,
      { expected: expectedIssuer, received: issuerText ?? '(not plain text)' },
      issuer,
    );
  }
  const destination = attribute(root, 'Destination')?.trim() || null;
  // Signed, a message must name where it goes (Bindings §3.4.5.2, §3.5.5.2): it cannot be sent on to somebody else.
  if (destination === null) refuse('destination_missing', `The ${root.name} names no Destination.`, {}, root);
  if (destination !== input.logoutUrl) {
    const received = destination ?? '';
    refuse(
      'destination_mismatch',
      `The ${root.name} was sent to another address.`,
      { expected: input.logoutUrl, received },
      root,
    );
  }
  const toleranceMs = Math.min(Math.max(input.clockToleranceSeconds, 0), 300) * 1000;
  const issued = instant(root, 'IssueInstant') ?? refuse('instant_malformed', 'There is no IssueInstant.');
  const stated = instant(root, 'NotOnOrAfter');
  const byAge = issued.getTime() + LOGOUT_MESSAGE_MS;
  const until = stated === null ? byAge : Math.min(byAge, stated.getTime());
  if (issued.getTime() > now.getTime() + toleranceMs) {
    const received = issued.toISOString();
    refuse('not_yet_valid', `The ${root.name} was issued in the future; the clocks may differ.`, {
      expected: now.toISOString(),
      received,
    });
  }
  if (now.getTime() - toleranceMs >= until) {
    refuse('expired', `The ${root.name} has expired; the clocks may differ.`, {
      expected: now.toISOString(),
      received: new Date(until).toISOString(),
    });
  }
  return {
    id,
    issuer: expectedIssuer,
    relayState: unwrapped.relayState,
    notOnOrAfter: new Date(until + toleranceMs),
  };
}

function instant(root: XmlElement, name: string): Date | null {
  const text = attribute(root, name);
  if (text === null) return null;
  return (
    parseInstant(text) ??
    refuse('instant_malformed', `The ${name} is not a UTC time.`, { received: text.slice(0, 100) }, root)
  );
}

function readRequest(input: LogoutInput, unwrapped: Unwrapped, root: XmlElement): VerifiedLogoutRequest {
  const envelope = readEnvelope(input, unwrapped, root, REQUEST_CHILDREN);
  const element = child(root, SAML, 'NameID');
  if (!element) return refuse('identifier_missing', 'The request does not say who is signed out.', {}, root);
  const value = wholeText(element);
  if (value === null)
    return refuse('text_not_plain', 'The NameID holds something other than text.', {}, element);
  if (value === '') return refuse('identifier_missing', 'The NameID is empty.', {}, element);
  const indexes = children(root, SAMLP, 'SessionIndex').map(
    (one) => wholeText(one) ?? refuse('text_not_plain', 'A SessionIndex is not plain text.', {}, one),
  );
  if (indexes.length > MAX_SESSION_INDEXES) {
    refuse('xml_limits', `The request names more than ${MAX_SESSION_INDEXES} sessions.`);
  }
  const request: Omit<VerifiedLogoutRequest, typeof verified> = {
    kind: 'request',
    ...envelope,
    nameId: {
      value,
      format: attribute(element, 'Format'),
      nameQualifier: attribute(element, 'NameQualifier'),
      spNameQualifier: attribute(element, 'SPNameQualifier'),
    },
    sessionIndexes: indexes,
  };
  return request as VerifiedLogoutRequest;
}

function readResponse(input: LogoutInput, unwrapped: Unwrapped, root: XmlElement): VerifiedLogoutResponse {
  const envelope = readEnvelope(input, unwrapped, root, RESPONSE_CHILDREN);
  const inResponseTo = attribute(root, 'InResponseTo');
  if (!inResponseTo) {
    return refuse('in_response_to_missing', 'The response does not say which request it answers.', {}, root);
  }
  const status = readStatus(root);
  if (!status || status.codes.length === 0) refuse('status_missing', 'The response has no status.', {}, root);
  const response: Omit<VerifiedLogoutResponse, typeof verified> = {
    kind: 'response',
    ...envelope,
    inResponseTo,
    status: status?.codes ?? [],
  };
  return response as VerifiedLogoutResponse;
}

/** Whether two NameIDs name the same person: the same value, and nothing else said differently by both. Core §8.3. */
export function sameNameId(one: NameId, other: NameId): boolean {
  const unspecified = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
  const agrees = (a: string | null, b: string | null) => a === null || b === null || a === b;
  const format = (nameId: NameId) => (nameId.format === unspecified ? null : nameId.format);
  return (
    one.value === other.value &&
    agrees(format(one), format(other)) &&
    agrees(one.nameQualifier, other.nameQualifier) &&
    agrees(one.spNameQualifier, other.spNameQualifier)
  );
}
