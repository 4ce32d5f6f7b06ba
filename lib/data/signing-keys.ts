import type { Queries } from '#lib/db/client.ts';

/** Keys that sign access tokens and ID tokens. */
export function signingKeys(queries: Queries, environmentId: string) {
  return {
    /** Newest first: the first signs, all of them verify. */
    current() {
      return queries.signingKey.findMany({
        where: { environmentId, retiredAt: null },
        orderBy: { createdAt: 'desc' },
        select: { id: true, certificatePem: true, privateKeySealed: true },
      });
    },
    add(row: { id: string; certificatePem: string; privateKeySealed: Uint8Array<ArrayBuffer>; now: Date }) {
      return queries.signingKey.create({
        data: {
          environmentId,
          id: row.id,
          certificatePem: row.certificatePem,
          privateKeySealed: row.privateKeySealed,
          createdAt: row.now,
        },
      });
    },
  };
}
