import { mayInWorkspace, type RoleName, type WorkspacePermission } from '#lib/auth/permissions.ts';

/**
 * Mails a member can switch off, in the order of their settings. Only roles that hold `permission` get one: a mail
 * tells nobody what the dashboard would not show them.
 */
export const NOTIFICATIONS = {
  certificate_expiry: {
    label: 'Certificates that expire',
    help: 'Before a certificate of a connection expires, and when it has.',
    permission: 'workspace:read',
  },
  failed_logins: {
    label: 'Failed sign-ins',
    help: 'When far more sign-ins of a connection fail than usual.',
    permission: 'workspace:read',
  },
  new_members: {
    label: 'New members',
    help: 'When somebody accepts an invitation to this workspace.',
    permission: 'members:write',
  },
  billing: {
    label: 'Billing',
    help: 'New invoices, and payments that did not go through.',
    permission: 'billing:read',
  },
} as const satisfies Record<string, { label: string; help: string; permission: WorkspacePermission }>;

export type NotificationKind = keyof typeof NOTIFICATIONS;

export const NOTIFICATION_KINDS = Object.keys(NOTIFICATIONS) as readonly NotificationKind[];

/** Whether a member gets mails of this kind: their role may see what it is about, and they did not switch it off. */
export function wantsNotification(
  member: { role: RoleName; mutedNotifications: readonly string[] },
  kind: NotificationKind,
): boolean {
  return (
    mayInWorkspace(member.role, NOTIFICATIONS[kind].permission) && !member.mutedNotifications.includes(kind)
  );
}
