import { type Database, database } from '#lib/db/client.ts';

/**
 * Clean-up over all environments, for jobs only: nothing here takes an id from a caller, and nothing is read.
 * Each statement touches at most `rows` rows, so that a sweep never holds many locks, and returns how many.
 * Rows that somebody else is working on are left for the next run.
 */
export function sweep(db: Database = database()) {
  return {
    /** Marks sessions as timed out that began before `before` and are still waiting; tests have no time limit. */
    timeOut(before: Date, rows: number): Promise<number> {
      return db.$executeRaw`
        UPDATE "SsoSession" SET state = 'timed_out' WHERE id IN (
          SELECT id FROM "SsoSession"
           WHERE state IN ('started', 'authorized') AND "createdAt" < ${before} AND origin <> 'test'
           ORDER BY "createdAt" LIMIT ${rows} FOR UPDATE SKIP LOCKED)`;
    },
    /** Deletes sessions that began before `before`, with their recordings. */
    deleteSessions(before: Date, rows: number): Promise<number> {
      return db.$executeRaw`
        DELETE FROM "SsoSession" WHERE id IN (
          SELECT id FROM "SsoSession" WHERE "createdAt" < ${before} LIMIT ${rows} FOR UPDATE SKIP LOCKED)`;
    },
    /** Deletes attempts to sign out that began before `before`. */
    deleteLogouts(before: Date, rows: number): Promise<number> {
      return db.$executeRaw`
        DELETE FROM "Logout" WHERE id IN (
          SELECT id FROM "Logout" WHERE "createdAt" < ${before} LIMIT ${rows} FOR UPDATE SKIP LOCKED)`;
    },
    /** Forgets assertions that no check would accept any more. */
    deleteConsumedAssertions(expiredBefore: Date, rows: number): Promise<number> {
      return db.$executeRaw`
        DELETE FROM "ConsumedAssertion" WHERE ctid = ANY(ARRAY(
          SELECT ctid FROM "ConsumedAssertion" WHERE "expiresAt" < ${expiredBefore}
           LIMIT ${rows} FOR UPDATE SKIP LOCKED))`;
    },
    /** Forgets what OAuth sign-ins kept for a callback or an exchange that can no longer come. */
    forgetSecrets(at: { begunBefore: Date; now: Date }, rows: number): Promise<number> {
      return db.$executeRaw`
        UPDATE "SsoSessionRecord" SET "secretsSealed" = NULL WHERE ctid = ANY(ARRAY(
          SELECT r.ctid FROM "SsoSessionRecord" r
            JOIN "SsoSession" s ON s."environmentId" = r."environmentId" AND s.id = r."sessionId"
           WHERE r."secretsSealed" IS NOT NULL
             AND coalesce(s."codeExpiresAt" < ${at.now}, s."createdAt" < ${at.begunBefore})
           LIMIT ${rows} FOR UPDATE OF r SKIP LOCKED))`;
    },
    /** Forgets counters whose window has ended. */
    deleteRateLimits(endedBefore: Date, rows: number): Promise<number> {
      return db.$executeRaw`
        DELETE FROM "RateLimit" WHERE ctid = ANY(ARRAY(
          SELECT ctid FROM "RateLimit" WHERE "windowEnd" < ${endedBefore}
           LIMIT ${rows} FOR UPDATE SKIP LOCKED))`;
    },
    /** Forgets answers kept for repeated requests. */
    deleteIdempotentRequests(madeBefore: Date, rows: number): Promise<number> {
      return db.$executeRaw`
        DELETE FROM "IdempotentRequest" WHERE ctid = ANY(ARRAY(
          SELECT ctid FROM "IdempotentRequest" WHERE "createdAt" < ${madeBefore}
           LIMIT ${rows} FOR UPDATE SKIP LOCKED))`;
    },
  };
}
