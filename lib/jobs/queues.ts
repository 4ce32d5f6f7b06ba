import { issueInvoices } from '#lib/billing/issue-invoices.ts';
import { billingProvider } from '#lib/billing/providers/current.ts';
import { now } from '#lib/clock.ts';
import { followDueMetadata } from '#lib/connections/follow-due-metadata.ts';
import { renewKeyPairs } from '#lib/connections/renew-key-pairs.ts';
import { MAIL_CHANNEL } from '#lib/data/mail.ts';
import { resolveTxt } from '#lib/domains/resolve-txt.ts';
import { env } from '#lib/env.ts';
import { forgetOldEvents } from '#lib/events/forget-old-events.ts';
import { deliverMails } from '#lib/mail/deliver-mails.ts';
import { forgetOldMails } from '#lib/mail/forget-old-mails.ts';
import { mailSender } from '#lib/mail/mail-sender.ts';
import { noticeExpiringCertificates } from '#lib/notices/certificate-expiry.ts';
import { noticeFailedLogins } from '#lib/notices/failed-logins.ts';
import { forgetOldNotices } from '#lib/notices/forget-old-notices.ts';
import { noticeKeyRenewals } from '#lib/notices/key-renewals.ts';
import { checkPendingDomains } from '#lib/organizations/check-pending-domains.ts';
import { rollUpSessions } from '#lib/sso/session-rollup.ts';
import { sweepExpired, timeOutSessions } from '#lib/sso/session-sweep.ts';
import { finishDeletions } from '#lib/team/finish-deletions.ts';

/**
 * A job of the installation: when it runs (cron, UTC) and what it does. Its answer goes to the log. With `wakenBy`, it
 * also runs soon after a transaction that notified this channel of PostgreSQL's; what is missed waits for the clock.
 */
export type ScheduledJob = {
  cron: string;
  wakenBy?: string;
  run: (state: { stopping: () => boolean }) => Promise<object>;
};

/** Everything that runs by the clock. The name is the queue's; a renamed job leaves its old queue behind. */
export const SCHEDULED_JOBS = {
  'session-time-out': {
    cron: '* * * * *',
    run: async () => ({ timedOut: await timeOutSessions(now()) }),
  },
  'session-counts': {
    cron: '* * * * *',
    run: async () => ({ environments: await rollUpSessions(now()) }),
  },
  'session-retention': {
    cron: '17 3 * * *',
    run: () => sweepExpired(now(), env().sessions.retentionDays),
  },
  'domain-verification': {
    cron: '*/10 * * * *',
    run: () => checkPendingDomains(now(), { resolveTxt }),
  },
  'metadata-monitoring': {
    cron: '*/5 * * * *',
    run: ({ stopping }) => followDueMetadata({ now, stopping }),
  },
  'key-pair-renewal': {
    cron: '53 5 * * *',
    run: ({ stopping }) => renewKeyPairs(now(), { stopping }),
  },
  'mail-delivery': {
    cron: '* * * * *',
    wakenBy: MAIL_CHANNEL,
    run: ({ stopping }) => deliverMails({ now, send: mailSender(), say: console.log, stopping }),
  },
  'mail-retention': {
    cron: '23 3 * * *',
    run: () => forgetOldMails(now()),
  },
  // Every day, not only on the first: what could not be done then is made up for, and activations are checked.
  invoices: {
    cron: '41 0 * * *',
    run: () => issueInvoices(now(), { provider: billingProvider(), issuer: env().billing.issuer }),
  },
  'certificate-notices': {
    cron: '41 6 * * *',
    run: () => noticeExpiringCertificates(now()),
  },
  'key-renewal-notices': {
    cron: '13 6 * * *',
    run: () => noticeKeyRenewals(now()),
  },
  'failed-login-notices': {
    cron: '*/5 * * * *',
    run: () => noticeFailedLogins(now()),
  },
  'notice-retention': {
    cron: '29 3 * * *',
    run: () => forgetOldNotices(now()),
  },
  'event-retention': {
    cron: '33 3 * * *',
    run: () => forgetOldEvents(now()),
  },
  'workspace-deletion': {
    cron: '*/5 * * * *',
    run: () => finishDeletions(now()),
  },
} as const satisfies Record<string, ScheduledJob>;
