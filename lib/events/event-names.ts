/** Everything that becomes an event, by the names apps ask for. */
export const EVENT_NAMES = [
  'connection.activated',
  'connection.deactivated',
  'connection.deleted',
  'connection.saml_certificate_renewal_required',
  'connection.saml_certificate_renewed',
  'organization.created',
  'organization.updated',
  'organization.deleted',
  'organization_domain.created',
  'organization_domain.updated',
  'organization_domain.deleted',
  'organization_domain.verified',
  'organization_domain.verification_failed',
  'role.created',
  'role.updated',
  'role.deleted',
] as const;

export type EventName = (typeof EVENT_NAMES)[number];

/** How long events are kept. */
export const EVENT_DAYS = 90;

/** How long a stretch of time one request may ask for. */
export const MAX_RANGE_DAYS = 30;
