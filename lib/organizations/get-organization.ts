import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import type { OrganizationRow } from '#lib/data/organizations.ts';
import { entityNotFound } from '#lib/errors.ts';

/** One organization, by our id or by the customer's own. Throws entity_not_found. */
export async function getOrganization(
  { data }: { data: Pick<EnvironmentRepositories, 'organizations'> },
  by: { id: string } | { externalId: string },
): Promise<OrganizationRow> {
  const [id, row] =
    'id' in by
      ? [by.id, await data.organizations.get(by.id)]
      : [by.externalId, await data.organizations.getByExternalId(by.externalId)];
  if (!row) throw entityNotFound('Organization', id);
  return row;
}
