import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { getSamlConnection } from './get-connection.ts';

/**
 * Takes away a certificate of the identity provider. Throws entity_not_found, connection_is_not_saml, or
 * cannot_delete_last_certificate: without any, nobody could sign in.
 */
export async function removeIdpCertificate(
  { data, now }: EnvironmentContext,
  input: { connectionId: string; certificateId: string },
): Promise<void> {
  await getSamlConnection({ data }, input.connectionId);
  await data.transaction(async (rows) => {
    // Locked: of two removals at once, each would see the other's certificate as the remaining one.
    await rows.connections.lock(input.connectionId);
    const { certificates } = await getSamlConnection({ data: rows }, input.connectionId);
    if (!certificates.some((one) => one.id === input.certificateId)) {
      throw entityNotFound('Certificate', input.certificateId);
    }
    if (certificates.length === 1) throw new AppError('cannot_delete_last_certificate');
    await rows.connections.removeCertificate(input.connectionId, input.certificateId);
    await rows.connections.update(input.connectionId, {}, now);
  });
}
