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
import type { Standing } from './standing.ts';

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

/** Somebody on their way in, whose session opens nothing yet: no environments and no role to ask permission with. */
export type Arriving = {
  standing: Exclude<Standing, 'usable'>;
  id: string;
  name: string;
  email: string;
  dashboardSessionId: string;
  workspace: { id: string; name: string };
};

/** Whose session this browser holds and what it is worth, or null. Asked of the database once per request. */
const browserSession = cache(async () => {
  const session = (await getServerSession(authOptions())) as { dashboardSessionId?: unknown } | null;
  const dashboardSessionId = session?.dashboardSessionId;
  if (typeof dashboardSessionId !== 'string') return null;
  const found = await memberOfSession(dashboardSessionId, now());
  return found && { dashboardSessionId, ...found };
});

/** The signed-in admin of this request, or null: also for a session that waits for its second step. */
export async function signedInMember(): Promise<SignedInMember | null> {
  const session = await browserSession();
  if (session?.standing !== 'usable') return null;
  const { workspace, ...person } = session.member;
  return {
    ...person,
    dashboardSessionId: session.dashboardSessionId,
    workspace: {
      id: workspace.id,
      name: workspace.name,
      productionEnabledAt: workspace.productionEnabledAt,
    },
    environments: workspace.environments,
  };
}

/** Whoever is halfway in, for the pages that ask for what is missing; null for those who are in, and for strangers. */
export async function arrivingMember(): Promise<Arriving | null> {
  const session = await browserSession();
  if (!session || session.standing === 'usable') return null;
  const { id, name, email, workspace } = session.member;
  const { standing, dashboardSessionId } = session;
  return {
    standing,
    id,
    name,
    email,
    dashboardSessionId,
    workspace: { id: workspace.id, name: workspace.name },
  };
}

/** The scope in which somebody halfway in may give what is missing: their own factors, nothing else. */
export function grantArrival(arriving: Arriving): WorkspaceScope {
  return WorkspaceScope.mint(arriving.workspace.id);
}

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
