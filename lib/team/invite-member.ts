import type { z } from 'zod';
import { isEmail } from '#lib/attributes/email.ts';
import type { WorkspaceContext } from '#lib/data/context.ts';
import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret, newToken } from '#lib/secrets.ts';
import type { inviteMemberInput } from './members.schema.ts';

/** An invitation that nobody used for this long is void. */
export const INVITATION_DAYS = 7;

const HOUR_MS = 60 * 60 * 1000;
/** Mails to one address in an hour: enough for somebody who deletes them, too few to be a nuisance. */
const PER_ADDRESS_AND_HOUR = 5;
const MAX_OPEN = 200;

/** An invitation that was just made. `path` is its one-time link, from our origin's root, which is kept nowhere. */
export type SentInvitation = { id: string; email: string; path: string; resent: boolean };

/**
 * Invites an address into the workspace, by mail, and returns the one-time link as well, because mail may not be set
 * up. An older open invitation of the same address ends, so that one link per person works. Throws
 * `invalid_request_parameters` on `email` with `user_already_team_member` or `user_belongs_to_another_team`.
 */
export async function inviteMember(
  ctx: WorkspaceContext,
  input: z.output<typeof inviteMemberInput>,
): Promise<SentInvitation> {
  const email = input.email.trim().toLowerCase();
  if (!isEmail(email)) throw invalidField('email', 'Enter an email address, as in ada@example.com.');
  return ctx.data.transaction(async (data) => {
    await data.workspace.lock();
    const account = await data.members.holderOf(email);
    if (account === 'here') {
      throw invalidField('email', `${email} is a member already.`, 'user_already_team_member');
    }
    if (account === 'elsewhere') {
      const message = `${email} belongs to another workspace. A person can belong to one only; invite another address of theirs.`;
      throw invalidField('email', message, 'user_belongs_to_another_team');
    }
    if ((await data.invitations.open()).length >= MAX_OPEN) {
      throw invalidField('email', `There are ${MAX_OPEN} open invitations. Revoke some that are not needed.`);
    }
    return send(ctx, data, { email, role: input.role });
  });
}

/** Sends an open invitation again, also one that has expired: a new link for another seven days, the old one ends. */
export function resendInvitation(ctx: WorkspaceContext, input: { id: string }): Promise<SentInvitation> {
  return ctx.data.transaction(async (data) => {
    await data.workspace.lock();
    const row = await data.invitations.openById(input.id);
    if (!row) throw entityNotFound('Invitation', input.id);
    return send(ctx, data, row);
  });
}

/** Ends an open invitation; its link stops working at once. Returns the address. */
export function revokeInvitation(ctx: WorkspaceContext, input: { id: string }): Promise<string> {
  return ctx.data.transaction(async (data) => {
    await data.workspace.lock();
    const row = await data.invitations.openById(input.id);
    if (!row) throw entityNotFound('Invitation', input.id);
    await data.invitations.revokeTo(row.email, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'invitation.revoked',
      target: { type: 'invitation', id: row.id, name: row.email },
      before: { email: row.email, role: row.role },
      after: null,
    });
    return row.email;
  });
}

async function send(
  ctx: WorkspaceContext,
  data: WorkspaceRepositories,
  { email, role }: z.output<typeof inviteMemberInput>,
): Promise<SentInvitation> {
  const { now, actor } = ctx;
  const sentLately = await data.invitations.countTo(email, new Date(now.getTime() - HOUR_MS));
  if (sentLately >= PER_ADDRESS_AND_HOUR) {
    throw new AppError(
      'rate_limited',
      `${email} was sent ${PER_ADDRESS_AND_HOUR} invitations in the last hour. Wait a while before the next one.`,
    );
  }
  const resent = (await data.invitations.revokeTo(email, now)) > 0;
  const id = newId('invitation', now);
  const token = newToken();
  const path = `/invite/${token}`;
  const expiresAt = new Date(now.getTime() + INVITATION_DAYS * 24 * HOUR_MS);
  await data.invitations.add({ id, email, role, tokenHash: hashSecret(token), expiresAt, now });
  const inviterName = actor.type === 'member' ? actor.name : null;
  await data.mail.queue(ctx, {
    to: email,
    template: 'member_invitation',
    data: { inviterName, role, path, expiresAt },
  });
  await data.auditLog.record(ctx, {
    action: resent ? 'invitation.resent' : 'invitation.created',
    target: { type: 'invitation', id, name: email },
    before: null,
    after: { email, role, expiresAt },
  });
  return { id, email, path, resent };
}
