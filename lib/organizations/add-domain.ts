import type { EnvironmentContext } from '#lib/data/context.ts';
import type { DomainRow } from '#lib/data/organizations.ts';
import { entityNotFound } from '#lib/errors.ts';
import { newDomain, readDomain } from './domain-set.ts';
import { withUniqueNames } from './organization-rules.ts';

/**
 * Adds a User Email Domain. `dns` waits for its TXT record; `manual` is an admin's word and counts at once.
 * Throws entity_not_found, invalid_request_parameters or domain_already_exists.
 */
export async function addDomain(
  { data, now }: EnvironmentContext,
  input: { organizationId: string; domain: string; verification: 'dns' | 'manual' },
): Promise<DomainRow> {
  const { organizationId } = input;
  const domain = readDomain(input.domain, 'domain');
  const values = newDomain({ organizationId, domain, origin: input.verification }, now);
  return withUniqueNames(() =>
    data.transaction(async (rows) => {
      if (!(await rows.organizations.get(organizationId)))
        throw entityNotFound('Organization', organizationId);
      await rows.organizations.addDomain(values, now);
      return { ...values, createdAt: now, updatedAt: now };
    }),
  );
}
