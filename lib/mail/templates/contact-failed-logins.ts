import type { MailTemplate } from '../content.ts';
import { replyTo, whyContact } from './contact.ts';

/** Tells somebody at the customer that their people cannot sign in. `topError` is the most frequent error's title. */
export const contactFailedLogins: MailTemplate<{
  organizationName: string;
  connectionName: string;
  failures: number;
  attempts: number;
  minutes: number;
  topError: string | null;
}> = {
  label: 'Failed logins (to contacts)',
  compose: ({ organizationName, connectionName, failures, attempts, minutes, topError }, place) => ({
    subject: `Sign-in to ${place.workspaceName}: many sign-ins of your people fail`,
    blocks: [
      `${failures} of ${attempts} sign-ins of people at ${organizationName} to ${place.workspaceName} failed within ${minutes} minutes, which is far more than usual.`,
      {
        facts: [
          ['Connection', connectionName],
          ...(topError ? ([['Most frequent error', topError]] as const) : []),
        ],
      },
      'If you changed something in your identity provider today, such as its certificate, the application for this sign-in or who is assigned to it, that is the first place to look.',
      `If not, or if you want help, write ${replyTo(place)}.`,
    ],
    why: `${whyContact(organizationName, place)} At most one such mail a day is sent.`,
  }),
};
