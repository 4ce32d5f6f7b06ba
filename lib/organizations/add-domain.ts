import type { EnvironmentContext } from '#lib/data/context.ts';
import type { DomainRow } from '#lib/data/organizations.ts';
import { entityNotFound } from '#lib/errors.ts';
import { domainFields, domainTarget } from './audit-fields.ts';
import { newDomain, readDomain } from './domain-set.ts';
import { withUniqueNames } from './organization-rules.ts';

/**
 * Adds a User Email Domain. `dns` waits for its TXT record; `manual` is an admin's word and counts at once.
 * Throws entity_not_found, invalid_request_parameters or domain_already_exists.
 */
export async function addDomain(
  context: EnvironmentContext,
  input: { organizationId: string; domain: string; verification: 'dns' | 'manual' },
): Promise<DomainRow> {
  const { data, now } = context;
  const { organizationId } = input;
  const domain = readDomain(input.domain, 'domain');
  const values = newDomain({ organizationId, domain, origin: input.verification }, now);
  return withUniqueNames(() =>
    data.transaction(async (rows) => {
      if (!(await rows.organizations.get(organizationId)))
        throw entityNotFound('Organization', organizationId);
      await rows.organizations.addDomain(values, now);
      await rows.connectionVersions.record(context, { organizationId });
      await rows.auditLog.record(context, {
        action: 'organization_domain.created',
        target: domainTarget(values),
        after: domainFields(values),
      });
      return { ...values, createdAt: now, updatedAt: now };
    }),
  );
}
