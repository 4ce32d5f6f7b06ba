import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import type { DomainRow } from '#lib/data/organizations.ts';
import { entityNotFound } from '#lib/errors.ts';

/** One User Email Domain. Throws entity_not_found. */
export async function getDomain(
  { data }: { data: Pick<EnvironmentRepositories, 'organizations'> },
  id: string,
): Promise<DomainRow> {
  const row = await data.organizations.getDomain(id);
  if (!row) throw entityNotFound('Organization domain', id);
  return row;
}
