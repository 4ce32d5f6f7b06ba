-- CreateIndex
CREATE INDEX "AuditLogEntry_workspaceId_ipAddress_id_idx" ON "AuditLogEntry"("workspaceId", "ipAddress", "id" DESC);
