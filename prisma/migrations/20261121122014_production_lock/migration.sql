-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "productionEnabledAt" TIMESTAMPTZ(3);

-- Workspaces that use production already keep it: one with a key or an active connection there.
UPDATE "Workspace" w SET "productionEnabledAt" = CURRENT_TIMESTAMP
 WHERE EXISTS (
   SELECT 1 FROM "Environment" e
    WHERE e."workspaceId" = w.id AND e.kind = 'production'
      AND (EXISTS (SELECT 1 FROM "ApiKey" k WHERE k."environmentId" = e.id)
        OR EXISTS (SELECT 1 FROM "Connection" c WHERE c."environmentId" = e.id AND c.state = 'active')));
