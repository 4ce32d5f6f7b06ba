import type { SamlFailureCode } from '#lib/saml/failure.ts';

/** THE FIVE: what an admin is told when a response gave no profile. Badge, filter and detail page read this. */
export const SESSION_ERRORS = {
  invalid_attributes: {
    title: 'Invalid Attributes',
    meaning: 'The response is genuine, but it lacks attributes a profile needs.',
    remedy:
      'Have the identity provider send the missing attributes, or map them from the attributes it does send.',
  },
  invalid_x509_certificate: {
    title: 'Invalid X509 Certificate',
    meaning: 'The response is not signed by a certificate stored on this connection.',
    remedy:
      'Compare both certificates. If the identity provider has renewed its certificate, add the new one to the connection.',
  },
  malformed_saml_response: {
    title: 'Malformed SAML Response',
    meaning: 'The response is not one this connection can accept; the reason is below.',
    remedy: 'Correct the named setting at the identity provider, then sign in again.',
  },
  profile_not_allowed_outside_organization: {
    title: 'Profile Not Allowed Outside Organization',
    meaning: "The user's email domain is not one of the organization's domains.",
    remedy: 'Add the domain to the organization, or allow profiles outside the organization.',
  },
  decryption_failed: {
    title: 'Decryption Failed',
    meaning: 'The response is encrypted, and no key of this connection opens it.',
    remedy: 'Give the identity provider the encryption certificate of this connection.',
  },
} as const;

export type SessionErrorCode = keyof typeof SESSION_ERRORS;
export const SESSION_ERROR_NAMES = Object.keys(SESSION_ERRORS) as SessionErrorCode[];

/**
 * Refusals made around the validator: they need the database, the browser or the mapping.
 * `error` is the one of the five they count as; null for a refusal that is not about the response.
 */
export const REFUSALS = {
  attributes_missing: { error: 'invalid_attributes', title: 'Required attributes are missing' },
  email_domain_not_allowed: {
    error: 'profile_not_allowed_outside_organization',
    title: 'The email domain does not belong to the organization',
  },
  new_id_held: { error: null, title: 'A known email address came with a new ID' },
  unknown_request: {
    error: 'malformed_saml_response',
    title: 'The response answers a request we did not send',
  },
  request_expired: { error: 'malformed_saml_response', title: 'The response came too late' },
  request_already_answered: {
    error: 'malformed_saml_response',
    title: 'The request was answered before',
  },
  assertion_replayed: { error: 'malformed_saml_response', title: 'The same assertion was used before' },
  browser_mismatch: {
    error: 'malformed_saml_response',
    title: 'The response came from another browser than the request',
  },
  configuration_incomplete: {
    error: 'malformed_saml_response',
    title: 'The connection is not configured completely',
  },
  idp_initiated_sso_disabled: { error: null, title: 'IdP-initiated sign-in is off for this connection' },
  idp_initiated_converted: { error: null, title: 'Dropped, and begun again with a request' },
  idp_initiated_not_convertible: {
    error: null,
    title: 'Begun at the identity provider, and it could not be begun again',
  },
  connection_unlinked: { error: null, title: 'The connection is not active' },
  connection_invalid: { error: null, title: 'No such connection' },
  organization_invalid: { error: null, title: 'The organization has no connection' },
  ambiguous_connection_selector: { error: null, title: 'The organization has several connections' },
  redirect_uri_not_registered: { error: null, title: 'The redirect URI is not registered' },
  authorize_request_invalid: { error: null, title: 'The app’s request is not valid' },
  signin_consent_denied: { error: null, title: 'The person did not agree to sign in to the app' },
  connection_strategy_invalid: { error: null, title: 'The provider is not switched on in this environment' },
  oauth_callback_unexpected: {
    error: null,
    title: 'The provider’s answer belongs to no sign-in of this browser',
  },
  oauth_request_expired: { error: null, title: 'The provider’s answer came too late' },
  oauth_denied: { error: null, title: 'The person did not agree at the provider' },
  oauth_provider_error: { error: null, title: 'The provider ended the sign-in with an error' },
  oauth_unreachable: { error: null, title: 'The provider did not answer' },
  oauth_exchange_refused: { error: null, title: 'The provider gave no tokens' },
  oauth_id_token_invalid: { error: null, title: 'The provider’s ID token is not valid' },
  oauth_email_unverified: { error: null, title: 'The email address is not verified' },
  redirect_uri_missing: { error: null, title: 'The environment has no default redirect URI' },
} as const satisfies Record<string, { error: SessionErrorCode | null; title: string }>;

