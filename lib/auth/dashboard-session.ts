import { getServerSession } from 'next-auth';
import { cache } from 'react';
import { now } from '#lib/clock.ts';
import type { EnvironmentColorName } from '#lib/data/environments.ts';
import { authOptions } from './next-auth.ts';
import {
  may,
  mayInWorkspace,
  type Permission,
  type RoleName,
  type WorkspacePermission,
} from './permissions.ts';
import { EnvironmentScope, WorkspaceScope } from './scope.ts';
import { memberOfSession } from './sign-in.ts';

export type SignedInMember = {
  id: string;
  name: string;
  email: string;
  role: RoleName;
  dashboardSessionId: string;
  workspace: { id: string; name: string; productionEnabledAt: Date | null };
  environments: readonly {
    id: string;
    name: string;
    kind: 'staging' | 'production';
    color: EnvironmentColorName;
    clientId: string;
  }[];
};

/** The signed-in admin of this request, or null. Asked of the database once per request. */
export const signedInMember = cache(async (): Promise<SignedInMember | null> => {
  const session = (await getServerSession(authOptions())) as { dashboardSessionId?: unknown } | null;
  const dashboardSessionId = session?.dashboardSessionId;
  if (typeof dashboardSessionId !== 'string') return null;
  const member = await memberOfSession(dashboardSessionId, now());
  if (!member) return null;
  const { workspace, ...person } = member;
  return {
    ...person,
    dashboardSessionId,
    workspace: {
      id: workspace.id,
      name: workspace.name,
      productionEnabledAt: workspace.productionEnabledAt,
    },
    environments: workspace.environments,
  };
});

/**
 * Trades a claimed environment id for a scope: only when the member's workspace owns it and their role
 * holds the permission there. Null otherwise, the same for absent, foreign and forbidden.
 */
export function grantEnvironment(member: SignedInMember, environmentId: string, permission: Permission) {
  const environment = member.environments.find((one) => one.id === environmentId);
  if (!environment || !may(member.role, permission, environment.kind)) return null;
  return { environment, scope: EnvironmentScope.mint(environment.id, environment.kind) };
}

/** The scope of the member's own workspace, when their role holds the permission there; otherwise null. */
export function grantWorkspace(
  member: SignedInMember,
  permission: WorkspacePermission,
): WorkspaceScope | null {
  return mayInWorkspace(member.role, permission) ? WorkspaceScope.mint(member.workspace.id) : null;
}
