import type { RoleName } from '#lib/auth/permissions.ts';
import type { Queries } from '#lib/db/client.ts';
import { type NotificationKind, wantsNotification } from '#lib/team/notifications.ts';

const columns = {
  id: true,
  name: true,
  email: true,
  role: true,
  createdAt: true,
  lastSignedInAt: true,
  mutedNotifications: true,
  totp: { select: { confirmedAt: true } },
  passkeys: { select: { id: true }, take: 1 },
} as const;

export type MemberRow = {
  id: string;
  name: string;
  email: string;
  role: RoleName;
  createdAt: Date;
  lastSignedInAt: Date | null;
  mutedNotifications: string[];
  /** A confirmed authenticator app or a passkey. */
  hasSecondFactor: boolean;
};

/** The people of one workspace. */
export function members(queries: Queries, workspaceId: string) {
  return {
    /** By name, then by the time they joined. */
    async all(): Promise<MemberRow[]> {
      const rows = await queries.teamMember.findMany({
        where: { workspaceId },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        select: columns,
      });
      return rows.map(withFactor);
    },
    async get(id: string): Promise<MemberRow | null> {
      const row = await queries.teamMember.findFirst({ where: { workspaceId, id }, select: columns });
      return row && withFactor(row);
    },
    /** Whose mails of one kind go out: the members whose role may see it and who did not switch it off. */
    async wanting(kind: NotificationKind): Promise<{ id: string; name: string; email: string }[]> {
      const rows = await queries.teamMember.findMany({
        where: { workspaceId },
        orderBy: { id: 'asc' },
        select: { id: true, name: true, email: true, role: true, mutedNotifications: true },
      });
      return rows
        .filter((row) => wantsNotification(row, kind))
        .map(({ id, name, email }) => ({ id, name, email }));
    },
    admins(): Promise<{ id: string; name: string; email: string }[]> {
      return queries.teamMember.findMany({
        where: { workspaceId, role: 'admin' },
        orderBy: { id: 'asc' },
        select: { id: true, name: true, email: true },
      });
    },
    /** Where an address has an account already: here, in another workspace, or nowhere (null). */
    async holderOf(email: string): Promise<'here' | 'elsewhere' | null> {
      const row = await queries.teamMember.findUnique({ where: { email }, select: { workspaceId: true } });
      return row && (row.workspaceId === workspaceId ? 'here' : 'elsewhere');
    },
    async setRole(id: string, role: RoleName, now: Date): Promise<void> {
      await queries.teamMember.updateMany({ where: { workspaceId, id }, data: { role, updatedAt: now } });
    },
    async setMutedNotifications(id: string, kinds: readonly NotificationKind[], now: Date): Promise<void> {
      await queries.teamMember.updateMany({
        where: { workspaceId, id },
        data: { mutedNotifications: [...kinds], updatedAt: now },
      });
    },
    /** With everything that is theirs alone, such as their sessions. */
    async remove(id: string): Promise<void> {
      await queries.teamMember.deleteMany({ where: { workspaceId, id } });
    },
  };
}

function withFactor<Row extends { totp: { confirmedAt: Date | null } | null; passkeys: unknown[] }>({
  totp,
  passkeys,
  ...row
}: Row) {
  return { ...row, hasSecondFactor: Boolean(totp?.confirmedAt) || passkeys.length > 0 };
}
