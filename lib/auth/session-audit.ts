import type { AuditAction } from '#lib/audit/actions.ts';
import { workspaceAuditLog } from '#lib/data/audit-log.ts';
import type { Queries } from '#lib/db/client.ts';
import { type Actor, systemActor } from './actor.ts';

/** Where somebody came from who signs in, out, or tries to. */
export type SignInOrigin = { ipAddress: string | null; userAgent: string | null; requestId?: string | null };

/**
 * Writes an entry about a member's way into the dashboard; call in the transaction of what it tells. Who was refused
 * has proven nothing, so then the member is only what it was about, not who did it.
 */
export async function recordSignIn(
  queries: unknown,
  entry: {
    action: Extract<AuditAction, `dashboard_session.${string}`>;
    member: { id: string; workspaceId: string; name: string; email: string };
    origin: SignInOrigin;
    /** How, or why not: `{ method: 'password' }`, `{ reason: 'wrong password' }`. */
    detail?: Record<string, string>;
    now: Date;
  },
): Promise<void> {
  const { action, member, detail, now } = entry;
  const origin = {
    ipAddress: entry.origin.ipAddress,
    userAgent: entry.origin.userAgent?.slice(0, 512) ?? null,
    requestId: entry.origin.requestId?.slice(0, 128) ?? null,
  };
  const actor: Actor =
    action === 'dashboard_session.refused'
      ? { ...systemActor('Somebody who was refused'), ...origin }
      : { type: 'member', id: member.id, name: member.name, ...origin };
  await workspaceAuditLog(queries as Queries, member.workspaceId).record(
    { actor, now },
    { action, target: { type: 'member', id: member.id, name: member.email }, after: detail ?? null },
  );
}
