import { requireMayChangeConnection } from '#lib/auth/dashboard-sso-guard.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError } from '#lib/errors.ts';
import { certificateFields } from './audit-fields.ts';
import { getSamlConnection } from './get-connection.ts';
import { newKeyPairRow } from './key-pair-rows.ts';

/** A key pair of ours as it may be shown: without the private key. */
export type KeyPairView = ConnectionRow['keyPairs'][number];

/** Every one is tried when a response is decrypted, so there are only as many as a rotation needs. */
export const MAX_ENCRYPTION_KEY_PAIRS = 5;

/**
 * Makes a key pair for a connection: `encryption` beside those there are, `signing` once (delete it before
 * making another). Throws entity_not_found, connection_is_not_saml, too_many_sp_encryption_certs or
 * sp_signing_cert_already_exists.
 */
export async function addKeyPair(
  context: EnvironmentContext,
  input: { connectionId: string; use: 'encryption' | 'signing' },
): Promise<KeyPairView> {
  const { data, scope, now } = context;
  const { connectionId, use } = input;
  // Judged before as well as under the lock: making a key takes a tenth of a second.
  requireRoom(await getSamlConnection({ data }, connectionId), use);
  const row = newKeyPairRow({ scope, now }, use, connectionId);
  await data.transaction(async (rows) => {
    await rows.connections.lock(connectionId);
    const connection = await getSamlConnection({ data: rows }, connectionId);
    await requireMayChangeConnection(rows, context.actor, connectionId);
    requireRoom(connection, use);
    await rows.connections.addKeyPair(connectionId, row);
    await rows.connections.update(connectionId, {}, now);
    await rows.connectionVersions.record(context, { connectionId: connectionId });
    await rows.auditLog.record(context, {
      action: 'connection_key_pair.created',
      target: { type: 'connection_key_pair', id: row.id, name: connection.name },
      after: certificateFields(connection, row),
    });
  });
  const { privateKeySealed: _, now: createdAt, ...shown } = row;
  return { ...shown, createdAt };
}

function requireRoom(connection: ConnectionRow, use: 'encryption' | 'signing'): void {
  const there = connection.keyPairs.filter((pair) => pair.use === use).length;
  if (use === 'signing' && there > 0) throw new AppError('sp_signing_cert_already_exists');
  if (there >= MAX_ENCRYPTION_KEY_PAIRS) throw new AppError('too_many_sp_encryption_certs');
}
