import { requireMayChangeConnection } from '#lib/auth/dashboard-sso-guard.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError, invalidField } from '#lib/errors.ts';
import { LEASE_MS } from './follow-due-metadata.ts';
import { type Followed, followMetadata } from './follow-metadata.ts';
import { getConnection } from './get-connection.ts';

/**
 * Fetches a connection's metadata URL now, and does with it what is done with it once an hour: new certificates come
 * beside those there are, other addresses or another entity ID are held for a decision. Throws entity_not_found,
 * idp_metadata_fetch_failed, `conflict` while somebody else asks or the connection is not on, and
 * invalid_request_parameters when it has no metadata URL.
 */
export async function refreshMetadata(
  context: EnvironmentContext,
  id: string,
  { db }: Pick<Parameters<typeof followMetadata>[1], 'db'> = {},
): Promise<Followed> {
  const { actor, data, now } = context;
  const { idpMetadataUrl, state } = await getConnection(context, id);
  if (idpMetadataUrl === null) throw invalidField('idp_metadata_url', 'The connection has no metadata URL.');
  await requireMayChangeConnection(data, actor, id);
  if (state !== 'active' && state !== 'validating') {
    throw new AppError(
      'conflict',
      'Metadata is followed while the connection is on. Turn it on, then fetch again.',
    );
  }
  const leased = await data.followedMetadata.lease(id, {
    now,
    notSince: now,
    leasedUntil: new Date(now.getTime() + LEASE_MS),
  });
  if (!leased) {
    throw new AppError('conflict', 'The metadata is being fetched at this moment. Look again in a minute.');
  }
  // Whoever asks by hand wants to know what it says, not whether it says the same.
  const asked = { now: () => now, askedBy: actor, ...(db ? { db } : {}) };
  const followed = await followMetadata({ ...leased, etag: null }, asked);
  if (followed === 'failed') {
    const row = await data.followedMetadata.get(id);
    throw new AppError('idp_metadata_fetch_failed', row?.lastError ?? undefined);
  }
  return followed;
}
