-- CreateTable
CREATE TABLE "PseudonymKey" (
    "workspaceId" TEXT NOT NULL,
    "keySealed" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PseudonymKey_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateTable
CREATE TABLE "EvidenceLink" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "opens" INTEGER NOT NULL DEFAULT 0,
    "lastOpenedAt" TIMESTAMPTZ(3),

    CONSTRAINT "EvidenceLink_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "EvidenceLink_tokenHash_key" ON "EvidenceLink"("tokenHash");

-- CreateIndex
CREATE INDEX "EvidenceLink_environmentId_sessionId_idx" ON "EvidenceLink"("environmentId", "sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "EvidenceLink_environmentId_id_key" ON "EvidenceLink"("environmentId", "id");

-- AddForeignKey
ALTER TABLE "PseudonymKey" ADD CONSTRAINT "PseudonymKey_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvidenceLink" ADD CONSTRAINT "EvidenceLink_environmentId_sessionId_fkey" FOREIGN KEY ("environmentId", "sessionId") REFERENCES "SsoSession"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
