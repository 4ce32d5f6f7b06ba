import { Prisma } from '#lib/db/client.ts';

/**
 * The columns of the unique constraint that refused a write, or null for any other error. For the race that
 * a look-up before the write cannot win.
 */
export function violatedUnique(error: unknown): readonly string[] | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') return null;
  // With a driver adapter the columns are in the cause; `target` is where engines of their own put them.
  const meta = error.meta as
    | { target?: string[]; driverAdapterError?: { cause?: { constraint?: { fields?: string[] } } } }
    | undefined;
  const fields = meta?.driverAdapterError?.cause?.constraint?.fields ?? meta?.target ?? [];
  return fields.map((field) => field.replaceAll('"', ''));
}
