'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { ROLES } from '#lib/auth/permissions.ts';
import { memberAction, workspaceAction } from '#lib/dashboard/admin-action.ts';
import { env } from '#lib/env.ts';
import { inviteMember, resendInvitation, revokeInvitation } from '#lib/team/invite-member.ts';
import * as schema from '#lib/team/members.schema.ts';
import * as members from '#lib/team/members.ts';

/** Invites an address; the result carries the one-time link. */
export const invite = workspaceAction(
  { permission: 'members:write', input: schema.inviteMemberInput },
  async ({ input, ...ctx }) => {
    const { email, path, resent } = await inviteMember(ctx, input);
    refresh();
    const message = resent
      ? `${email} was invited before; the new invitation replaces the old one.`
      : `${email} is invited.`;
    const result: { email: string; link: string; again?: boolean } = {
      email,
      link: env().http.url + path,
      again: resent,
    };
    return { message, result };
  },
);

/** Sends an open or expired invitation again; the result carries the new link. */
export const resend = workspaceAction(
  { permission: 'members:write', input: schema.invitationIdInput },
  async ({ input, ...ctx }) => {
    const { email, path } = await resendInvitation(ctx, input);
    refresh();
    return {
      message: `The invitation of ${email} was sent again.`,
      result: { email, link: env().http.url + path },
    };
  },
);

/** Ends an invitation. */
export const revoke = workspaceAction(
  { permission: 'members:write', input: schema.invitationIdInput },
  async ({ input, ...ctx }) => {
    const email = await revokeInvitation(ctx, input);
    refresh();
    return `The invitation of ${email} no longer works.`;
  },
);

/** Gives a member another role. */
export const changeRole = workspaceAction(
  { permission: 'members:write', input: schema.changeRoleInput },
  async ({ input, ...ctx }) => {
    const { name, role } = await members.changeRole(ctx, input);
    refresh();
    return `The role of ${name} is ${ROLES[role].label}.`;
  },
);

/** Removes a member. */
export const remove = workspaceAction(
  { permission: 'members:write', input: schema.removeMemberInput },
  async ({ input, ...ctx }) => {
    const name = await members.removeMember(ctx, input);
    refresh();
    return `${name} is no longer a member.`;
  },
);

/** Ends one's own membership; the answer leads out of the dashboard. */
export const leave = memberAction({ input: schema.leaveInput }, async (ctx) => {
  await members.leaveWorkspace(ctx);
  redirect('/signed-out?after=leaving');
});
