import type { MailTemplate } from '../content.ts';

/** Tells of a connection at which far more logins fail than usual. `topError` is the most frequent error's title. */
export const failedLogins: MailTemplate<{
  connectionName: string;
  organizationName: string;
  environmentName: string;
  failures: number;
  attempts: number;
  minutes: number;
  /** Failures that such a stretch of time usually has. */
  usual: number;
  topError: string | null;
  path: string;
}> = {
  label: 'Failed logins',
  compose: (data) => ({
    subject: `Many logins fail at ${data.connectionName}`,
    blocks: [
      `${data.failures} of ${data.attempts} logins through ${data.connectionName} failed within ${data.minutes} minutes. Usually it is about ${data.usual.toFixed(data.usual < 10 ? 1 : 0)}.`,
      {
        facts: [
          ['Organization', data.organizationName],
          ['Environment', data.environmentName],
          ...(data.topError ? ([['Most frequent error', data.topError]] as const) : []),
        ],
      },
      { link: { label: 'See the failed sessions', path: data.path } },
      'Each session shows what was sent, what came back, and what to change. You get at most one such mail a day for a connection.',
    ],
    why: 'You got this mail because failed logins are switched on in your notification settings.',
  }),
};
