import { now } from '#lib/clock.ts';
import { env } from '#lib/env.ts';
import { checkPendingDomains } from '#lib/organizations/check-pending-domains.ts';
import { resolveTxt } from '#lib/organizations/resolve-txt.ts';
import { sweepExpired, timeOutSessions } from '#lib/sso/session-sweep.ts';

/** A job of the installation: when it runs (cron, UTC) and what it does. Its answer goes to the log. */
type ScheduledJob = { cron: string; run: () => Promise<object> };

/** Everything that runs by the clock. The name is the queue's; a renamed job leaves its old queue behind. */
export const SCHEDULED_JOBS = {
  'session-time-out': {
    cron: '* * * * *',
    run: async () => ({ timedOut: await timeOutSessions(now()) }),
  },
  'session-retention': {
    cron: '17 3 * * *',
    run: () => sweepExpired(now(), env().sessions.retentionDays),
  },
  'domain-verification': {
    cron: '*/10 * * * *',
    run: () => checkPendingDomains(now(), { resolveTxt }),
  },
} as const satisfies Record<string, ScheduledJob>;
