import { AppError } from '#lib/errors.ts';

/**
 * Cursor pagination in the two dialects official SDKs speak. `order` chooses:
 * asc or desc is the forward dialect (`after` moves down the page), absent or `normal` the legacy one
 * (`before` fetches older items). Cursors are ids; ids sort by creation.
 */
export type PageRequest = {
  limit: number;
  before?: string;
  after?: string;
  order?: 'asc' | 'desc' | 'normal';
};

export type Page<Row> = { data: Row[]; before: string | null; after: string | null };

/** What a repository must answer for one slice: rows with id below or above a cursor, nearest first. */
export type SliceQuery = {
  direction: 'older' | 'newer';
  from: string | null;
  take: number;
};

/**
 * Reads one page. `slice` returns at most `take` rows strictly older (descending) or newer (ascending)
 * than `from`; `exists` says whether a cursor names a row the caller may see. Throws
 * invalid_request_parameters (422) for an unknown cursor or when both cursors are given.
 */
export async function readPage<Row extends { id: string }>(
  request: PageRequest,
  slice: (query: SliceQuery) => Promise<Row[]>,
  exists: (id: string) => Promise<boolean>,
): Promise<Page<Row>> {
  const legacy = request.order === undefined || request.order === 'normal';
  const pageOrder = request.order === 'asc' ? 'oldest-first' : 'newest-first';
  if (request.before !== undefined && request.after !== undefined) {
    throw badCursor('before', 'before and after cannot be used together');
  }
  const field = request.before !== undefined ? 'before' : 'after';
  const cursor = request.before ?? request.after ?? null;
  if (cursor !== null && !(await exists(cursor))) throw badCursor(field, `${field} is not the id of an item`);

  // Forward: `after` continues in page order. Legacy: `before` means older, `after` newer.
  const onward = pageOrder === 'newest-first' ? 'older' : 'newer';
  const back = onward === 'older' ? 'newer' : 'older';
  const continues = legacy ? field === 'before' : field === 'after';
  const direction = cursor === null || continues ? onward : back;

  const rows = await slice({ direction, from: cursor, take: request.limit + 1 });
  const more = rows.length > request.limit;
  const data = rows.slice(0, request.limit);
  if (direction !== onward) data.reverse();

  // The cursor row itself lies on the side we came from, so that side is never empty.
  const hasOnward = direction === onward ? more : cursor !== null;
  const hasBack = direction === onward ? cursor !== null : more;
  const first = data[0]?.id ?? null;
  const last = data.at(-1)?.id ?? null;
  return legacy
    ? { data, before: hasOnward ? last : null, after: hasBack ? first : null }
    : { data, before: hasBack ? first : null, after: hasOnward ? last : null };
}

function badCursor(field: string, message: string): AppError {
  return new AppError('invalid_request_parameters', undefined, {
    fields: [{ field, code: message, message }],
  });
}

/** The Prisma `where` and `orderBy` of one slice. */
export function sliceArgs(query: SliceQuery) {
  return {
    ...(query.from === null
      ? {}
      : { id: query.direction === 'older' ? { lt: query.from } : { gt: query.from } }),
  };
}

/** The Prisma ordering of one slice: nearest to the cursor first. */
export function sliceOrder(query: SliceQuery) {
  return { id: query.direction === 'older' ? ('desc' as const) : ('asc' as const) };
}
