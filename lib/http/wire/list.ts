import type { Page } from '#lib/data/page.ts';
import { json } from '#lib/http/respond.ts';

/** One page of a list as the API answers it; both cursors are always there. */
export function listAnswer<Row>(page: Page<Row>, wire: (row: Row) => unknown): Response {
  return json({
    object: 'list',
    data: page.data.map(wire),
    list_metadata: { before: page.before, after: page.after },
  });
}
