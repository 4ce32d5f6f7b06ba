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
    async update(values: { name: string; supportEmail: string | null }, now: Date): Promise<void> {
      await queries.workspace.update({ where: { id: workspaceId }, data: { ...values, updatedAt: now } });
    },
    /**
     * Shuts every door of the workspace at once, ahead of its deletion: nobody stays signed in or can accept an
     * invitation, no API key works, no login can start or end. Only inside a transaction.
     */
    async close(now: Date): Promise<void> {
      await queries.workspace.update({
        where: { id: workspaceId },
        data: { deletionRequestedAt: now, updatedAt: now },
      });
      await queries.dashboardSession.updateMany({
        where: { workspaceId, revokedAt: null },
        data: { revokedAt: now },
      });
      await queries.invitation.updateMany({
        where: { workspaceId, acceptedAt: null, revokedAt: null },
        data: { revokedAt: now },
      });
      await queries.$executeRaw`
        UPDATE "ApiKey" k SET "revokedAt" = ${now} FROM "Environment" e
         WHERE e.id = k."environmentId" AND e."workspaceId" = ${workspaceId} AND k."revokedAt" IS NULL`;
      await queries.$executeRaw`
        UPDATE "Connection" c SET state = 'deleting', "updatedAt" = ${now} FROM "Environment" e
         WHERE e.id = c."environmentId" AND e."workspaceId" = ${workspaceId}`;
      await queries.$executeRaw`
        DELETE FROM "RedirectUri" r USING "Environment" e
         WHERE e.id = r."environmentId" AND e."workspaceId" = ${workspaceId}`;
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
