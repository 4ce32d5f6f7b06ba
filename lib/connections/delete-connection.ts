import type { EnvironmentContext } from '#lib/data/context.ts';
import { entityNotFound } from '#lib/errors.ts';

/** Deletes a connection with its certificates, keys, profiles and sessions. Throws entity_not_found. */
export async function deleteConnection({ data }: EnvironmentContext, id: string): Promise<void> {
  if (!(await data.connections.remove(id))) throw entityNotFound('Connection', id);
}