export type RefusalCode = keyof typeof REFUSALS;

/** Which of the five each precise failure of a response is. A new failure code without a decision does not compile. */
export const SESSION_ERROR_FOR = {
  response_too_large: 'malformed_saml_response',
  not_base64: 'malformed_saml_response',
  not_utf8: 'malformed_saml_response',
  xml_forbidden: 'malformed_saml_response',
  xml_limits: 'malformed_saml_response',
  not_xml: 'malformed_saml_response',
  not_a_response: 'malformed_saml_response',
  version_unsupported: 'malformed_saml_response',
  id_missing: 'malformed_saml_response',
  instant_malformed: 'malformed_saml_response',
  element_unexpected: 'malformed_saml_response',
  element_repeated: 'malformed_saml_response',
  duplicate_id: 'malformed_saml_response',
  status_missing: 'malformed_saml_response',
  status_not_success: 'malformed_saml_response',
  assertion_missing: 'malformed_saml_response',
  assertion_count: 'malformed_saml_response',
  stray_assertion: 'malformed_saml_response',
  stray_signature: 'malformed_saml_response',
  certificate_missing: 'invalid_x509_certificate',
  signature_missing: 'malformed_saml_response',
  signature_malformed: 'malformed_saml_response',
  algorithm_not_allowed: 'malformed_saml_response',
  transform_not_allowed: 'malformed_saml_response',
  reference_not_parent: 'malformed_saml_response',
  certificate_mismatch: 'invalid_x509_certificate',
  signature_invalid: 'malformed_saml_response',
  weak_key: 'invalid_x509_certificate',
  digest_mismatch: 'malformed_saml_response',
  canonicalization_failed: 'malformed_saml_response',
  decryption_key_missing: 'decryption_failed',
  decryption_algorithm_not_allowed: 'decryption_failed',
  encryption_malformed: 'decryption_failed',
  decryption_failed: 'decryption_failed',
  encrypted_name_id: 'malformed_saml_response',
  text_not_plain: 'malformed_saml_response',
  issuer_missing: 'malformed_saml_response',
  issuer_mismatch: 'malformed_saml_response',
  destination_missing: 'malformed_saml_response',
  destination_mismatch: 'malformed_saml_response',
  in_response_to_missing: 'malformed_saml_response',
  in_response_to_mismatch: 'malformed_saml_response',
  unsolicited_in_response_to: 'malformed_saml_response',
  subject_missing: 'malformed_saml_response',
  subject_confirmation_missing: 'malformed_saml_response',
  recipient_missing: 'malformed_saml_response',
  recipient_mismatch: 'malformed_saml_response',
  confirmation_expiry_missing: 'malformed_saml_response',
  conditions_missing: 'malformed_saml_response',
  condition_not_understood: 'malformed_saml_response',
  not_yet_valid: 'malformed_saml_response',
  expired: 'malformed_saml_response',
  audience_missing: 'malformed_saml_response',
  audience_mismatch: 'malformed_saml_response',
  session_expired: 'malformed_saml_response',
  name_id_missing: 'invalid_attributes',
  attribute_malformed: 'invalid_attributes',
  check_crashed: 'malformed_saml_response',
} as const satisfies Record<SamlFailureCode, SessionErrorCode>;
