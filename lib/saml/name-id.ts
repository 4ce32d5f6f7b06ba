/**
 * The NameID formats a connection can ask for, with the words shown in its form (SAML Core §8.3).
 * Persistent is the only one that promises not to change when a person's email address does.
 */
export const NAME_ID_FORMATS = {
  'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified': 'Unspecified (the identity provider chooses)',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress': 'Email address',
  'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent': 'Persistent',
  'urn:oasis:names:tc:SAML:2.0:nameid-format:transient': 'Transient (new at every sign-in)',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName': 'X.509 subject name',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:WindowsDomainQualifiedName': 'Windows domain qualified name',
  'urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos': 'Kerberos',
} as const satisfies Record<string, string>;

export type NameIdFormat = keyof typeof NAME_ID_FORMATS;

export const UNSPECIFIED_NAME_ID = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
export const EMAIL_NAME_ID = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
export const PERSISTENT_NAME_ID = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
export const TRANSIENT_NAME_ID = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';

/**
 * What a connection asks for unless told otherwise. Not emailAddress: AD FS refuses a request for a format
 * that no claim rule issues (InvalidNameIDPolicy), and an email address makes a poor identity.
 */
export const DEFAULT_NAME_ID_FORMAT: NameIdFormat = UNSPECIFIED_NAME_ID;

/** Whether a text is one of the formats above; other URIs are legal SAML, yet nothing we would ask for. */
export function isNameIdFormat(text: string): text is NameIdFormat {
  return Object.hasOwn(NAME_ID_FORMATS, text);
}
