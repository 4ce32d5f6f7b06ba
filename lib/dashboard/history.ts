import { mayInWorkspace } from '#lib/auth/permissions.ts';
import type { AdminContext } from './admin-page.ts';

/** Where a thing's entries of the audit log are listed; null for roles that may not read it. */
export function historyHref(admin: Pick<AdminContext, 'member'>, id: string): string | null {
  return mayInWorkspace(admin.member.role, 'audit_log:read')
    ? `/dashboard/workspace/audit-log?${new URLSearchParams({ q: id })}`
    : null;
}
