import type { DashboardSsoUse, dashboardSsoUse } from '#lib/data/dashboard-sso-use.ts';
import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from './actor.ts';

type Rows = { dashboardSsoUse: ReturnType<typeof dashboardSsoUse> };

/**
 * Whether members sign in to the dashboard through a connection, and whether this caller may then change it: whoever
 * may could make it vouch for an Admin. So only Admins may, in the dashboard; ourselves too.
 */
export async function holdOfDashboardSso(
  rows: Rows,
  actor: Actor,
  connectionId: string,
): Promise<{ signsTeamIn: boolean; mayChange: boolean }> {
  const use = await rows.dashboardSsoUse.get();
  if (use?.connectionId !== connectionId) return { signsTeamIn: false, mayChange: true };
  const mayChange =
    actor.type === 'system' ||
    (actor.type === 'member' && (await rows.dashboardSsoUse.roleOf(actor.id)) === 'admin');
  return { signsTeamIn: true, mayChange };
}

/** Throws `forbidden` for a caller who may not. Call it inside the transaction of the change, after locking the connection. */
export async function requireMayChangeConnection(
  rows: Rows,
  actor: Actor,
  connectionId: string,
): Promise<void> {
  if ((await holdOfDashboardSso(rows, actor, connectionId)).mayChange) return;
  throw new AppError(
    'forbidden',
    'Your team signs in to this dashboard through this connection, so only an Admin can change it, in the dashboard.',
  );
}

/**
 * Refuses (`conflict`) to take away what signing in to the dashboard needs: the connection, its organization, the API
 * key made for it or the redirect URI. Deleted with the rest, it would silently let everybody back in by password.
 */
export async function requireNotInUse(
  rows: Rows,
  depends: (use: DashboardSsoUse) => boolean,
  what: string,
): Promise<void> {
  const use = await rows.dashboardSsoUse.get();
  if (use && depends(use)) throw inUse(what);
}

/** The same for a whole environment. */
export async function requireEnvironmentNotInUse(
  rows: Pick<WorkspaceRepositories, 'authenticationPolicy'>,
  environmentId: string,
): Promise<void> {
  const sso = await rows.authenticationPolicy.sso();
  if (sso?.environmentId === environmentId) throw inUse('a connection of this environment');
}

function inUse(what: string): AppError {
  return new AppError(
    'conflict',
    `Your team signs in to this dashboard through ${what}. An Admin has to choose another connection, or switch dashboard SSO off, in the workspace’s authentication settings first.`,
  );
}
