import { systemActor } from '#lib/auth/actor.ts';
import { requireMayChangeConnection } from '#lib/auth/dashboard-sso-guard.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { connectionsWithAgingKeyPairs } from '#lib/data/aging-key-pairs.ts';
import { type EnvironmentData, forEnvironment } from '#lib/data/for-environment.ts';
import { keyPairPlan, RENEW_BEFORE_MS } from '#lib/saml/key-renewal.ts';
import { MAX_ENCRYPTION_KEY_PAIRS } from './add-key-pair.ts';
import { certificateFields } from './audit-fields.ts';
import { newKeyPairRow } from './key-pair-rows.ts';

type Database = Parameters<typeof connectionsWithAgingKeyPairs>[1];

/**
 * Renews key pairs of ours before their certificates end: the new one is published in the SP metadata beside the old one,
 * which goes on being used until it is retired (lib/saml/key-renewal.ts says when). Returns how many of each there were.
 */
export async function renewKeyPairs(
  now: Date,
  { db, stopping }: { db?: Database; stopping?: () => boolean } = {},
): Promise<{ renewed: number; retired: number }> {
  const counts = { renewed: 0, retired: 0 };
  const until = new Date(now.getTime() + RENEW_BEFORE_MS);
  for (const { connectionId, scope } of await connectionsWithAgingKeyPairs(until, db)) {
    if (stopping?.()) break;
    const done = await renewThoseOf({ scope, data: forEnvironment(scope, db), now }, connectionId);
    counts.renewed += done.renewed;
    counts.retired += done.retired;
  }
  return counts;
}

async function renewThoseOf(
  { data, now, scope }: { data: EnvironmentData; now: Date; scope: EnvironmentScope },
  connectionId: string,
): Promise<{ renewed: number; retired: number }> {
  const ctx = {
    now,
    actor: systemActor('Key renewal'),
    reason: 'Our key pair was renewed before its certificate ends.',
  };
  const before = await data.connections.get(connectionId);
  // Made before the lock: making a key takes a tenth of a second.
  const made = keyPairPlan(before?.keyPairs ?? [], now).renew.map((use) =>
    newKeyPairRow({ scope, now }, use, connectionId),
  );
  return data.transaction(async (rows) => {
    await rows.connections.lock(connectionId);
    const connection = await rows.connections.get(connectionId);
    if (!connection) return { renewed: 0, retired: 0 };
    await requireMayChangeConnection(rows, ctx.actor, connectionId);
    const { renew, retire } = keyPairPlan(connection.keyPairs, now);
    const room = (use: string) =>
      use === 'signing' ||
      connection.keyPairs.filter((pair) => pair.use === use).length < MAX_ENCRYPTION_KEY_PAIRS;
    const added = made.filter((row) => renew.includes(row.use) && room(row.use));
    for (const row of added) {
      await rows.connections.addKeyPair(connectionId, row);
      await rows.auditLog.record(ctx, {
        action: 'connection_key_pair.renewed',
        target: { type: 'connection_key_pair', id: row.id, name: connection.name },
        after: certificateFields(connection, row),
      });
    }
    for (const row of retire) {
      await rows.connections.removeKeyPair(connectionId, row.use, row.id);
      await rows.auditLog.record(ctx, {
        action: 'connection_key_pair.retired',
        target: { type: 'connection_key_pair', id: row.id, name: connection.name },
        before: certificateFields(connection, row),
      });
    }
    if (added.length > 0 || retire.length > 0) {
      await rows.connections.update(connectionId, {}, now);
      await rows.connectionVersions.record(ctx, { connectionId });
    }
    return { renewed: added.length, retired: retire.length };
  });
}
