-- AlterTable
ALTER TABLE "ConnectionCertificate" ADD COLUMN     "lastSeenAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "ConnectionCertificate_environmentId_notAfter_idx" ON "ConnectionCertificate"("environmentId", "notAfter");

-- CreateIndex
CREATE INDEX "ConnectionKeyPair_environmentId_notAfter_idx" ON "ConnectionKeyPair"("environmentId", "notAfter");
