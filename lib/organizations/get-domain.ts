import type { EnvironmentContext } from '#lib/data/context.ts';
import type { DomainRow } from '#lib/data/organizations.ts';
import { entityNotFound } from '#lib/errors.ts';

/** One User Email Domain. Throws entity_not_found. */
export async function getDomain({ data }: Pick<EnvironmentContext, 'data'>, id: string): Promise<DomainRow> {
  const row = await data.organizations.getDomain(id);
  if (!row) throw entityNotFound('Organization domain', id);
  return row;
}
