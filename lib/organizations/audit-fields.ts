import type { DomainRow, OrganizationRow } from '#lib/data/organizations.ts';

/** An organization as an entry of the audit log names it. */
export function organizationTarget({ id, name }: Pick<OrganizationRow, 'id' | 'name'>) {
  return { type: 'organization', id, name };
}

/** What of an organization the audit log compares. */
export function organizationFields(row: OrganizationRow) {
  return {
    name: row.name,
    externalId: row.externalId,
    stripeCustomerId: row.stripeCustomerId,
    allowProfilesOutsideOrganization: row.allowProfilesOutsideOrganization,
    metadata: row.metadata,
    domains: row.domains.map(({ domain, state }) => `${domain} (${state})`),
  };
}

/** A User Email Domain as an entry of the audit log names it. */
export function domainTarget({ id, domain }: Pick<DomainRow, 'id' | 'domain'>) {
  return { type: 'organization_domain', id, name: domain };
}

/** What of a User Email Domain the audit log compares. */
export function domainFields(row: Pick<DomainRow, 'organizationId' | 'state' | 'verificationStrategy'>) {
  return {
    organizationId: row.organizationId,
    state: row.state,
    verificationStrategy: row.verificationStrategy,
  };
}
