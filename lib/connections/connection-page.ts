import { holdOfDashboardSso } from '#lib/auth/dashboard-sso-guard.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { type ConnectionView, connectionView } from './connection-view.ts';
import { type MetadataView, metadataView } from './metadata-view.ts';

/**
 * What a dashboard page of a connection shows: the connection, and how many people signed in. `signsTeamIn` says that
 * members sign in to the dashboard through it, `held` that this reader may therefore not change it. Null if absent.
 */
export async function connectionPage(
  { data, now, actor }: Pick<EnvironmentContext, 'data' | 'now' | 'actor'>,
  id: string,
): Promise<{
  connection: ConnectionView;
  profiles: number;
  metadata: MetadataView | null;
  signsTeamIn: boolean;
  held: boolean;
} | null> {
  const [row, profiles, followed, { signsTeamIn, mayChange }] = await Promise.all([
    data.connections.get(id),
    data.connectionList.profiles(id),
    data.followedMetadata.get(id),
    holdOfDashboardSso(data, actor, id),
  ]);
  if (!row) return null;
  const metadata = metadataView(row, followed, now);
  return { connection: connectionView(row, now), profiles, metadata, signsTeamIn, held: !mayChange };
}
