import { type MailTemplate, mailTime } from '../content.ts';

/** Tells a member that their own password was changed. */
export const passwordChanged: MailTemplate<{ name: string; ipAddress: string | null; at: Date }> = {
  label: 'Password changed',
  compose: ({ name, ipAddress, at }, { workspaceName }) => ({
    subject: 'Your password was changed',
    blocks: [
      `Hello ${name}, the password you sign in to ${workspaceName} with was changed.`,
      {
        facts: [
          ['When', mailTime(at)],
          ['From', ipAddress ?? 'an unknown address'],
        ],
      },
      'If it was not you, ask an Admin of your workspace at once to end your sessions and to invite you anew.',
    ],
    why: 'You got this mail because it concerns the safety of your account. It cannot be switched off.',
  }),
};
