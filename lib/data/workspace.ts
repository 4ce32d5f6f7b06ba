import type { Queries } from '#lib/db/client.ts';

/** The workspace's own row. */
export function workspace(queries: Queries, workspaceId: string) {
  return {
    get(): Promise<{
      id: string;
      name: string;
      supportEmail: string | null;
      productionEnabledAt: Date | null;
      createdAt: Date;
    }> {
      return queries.workspace.findUniqueOrThrow({
        where: { id: workspaceId },
        select: { id: true, name: true, supportEmail: true, productionEnabledAt: true, createdAt: true },
      });
    },
    /** Unlocks the production environments, for good; the first time counts. */
    async enableProduction(now: Date): Promise<void> {
      await queries.workspace.updateMany({
        where: { id: workspaceId, productionEnabledAt: null },
        data: { productionEnabledAt: now, updatedAt: now },
      });
    },
    /** Waits for other writers of this workspace; only inside a transaction. */
    async lock(): Promise<void> {
      await queries.$queryRaw`SELECT 1 FROM "Workspace" WHERE id = ${workspaceId} FOR UPDATE`;
    },
  };
}
