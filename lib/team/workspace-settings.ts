import type { z } from 'zod';
import { isEmail } from '#lib/attributes/email.ts';
import type { MemberContext, WorkspaceContext } from '#lib/data/context.ts';
import { invalidField } from '#lib/errors.ts';
import type { deleteWorkspaceInput, workspaceSettingsInput } from './workspace-settings.schema.ts';

/** Saves the workspace's name and the address that customers' answers to our mails go to; empty means none. */
export async function updateWorkspace(
  ctx: WorkspaceContext,
  input: z.output<typeof workspaceSettingsInput>,
): Promise<void> {
  const supportEmail = input.supportEmail === '' ? null : input.supportEmail;
  if (supportEmail !== null && !isEmail(supportEmail)) {
    throw invalidField('supportEmail', 'Enter an email address, as in support@example.com, or nothing.');
  }
  return ctx.data.transaction(async (data) => {
    await data.workspace.lock();
    const { id, name, supportEmail: old } = await data.workspace.get();
    const values = { name: input.name, supportEmail };
    await data.workspace.update(values, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'workspace.updated',
      target: { type: 'workspace', id, name: input.name },
      before: { name, supportEmail: old },
      after: values,
    });
  });
}

/**
 * Deletes the workspace: every door shuts at once (members, invitations, API keys, logins), the Admins get a mail,
 * and a job removes the rows within the hour (lib/team/finish-deletions.ts). `confirmation` must be its name.
 */
export function deleteWorkspace(
  ctx: MemberContext,
  input: z.output<typeof deleteWorkspaceInput>,
): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.workspace.lock();
    const { id, name } = await data.workspace.get();
    if (input.confirmation.trim() !== name.trim()) {
      throw invalidField('confirmation', `This does not match. Type: ${name}`, 'confirmation_mismatch');
    }
    const by = await data.members.get(ctx.member.id);
    for (const admin of await data.members.admins()) {
      await data.mail.queue(ctx, {
        to: admin.email,
        template: 'workspace_deletion',
        data: { byName: by?.name ?? ctx.actor.name, byEmail: by?.email ?? '', at: ctx.now },
      });
    }
    await data.workspace.close(ctx.now);
    await data.auditLog.record(ctx, {
      action: 'workspace.deletion_requested',
      target: { type: 'workspace', id, name },
      before: null,
      after: { reason: input.reason },
    });
  });
}
