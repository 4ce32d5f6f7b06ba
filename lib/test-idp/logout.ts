import { createPrivateKey, sign, verify, X509Certificate } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { SignedXml } from 'xml-crypto';
import { child, decode, parse, textOf, Unreadable } from './authn-request.ts';
import { newSamlId } from './draft.ts';
import { escapeXml } from './escape-xml.ts';
import { type SigningPair, signRoot } from './sign.ts';

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';
const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const VALID_FOR_MS = 5 * 60_000;

/** A logout message on its way in: the query string as sent, or the fields of a form. */
export type LogoutTransport =
  | { binding: 'redirect'; query: string }
  | { binding: 'post'; fields: Readonly<Record<string, string>> };

export type ReadLogout = {
  kind: 'request' | 'response';
  id: string;
  issuer: string;
  destination: string | null;
  /** Whom a request is about. */
  nameId: string | null;
  sessionIndexes: readonly string[];
  /** Of a response: what it answers, and the status codes without their URN prefix. */
  inResponseTo: string | null;
  status: readonly string[];
  relayState: string | null;
  /** Whether the key of this certificate (PEM) signed it. */
  signedBy: (certificatePem: string) => boolean;
};

/**
 * Reads a logout request or response (SAML Core §3.7, Bindings §3.4 and §3.5). Never throws: whatever is wrong comes
 * back as one plain sentence. The signature is checked by whoever knows the sender: `signedBy`.
 */
export function readLogout(
  transport: LogoutTransport,
): { ok: true; message: ReadLogout } | { ok: false; problem: string } {
  try {
    return { ok: true, message: read(transport) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.message };
    return { ok: false, problem: 'The logout message could not be read.' };
  }
}

function read(transport: LogoutTransport): ReadLogout {
  const value = (name: string) =>
    transport.binding === 'post'
      ? (transport.fields[name] ?? null)
      : new URLSearchParams(transport.query).get(name);
  const request = value('SAMLRequest');
  const encoded = request ?? value('SAMLResponse');
  if (encoded === null) throw new Unreadable('There is neither a SAMLRequest nor a SAMLResponse.');
  const xml = decode(encoded, transport.binding);
  const root = parse(xml);
  const kind = request === null ? 'response' : 'request';
  const name = kind === 'request' ? 'LogoutRequest' : 'LogoutResponse';
  if (root.localName !== name || root.namespaceURI !== SAMLP) {
    throw new Unreadable(`Expected a ${name}, received ${root.localName}.`);
  }
  const id = root.getAttribute('ID');
  const issuer = textOf(child(root, SAML, 'Issuer'));
  if (!id || !issuer) throw new Unreadable(`The ${name} has no ID or no Issuer.`);
  const outer = child(root, SAMLP, 'Status');
  const code = outer && child(outer, SAMLP, 'StatusCode');
  const inner = code && child(code, SAMLP, 'StatusCode');
  return {
    kind,
    id,
    issuer,
    destination: root.getAttribute('Destination') || null,
    nameId: textOf(child(root, SAML, 'NameID')),
    sessionIndexes: Array.from(root.getElementsByTagNameNS(SAMLP, 'SessionIndex')).flatMap(
      (one) => textOf(one) ?? [],
    ),
    inResponseTo: root.getAttribute('InResponseTo') || null,
    status: [code, inner].flatMap((one) => one?.getAttribute('Value')?.replace(STATUS, '') ?? []),
    relayState: value('RelayState'),
    signedBy: (pem) =>
      transport.binding === 'post' ? enveloped(xml, id, pem) : detached(transport.query, pem),
  };
}

