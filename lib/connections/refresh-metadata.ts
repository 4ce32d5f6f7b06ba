import type { ConnectionRow } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { invalidField } from '#lib/errors.ts';
import { getConnection } from './get-connection.ts';
import { updateConnection } from './update-connection.ts';

/**
 * Fetches a connection's metadata URL again and takes over what it says. Throws entity_not_found,
 * idp_metadata_fetch_failed, or invalid_request_parameters when the connection has no metadata URL.
 */
export async function refreshMetadata(context: EnvironmentContext, id: string): Promise<ConnectionRow> {
  const { idpMetadataUrl } = await getConnection(context, id);
  if (idpMetadataUrl === null) throw invalidField('idp_metadata_url', 'The connection has no metadata URL.');
  return updateConnection(context, { id, identityProvider: { from: 'metadata_url', url: idpMetadataUrl } });
}
