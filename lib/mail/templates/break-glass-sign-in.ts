import { type MailTemplate, mailTime } from '../content.ts';

/** Tells the admins that somebody signed in past the workspace's single sign-on. */
export const breakGlassSignIn: MailTemplate<{
  name: string;
  email: string;
  ipAddress: string | null;
  at: Date;
}> = {
  label: 'Break-glass sign-in',
  compose: ({ name, email, ipAddress, at }, { workspaceName }) => ({
    subject: `${name} signed in to ${workspaceName} without single sign-on`,
    blocks: [
      'An Admin used the emergency sign-in, which goes past the single sign-on of your workspace.',
      {
        facts: [
          ['Who', `${name} (${email})`],
          ['When', mailTime(at)],
          ['From', ipAddress ?? 'an unknown address'],
        ],
      },
      'If single sign-on was broken, this is what the emergency sign-in is for. If nobody knows about it, remove this member and look at the audit log.',
      { link: { label: 'See the members', path: '/dashboard/workspace/members' } },
    ],
    why: 'You got this mail because you are an Admin of this workspace. It cannot be switched off.',
  }),
};
