import type { RoleName } from '#lib/auth/permissions.ts';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import type { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import type { MemberContext } from './context.ts';

type World = Awaited<ReturnType<typeof testEnvironments>>;

/** For tests: a member of the workspace, and the context of the browser they are signed in with. */
export async function testMember(
  world: World,
  input: {
    email: string;
    role?: RoleName;
    passwordHash?: string | null;
    method?: 'password' | 'sso';
    /** When they signed in. */
    at?: Date;
    workspaceId?: string;
  },
): Promise<MemberContext> {
  const now = world.workspace.now;
  const at = input.at ?? now;
  const workspaceId = input.workspaceId ?? world.workspace.scope.workspaceId;
  const id = newId('teamMember', now);
  const { email, role = 'admin', passwordHash = 'a hash', method = 'password' } = input;
  const name = email.split('@')[0] ?? email;
  const times = { createdAt: now, updatedAt: now };
  await world.db.teamMember.create({ data: { id, workspaceId, email, name, role, passwordHash, ...times } });
  const dashboardSessionId = newId('dashboardSession', now);
  const expiresAt = new Date(now.getTime() + 24 * 60 * 60 * 1000);
  await world.db.dashboardSession.create({
    data: {
      id: dashboardSessionId,
      workspaceId,
      teamMemberId: id,
      method,
      createdAt: at,
      lastSeenAt: at,
      expiresAt,
    },
  });
  const scope = systemWorkspaceScope(workspaceId);
  return {
    scope,
    data: forWorkspace(scope, world.db),
    now,
    actor: { type: 'member', id, name, ipAddress: '192.0.2.1', userAgent: null, requestId: null },
    member: { id, name, email, dashboardSessionId },
  };
}
