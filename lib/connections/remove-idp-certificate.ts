import { requireMayChangeConnection } from '#lib/auth/dashboard-sso-guard.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { certificateFields } from './audit-fields.ts';
import { getSamlConnection } from './get-connection.ts';

/**
 * Takes away a certificate of the identity provider; with `refuse`, metadata that lists it does not bring it back. Throws entity_not_found, connection_is_not_saml, or
 * cannot_delete_last_certificate: without any, nobody could sign in.
 */
export async function removeIdpCertificate(
  context: EnvironmentContext,
  input: { connectionId: string; certificateId: string; refuse?: boolean },
): Promise<void> {
  const { data, now } = context;
  await getSamlConnection({ data }, input.connectionId);
  await data.transaction(async (rows) => {
    // Locked: of two removals at once, each would see the other's certificate as the remaining one.
    await rows.connections.lock(input.connectionId);
    const connection = await getSamlConnection({ data: rows }, input.connectionId);
    await requireMayChangeConnection(rows, context.actor, connection.id);
    const removed = connection.certificates.find((one) => one.id === input.certificateId);
    if (!removed) throw entityNotFound('Certificate', input.certificateId);
    if (connection.certificates.length === 1) throw new AppError('cannot_delete_last_certificate');
    await rows.connections.removeCertificate(input.connectionId, input.certificateId);
    await rows.followedMetadata.forget(input.connectionId);
    if (input.refuse) {
      await rows.followedMetadata.refuse(input.connectionId, removed.fingerprintSha256, true);
    }
    await rows.connections.update(input.connectionId, {}, now);
    await rows.connectionVersions.record(context, { connectionId: input.connectionId });
    await rows.auditLog.record(context, {
      action: input.refuse ? 'connection_certificate.refused' : 'connection_certificate.deleted',
      target: { type: 'connection_certificate', id: removed.id, name: connection.name },
      before: certificateFields(connection, removed),
    });
  });
}
