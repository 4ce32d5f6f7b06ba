import type { Queries } from '#lib/db/client.ts';
import { type EnvironmentRepositories, environmentRepositories } from './for-environment.ts';
import { OWNED } from './owned.ts';

const columns = { id: true, name: true, kind: true, color: true, clientId: true, createdAt: true } as const;

export type EnvironmentRow = {
  id: string;
  name: string;
  kind: 'staging' | 'production';
  color: EnvironmentColorName;
  clientId: string;
  createdAt: Date;
};

/** The enum EnvironmentColor of the schema; ENVIRONMENT_COLORS has their words. */
export type EnvironmentColorName =
  | 'amber'
  | 'orange'
  | 'pink'
  | 'violet'
  | 'blue'
  | 'teal'
  | 'green'
  | 'gray';

/** Sessions that are deleted in one statement; more would keep their locks too long. */
const BATCH = 5000;

/** The environments of one workspace. */
export function environments(queries: Queries, workspaceId: string) {
  return {
    /** All of them, oldest first, with how much each holds. */
    async all(): Promise<(EnvironmentRow & { organizations: number; connections: number })[]> {
      const rows = await queries.environment.findMany({
        where: { workspaceId },
        orderBy: { id: 'asc' },
        select: { ...columns, _count: { select: { organizations: true, connections: { where: OWNED } } } },
      });
      return rows.map(({ _count, ...row }) => ({ ...row, ..._count }));
    },
    get(id: string): Promise<EnvironmentRow | null> {
      return queries.environment.findFirst({ where: { workspaceId, id }, select: columns });
    },
    /** Adds one, which asks people for consent: environments have their defaults from here. */
    async add(row: EnvironmentRow): Promise<void> {
      await queries.environment.create({
        data: { ...row, workspaceId, signInConsent: true, updatedAt: row.createdAt },
      });
    },
    async update(
      id: string,
      values: { name: string; color: EnvironmentColorName },
      now: Date,
    ): Promise<boolean> {
      const { count } = await queries.environment.updateMany({
        where: { workspaceId, id },
        data: { ...values, updatedAt: now },
      });
      return count === 1;
    },
    /** The rows inside one of them; null when it is not this workspace's. */
    async open(id: string): Promise<EnvironmentRepositories | null> {
      const owned = await queries.environment.count({ where: { workspaceId, id } });
      return owned === 1 ? environmentRepositories(queries, id) : null;
    },
    /** Deletes some of an environment's sessions; false when none is left. */
    async sweepSessions(id: string): Promise<boolean> {
      const swept = await queries.$executeRaw`
        DELETE FROM "SsoSession" WHERE "environmentId" = ${id} AND id IN (
          SELECT s.id FROM "SsoSession" s JOIN "Environment" e ON e.id = s."environmentId"
           WHERE e.id = ${id} AND e."workspaceId" = ${workspaceId} LIMIT ${BATCH})`;
      return swept > 0;
    },
    /** Deletes an environment with everything in it. */
    async remove(id: string): Promise<boolean> {
      // Neither hangs on the environment itself: a session may have no connection, an assertion has no row to hang on.
      await queries.$executeRaw`
        DELETE FROM "SsoSession" s USING "Environment" e
         WHERE s."environmentId" = ${id} AND e.id = ${id} AND e."workspaceId" = ${workspaceId}`;
      await queries.$executeRaw`
        DELETE FROM "ConsumedAssertion" a USING "Environment" e
         WHERE a."environmentId" = ${id} AND e.id = ${id} AND e."workspaceId" = ${workspaceId}`;
      const { count } = await queries.environment.deleteMany({ where: { workspaceId, id } });
      return count === 1;
    },
  };
}
