import { notFound } from 'next/navigation';
import type { Actor } from '#lib/auth/actor.ts';
import { grantWorkspace, type SignedInMember } from '#lib/auth/dashboard-session.ts';
import { mayInWorkspace, type WorkspacePermission } from '#lib/auth/permissions.ts';
import type { WorkspaceScope } from '#lib/auth/scope.ts';
import { now } from '#lib/clock.ts';
import { forWorkspace, type WorkspaceData } from '#lib/data/for-workspace.ts';
import { memberActor, requireMember } from './admin-page.ts';

/** What a page or action of the workspace itself works with. */
export type WorkspaceAdminContext = {
  scope: WorkspaceScope;
  data: WorkspaceData;
  now: Date;
  actor: Actor;
  member: SignedInMember;
  /** Whether this member may do something to the workspace; hides what they may not. */
  may: (permission: WorkspacePermission) => boolean;
};

/** Authorizes a page of the workspace. Not signed in: the sign-in page. Closed to the member's role: the 404 of an absent page. */
export async function workspacePage(permission: WorkspacePermission): Promise<WorkspaceAdminContext> {
  const member = await requireMember();
  const scope = grantWorkspace(member, permission);
  if (!scope) notFound();
  return workspaceContext(member, scope);
}

/** Assembles the context once a grant is there. */
export async function workspaceContext(
  member: SignedInMember,
  scope: WorkspaceScope,
): Promise<WorkspaceAdminContext> {
  return {
    scope,
    data: forWorkspace(scope),
    now: now(),
    actor: await memberActor(member),
    member,
    may: (permission) => mayInWorkspace(member.role, permission),
  };
}
