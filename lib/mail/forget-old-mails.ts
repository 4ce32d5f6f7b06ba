import { mailDeliveries } from '#lib/data/mail-deliveries.ts';

/** Mails hold names, addresses and links; the Outbox keeps them this long. */
export const MAIL_RETENTION_DAYS = 30;

const ROWS_AT_ONCE = 1000;

/** Deletes mails older than the Outbox keeps them, whatever became of them. */
export async function forgetOldMails(now: Date, rows = mailDeliveries()): Promise<{ deletedMails: number }> {
  const before = new Date(now.getTime() - MAIL_RETENTION_DAYS * 24 * 60 * 60 * 1000);
  let deletedMails = 0;
  for (;;) {
    const deleted = await rows.deleteOld(before, ROWS_AT_ONCE);
    deletedMails += deleted;
    if (deleted < ROWS_AT_ONCE) return { deletedMails };
  }
}