/** The signature of a query string is over the parameters as they were sent. Bindings §3.4.4.1. */
function detached(query: string, certificatePem: string): boolean {
  const sent = query.split('&');
  const raw = (name: string) => sent.find((pair) => pair.startsWith(`${name}=`));
  const algorithm = raw('SigAlg');
  const signature = raw('Signature')?.slice('Signature='.length);
  if (!algorithm || !signature || decodeURIComponent(algorithm) !== `SigAlg=${RSA_SHA256}`) return false;
  const signed = [raw('SAMLRequest') ?? raw('SAMLResponse'), raw('RelayState'), algorithm].filter(
    (one) => one !== undefined,
  );
  const key = new X509Certificate(certificatePem).publicKey;
  const value = Buffer.from(decodeURIComponent(signature), 'base64');
  return verify('sha256', Buffer.from(signed.join('&')), key, value);
}

function enveloped(xml: string, id: string, certificatePem: string): boolean {
  try {
    const signature = child(parse(xml), 'http://www.w3.org/2000/09/xmldsig#', 'Signature');
    if (!signature) return false;
    const verifier = new SignedXml({ publicCert: certificatePem, getCertFromKeyInfo: () => null });
    verifier.loadSignature(signature as unknown as Node);
    return verifier.checkSignature(xml) && verifier.getSignedReferences().join('').includes(` ID="${id}"`);
  } catch {
    return false;
  }
}

type Envelope = { now: Date; issuer: string; destination: string };

/** Asks a service provider to end the session of somebody. */
export function logoutRequestXml(
  input: Envelope & { nameId: string; nameIdFormat: string; sessionIndex: string | null },
): string {
  const index =
    input.sessionIndex === null
      ? ''
      : `<samlp:SessionIndex>${escapeXml(input.sessionIndex)}</samlp:SessionIndex>`;
  const until = new Date(input.now.getTime() + VALID_FOR_MS).toISOString();
  return message(
    'LogoutRequest',
    input,
    ` NotOnOrAfter="${until}"`,
    `<saml:NameID Format="${escapeXml(input.nameIdFormat)}">${escapeXml(input.nameId)}</saml:NameID>${index}`,
  );
}

/** Answers a logout request: everything was ended. */
export function logoutResponseXml(input: Envelope & { inResponseTo: string }): string {
  return message(
    'LogoutResponse',
    input,
    ` InResponseTo="${escapeXml(input.inResponseTo)}"`,
    `<samlp:Status><samlp:StatusCode Value="${STATUS}Success"/></samlp:Status>`,
  );
}

function message(name: string, envelope: Envelope, attributes: string, content: string): string {
  return [
    `<samlp:${name} xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}" ID="${newSamlId()}" Version="2.0"`,
    ` IssueInstant="${envelope.now.toISOString()}" Destination="${escapeXml(envelope.destination)}"${attributes}>`,
    `<saml:Issuer>${escapeXml(envelope.issuer)}</saml:Issuer>${content}</samlp:${name}>`,
  ].join('');
}

/** What the browser is told to do with a message: go to an address, or post a form. */
export type SentLogout =
  | { kind: 'redirect'; url: string }
  | { kind: 'post_form'; action: string; fields: Record<string, string> };

/** Signs a message and puts it on its way. */
export function sendLogout(input: {
  xml: string;
  parameter: 'SAMLRequest' | 'SAMLResponse';
  destination: string;
  binding: 'redirect' | 'post';
  relayState: string | null;
  key: SigningPair;
}): SentLogout {
  const { destination, parameter, relayState } = input;
  if (input.binding === 'post') {
    const value = Buffer.from(signRoot(input.xml, input.key, 'sha256')).toString('base64');
    const fields = { [parameter]: value, ...(relayState === null ? {} : { RelayState: relayState }) };
    return { kind: 'post_form', action: destination, fields };
  }
  const query = new URLSearchParams({ [parameter]: deflateRawSync(input.xml).toString('base64') });
  if (relayState !== null) query.set('RelayState', relayState);
  query.set('SigAlg', RSA_SHA256);
  const octets = query.toString();
  const signature = sign('sha256', Buffer.from(octets), createPrivateKey(input.key.privateKeyPem));
  const separator = destination.includes('?') ? '&' : '?';
  return {
    kind: 'redirect',
    url: `${destination}${separator}${octets}&${new URLSearchParams({ Signature: signature.toString('base64') })}`,
  };
}
