/** The headings under which the fault menu lists its entries, in order. */
export const FAULT_GROUPS = {
  attributes: 'Attributes and email domain',
  signature: 'Signature and certificate',
  encryption: 'Encryption',
  time: 'Validity and clocks',
  addressing: 'Addressed to someone else',
  status: 'The identity provider says no',
  document: 'Broken or hostile documents',
} as const;

/** One way to break a response, described for the person who picks it. */
export type Fault = {
  title: string;
  /** One sentence: what this response does differently from a good one. */
  does: string;
  /** Which of the five errors the session must show; null when a correct service provider shows none of them. */
  expectedError:
    | 'Invalid Attributes'
    | 'Invalid X509 Certificate'
    | 'Malformed SAML Response'
    | 'Profile Not Allowed Outside Organization'
    | 'Decryption Failed'
    | null;
  group: keyof typeof FAULT_GROUPS;
  /** What must be at hand before it can be used: `buildResponse` throws without it. */
  needs: 'encryption_certificate' | 'previous_response' | null;
};

/** The fault menu: everything the test identity provider can do wrong on purpose. The effects are in `fault-effects.ts`. */
export const FAULTS = {
  missing_email: {
    title: 'No email',
    does: 'Leaves out the email attribute, and the NameID is no address either.',
    expectedError: 'Invalid Attributes',
    group: 'attributes',
    needs: null,
  },
  missing_last_name: {
    title: 'No last name',
    does: 'Leaves out the lastName attribute.',
    expectedError: 'Invalid Attributes',
    group: 'attributes',
    needs: null,
  },
  missing_all_attributes: {
    title: 'No attributes at all',
    does: 'Sends only a NameID, without an attribute statement.',
    expectedError: 'Invalid Attributes',
    group: 'attributes',
    needs: null,
  },
  no_name_id: {
    title: 'No NameID',
    does: 'Sends a subject without a NameID.',
    expectedError: 'Invalid Attributes',
    group: 'attributes',
    needs: null,
  },
  email_in_last_name: {
    title: 'Email in the wrong attribute',
    does: 'Puts the email address into lastName and sends no email attribute.',
    expectedError: 'Invalid Attributes',
    group: 'attributes',
    needs: null,
  },
  guest_email_domain: {
    title: 'Guest email domain',
    does: 'Signs the person in with an address at example.org, which is not a domain of the organization.',
    expectedError: 'Profile Not Allowed Outside Organization',
    group: 'attributes',
    needs: null,
  },

  wrong_certificate: {
    title: 'Wrong certificate',
    does: 'Signs with another key and shows the certificate of that key in the signature.',
    expectedError: 'Invalid X509 Certificate',
    group: 'signature',
    needs: null,
  },
  unsigned: {
    title: 'Not signed',
    does: 'Sends the response without any signature.',
    expectedError: 'Malformed SAML Response',
    group: 'signature',
    needs: null,
  },
  tampered_after_signing: {
    title: 'Changed after signing',
    does: 'Changes the email address in the document after it was signed.',
    expectedError: 'Malformed SAML Response',
    group: 'signature',
    needs: null,
  },
  signature_wrapped: {
    title: 'Signature wrapping',
    does: 'Puts a forged assertion where the signed one belongs and hides the signed one elsewhere in the document.',
    expectedError: 'Malformed SAML Response',
    group: 'signature',
    needs: null,
  },
  sha1_signature: {
    title: 'SHA-1 signature',
    does: 'Signs with RSA-SHA1 and SHA-1 digests, as some old identity providers still do.',
    expectedError: 'Malformed SAML Response',
    group: 'signature',
    needs: null,
  },

  encrypted_to_another_key: {
    title: 'Encrypted for another key',
    does: 'Encrypts the assertion with a certificate whose private key is not ours.',
    expectedError: 'Decryption Failed',
    group: 'encryption',
    needs: null,
  },
  encrypted_with_rsa15: {
    title: 'Encrypted with RSA 1.5',
    does: 'Wraps the content key with RSA PKCS #1 v1.5, which is open to padding attacks.',
    expectedError: 'Decryption Failed',
    group: 'encryption',
    needs: 'encryption_certificate',
  },
  encrypted_with_cbc: {
    title: 'Encrypted with AES-CBC',
    does: 'Encrypts with AES-CBC and no signature around it, so that nobody can tell whether the ciphertext was changed.',
    expectedError: 'Decryption Failed',
    group: 'encryption',
    needs: 'encryption_certificate',
  },

  expired: {
    title: 'Expired',
    does: 'Sends an assertion whose validity ended an hour ago.',
    expectedError: 'Malformed SAML Response',
    group: 'time',
    needs: null,
  },
  not_yet_valid: {
    title: 'Not yet valid',
    does: 'Sends an assertion that becomes valid in an hour.',
    expectedError: 'Malformed SAML Response',
    group: 'time',
    needs: null,
  },
  clock_ahead_10_minutes: {
    title: 'Clock 10 minutes ahead',
    does: 'Answers as if the clock of the identity provider were 10 minutes fast.',
    expectedError: 'Malformed SAML Response',
    group: 'time',
    needs: null,
  },
  clock_behind_10_minutes: {
    title: 'Clock 10 minutes behind',
    does: 'Answers as if the clock of the identity provider were 10 minutes slow.',
    expectedError: 'Malformed SAML Response',
    group: 'time',
    needs: null,
  },
  replay_last_response: {
    title: 'Same response again',
    does: 'Sends the previous response once more, byte for byte.',
    expectedError: 'Malformed SAML Response',
    group: 'time',
    needs: 'previous_response',
  },

  wrong_audience: {
    title: 'Wrong audience',
    does: 'Names another service provider as the audience.',
    expectedError: 'Malformed SAML Response',
    group: 'addressing',
    needs: null,
  },
  no_audience: {
    title: 'No audience',
    does: 'Leaves out the audience restriction, so that the assertion is for nobody in particular.',
    expectedError: 'Malformed SAML Response',
    group: 'addressing',
    needs: null,
  },
  wrong_recipient: {
    title: 'Wrong recipient',
    does: 'Confirms the subject for another ACS URL.',
    expectedError: 'Malformed SAML Response',
    group: 'addressing',
    needs: null,
  },
  wrong_destination: {
    title: 'Wrong destination',
    does: 'Names another ACS URL as the destination of the response.',
    expectedError: 'Malformed SAML Response',
    group: 'addressing',
    needs: null,
  },
  wrong_issuer: {
    title: 'Wrong issuer',
    does: 'Gives another entity ID as the issuer of response and assertion.',
    expectedError: 'Malformed SAML Response',
    group: 'addressing',
    needs: null,
  },
  wrong_in_response_to: {
    title: 'Answer to another request',
    does: 'Refers to a request ID that was never sent.',
    expectedError: 'Malformed SAML Response',
    group: 'addressing',
    needs: null,
  },

  status_denied: {
    title: 'Sign-in denied',
    does: 'Reports that the person was refused access, with the status RequestDenied and no assertion.',
    expectedError: 'Malformed SAML Response',
    group: 'status',
    needs: null,
  },
  status_authn_failed: {
    title: 'Authentication failed',
    does: 'Reports that the person could not be authenticated, with the status AuthnFailed and no assertion.',
    expectedError: 'Malformed SAML Response',
    group: 'status',
    needs: null,
  },
  status_no_passive: {
    title: 'Cannot sign in silently',
    does: 'Reports that the person would have to be asked, with the status NoPassive and no assertion.',
    expectedError: 'Malformed SAML Response',
    group: 'status',
    needs: null,
  },
  status_invalid_name_id_policy: {
    title: 'NameID format not supported',
    does: 'Reports that it cannot give the NameID that was asked for, with the status InvalidNameIDPolicy and no assertion.',
    expectedError: 'Malformed SAML Response',
    group: 'status',
    needs: null,
  },

  duplicate_assertion: {
    title: 'Two assertions',
    does: 'Sends two assertions in one response, both signed.',
    expectedError: 'Malformed SAML Response',
    group: 'document',
    needs: null,
  },
  comment_in_name_id: {
    title: 'Comment inside the NameID',
    does: 'Hides the end of the NameID behind an XML comment; a correct reader takes the whole NameID and signs that person in.',
    expectedError: null,
    group: 'document',
    needs: null,
  },
  doctype: {
    title: 'Document type declaration',
    does: 'Puts a DOCTYPE with an entity in front of the response.',
    expectedError: 'Malformed SAML Response',
    group: 'document',
    needs: null,
  },
  not_xml: {
    title: 'Not XML',
    does: 'Sends a plain sentence, correctly base64-encoded.',
    expectedError: 'Malformed SAML Response',
    group: 'document',
    needs: null,
  },
  not_base64_garbage: {
    title: 'Not base64',
    does: 'Sends characters that are no base64 at all.',
    expectedError: 'Malformed SAML Response',
    group: 'document',
    needs: null,
  },
} as const satisfies Record<string, Fault>;

export type FaultId = keyof typeof FAULTS;

/** Whether a text from outside (a form field) names a fault of the menu. */
export function isFaultId(text: string): text is FaultId {
  return Object.hasOwn(FAULTS, text);
}
