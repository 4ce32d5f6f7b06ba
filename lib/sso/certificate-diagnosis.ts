import type { Certificate } from '#lib/saml/certificate.ts';

/** What is the matter with the certificate or the signature of a refused response. */
export type CertificateFinding = { kind: CertificateTrouble; title: string; text: string };
export type CertificateTrouble =
  | 'not_seen'
  | 'expired'
  | 'not_yet_valid'
  | 'wrong_identity_provider'
  | 'tampered'
  | 'content_changed'
  | 'other_key'
  | 'not_named'
  | 'none_stored';

const WORDS: Readonly<Record<CertificateTrouble, Omit<CertificateFinding, 'kind'>>> = {
  not_seen: {
    title: 'The identity provider signs with a certificate we have not seen',
    text: 'The signature and the certificate in the response belong together, and the response names the identity provider of this connection. That is how a renewed certificate looks, and how a forged response would look too: only the fingerprint, compared with the customer’s administrator, tells them apart.',
  },
  expired: {
    title: 'The identity provider signs with a certificate that has expired',
    text: 'The certificate in the response was over when the response was made, and the connection does not have it. The customer has to switch to a current one first.',
  },
  not_yet_valid: {
    title: 'The identity provider signs with a certificate that is not valid yet',
    text: 'The certificate in the response begins later than the response was made, and the connection does not have it. Either the identity provider switched too early, or a clock is wrong. Ask the customer before anything is added.',
  },
  wrong_identity_provider: {
    title: 'Another identity provider, or another tenant of it',
    text: 'The response names another issuer than this connection expects, so its certificate belongs to somebody else: often a test tenant, or the app of another environment. Adding the certificate would be wrong.',
  },
  tampered: {
    title: 'The signature does not fit the certificate it names',
    text: 'The connection does not have the certificate in the response, and the signature does not fit that one either: the response was changed on the way, or its sender signs with one key and names the certificate of another. Adding this certificate would not help.',
  },
  content_changed: {
    title: 'The content was changed after it was signed',
    text: 'A certificate of the connection made the signature, but what it covers is not what was signed any more. A proxy, a browser extension, or somebody on the way has changed it. No certificate helps here.',
  },
  other_key: {
    title: 'Another key made the signature than the certificate it names',
    text: 'The response names a certificate of the connection, but its key did not make the signature. Usually the identity provider signs with a new key and still sends the old certificate along; less often the signature was changed on the way.',
  },
  not_named: {
    title: 'The response does not say who signed it',
    text: 'No certificate of the connection fits the signature, and the response carries none. Ask the customer for the certificate that is in use, or turn on sending it along.',
  },
  none_stored: {
    title: 'The connection had no certificate',
    text: 'There was nothing to verify the signature by. Take the certificate from the identity provider’s metadata.',
  },
};

/**
 * Tells the reasons for a refused signature apart; null when the refusal was about something else. `fitsItself`: whether
 * the signature verifies by the certificate inside the message. Pure.
 */
export function diagnoseCertificate(input: {
  failureCode: string | null;
  embedded: Pick<Certificate, 'notAfter' | 'notBefore'> | null;
  stored: readonly unknown[];
  fitsItself: boolean;
  issuer: string | null;
  expectedIssuer: string | null;
  at: Date;
}): CertificateFinding | null {
  const kind = troubleOf(input);
  return kind && { kind, ...WORDS[kind] };
}

function troubleOf({
  at,
  embedded,
  expectedIssuer,
  failureCode,
  fitsItself,
  issuer,
  stored,
}: Parameters<typeof diagnoseCertificate>[0]): CertificateTrouble | null {
  switch (failureCode) {
    case 'certificate_missing':
      return 'none_stored';
    case 'signature_invalid':
      return 'other_key';
    case 'digest_mismatch':
      return 'content_changed';
    case 'certificate_mismatch':
      if (stored.length === 0) return 'none_stored';
      if (issuer !== null && issuer !== expectedIssuer) return 'wrong_identity_provider';
      if (!embedded) return 'not_named';
      if (!fitsItself) return 'tampered';
      if (embedded.notBefore > at) return 'not_yet_valid';
      return embedded.notAfter < at ? 'expired' : 'not_seen';
    default:
      return null;
  }
}
