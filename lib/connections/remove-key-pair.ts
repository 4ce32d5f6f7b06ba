import { requireMayChangeConnection } from '#lib/auth/dashboard-sso-guard.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { entityNotFound } from '#lib/errors.ts';
import { certificateFields } from './audit-fields.ts';
import { getSamlConnection } from './get-connection.ts';

/**
 * Deletes a key pair of ours: responses encrypted to it can no longer be read, or requests are sent unsigned.
 * Throws entity_not_found or connection_is_not_saml.
 */
export function removeKeyPair(
  context: EnvironmentContext,
  input: { connectionId: string; use: 'encryption' | 'signing'; keyPairId: string },
): Promise<void> {
  return context.data.transaction(async (data) => {
    await data.connections.lock(input.connectionId);
    const connection = await getSamlConnection({ data }, input.connectionId);
    await requireMayChangeConnection(data, context.actor, connection.id);
    const removed = connection.keyPairs.find((one) => one.id === input.keyPairId && one.use === input.use);
    if (!removed) throw entityNotFound('Certificate', input.keyPairId);
    // Not to be signed for any more means by none of them, also where one was renewed.
    const all =
      input.use === 'signing' ? connection.keyPairs.filter((one) => one.use === 'signing') : [removed];
    for (const one of all) await data.connections.removeKeyPair(input.connectionId, input.use, one.id);
    await data.connections.update(input.connectionId, {}, context.now);
    await data.connectionVersions.record(context, { connectionId: connection.id });
    await data.auditLog.record(context, {
      action: 'connection_key_pair.deleted',
      target: { type: 'connection_key_pair', id: removed.id, name: connection.name },
      before: certificateFields(connection, removed),
    });
  });
}
