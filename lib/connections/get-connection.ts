import type { ConnectionRow } from '#lib/data/connections.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { isOidcConnectionType } from '#lib/oidc/connections.ts';

/** Also fulfilled inside a transaction. */
type HasConnections = { data: Pick<EnvironmentRepositories, 'connections'> };

/** One connection. Throws entity_not_found. */
export async function getConnection({ data }: HasConnections, id: string): Promise<ConnectionRow> {
  const row = await data.connections.get(id);
  if (!row) throw entityNotFound('Connection', id);
  return row;
}

/** One connection that can have SAML certificates. Throws entity_not_found or connection_is_not_saml. */
export async function getSamlConnection(context: HasConnections, id: string): Promise<ConnectionRow> {
  const row = await getConnection(context, id);
  if (row.connectionType === 'Pending' || isOidcConnectionType(row.connectionType)) {
    throw new AppError('connection_is_not_saml');
  }
  return row;
}
