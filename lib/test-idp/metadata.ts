import { X509Certificate } from 'node:crypto';
import { NAME_ID_EMAIL, NAME_ID_PERSISTENT, NAME_ID_TRANSIENT } from './draft.ts';
import { escapeXml } from './escape-xml.ts';

/**
 * The metadata of the test identity provider: one signing certificate, one URL for HTTP-Redirect and HTTP-POST
 * requests and one for logout messages, requests need no signature. SAML Metadata §2.4.3. Throws on a certificate that is not PEM.
 */
export function buildIdpMetadata(input: {
  entityId: string;
  ssoUrl: string;
  /** Where it takes logout messages, by the same two bindings. */
  sloUrl: string;
  certificatePem: string;
  validUntil?: Date | undefined;
}): string {
  const certificate = new X509Certificate(input.certificatePem).raw.toString('base64');
  const validUntil = input.validUntil ? ` validUntil="${input.validUntil.toISOString()}"` : '';
  const formats = [NAME_ID_PERSISTENT, NAME_ID_EMAIL, NAME_ID_TRANSIENT];
  const bindings = ['HTTP-Redirect', 'HTTP-POST'];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escapeXml(input.entityId)}"${validUntil}>`,
    '  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">',
    '    <md:KeyDescriptor use="signing">',
    '      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
    `        <ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data>`,
    '      </ds:KeyInfo>',
    '    </md:KeyDescriptor>',
    ...bindings.map(
      (binding) =>
        `    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${escapeXml(input.sloUrl)}"/>`,
    ),
    ...formats.map((format) => `    <md:NameIDFormat>${format}</md:NameIDFormat>`),
    ...bindings.map(
      (binding) =>
        `    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${escapeXml(input.ssoUrl)}"/>`,
    ),
    '  </md:IDPSSODescriptor>',
    '</md:EntityDescriptor>',
    '',
  ].join('\n');
}
