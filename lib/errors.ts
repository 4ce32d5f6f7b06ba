/**
 * Every refusal the product can give, once: HTTP status and public message.
 * `message` is shown to the caller; `detail` (per throw) goes to the log only.
 */
export const ERRORS = {
  bad_request: { status: 400, message: 'The request could not be understood.' },
  invalid_json: { status: 400, message: 'The request body is not valid JSON.' },
  invalid_request_parameters: { status: 422, message: 'Validation failed' },
  invalid_events_request: {
    status: 400,
    message:
      'One or more event names (e.g. organization.created) must be provided using the events parameter.',
  },
  unauthorized: { status: 401, message: 'Unauthorized' },
  forbidden: { status: 403, message: 'Your role does not allow this.' },
  not_found: { status: 404, message: 'Not Found' },
  consent_question_gone: {
    status: 410,
    message: 'This question was answered already, or it has waited too long.',
  },
  entity_not_found: { status: 404, message: 'Not Found' },
  conflict: { status: 409, message: 'This conflicts with something that exists already.' },
  rate_limited: { status: 429, message: 'Too many requests. Try again later.' },
  payload_too_large: { status: 413, message: 'The request body is too large.' },

  domain_already_exists: { status: 409, message: 'The organization already has this domain.' },
  domain_already_verified: { status: 400, message: 'This domain is verified already.' },
  domain_not_allowed: { status: 422, message: 'This domain cannot be used.' },
  external_id_already_used: { status: 400, message: 'Another organization already has this external ID.' },
  stripe_customer_id_already_used: {
    status: 400,
    message: 'Another organization already has this Stripe customer ID.',
  },
  invalid_metadata: { status: 400, message: 'The metadata is not valid.' },
  idempotency_key_reused: {
    status: 400,
    message: 'This idempotency key was used before with different request parameters.',
  },
  idempotency_in_progress: {
    status: 409,
    message: 'A request with this idempotency key is still being answered.',
  },

  sign_ins_would_fail: { status: 409, message: 'Sign-ins that worked would fail.' },
  external_id_already_in_use: { status: 400, message: 'The external ID is in use.' },
  connection_type_not_supported: { status: 400, message: 'This connection type is not supported here.' },
  connection_type_or_options_required: {
    status: 400,
    message: 'Give a connection_type, saml_options or oidc_options.',
  },
  connection_type_conflicts_with_options: {
    status: 400,
    message: 'The connection_type does not fit the given options.',
  },
  both_saml_and_oidc_options_provided: {
    status: 400,
    message: 'Give either saml_options or oidc_options, not both.',
  },
  ambiguous_saml_options: {
    status: 400,
    message: 'Give either idp_metadata_url or the separate identity provider fields, not both.',
  },
  incomplete_saml_options: {
    status: 400,
    message: 'idp_entity_id, idp_sso_url and idp_signing_certs are needed together.',
  },
  saml_options_required: { status: 400, message: 'saml_options are required for this connection type.' },
  oidc_options_required: { status: 400, message: 'oidc_options are required for this connection type.' },
  client_secret_required: { status: 400, message: 'A client_secret is needed.' },
  discovery_endpoint_must_use_https: { status: 400, message: 'The discovery_endpoint must use https.' },
  token_authentication_method_not_supported: {
    status: 400,
    message: 'This token_authentication_method is not supported.',
  },
  connection_could_not_be_verified: {
    status: 422,
    message: 'The discovery document could not be read, or it does not fit its address.',
  },
  key_pair_not_accepted: { status: 400, message: 'The key pair could not be used.' },
  invalid_certificate: { status: 400, message: 'The certificate could not be read.' },
  certificate_expired: { status: 400, message: 'The certificate has expired.' },
  connection_is_not_saml: { status: 400, message: 'The connection is not a SAML connection.' },
  cannot_delete_last_certificate: {
    status: 400,
    message: 'The last certificate of a connection cannot be deleted.',
  },
  connection_deletion_in_progress: { status: 409, message: 'The connection is being deleted.' },
  too_many_sp_encryption_certs: {
    status: 409,
    message: 'The connection has the most encryption certificates it can have.',
  },
  sp_signing_cert_already_exists: {
    status: 409,
    message: 'The connection has a signing certificate already. Delete it before creating another.',
  },
  idp_metadata_fetch_failed: { status: 422, message: 'The identity provider metadata could not be fetched.' },
  connection_type_not_updatable: { status: 422, message: 'The connection type cannot be changed.' },

  production_environment_requires_billing: {
    status: 422,
    message:
      'Production is locked until an Admin of the workspace adds billing information. Until then its API keys cannot be created and its connections cannot go live.',
  },

  payment_provider_unavailable: { status: 424, message: 'The payment provider does not answer.' },

  duplicate_cors_origin: { status: 409, message: 'CORS origin already exists.' },

  internal: { status: 500, message: 'Something went wrong on our side.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One wrong field of a request, as the API and forms report it. */
export type FieldError = { field: string; code: string; message?: string };

/** A refusal at the edge: a code of the table above, an optional public message, and details for the log. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: unknown;
  readonly fields: readonly FieldError[];
  /** More public keys of the JSON answer, such as entity_id. */
  readonly extra: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    message?: string,
    more: { detail?: unknown; fields?: readonly FieldError[]; extra?: Readonly<Record<string, string>> } = {},
  ) {
    super(message ?? ERRORS[code].message);
    this.name = 'AppError';
    this.code = code;
    this.status = ERRORS[code].status;
    this.detail = more.detail;
    this.fields = more.fields ?? [];
    this.extra = more.extra ?? {};
  }
}

/** The 404 of the REST API. A foreign id answers exactly like an invented one. */
export function entityNotFound(kind: string, id: string): AppError {
  return new AppError('entity_not_found', `${kind} not found: '${id}'.`, { extra: { entity_id: id } });
}

/** A refusal of one field (422), in the shape of the API's validation errors; forms show `message` beside it. */
export function invalidField(field: string, message: string, code: string = message): AppError {
  return new AppError('invalid_request_parameters', undefined, { fields: [{ field, code, message }] });
}
