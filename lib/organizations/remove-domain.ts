import type { EnvironmentContext } from '#lib/data/context.ts';
import { entityNotFound } from '#lib/errors.ts';

/** Takes a User Email Domain away; from then on its profiles count as outside. Throws entity_not_found. */
export async function removeDomain({ data }: EnvironmentContext, id: string): Promise<void> {
  if (!(await data.organizations.removeDomain(id))) throw entityNotFound('Organization domain', id);
}
