import type { z } from 'zod';
import { requireMayChangeConnection } from '#lib/auth/dashboard-sso-guard.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { FollowedMetadataRow, HeldMetadata } from '#lib/data/followed-metadata.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { connectionFields, connectionTarget } from './audit-fields.ts';
import { certificateRow } from './certificate-rows.ts';
import type { metadataChangeForm } from './connection-form.schema.ts';
import { MAX_CERTIFICATES } from './identity-provider-input.ts';
import { metadataDifferences } from './metadata-change.ts';

type Decision = z.output<typeof metadataChangeForm>;

/**
 * Takes over what metadata said when it was held: entity ID, sign-in address, and its certificates beside those there
 * are. Throws entity_not_found, forbidden
 * where only an Admin may, and conflict when something else waits by now or there would be too many certificates.
 */
export async function acceptMetadataChange(context: EnvironmentContext, input: Decision): Promise<void> {
  const { now } = context;
  await context.data.transaction(async (rows) => {
    const { before, held } = await waiting(context, rows, input);
    const known = new Set(before.certificates.map((one) => one.fingerprintSha256));
    const listed = held.certificates.flatMap((pem) => parseCertificate(pem) ?? []);
    const fresh = listed.filter((one) => one.notAfter > now && !known.has(one.fingerprintSha256));
    if (known.size + fresh.length > MAX_CERTIFICATES) {
      throw new AppError(
        'conflict',
        `The connection would have more than ${MAX_CERTIFICATES} certificates. Remove those that are no longer used first.`,
      );
    }
    const { certificates: _, idpSloUrl, idpSloBinding, ...columns } = held;
    const slo = idpSloUrl === undefined ? {} : { idpSloUrl, idpSloBinding: idpSloBinding ?? 'redirect' };
    await rows.connections.update(before.id, { ...columns, ...slo }, now);
    for (const one of fresh) await rows.connections.addCertificate(before.id, certificateRow(one, now));
    const fingerprints = listed.map((one) => one.fingerprintSha256);
    await rows.connections.markListed(before.id, fingerprints, now);
    await rows.followedMetadata.decide(before.id, null);
    const after = await rows.connections.get(before.id);
    await rows.connectionVersions.record(context, { connectionId: before.id });
    await rows.auditLog.record(context, {
      action: 'connection_metadata.accepted',
      target: connectionTarget(before),
      before: connectionFields(before),
      after: connectionFields(after ?? before),
    });
  });
}

/** Leaves the connection as it is; the same metadata is not asked about again. Throws as accepting does. */
export async function dismissMetadataChange(context: EnvironmentContext, input: Decision): Promise<void> {
  await context.data.transaction(async (rows) => {
    const { before, held } = await waiting(context, rows, input);
    await rows.followedMetadata.decide(before.id, input.hash);
    await rows.auditLog.record(context, {
      action: 'connection_metadata.dismissed',
      target: connectionTarget(before),
      before: Object.fromEntries(
        metadataDifferences(before, held, { offers: true }).map(({ field, says }) => [field, says]),
      ),
      after: null,
    });
  });
}

async function waiting(
  { actor }: EnvironmentContext,
  rows: EnvironmentRepositories,
  { connectionId, hash }: Decision,
) {
  await rows.connections.lock(connectionId);
  const before = await rows.connections.get(connectionId);
  if (!before) throw entityNotFound('Connection', connectionId);
  await requireMayChangeConnection(rows, actor, connectionId);
  const followed = await rows.followedMetadata.get(connectionId);
  if (!isAbout(followed, before.idpMetadataUrl) || followed.heldHash !== hash) {
    throw new AppError('conflict', 'The metadata has changed since this page was opened. Look at it again.');
  }
  return { before, held: followed.held };
}

function isAbout(
  followed: FollowedMetadataRow | null,
  url: string | null,
): followed is FollowedMetadataRow & { held: HeldMetadata } {
  return followed !== null && followed.url === url && followed.held !== null;
}
