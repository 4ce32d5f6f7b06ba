import type { EnvironmentContext } from '#lib/data/context.ts';
import { type ConnectionView, connectionView } from './connection-view.ts';

/** What a dashboard page of a connection shows: the connection, and how many people signed in. Null if absent. */
export async function connectionPage(
  { data, now }: Pick<EnvironmentContext, 'data' | 'now'>,
  id: string,
): Promise<{ connection: ConnectionView; profiles: number } | null> {
  const [row, profiles] = await Promise.all([data.connections.get(id), data.connectionList.profiles(id)]);
  return row && { connection: connectionView(row, now), profiles };
}
