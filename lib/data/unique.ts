import { Prisma } from '#lib/db/client.ts';

/**
 * The columns of the unique constraint that refused a write, or null for any other error. For the race that
 * a look-up before the write cannot win.
 */
export function violatedUnique(error: unknown): readonly string[] | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') return null;
  // The driver adapter passes on what PostgreSQL says: the name of the index, <table>_<column>_…_key.
  const meta = error.meta as
    | { driverAdapterError?: { cause?: { constraint?: { index?: string } } } }
    | undefined;
  return meta?.driverAdapterError?.cause?.constraint?.index?.split('_') ?? [];
}
