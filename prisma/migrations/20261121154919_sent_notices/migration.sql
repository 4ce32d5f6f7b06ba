-- CreateTable
CREATE TABLE "SentNotice" (
    "workspaceId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SentNotice_pkey" PRIMARY KEY ("workspaceId","key")
);

-- CreateIndex
CREATE INDEX "SentNotice_sentAt_idx" ON "SentNotice"("sentAt");

-- AddForeignKey
ALTER TABLE "SentNotice" ADD CONSTRAINT "SentNotice_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
