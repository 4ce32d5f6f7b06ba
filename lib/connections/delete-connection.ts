import { requireNotInUse } from '#lib/auth/dashboard-sso-guard.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { connectionFields, connectionTarget } from './audit-fields.ts';
import { getConnection } from './get-connection.ts';

/** Deletes a connection with its certificates, keys, profiles and sessions. Throws entity_not_found or conflict. */
export function deleteConnection(context: EnvironmentContext, id: string): Promise<void> {
  return context.data.transaction(async (data) => {
    await data.connections.lock(id);
    const before = await getConnection({ data }, id);
    await requireNotInUse(data, (use) => use.connectionId === id, 'this connection');
    await data.connections.remove(id);
    await data.auditLog.record(context, {
      action: 'connection.deleted',
      target: connectionTarget(before),
      before: connectionFields(before),
    });
  });
}
