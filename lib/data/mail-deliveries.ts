import { type Database, database } from '#lib/db/client.ts';
import { unseal } from '#lib/secrets.ts';
import { mailSealPlace } from './mail.ts';

/** A mail that one worker has for itself until `leasedUntil`. `attempts` counts this one. */
export type LeasedMail = {
  id: string;
  workspaceId: string;
  workspaceName: string;
  to: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  attempts: number;
  createdAt: Date;
  giveUpAt: Date;
  leasedUntil: Date;
};

type LeasedRow = Omit<LeasedMail, 'html' | 'text'> & { htmlSealed: Uint8Array; textSealed: Uint8Array };

/**
 * Mails on their way, over all workspaces: for jobs only, no id comes from a caller. A mail belongs to whoever leased
 * it; what became of it is written only while that lease is still theirs.
 */
export function mailDeliveries(db: Database = database()) {
  async function settle(
    { workspaceId, id, leasedUntil }: LeasedMail,
    data: {
      state?: 'sent' | 'failed';
      sentAt?: Date;
      lastError: string | null;
      nextAttemptAt?: Date;
    },
  ): Promise<boolean> {
    const { count } = await db.mail.updateMany({
      where: { workspaceId, id, state: 'queued', leasedUntil },
      data: { ...data, leasedUntil: null },
    });
    return count === 1;
  }
  return {
    /**
     * The mail that has been due for longest, or null. Of several workers that ask at once each gets another one. A
     * mail whose lease ran out is due again: whoever had it is gone, perhaps between sending it and saying so.
     */
    async lease(now: Date, leasedUntil: Date): Promise<LeasedMail | null> {
      const rows = await db.$queryRaw<LeasedRow[]>`
        UPDATE "Mail" m SET "leasedUntil" = ${leasedUntil}, attempts = m.attempts + 1
          FROM (SELECT id FROM "Mail"
                 WHERE state = 'queued' AND "nextAttemptAt" <= ${now}
                   AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now})
                 ORDER BY "nextAttemptAt", id LIMIT 1 FOR UPDATE SKIP LOCKED) due, "Workspace" w
         WHERE m.id = due.id AND w.id = m."workspaceId"
        RETURNING m.id, m."workspaceId", w.name AS "workspaceName", m."to", m."replyTo", m.subject, m."htmlSealed",
                  m."textSealed", m.attempts, m."createdAt", m."giveUpAt", m."leasedUntil"`;
      const row = rows[0];
      if (!row) return null;
      const { htmlSealed, textSealed, ...rest } = row;
      return {
        ...rest,
        html: unseal(htmlSealed, mailSealPlace(row.workspaceId, row.id, 'html')).toString('utf8'),
        text: unseal(textSealed, mailSealPlace(row.workspaceId, row.id, 'text')).toString('utf8'),
      };
    },
    accepted: (mail: LeasedMail, now: Date) => settle(mail, { state: 'sent', sentAt: now, lastError: null }),
    failed: (mail: LeasedMail, reason: string) => settle(mail, { state: 'failed', lastError: reason }),
    delayed: (mail: LeasedMail, reason: string, nextAttemptAt: Date) =>
      settle(mail, { lastError: reason, nextAttemptAt }),
    /** Without a mail server: what is due stays in the Outbox. At most `rows` of them; returns them for the console. */
    keep(now: Date, rows: number): Promise<{ to: string; subject: string }[]> {
      return db.$queryRaw`
        UPDATE "Mail" SET state = 'kept', "leasedUntil" = NULL WHERE id IN (
          SELECT id FROM "Mail"
           WHERE state = 'queued' AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now})
           ORDER BY id LIMIT ${rows} FOR UPDATE SKIP LOCKED)
        RETURNING "to", subject`;
    },
    /** Deletes mails queued before `before`; returns how many. */
    deleteOld(before: Date, rows: number): Promise<number> {
      return db.$executeRaw`
        DELETE FROM "Mail" WHERE id IN (
          SELECT id FROM "Mail" WHERE "createdAt" < ${before} LIMIT ${rows} FOR UPDATE SKIP LOCKED)`;
    },
  };
}
