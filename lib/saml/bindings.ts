import { createHash, type KeyObject, sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { tag, text } from './canonical-xml.ts';

export type RequestSigner = {
  /** RSA. */
  readonly privateKey: KeyObject;
  readonly certificatePem: string;
};

export type OutgoingRequest = {
  /** The SSO URL; a query of its own is kept. */
  readonly destination: string;
  /** As `buildAuthnRequest`, `buildLogoutRequest` or `buildLogoutResponse` wrote it. */
  readonly samlRequestXml: string;
  /** A logout response travels under a name of its own. */
  readonly parameter?: 'SAMLRequest' | 'SAMLResponse';
  /** At most 80 bytes (SAML Bindings §3.4.3). */
  readonly relayState: string | null;
  /** Null or absent sends the request unsigned. */
  readonly signWith?: RequestSigner | null;
  /** From `loginHintQuery`. */
  readonly extraQuery?: Readonly<Record<string, string>>;
};

/** What the auto-submitting form needs: where to, and its hidden fields. */
export type PostForm = { readonly action: string; readonly fields: Readonly<Record<string, string>> };

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';

/**
 * The URL of the HTTP-Redirect binding (SAML Bindings §3.4.4.1): raw DEFLATE, base64, and with `signWith` an
 * rsa-sha256 signature over the very octets of `SAMLRequest=…&RelayState=…&SigAlg=…` that are sent.
 */
export function redirectUrl(request: OutgoingRequest): string {
  const deflated = deflateRawSync(Buffer.from(request.samlRequestXml, 'utf8')).toString('base64');
  const signed = [
    `${request.parameter ?? 'SAMLRequest'}=${encodeURIComponent(deflated)}`,
    ...(request.relayState === null ? [] : [`RelayState=${encodeURIComponent(request.relayState)}`]),
    ...(request.signWith ? [`SigAlg=${encodeURIComponent(RSA_SHA256)}`] : []),
  ].join('&');
  const signature = request.signWith
    ? `&Signature=${encodeURIComponent(sign('sha256', Buffer.from(signed), request.signWith.privateKey).toString('base64'))}`
    : '';
  return withQuery(request, `${signed}${signature}`);
}

/** The form of the HTTP-POST binding (SAML Bindings §3.5.4); with `signWith` the XML carries a signature. */
export function postForm(request: OutgoingRequest): PostForm {
  const xml = request.signWith
    ? signedRequest(request.samlRequestXml, request.signWith)
    : request.samlRequestXml;
  return {
    action: withQuery(request, ''),
    fields: {
      [request.parameter ?? 'SAMLRequest']: Buffer.from(xml, 'utf8').toString('base64'),
      ...(request.relayState === null ? {} : { RelayState: request.relayState }),
    },
  };
}

/**
 * How a login hint travels on the SSO URL, as SAML has no place for it: Okta and Entra ID read
 * `login_hint`, Google reads the domain from `hd`. Other identity providers get nothing, because some refuse
 * query parameters they do not know.
 */
export function loginHintQuery(
  connectionType: string,
  hints: { loginHint?: string | null; domainHint?: string | null },
): Record<string, string> {
  if (connectionType === 'OktaSAML' || connectionType === 'AzureSAML') {
    return hints.loginHint ? { login_hint: hints.loginHint } : {};
  }
  if (connectionType === 'GoogleSAML') return hints.domainHint ? { hd: hints.domainHint } : {};
  return {};
}

function withQuery(request: OutgoingRequest, saml: string): string {
  // A fragment never reaches the identity provider; a query after it would be part of it.
  const destination = request.destination.split('#')[0] ?? '';
  const extra = Object.entries(request.extraQuery ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const query = [...extra, saml].filter((part) => part !== '').join('&');
  if (query === '') return destination;
  const separator = destination.includes('?') ? (/[?&]$/.test(destination) ? '' : '&') : '?';
  return `${destination}${separator}${query}`;
}

/**
 * Adds an enveloped XML signature after Issuer (SAML Core §5.4). No canonicalizer is involved: the request is
 * written in exclusive canonical form, the enveloped transform takes the Signature out again, so the digest
 * is that of the text as it stands; and SignedInfo declares its namespace itself, so it too is its own
 * canonical form.
 */
function signedRequest(xml: string, signer: RequestSigner): string {
  const id = /^<samlp:(?:AuthnRequest|LogoutRequest|LogoutResponse)(?: [\w:]+="[^"]*")*? ID="([^"]+)"/.exec(
    xml,
  )?.[1];
  const afterIssuer = xml.indexOf('</saml:Issuer>') + '</saml:Issuer>'.length;
  if (!id || afterIssuer < '</saml:Issuer>'.length) throw new Error('only a message of ours can be signed');
  const signedInfo = tag(
    'ds:SignedInfo',
    { 'xmlns:ds': XMLDSIG },
    tag('ds:CanonicalizationMethod', { Algorithm: EXCLUSIVE_C14N }),
    tag('ds:SignatureMethod', { Algorithm: RSA_SHA256 }),
    tag(
      'ds:Reference',
      { URI: `#${id}` },
      tag(
        'ds:Transforms',
        {},
        tag('ds:Transform', { Algorithm: ENVELOPED }),
        tag('ds:Transform', { Algorithm: EXCLUSIVE_C14N }),
      ),
      tag('ds:DigestMethod', { Algorithm: SHA256 }),
      tag('ds:DigestValue', {}, createHash('sha256').update(xml, 'utf8').digest('base64')),
    ),
  );
  const value = sign('sha256', Buffer.from(signedInfo, 'utf8'), signer.privateKey).toString('base64');
  const certificate = signer.certificatePem.replaceAll(/-----[^-]+-----|\s/g, '');
  const signature = tag(
    'ds:Signature',
    { 'xmlns:ds': XMLDSIG },
    signedInfo,
    tag('ds:SignatureValue', {}, value),
    tag('ds:KeyInfo', {}, tag('ds:X509Data', {}, tag('ds:X509Certificate', {}, text(certificate)))),
  );
  return `${xml.slice(0, afterIssuer)}${signature}${xml.slice(afterIssuer)}`;
}
