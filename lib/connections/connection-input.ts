import type { ProfileField } from '#lib/attributes/identity-providers.ts';
import type { IdpInitiatedMode } from '#lib/saml/idp-initiated.ts';

/** A PEM pair that is brought along from another service provider. */
export type SuppliedKeyPair = { key: string; certificate: string };

/** What an admin or the API may set on a connection; absent stays as it is, null resets to the default. */
export type ConnectionSettings = {
  /** ACS URL and SP entity ID of a migration, which the identity provider keeps using. */
  acsUrl?: string | null | undefined;
  spEntityId?: string | null | undefined;
  /** One of NAME_ID_FORMATS; null asks for none. */
  nameIdFormat?: string | null | undefined;
  /** As the API has it: false is off; true is allow where it was off, and else leaves the mode as it is. */
  idpInitiatedEnabled?: boolean | null | undefined;
  /** As the dashboard has it. */
  idpInitiatedMode?: IdpInitiatedMode | undefined;
  forceAuthn?: boolean | null | undefined;
  loginHintInSubject?: boolean | null | undefined;
  holdNewIds?: boolean | null | undefined;
  /** 0 to 300; default 60. */
  clockToleranceSeconds?: number | null | undefined;
  allowSha1?: boolean | null | undefined;
  allowSmallRsaKeys?: boolean | null | undefined;
  allowUnsignedCbc?: boolean | null | undefined;
  /** Source attribute per standard attribute; null for one goes back to the default names, null for all too. */
  attributeMap?: Partial<Record<ProfileField, string | null | undefined>> | null | undefined;
  /** Source attribute per custom attribute; null deletes one, null for all deletes all. */
  customAttributeMap?: Readonly<Record<string, string | null | undefined>> | null | undefined;
};
