import type { NameId } from './assertion.ts';
import { tag, text } from './canonical-xml.ts';
import { SAML, SAMLP, STATUS_SUCCESS } from './names.ts';

/** How long a logout request of ours may be acted on; only clocks and slow networks need any of it. */
export const LOGOUT_REQUEST_MS = 5 * 60 * 1000;

type Envelope = {
  /** An NCName, unique and unguessable. */
  readonly id: string;
  readonly now: Date;
  /** The identity provider's logout address. */
  readonly destination: string;
  /** Our entity ID at this connection. */
  readonly issuer: string;
};

/** What the second status code says beside a refusal. SAML Core §3.2.2.2. */
export type LogoutOutcome = 'success' | 'unknown_principal';

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';

/**
 * Asks an identity provider to end the session it opened for somebody (SAML Core §3.7.1). The NameID is repeated as it
 * was received, qualifiers included, because an identity provider looks its session up by all of it.
 */
export function buildLogoutRequest(
  input: Envelope & { readonly nameId: NameId; readonly sessionIndex: string | null },
): string {
  const { nameId } = input;
  return tag(
    'samlp:LogoutRequest',
    {
      'xmlns:samlp': SAMLP,
      Destination: input.destination,
      ID: input.id,
      IssueInstant: input.now.toISOString(),
      NotOnOrAfter: new Date(input.now.getTime() + LOGOUT_REQUEST_MS).toISOString(),
      Reason: 'urn:oasis:names:tc:SAML:2.0:logout:user',
      Version: '2.0',
    },
    issuerTag(input.issuer),
    tag(
      'saml:NameID',
      {
        'xmlns:saml': SAML,
        Format: nameId.format,
        NameQualifier: nameId.nameQualifier,
        SPNameQualifier: nameId.spNameQualifier,
      },
      text(nameId.value),
    ),
    input.sessionIndex === null ? null : tag('samlp:SessionIndex', {}, text(input.sessionIndex)),
  );
}

/** Answers a logout request (SAML Core §3.7.2). */
export function buildLogoutResponse(
  input: Envelope & { readonly inResponseTo: string; readonly outcome: LogoutOutcome },
): string {
  const status =
    input.outcome === 'success'
      ? tag('samlp:StatusCode', { Value: STATUS_SUCCESS })
      : tag(
          'samlp:StatusCode',
          { Value: `${STATUS}Requester` },
          tag('samlp:StatusCode', { Value: `${STATUS}UnknownPrincipal` }),
        );
  return tag(
    'samlp:LogoutResponse',
    {
      'xmlns:samlp': SAMLP,
      Destination: input.destination,
      ID: input.id,
      InResponseTo: input.inResponseTo,
      IssueInstant: input.now.toISOString(),
      Version: '2.0',
    },
    issuerTag(input.issuer),
    tag('samlp:Status', {}, status),
  );
}

function issuerTag(issuer: string): string {
  return tag('saml:Issuer', { 'xmlns:saml': SAML }, text(issuer));
}
