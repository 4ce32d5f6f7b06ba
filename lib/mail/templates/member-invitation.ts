import { ROLES, type RoleName } from '#lib/auth/permissions.ts';
import { type MailTemplate, mailTime } from '../content.ts';

/** Asks somebody to join the workspace. `path` is the one-time link, from our origin's root. */
export const memberInvitation: MailTemplate<{
  /** Null when it was not a member who invited. */
  inviterName: string | null;
  role: RoleName;
  path: string;
  expiresAt: Date;
}> = {
  label: 'Invitation',
  compose: ({ inviterName, role, path, expiresAt }, { workspaceName }) => ({
    subject: `Join ${workspaceName} on Gatehouse`,
    blocks: [
      `${inviterName ?? 'An admin'} invited you to ${workspaceName}, where the team looks after single sign-on for its customers.`,
      { facts: [['Your role', `${ROLES[role].label}. ${ROLES[role].description}`]] },
      { link: { label: 'Accept the invitation', path } },
      `The link works once, until ${mailTime(expiresAt)}. Keep it to yourself: whoever opens it first can use it.`,
    ],
    why: 'You got this mail because somebody entered your address. If you did not expect it, ignore it: without the link nothing happens.',
  }),
};
