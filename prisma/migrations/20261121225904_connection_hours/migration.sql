-- CreateTable
CREATE TABLE "ConnectionHour" (
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "successful" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "other" INTEGER NOT NULL,

    CONSTRAINT "ConnectionHour_pkey" PRIMARY KEY ("environmentId","hour","connectionId")
);

-- CreateIndex
CREATE INDEX "ConnectionHour_environmentId_connectionId_idx" ON "ConnectionHour"("environmentId", "connectionId");

-- AddForeignKey
ALTER TABLE "ConnectionHour" ADD CONSTRAINT "ConnectionHour_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The hours of the last two days are counted once more, for their connections.
UPDATE "SessionRollup" SET "countedTo" = "countedTo" - interval '2 days';
