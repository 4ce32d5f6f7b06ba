-- CreateIndex
CREATE INDEX "AuditLogEntry_workspaceId_actorId_action_id_idx" ON "AuditLogEntry"("workspaceId", "actorId", "action", "id" DESC);
