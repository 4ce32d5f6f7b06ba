import type { CustomMapping } from '#lib/attributes/custom-attributes.ts';
import type { ProfileField } from '#lib/attributes/identity-providers.ts';
import type { FieldMapping } from '#lib/attributes/profile.ts';
import type { UnverifiedReading } from '#lib/saml/response.ts';

/**
 * What was read from a response when it was judged, kept sealed beside it for the session page. Display
 * only: unless `verified` is true nothing in it was signed by the identity provider.
 */
export type SessionReading = {
  /** Absent for SAML, and for an OAuth provider of the environment. */
  protocol?: 'oidc';
  verified: boolean;
  issuer: string | null;
  nameId: string | null;
  nameIdFormat: string | null;
  destination: string | null;
  statusCode: string | null;
  statusMessage: string | null;
  attributes: Readonly<Record<string, readonly string[]>> | null;
  /** FriendlyName by Name; absent in readings from before they were kept. */
  friendlyNames?: Readonly<Record<string, string>>;
  /** How each profile field was filled; null when the response did not get that far. */
  mapping: readonly FieldMapping[] | null;
  /** The same for the attributes the environment defines; absent in readings from before there were any. */
  customMapping?: readonly CustomMapping[];
  /** PEM of the certificate inside the response. */
  embeddedCertificate: string | null;
  encryption: UnverifiedReading['encryption'];
  /** Legacy switches that were needed and other things worth knowing. */
  notes: readonly { code: string; detail: string }[];
  checks: readonly { id: string; outcome: string }[];
  /** Fingerprint of the stored certificate that verified the signature. */
  signedBy: string | null;
  /** PEM of what the connection held at that moment. */
  storedCertificates: readonly string[];
  encryptionCertificates: readonly string[];
  allowedDomains: readonly string[];
  serviceProvider: { entityId: string; acsUrl: string };
  identityProviderEntityId: string | null;
  /** What else the checks went by; absent from sessions recorded before it was kept. */
  settings?: {
    clockToleranceSeconds: number;
    /** The request the response had to answer; null for a sign-in that began at the identity provider. */
    requestId: string | null;
    allow: { sha1: boolean; smallRsaKeys: boolean; cbcWithoutOuterSignature: boolean };
  };
};

/** What pages call the fields of a profile. */
export const FIELD_LABELS: Readonly<Record<ProfileField, string>> = {
  idp_id: 'User ID',
  email: 'Email',
  first_name: 'First name',
  last_name: 'Last name',
  name: 'Full name',
  groups: 'Groups',
};
