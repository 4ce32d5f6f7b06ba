import type { Queries } from '#lib/db/client.ts';

export type IdempotentRow = {
  method: string;
  path: string;
  bodyHash: string;
  /** Null while the first request is still being answered. */
  status: number | null;
  bodySealed: Uint8Array | null;
};

/** Requests that carried an Idempotency-Key, with their answers. */
export function idempotentRequests(queries: Queries, environmentId: string) {
  return {
    /**
     * Takes a key for a request: `taken` when it is ours to answer, else the request that has it, or null when
     * that was given back in the meantime. A key is free
     * when nobody has it, when its day is over (`answeredSince`), or when its request was never answered
     * (`begunSince`: the server was killed). Atomic: of many at once, one gets it.
     */
    async claim(
      request: { key: string; method: string; path: string; bodyHash: string; now: Date },
      free: { answeredSince: Date; begunSince: Date },
    ): Promise<'taken' | IdempotentRow | null> {
      const { key, method, path, bodyHash, now } = request;
      const taken = await queries.$executeRaw`
        INSERT INTO "IdempotentRequest" AS i ("environmentId", key, method, path, "bodyHash", "createdAt")
        VALUES (${environmentId}, ${key}, ${method}, ${path}, ${bodyHash}, ${now})
        ON CONFLICT ("environmentId", key) DO UPDATE
           SET method = ${method}, path = ${path}, "bodyHash" = ${bodyHash}, status = NULL,
               "bodySealed" = NULL, "createdAt" = ${now}
         WHERE i."createdAt" < ${free.answeredSince}
            OR (i.status IS NULL AND i."createdAt" < ${free.begunSince})`;
      return taken === 1 ? 'taken' : this.get(key);
    },
    /** The request that has a key; null when it was given back in the meantime. */
    get(key: string): Promise<IdempotentRow | null> {
      return queries.idempotentRequest.findFirst({
        where: { environmentId, key },
        select: { method: true, path: true, bodyHash: true, status: true, bodySealed: true },
      });
    },
    /** Keeps the answer for those who come with the key again. */
    async keep(key: string, status: number, bodySealed: Uint8Array<ArrayBuffer>): Promise<void> {
      await queries.idempotentRequest.updateMany({
        where: { environmentId, key, status: null },
        data: { status, bodySealed },
      });
    },
    /** Gives a key back unanswered, so that a retry is handled anew. */
    async release(key: string): Promise<void> {
      await queries.idempotentRequest.deleteMany({ where: { environmentId, key, status: null } });
    },
  };
}
