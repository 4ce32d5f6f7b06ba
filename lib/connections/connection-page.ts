import { holdOfDashboardSso } from '#lib/auth/dashboard-sso-guard.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { type ConnectionView, connectionView } from './connection-view.ts';

/**
 * What a dashboard page of a connection shows: the connection, and how many people signed in. `signsTeamIn` says that
 * members sign in to the dashboard through it, `held` that this reader may therefore not change it. Null if absent.
 */
export async function connectionPage(
  { data, now, actor }: Pick<EnvironmentContext, 'data' | 'now' | 'actor'>,
  id: string,
): Promise<{ connection: ConnectionView; profiles: number; signsTeamIn: boolean; held: boolean } | null> {
  const [row, profiles, { signsTeamIn, mayChange }] = await Promise.all([
    data.connections.get(id),
    data.connectionList.profiles(id),
    holdOfDashboardSso(data, actor, id),
  ]);
  return row && { connection: connectionView(row, now), profiles, signsTeamIn, held: !mayChange };
}
