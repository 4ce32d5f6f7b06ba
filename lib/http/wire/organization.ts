import type { DomainRow, OrganizationRow } from '#lib/data/organizations.ts';

/** An organization as the API answers it. Keys that the API types as text are left out where there is none. */
export function organizationWire(row: OrganizationRow) {
  return {
    object: 'organization',
    id: row.id,
    name: row.name,
    allow_profiles_outside_organization: row.allowProfilesOutsideOrganization,
    domains: row.domains.map(organizationDomainWire),
    metadata: row.metadata,
    external_id: row.externalId,
    ...(row.stripeCustomerId === null ? {} : { stripe_customer_id: row.stripeCustomerId }),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** One of an organization's domains as the API answers it; the TXT record only where one is to be published. */
export function organizationDomainWire(row: DomainRow) {
  return {
    object: 'organization_domain',
    id: row.id,
    organization_id: row.organizationId,
    domain: row.domain,
    state: row.state,
    verification_strategy: row.verificationStrategy,
    ...(row.verificationToken === null ? {} : { verification_token: row.verificationToken }),
    ...(row.verificationPrefix === null ? {} : { verification_prefix: row.verificationPrefix }),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
