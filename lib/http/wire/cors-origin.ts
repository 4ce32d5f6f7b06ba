import type { CorsOriginRow } from '#lib/data/cors-origins.ts';

/** An origin of browser apps as the API answers it. */
export function corsOriginWire(row: CorsOriginRow) {
  return {
    object: 'cors_origin',
    id: row.id,
    origin: row.origin,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
