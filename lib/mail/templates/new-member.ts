import { ROLES, type RoleName } from '#lib/auth/permissions.ts';
import type { MailTemplate } from '../content.ts';

/** Tells members who asked for it that somebody joined. */
export const newMember: MailTemplate<{ name: string; email: string; role: RoleName }> = {
  label: 'New member',
  compose: ({ name, email, role }, { workspaceName }) => ({
    subject: `${name} joined ${workspaceName}`,
    blocks: [
      `${name} accepted an invitation and can sign in to the dashboard from now on.`,
      {
        facts: [
          ['Name', name],
          ['Email', email],
          ['Role', ROLES[role].label],
        ],
      },
      { link: { label: 'See the members', path: '/dashboard/workspace/members' } },
      'If you do not know this person, ask whoever invited them, or remove them.',
    ],
    why: 'You got this mail because new members are switched on in your notification settings.',
  }),
};
