import { systemActor } from '#lib/auth/actor.ts';
import { type Database, database, type Queries } from '#lib/db/client.ts';
import { workspaceAuditLog } from './audit-log.ts';

const BATCH = 5000;
const LIMIT_MS = 5 * 60_000;

/**
 * Workspaces whose deletion was asked for, for the job that removes them: nothing here takes an id from a caller.
 */
export function closedWorkspaces(db: Database = database()) {
  return {
    /** Those that were deleted before `before`. */
    all(before: Date): Promise<{ id: string; name: string }[]> {
      return db.workspace.findMany({
        where: { deletionRequestedAt: { lt: before } },
        orderBy: { id: 'asc' },
        select: { id: true, name: true },
      });
    },
    /**
     * Removes one with everything it owns; its audit log stays. Sessions go first and in batches, because there can be
     * millions. True if this call did it, false if another instance was first.
     */
    async remove({ id, name }: { id: string; name: string }, now: Date): Promise<boolean> {
      let count: number;
      do {
        count = await db.$executeRaw`
          DELETE FROM "SsoSession" WHERE id IN (
            SELECT s.id FROM "SsoSession" s JOIN "Environment" e ON e.id = s."environmentId"
             WHERE e."workspaceId" = ${id} LIMIT ${BATCH})`;
      } while (count === BATCH);
      return db.$transaction(
        async (tx) => {
          const removed = await tx.workspace.deleteMany({
            where: { id, deletionRequestedAt: { not: null } },
          });
          if (removed.count === 0) return false;
          await workspaceAuditLog(tx as unknown as Queries, id).record(
            { actor: systemActor('Deletion of workspaces'), now },
            { action: 'workspace.deleted', target: { type: 'workspace', id, name } },
          );
          return true;
        },
        { timeout: LIMIT_MS },
      );
    },
  };
}
