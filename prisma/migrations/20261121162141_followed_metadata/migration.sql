-- AlterTable
ALTER TABLE "ConnectionCertificate" ADD COLUMN     "fromMetadata" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "missingSince" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "FollowedMetadata" (
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "etag" TEXT,
    "checkedAt" TIMESTAMPTZ(3),
    "goodAt" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "nextCheckAt" TIMESTAMPTZ(3) NOT NULL,
    "leasedUntil" TIMESTAMPTZ(3),
    "held" JSONB,
    "heldHash" TEXT,
    "heldAt" TIMESTAMPTZ(3),
    "dismissedHash" TEXT,

    CONSTRAINT "FollowedMetadata_pkey" PRIMARY KEY ("environmentId","connectionId")
);

-- CreateIndex
CREATE INDEX "FollowedMetadata_nextCheckAt_idx" ON "FollowedMetadata"("nextCheckAt");

-- AddForeignKey
ALTER TABLE "FollowedMetadata" ADD CONSTRAINT "FollowedMetadata_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
