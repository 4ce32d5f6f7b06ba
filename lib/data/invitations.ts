import type { RoleName } from '#lib/auth/permissions.ts';
import type { Queries } from '#lib/db/client.ts';

const columns = { id: true, email: true, role: true, createdAt: true, expiresAt: true } as const;

export type InvitationRow = { id: string; email: string; role: RoleName; createdAt: Date; expiresAt: Date };

/** The invitations of one workspace. The first admin's has no address and is not among them. */
export function invitations(queries: Queries, workspaceId: string) {
  const open = { workspaceId, email: { not: null }, acceptedAt: null, revokedAt: null } as const;
  return {
    /** Neither accepted nor revoked, expired ones included; newest first. */
    async open(): Promise<InvitationRow[]> {
      const rows = await queries.invitation.findMany({
        where: open,
        orderBy: { id: 'desc' },
        select: columns,
      });
      return rows.map(addressed);
    },
    async openById(id: string): Promise<InvitationRow | null> {
      const row = await queries.invitation.findFirst({ where: { ...open, id }, select: columns });
      return row && addressed(row);
    },
    /** How many went to an address since a moment, whatever became of them. */
    countTo(email: string, since: Date): Promise<number> {
      return queries.invitation.count({ where: { workspaceId, email, createdAt: { gt: since } } });
    },
    async add(row: {
      id: string;
      email: string;
      role: RoleName;
      tokenHash: string;
      expiresAt: Date;
      now: Date;
    }): Promise<void> {
      const { now, ...values } = row;
      await queries.invitation.create({ data: { ...values, workspaceId, createdAt: now } });
    },
    /** Ends the open invitations of an address; returns how many there were. */
    async revokeTo(email: string, now: Date): Promise<number> {
      const { count } = await queries.invitation.updateMany({
        where: { workspaceId, email, acceptedAt: null, revokedAt: null },
        data: { revokedAt: now },
      });
      return count;
    },
  };
}

function addressed<Row extends { email: string | null }>(row: Row) {
  return { ...row, email: row.email ?? '' };
}
