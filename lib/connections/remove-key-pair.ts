import type { EnvironmentContext } from '#lib/data/context.ts';
import { entityNotFound } from '#lib/errors.ts';
import { getSamlConnection } from './get-connection.ts';

/**
 * Deletes a key pair of ours: responses encrypted to it can no longer be read, or requests are sent unsigned.
 * Throws entity_not_found or connection_is_not_saml.
 */
export async function removeKeyPair(
  { data, now }: EnvironmentContext,
  input: { connectionId: string; use: 'encryption' | 'signing'; keyPairId: string },
): Promise<void> {
  await getSamlConnection({ data }, input.connectionId);
  if (!(await data.connections.removeKeyPair(input.connectionId, input.use, input.keyPairId))) {
    throw entityNotFound('Certificate', input.keyPairId);
  }
  await data.connections.update(input.connectionId, {}, now);
}
