import { type Database, database, type Queries } from '#lib/db/client.ts';

/** What the members of one workspace were told. */
export function notices(queries: Queries, workspaceId: string) {
  return {
    /**
     * True once for each key: for whoever is to tell, in the transaction that queues the mails. With `again`, once more
     * when the last time was at or before that moment.
     */
    async first(key: string, now: Date, again: Date | null = null): Promise<boolean> {
      const rows = await queries.$queryRaw<unknown[]>`
        INSERT INTO "SentNotice" AS n ("workspaceId", key, "sentAt") VALUES (${workspaceId}, ${key}, ${now})
            ON CONFLICT ("workspaceId", key) DO UPDATE SET "sentAt" = ${now} WHERE n."sentAt" <= ${again}
        RETURNING 1`;
      return rows.length === 1;
    },
  };
}

/** Forgets what was told before `before`, over all workspaces; for jobs only. Returns how many. */
export function forgetNotices(before: Date, db: Database = database()): Promise<number> {
  return db.$executeRaw`DELETE FROM "SentNotice" WHERE "sentAt" < ${before}`;
}
