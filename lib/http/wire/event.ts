import type { EventRow } from '#lib/data/events.ts';

/** An event as the API answers it. */
export function eventWire({ id, name, data, actor, createdAt }: EventRow) {
  return {
    object: 'event',
    id,
    event: name,
    data,
    created_at: createdAt.toISOString(),
    ...(actor === null ? {} : { context: { actor } }),
  };
}
