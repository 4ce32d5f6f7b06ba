import type { RoleName } from '#lib/auth/permissions.ts';
import type { WorkspaceScope } from '#lib/auth/scope.ts';
import { type Database, database } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret, newToken } from '#lib/secrets.ts';

/** An invitation that nobody used for this long is void. */
export const INVITATION_DAYS = 7;

/**
 * Invites an address into the workspace and returns the one-time link (path only, from the origin's root).
 * An older open invitation of the same address is revoked, so that one link per person works. The caller
 * has checked that the member may invite.
 */
export async function inviteMember(
  ctx: { scope: WorkspaceScope; now: Date },
  input: { email: string; role: RoleName },
  db: Database = database(),
): Promise<{ id: string; path: string }> {
  const { now } = ctx;
  const { workspaceId } = ctx.scope;
  const email = input.email.trim().toLowerCase();
  const id = newId('invitation', now);
  const token = newToken();
  await db.$transaction([
    db.invitation.updateMany({
      where: { workspaceId, email, acceptedAt: null, revokedAt: null },
      data: { revokedAt: now },
    }),
    db.invitation.create({
      data: {
        id,
        workspaceId,
        email,
        role: input.role,
        tokenHash: hashSecret(token),
        createdAt: now,
        expiresAt: new Date(now.getTime() + INVITATION_DAYS * 24 * 60 * 60 * 1000),
      },
    }),
  ]);
  return { id, path: `/invite/${token}` };
}
