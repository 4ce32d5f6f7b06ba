import { requireMayChangeConnection } from '#lib/auth/dashboard-sso-guard.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { entityNotFound } from '#lib/errors.ts';
import { connectionTarget } from './audit-fields.ts';
import { enabledState } from './connection-states.ts';
import { requireUnlocked } from './production-lock.ts';

/**
 * Switches a connection on or off. On: active when people have signed in through it before, else validating
 * or draft as its configuration allows. Throws entity_not_found or production_environment_requires_billing.
 */
export async function setConnectionEnabled(
  context: EnvironmentContext,
  input: { id: string; enabled: boolean },
): Promise<ConnectionRow> {
  const { data, now } = context;
  return data.transaction(async (rows) => {
    await rows.connections.lock(input.id);
    const row = await rows.connections.get(input.id);
    if (!row) throw entityNotFound('Connection', input.id);
    await requireMayChangeConnection(rows, context.actor, input.id);
    const state = input.enabled ? enabledState(row) : 'inactive';
    if (state === row.state) return row;
    await requireUnlocked(rows, row.state, state);
    await rows.connections.update(input.id, { state }, now);
    await rows.connectionVersions.record(context, { connectionId: input.id });
    await rows.auditLog.record(context, {
      action: input.enabled ? 'connection.enabled' : 'connection.disabled',
      target: connectionTarget(row),
      before: { state: row.state },
      after: { state },
    });
    return { ...row, state, updatedAt: now };
  });
}
