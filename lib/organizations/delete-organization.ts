import type { EnvironmentContext } from '#lib/data/context.ts';
import { entityNotFound } from '#lib/errors.ts';

/** Deletes an organization with its domains, connections, profiles and sessions. Throws entity_not_found. */
export async function deleteOrganization({ data }: EnvironmentContext, id: string): Promise<void> {
  if (!(await data.organizations.remove(id))) throw entityNotFound('Organization', id);
}
