import { type LeasedMail, mailDeliveries } from '#lib/data/mail-deliveries.ts';
import { nextAttempt } from './attempts.ts';
import type { SendMail } from './smtp.ts';

/** Longer than any attempt takes; a mail whose worker died waits this long. */
export const LEASE_MS = 15 * 60 * 1000;

const AT_ONCE = 4;
const KEPT_AT_ONCE = 200;

/** How many mails went which way in one run. */
export type Deliveries = { sent: number; delayed: number; failed: number; kept: number };

/**
 * Sends the mails that are due, several at once, and returns what became of them. With `send` null there is no mail
 * server: they stay in the Outbox, and `say` gets one line for each. A server in trouble ends the run: the mails that
 * were not tried stay as they are. `stopping` ends it between two mails.
 */
export async function deliverMails(input: {
  now: () => Date;
  send: SendMail | null;
  say: (line: string) => void;
  stopping?: () => boolean;
  chance?: () => number;
  rows?: ReturnType<typeof mailDeliveries>;
}): Promise<Deliveries> {
  const rows = input.rows ?? mailDeliveries();
  const chance = input.chance ?? Math.random;
  const result: Deliveries = { sent: 0, delayed: 0, failed: 0, kept: 0 };
  const { send } = input;

  if (!send) {
    for (;;) {
      const kept = await rows.keep(input.now(), KEPT_AT_ONCE);
      for (const { to, subject } of kept) {
        input.say(`Mail for ${to} is in the Outbox, because SMTP_URL is not set: ${subject}`);
      }
      result.kept += kept.length;
      if (kept.length < KEPT_AT_ONCE) return result;
    }
  }

  let trouble = false;
  const deliver = async (mail: LeasedMail) => {
    const sent = await send(mail);
    const now = input.now();
    if (sent.outcome === 'accepted') {
      if (await rows.accepted(mail, now)) result.sent++;
      return;
    }
    if (sent.outcome === 'server_trouble') trouble = true;
    const { attempts, giveUpAt } = mail;
    const next =
      sent.outcome === 'mail_refused' ? null : nextAttempt({ attempts, now, giveUpAt, chance: chance() });
    if (next) {
      if (await rows.delayed(mail, sent.reason, next)) result.delayed++;
    } else if (await rows.failed(mail, sent.reason)) result.failed++;
  };
  const worker = async () => {
    while (!trouble && !input.stopping?.()) {
      const now = input.now();
      const mail = await rows.lease(now, new Date(now.getTime() + LEASE_MS));
      if (!mail) return;
      await deliver(mail);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return result;
}
