import { requireMayChangeConnection } from '#lib/auth/dashboard-sso-guard.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError } from '#lib/errors.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { certificateFields } from './audit-fields.ts';
import { certificateRow } from './certificate-rows.ts';
import { settledState } from './connection-states.ts';
import { getSamlConnection } from './get-connection.ts';
import { requireUnlocked } from './production-lock.ts';

export type IdpCertificate = ConnectionRow['certificates'][number];

const MAX_CERTIFICATES = 10;

/**
 * Adds a certificate the identity provider may sign with, beside those there are: the way to rotate without
 * an outage. The same certificate again answers with the one there is. Throws entity_not_found,
 * connection_is_not_saml, invalid_certificate, certificate_expired or production_environment_requires_billing.
 */
export async function addIdpCertificate(
  context: EnvironmentContext,
  input: { connectionId: string; pem: string },
): Promise<IdpCertificate> {
  const { data, now } = context;
  await getSamlConnection({ data }, input.connectionId);
  const certificate = parseCertificate(input.pem);
  if (!certificate) throw new AppError('invalid_certificate');
  if (certificate.notAfter <= now) throw new AppError('certificate_expired');
  return data.transaction(async (rows) => {
    await rows.connections.lock(input.connectionId);
    const before = await getSamlConnection({ data: rows }, input.connectionId);
    await requireMayChangeConnection(rows, context.actor, before.id);
    const same = before.certificates.find((one) => one.fingerprintSha256 === certificate.fingerprintSha256);
    if (same) return same;
    if (before.certificates.length >= MAX_CERTIFICATES) {
      throw new AppError(
        'invalid_certificate',
        `A connection can have at most ${MAX_CERTIFICATES} certificates.`,
      );
    }
    const { now: createdAt, ...row } = certificateRow(certificate, now);
    await rows.connections.addCertificate(before.id, { ...row, now });
    await rows.followedMetadata.refuse(before.id, row.fingerprintSha256, false);
    const added = { ...row, createdAt, lastSeenAt: null, fromMetadata: false, missingSince: null };
    const state = settledState({ ...before, certificates: [...before.certificates, added] });
    await requireUnlocked(rows, before.state, state);
    await rows.connections.update(before.id, { state }, now);
    await rows.connectionVersions.record(context, { connectionId: before.id });
    await rows.auditLog.record(context, {
      action: 'connection_certificate.created',
      target: { type: 'connection_certificate', id: added.id, name: before.name },
      after: certificateFields(before, added),
    });
    return added;
  });
}
