-- CreateTable
CREATE TABLE "ProfileReconciliation" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "profiles" INTEGER NOT NULL,
    "actorName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "ProfileReconciliation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ProfileReconciliation_environmentId_connectionId_id_idx" ON "ProfileReconciliation"("environmentId", "connectionId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ProfileReconciliation_environmentId_id_key" ON "ProfileReconciliation"("environmentId", "id");

-- AddForeignKey
ALTER TABLE "ProfileReconciliation" ADD CONSTRAINT "ProfileReconciliation_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
