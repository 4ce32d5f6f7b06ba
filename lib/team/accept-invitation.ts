import type { z } from 'zod';
import { isEmail } from '#lib/attributes/email.ts';
import { hashPassword } from '#lib/auth/password.ts';
import { withinLimit } from '#lib/auth/rate-limit.ts';
import { workspaceAuditLog } from '#lib/data/audit-log.ts';
import { workspaceMail } from '#lib/data/mail.ts';
import { members } from '#lib/data/members.ts';
import { violatedUnique } from '#lib/data/unique.ts';
import { type Database, database, type Queries } from '#lib/db/client.ts';
import { AppError, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret } from '#lib/secrets.ts';
import type { acceptInvitationInput } from './accept-invitation.schema.ts';

/** Per IP address, links opened and accepted together; a token has 256 random bits, so this only stops noise. */
const PER_IP = { events: 60, windowSeconds: 15 * 60 };

/** What the page shows of an invitation that can be accepted. */
export type InvitationView = {
  workspaceName: string;
  /** The address it was sent to; null for the first admin, who chooses one. */
  email: string | null;
};

type Opened = {
  token: string;
  ipAddress: string | null;
  /** For the audit log. */
  userAgent?: string | null;
  requestId?: string | null;
  now: Date;
};

/**
 * What a one-time link is good for, or null when it was used, revoked, expired or never existed: one answer
 * for all of them. Throws `rate_limited` after too many links from one address.
 */
export async function openInvitation(
  input: Opened,
  db: Database = database(),
): Promise<InvitationView | null> {
  if (!(await withinLimit(`invitation:ip:${input.ipAddress ?? 'unknown'}`, PER_IP, input.now, db))) {
    throw new AppError(
      'rate_limited',
      'Too many attempts from your network. Wait 15 minutes, then try again.',
    );
  }
  const row = await db.invitation.findFirst({
    where: usable(input),
    select: { email: true, workspace: { select: { name: true, _count: { select: { teamMembers: true } } } } },
  });
  // A first admin exists by now: the link that was printed for one is void.
  if (!row || (row.email === null && row.workspace._count.teamMembers > 0)) return null;
  return { workspaceName: row.workspace.name, email: row.email };
}

/**
 * Makes the member an invitation promises and returns the address to sign in with. One transaction that
 * begins with a conditional update, so of two people who accept at once one wins and the other gets
 * `not_found`. Throws `not_found` for a link that is no longer good, `invalid_request_parameters` for fields.
 */
export async function acceptInvitation(
  input: Opened & z.output<typeof acceptInvitationInput>,
  db: Database = database(),
): Promise<{ email: string }> {
  const { now, ipAddress, userAgent = null, requestId = null } = input;
  const origin = { ipAddress, userAgent, requestId };
  const invitation = await openInvitation(input, db);
  if (!invitation) throw new AppError('not_found');
  const isFirstAdmin = invitation.email === null;
  const email = (invitation.email ?? input.email ?? '').toLowerCase();
  if (!isEmail(email)) throw invalidField('email', 'Enter an email address, as in ada@example.com.');
  if (input.password.toLowerCase().includes(email)) {
    throw invalidField('password', 'Choose a password that does not contain your email address.');
  }
  const passwordHash = await hashPassword(input.password);
  try {
    await db.$transaction(async (tx) => {
      const claimed = await tx.invitation.updateManyAndReturn({
        where: usable(input),
        data: { acceptedAt: now },
        select: { workspaceId: true, role: true },
      });
      const [invitee] = claimed;
      if (!invitee) throw new AppError('not_found');
      const { workspaceId, role } = invitee;
      if (isFirstAdmin) {
        await tx.$queryRaw`SELECT 1 FROM "Workspace" WHERE id = ${workspaceId} FOR UPDATE`;
        if ((await tx.teamMember.count({ where: { workspaceId } })) > 0) throw new AppError('not_found');
        const name = input.workspaceName || invitation.workspaceName;
        await tx.workspace.update({ where: { id: workspaceId }, data: { name, updatedAt: now } });
      }
      const id = newId('teamMember', now);
      const queries = tx as unknown as Queries;
      const others = await members(queries, workspaceId).wanting('new_members');
      await tx.teamMember.create({
        data: {
          id,
          workspaceId,
          email,
          name: input.name,
          passwordHash,
          role,
          createdAt: now,
          updatedAt: now,
        },
      });
      const actor = { type: 'member', id, name: input.name, ...origin } as const;
      await workspaceAuditLog(queries, workspaceId).record(
        { actor, now },
        {
          action: 'member.joined',
          target: { type: 'member', id, name: `${input.name} (${email})` },
          before: null,
          after: { name: input.name, email, role },
        },
      );
      for (const other of others) {
        await workspaceMail(queries, workspaceId).queue(
          { now },
          { to: other.email, template: 'new_member', data: { name: input.name, email, role } },
        );
      }
    });
  } catch (error) {
    if (!violatedUnique(error)?.includes('email')) throw error;
    // Only somebody with a valid link learns this.
    throw isFirstAdmin
      ? invalidField('email', 'This address already has an account. Use another one, or sign in.')
      : new AppError('conflict', `${email} already has an account. Sign in instead.`);
  }
  return { email };
}

function usable(input: Opened) {
  return {
    tokenHash: hashSecret(input.token),
    acceptedAt: null,
    revokedAt: null,
    expiresAt: { gt: input.now },
    workspace: { deletionRequestedAt: null },
  };
}
