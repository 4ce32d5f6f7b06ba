import { tag, text } from './canonical-xml.ts';

export type AuthnRequestInput = {
  /** An NCName: begins with a letter or `_`. Unique, unguessable, stored with the session. */
  readonly id: string;
  readonly now: Date;
  /** The identity provider's SSO URL, without the login hints added for it. */
  readonly destination: string;
  /** Our entity ID at this connection. */
  readonly issuer: string;
  readonly acsUrl: string;
  /** Null leaves NameIDPolicy out. */
  readonly nameIdFormat: string | null;
  readonly forceAuthn: boolean;
  /** Goes into Subject/NameID. Some identity providers refuse a request that has one: only where asked for. */
  readonly loginHint?: string | null;
  readonly providerName?: string | null;
};

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';

/**
 * The AuthnRequest of a sign-in (SAML Core §3.4.1), asking for an answer by HTTP-POST. RequestedAuthnContext
 * is left out on purpose: with one, Entra ID refuses users who signed in another way (AADSTS75011).
 * The XML is in exclusive canonical form, which `postForm` relies on to sign it.
 */
export function buildAuthnRequest(input: AuthnRequestInput): string {
  return tag(
    'samlp:AuthnRequest',
    {
      'xmlns:samlp': PROTOCOL,
      AssertionConsumerServiceURL: input.acsUrl,
      Destination: input.destination,
      ForceAuthn: input.forceAuthn ? 'true' : null,
      ID: input.id,
      IssueInstant: input.now.toISOString(),
      ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
      ProviderName: input.providerName,
      Version: '2.0',
    },
    tag('saml:Issuer', { 'xmlns:saml': ASSERTION }, text(input.issuer)),
    input.loginHint
      ? tag('saml:Subject', { 'xmlns:saml': ASSERTION }, tag('saml:NameID', {}, text(input.loginHint)))
      : null,
    input.nameIdFormat === null
      ? null
      : tag('samlp:NameIDPolicy', { AllowCreate: 'true', Format: input.nameIdFormat }),
  );
}
