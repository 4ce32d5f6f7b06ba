import { NAME_ID_FORMATS } from '#lib/saml/name-id.ts';

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';
const XMLDSIG_MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const XMLENC = 'http://www.w3.org/2001/04/xmlenc#';
const XMLENC_11 = 'http://www.w3.org/2009/xmlenc11#';

/** What people call the URIs that stand in SAML messages. */
const NAMES: Readonly<Record<string, string>> = {
  ...NAME_ID_FORMATS,
  [`${STATUS}Success`]: 'Success',
  [`${STATUS}Requester`]: 'Requester: our request was at fault',
  [`${STATUS}Responder`]: 'Responder: the identity provider could not do it',
  [`${STATUS}VersionMismatch`]: 'Version mismatch',
  [`${STATUS}AuthnFailed`]: 'The person could not be signed in',
  [`${STATUS}InvalidAttrNameOrValue`]: 'Unexpected attribute',
  [`${STATUS}InvalidNameIDPolicy`]: 'The NameID format cannot be given',
  [`${STATUS}NoAuthnContext`]: 'The way of signing in that was asked for is not available',
  [`${STATUS}NoAvailableIDP`]: 'No identity provider is available',
  [`${STATUS}NoPassive`]: 'It would have had to ask the person',
  [`${STATUS}NoSupportedIDP`]: 'No identity provider is supported',
  [`${STATUS}PartialLogout`]: 'Signed out in part',
  [`${STATUS}ProxyCountExceeded`]: 'Too many identity providers in a row',
  [`${STATUS}RequestDenied`]: 'The request was denied',
  [`${STATUS}RequestUnsupported`]: 'Requests of this kind are not supported',
  [`${STATUS}RequestVersionDeprecated`]: 'The version of the request is deprecated',
  [`${STATUS}UnknownPrincipal`]: 'The person is not known',
  [`${STATUS}UnsupportedBinding`]: 'The binding is not supported',
  [`${XMLDSIG}rsa-sha1`]: 'RSA with SHA-1',
  [`${XMLDSIG}dsa-sha1`]: 'DSA with SHA-1',
  [`${XMLDSIG}hmac-sha1`]: 'HMAC with SHA-1',
  [`${XMLDSIG}sha1`]: 'SHA-1',
  [`${XMLDSIG_MORE}rsa-md5`]: 'RSA with MD5',
  [`${XMLDSIG_MORE}rsa-sha256`]: 'RSA with SHA-256',
  [`${XMLDSIG_MORE}rsa-sha384`]: 'RSA with SHA-384',
  [`${XMLDSIG_MORE}rsa-sha512`]: 'RSA with SHA-512',
  [`${XMLDSIG_MORE}ecdsa-sha1`]: 'ECDSA with SHA-1',
  [`${XMLDSIG_MORE}ecdsa-sha256`]: 'ECDSA with SHA-256',
  [`${XMLDSIG_MORE}ecdsa-sha384`]: 'ECDSA with SHA-384',
  [`${XMLDSIG_MORE}ecdsa-sha512`]: 'ECDSA with SHA-512',
  [`${XMLDSIG_MORE}hmac-sha256`]: 'HMAC with SHA-256',
  [`${XMLDSIG_MORE}hmac-sha384`]: 'HMAC with SHA-384',
  [`${XMLDSIG_MORE}hmac-sha512`]: 'HMAC with SHA-512',
  [`${XMLDSIG_MORE}md5`]: 'MD5',
  [`${XMLDSIG_MORE}sha384`]: 'SHA-384',
  [`${XMLENC}sha256`]: 'SHA-256',
  [`${XMLENC}sha512`]: 'SHA-512',
  [`${XMLENC}aes128-cbc`]: 'AES-CBC, 128 bits',
  [`${XMLENC}aes192-cbc`]: 'AES-CBC, 192 bits',
  [`${XMLENC}aes256-cbc`]: 'AES-CBC, 256 bits',
  [`${XMLENC}tripledes-cbc`]: 'Triple DES',
  [`${XMLENC}rsa-1_5`]: 'RSA PKCS #1 v1.5',
  [`${XMLENC}rsa-oaep-mgf1p`]: 'RSA-OAEP',
  [`${XMLENC_11}rsa-oaep`]: 'RSA-OAEP',
  [`${XMLENC_11}aes128-gcm`]: 'AES-GCM, 128 bits',
  [`${XMLENC_11}aes192-gcm`]: 'AES-GCM, 192 bits',
  [`${XMLENC_11}aes256-gcm`]: 'AES-GCM, 256 bits',
  'http://www.w3.org/2001/10/xml-exc-c14n#': 'Exclusive canonicalization',
  [`${XMLDSIG}enveloped-signature`]: 'Enveloped signature',
  'urn:oasis:names:tc:SAML:2.0:cm:bearer': 'Bearer',
};

/** A URI with its name in front; any other text as it is. */
export function withName(text: string): string {
  const name = Object.hasOwn(NAMES, text) ? NAMES[text] : undefined;
  return name === undefined ? text : `${name} (${text})`;
}

/** Whether a text is nothing but a URI with the name we give it. */
export function isNamedUri(text: string): boolean {
  const uri = /\(([^()\s]+)\)$/.exec(text)?.[1];
  return uri !== undefined && uri !== text && withName(uri) === text;
}
