import type { RedirectUriRow } from '#lib/data/redirect-uris.ts';

/** A redirect URI as the API answers it. */
export function redirectUriWire(row: RedirectUriRow) {
  return {
    object: 'redirect_uri',
    id: row.id,
    uri: row.uri,
    default: row.isDefault,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
