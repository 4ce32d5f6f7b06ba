import type { z } from 'zod';
import type { RoleName } from '#lib/auth/permissions.ts';
import type { MemberContext, WorkspaceContext } from '#lib/data/context.ts';
import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import type { MemberRow } from '#lib/data/members.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import type { changeRoleInput, removeMemberInput } from './members.schema.ts';

/** A member as pages show them. Times are ISO 8601. */
export type MemberView = {
  id: string;
  name: string;
  email: string;
  role: RoleName;
  joinedAt: string;
  lastSignedInAt: string | null;
  hasSecondFactor: boolean;
  isReader: boolean;
  /** The only Admin can neither leave nor get another role. */
  isOnlyAdmin: boolean;
};

/** An invitation that was neither accepted nor revoked. */
export type InvitationListItem = {
  id: string;
  email: string;
  role: RoleName;
  sentAt: string;
  expiresAt: string;
  expired: boolean;
};

/** Everybody in the workspace, and who was asked to join. */
export async function listMembers(
  ctx: MemberContext,
): Promise<{ members: MemberView[]; invitations: InvitationListItem[] }> {
  const [members, invitations] = await Promise.all([ctx.data.members.all(), ctx.data.invitations.open()]);
  const admins = members.filter(({ role }) => role === 'admin').length;
  return {
    members: members.map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      role: row.role,
      joinedAt: row.createdAt.toISOString(),
      lastSignedInAt: row.lastSignedInAt?.toISOString() ?? null,
      hasSecondFactor: row.hasSecondFactor,
      isReader: row.id === ctx.member.id,
      isOnlyAdmin: row.role === 'admin' && admins === 1,
    })),
    invitations: invitations.map((row) => ({
      id: row.id,
      email: row.email,
      role: row.role,
      sentAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      expired: row.expiresAt <= ctx.now,
    })),
  };
}

/** Gives a member another role, which counts from their next request on. Refuses (`conflict`) to demote the only Admin. */
export function changeRole(
  ctx: WorkspaceContext,
  input: z.output<typeof changeRoleInput>,
): Promise<{ name: string; role: RoleName }> {
  return ctx.data.transaction(async (data) => {
    // Two Admins who demote each other at the same moment must not both succeed.
    await data.workspace.lock();
    const row = await memberOf(data, input.id);
    if (input.role !== 'admin') await refuseOnlyAdmin(data, row, 'given another role');
    await data.members.setRole(row.id, input.role, ctx.now);
    await data.auditLog.record(ctx, {
      action: 'member.role_changed',
      target: target(row),
      before: { role: row.role },
      after: { role: input.role },
    });
    return { name: row.name, role: input.role };
  });
}

/**
 * Removes a member: they are signed out everywhere at once and their address is free for another invitation.
 * `confirmation` must be their address. The only Admin cannot be removed.
 */
export function removeMember(
  ctx: WorkspaceContext,
  input: z.output<typeof removeMemberInput>,
): Promise<string> {
  return ctx.data.transaction(async (data) => {
    await data.workspace.lock();
    const row = await memberOf(data, input.id);
    if (input.confirmation.trim().toLowerCase() !== row.email) {
      throw invalidField('confirmation', `Type ${row.email} to confirm.`, 'confirmation_mismatch');
    }
    await refuseOnlyAdmin(data, row, 'removed');
    await data.members.remove(row.id);
    await data.auditLog.record(ctx, {
      action: 'member.removed',
      target: target(row),
      before: { name: row.name, email: row.email, role: row.role },
      after: null,
    });
    return row.name;
  });
}

/** Ends one's own membership. The only Admin has to make somebody else Admin first, or delete the workspace. */
export function leaveWorkspace(ctx: MemberContext): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.workspace.lock();
    const row = await memberOf(data, ctx.member.id);
    await refuseOnlyAdmin(data, row, 'removed');
    await data.members.remove(row.id);
    await data.auditLog.record(ctx, {
      action: 'member.left',
      target: target(row),
      before: { name: row.name, email: row.email, role: row.role },
      after: null,
    });
  });
}

async function memberOf(data: WorkspaceRepositories, id: string): Promise<MemberRow> {
  const row = await data.members.get(id);
  if (!row) throw entityNotFound('Member', id);
  return row;
}

async function refuseOnlyAdmin(data: WorkspaceRepositories, row: MemberRow, what: string): Promise<void> {
  if (row.role !== 'admin' || (await data.members.admins()).length > 1) return;
  throw new AppError(
    'conflict',
    `${row.name} is the only Admin and cannot be ${what}. Make another member Admin first.`,
  );
}

const target = (row: MemberRow) => ({ type: 'member', id: row.id, name: `${row.name} (${row.email})` });
