import { AppError } from '#lib/errors.ts';

/**
 * The rows in the order their ids are given in. Throws `conflict` unless these are exactly the ids of the rows: then
 * somebody else added or deleted one meanwhile.
 */
export function movedOrder<Row extends { id: string }>(
  rows: readonly Row[],
  order: readonly string[],
): Row[] {
  const moved = order.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  if (moved.length !== rows.length || new Set(order).size !== rows.length || order.length !== rows.length) {
    throw new AppError(
      'conflict',
      'The list was changed meanwhile. Load the page again, then move it once more.',
    );
  }
  return moved;
}
