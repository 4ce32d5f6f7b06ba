import type { Queries } from '#lib/db/client.ts';

/** The workspace's own row. */
export function workspace(queries: Queries, workspaceId: string) {
  return {
    get(): Promise<{ id: string; name: string; supportEmail: string | null; createdAt: Date }> {
      return queries.workspace.findUniqueOrThrow({
        where: { id: workspaceId },
        select: { id: true, name: true, supportEmail: true, createdAt: true },
      });
    },
    /** Waits for other writers of this workspace; only inside a transaction. */
    async lock(): Promise<void> {
      await queries.$queryRaw`SELECT 1 FROM "Workspace" WHERE id = ${workspaceId} FOR UPDATE`;
    },
  };
}
