/**
 * Every `error` code an app can meet on its redirect URI, with the description sent when the place that
 * refuses has nothing more precise to say. Codes of RFC 6749 §4.1.2.1 and those of the SSO API.
 */
export const AUTHORIZE_ERRORS = {
  access_denied: 'The identity provider refused the sign-in, or the user canceled it.',
  ambiguous_connection_selector: 'The organization has more than one connection. Name one with connection.',
  connection_domain_invalid: 'No connection exists for the domain.',
  connection_invalid: 'No such connection.',
  connection_strategy_invalid: 'The provider is not configured in this environment.',
  connection_unlinked: 'The connection exists but is not active.',
  domain_connection_selector_not_allowed:
    'The domain parameter is no longer supported. Use connection, organization or provider.',
  idp_initiated_sso_disabled: 'The connection does not accept sign-ins started by the identity provider.',
  invalid_connection_selector: 'Give exactly one of connection, organization or provider.',
  invalid_request: 'The request is malformed.',
  invalid_scope: 'The requested scope is malformed.',
  oauth_failed: 'The OAuth provider did not complete the sign-in.',
  organization_invalid: 'No connection associated with organization.',
  profile_not_allowed_outside_organization:
    'The email domain does not belong to the organization, which accepts only its own domains.',
  server_error: 'The sign-in failed. The session in the dashboard shows why.',
  signin_consent_denied: 'User cancelled the authentication request',
  temporarily_unavailable: 'The server cannot handle the request at the moment. Try again.',
  unauthorized_client: 'The client may not use this way of signing in.',
  unsupported_response_type: 'Only response_type=code is supported.',
} as const satisfies Record<string, string>;

export type AuthorizeErrorCode = keyof typeof AUTHORIZE_ERRORS;

/**
 * Every `error` code of the token endpoint with its HTTP status and default description (RFC 6749 §5.2).
 * All are 400: the SDKs map a 401 to a wrong API key and then do not read the body.
 */
export const TOKEN_ERRORS = {
  invalid_client: { status: 400, description: 'Invalid client ID or secret.' },
  invalid_grant: { status: 400, description: 'The code has expired or has already been used.' },
  invalid_request: { status: 400, description: 'The request is malformed.' },
  unauthorized_client: { status: 400, description: 'The client is not authorized to use this grant type.' },
  unsupported_grant_type: { status: 400, description: 'The grant type is not supported.' },
} as const satisfies Record<string, { status: number; description: string }>;

export type TokenErrorCode = keyof typeof TOKEN_ERRORS;
