import type { EnvironmentContext } from '#lib/data/context.ts';
import type { OrganizationRow } from '#lib/data/organizations.ts';
import { newId } from '#lib/ids.ts';
import { organizationFields, organizationTarget } from './audit-fields.ts';
import { newDomain, requestedDomains } from './domain-set.ts';
import { mergeMetadata } from './metadata.ts';
import { externalId, organizationName, withUniqueNames } from './organization-rules.ts';

/** A new organization. Null means the same as absent: SDKs of some languages send it. */
export type NewOrganization = {
  name: string;
  /** `verified` is the caller's word and counts at once; `pending` waits for a DNS record. */
  domainData?: readonly { domain: string; state: 'pending' | 'verified' }[] | null | undefined;
  /** Deprecated plain list; becomes `legacy_verified`. */
  domains?: readonly string[] | null | undefined;
  allowProfilesOutsideOrganization?: boolean | null | undefined;
  externalId?: string | null | undefined;
  /** Text by key; checked here, so anything may be given. */
  metadata?: unknown;
};

/**
 * Creates an organization with its domains. Throws invalid_request_parameters, invalid_metadata or
 * external_id_already_used.
 */
export async function createOrganization(
  context: EnvironmentContext,
  input: NewOrganization,
): Promise<OrganizationRow> {
  const { data, now } = context;
  const organizationId = newId('organization', now);
  const values = {
    name: organizationName(input.name),
    externalId: input.externalId == null ? null : externalId(input.externalId),
    metadata: input.metadata === undefined ? {} : mergeMetadata({}, input.metadata),
    stripeCustomerId: null,
    allowProfilesOutsideOrganization: input.allowProfilesOutsideOrganization ?? false,
  };
  const domains = [...(requestedDomains(input) ?? [])];
  return withUniqueNames(() =>
    data.transaction(async (rows) => {
      await rows.organizations.add(organizationId, values, now);
      for (const [domain, origin] of domains) {
        await rows.organizations.addDomain(newDomain({ organizationId, domain, origin }, now), now);
      }
      const made = await rows.organizations.get(organizationId);
      if (!made) throw new Error('an organization just written is gone');
      await rows.auditLog.record(context, {
        action: 'organization.created',
        target: organizationTarget(made),
        after: organizationFields(made),
      });
      return made;
    }),
  );
}
