/**
 * Everything that can be wrong with a SAML Response, precisely; `lib/sso/session-errors.ts` maps each code to
 * one of the five errors an admin sees.
 */
export const SAML_FAILURES = [
  // Reading the message
  'response_too_large',
  'not_base64',
  'not_utf8',
  'xml_forbidden',
  'xml_limits',
  'not_xml',
  // Its shape
  'not_a_response',
  'version_unsupported',
  'id_missing',
  'instant_malformed',
  'element_unexpected',
  'element_repeated',
  'duplicate_id',
  'status_missing',
  'status_not_success',
  'assertion_missing',
  'assertion_count',
  'stray_assertion',
  'stray_signature',
  // Its signatures
  'certificate_missing',
  'signature_missing',
  'signature_malformed',
  'algorithm_not_allowed',
  'transform_not_allowed',
  'reference_not_parent',
  'certificate_mismatch',
  'signature_invalid',
  'weak_key',
  'digest_mismatch',
  'canonicalization_failed',
  // Its encryption
  'decryption_key_missing',
  'decryption_algorithm_not_allowed',
  'encryption_malformed',
  'decryption_failed',
  'encrypted_name_id',
  // What it says, and to whom
  'text_not_plain',
  'issuer_missing',
  'issuer_mismatch',
  'destination_missing',
  'destination_mismatch',
  'in_response_to_missing',
  'in_response_to_mismatch',
  'unsolicited_in_response_to',
  'subject_missing',
  'subject_confirmation_missing',
  'recipient_missing',
  'recipient_mismatch',
  'confirmation_expiry_missing',
  'conditions_missing',
  'condition_not_understood',
  'not_yet_valid',
  'expired',
  'audience_missing',
  'audience_mismatch',
  'session_expired',
  'name_id_missing',
  'attribute_malformed',
  // A fault of ours: refused, never accepted
  'check_crashed',
] as const;

/** What else can be wrong with a logout message; everything else has its code above. */
export const LOGOUT_FAILURES = [
  'message_missing',
  'message_ambiguous',
  'query_malformed',
  'not_deflated',
  'not_a_logout_message',
  'identifier_missing',
  'identifier_not_supported',
] as const;

export type SamlFailureCode = (typeof SAML_FAILURES)[number];

/** Where in the XML a failure is: the line (1-based, in the message as received) and an XPath with prefixes. */
export type XmlPlace = { line?: number; column?: number; xpath?: string };

/** A refusal with its evidence. `detail` is one plain sentence for the connection's admin, not for the browser. */
export type SamlFailure = {
  code: SamlFailureCode;
  expected?: string | readonly string[];
  received?: string | readonly string[];
  detail: string;
  place?: XmlPlace;
};

export type LogoutFailureCode = SamlFailureCode | (typeof LOGOUT_FAILURES)[number];

/** A refused logout message, with its evidence. */
export type LogoutFailure = Omit<SamlFailure, 'code'> & { code: LogoutFailureCode };
