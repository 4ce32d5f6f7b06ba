-- CreateEnum
CREATE TYPE "AuditActorType" AS ENUM ('member', 'api_key', 'system');

-- CreateTable
CREATE TABLE "AuditLogEntry" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "environmentId" TEXT,
    "actorType" "AuditActorType" NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "targetType" TEXT NOT NULL,
    "targetId" TEXT NOT NULL,
    "targetName" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "requestId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditLogEntry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditLogEntry_workspaceId_id_idx" ON "AuditLogEntry"("workspaceId", "id" DESC);

-- CreateIndex
CREATE INDEX "AuditLogEntry_workspaceId_actorId_id_idx" ON "AuditLogEntry"("workspaceId", "actorId", "id" DESC);

-- CreateIndex
CREATE INDEX "AuditLogEntry_workspaceId_action_id_idx" ON "AuditLogEntry"("workspaceId", "action", "id" DESC);

-- CreateIndex
CREATE INDEX "AuditLogEntry_workspaceId_targetId_id_idx" ON "AuditLogEntry"("workspaceId", "targetId", "id" DESC);

-- CreateIndex
CREATE INDEX "AuditLogEntry_workspaceId_environmentId_id_idx" ON "AuditLogEntry"("workspaceId", "environmentId", "id" DESC);

-- Search by the beginning of a name. Byte order (COLLATE "C"), so that a beginning is a range in any database.
CREATE INDEX "AuditLogEntry_target_name_idx" ON "AuditLogEntry"("workspaceId", (lower("targetName") COLLATE "C"), "id" DESC);
CREATE INDEX "AuditLogEntry_actor_name_idx" ON "AuditLogEntry"("workspaceId", (lower("actorName") COLLATE "C"), "id" DESC);

-- Append-only, whoever asks.
CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER "AuditLogEntry_append_only" BEFORE UPDATE OR DELETE ON "AuditLogEntry"
  FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER "AuditLogEntry_no_truncate" BEFORE TRUNCATE ON "AuditLogEntry"
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
