-- CreateEnum
CREATE TYPE "LogoutOrigin" AS ENUM ('app', 'identity_provider');

-- CreateEnum
CREATE TYPE "LogoutState" AS ENUM ('authorized', 'started', 'finished', 'partial', 'refused');

-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "idpSloBinding" TEXT NOT NULL DEFAULT 'redirect',
ADD COLUMN     "idpSloUrl" TEXT;

-- AlterTable
ALTER TABLE "SsoSession" ADD COLUMN     "signedOutAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "LoginSubject" (
    "environmentId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "profileId" TEXT NOT NULL,
    "nameIdHash" TEXT NOT NULL,
    "subjectSealed" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "LoginSubject_pkey" PRIMARY KEY ("environmentId","sessionId")
);

-- CreateTable
CREATE TABLE "Logout" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "sessionId" TEXT,
    "profileId" TEXT,
    "origin" "LogoutOrigin" NOT NULL,
    "state" "LogoutState" NOT NULL,
    "requestId" TEXT,
    "browserHash" TEXT,
    "returnTo" TEXT,
    "failureCode" TEXT,
    "failureEvidence" JSONB,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Logout_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LoginSubject_environmentId_connectionId_nameIdHash_sessionI_idx" ON "LoginSubject"("environmentId", "connectionId", "nameIdHash", "sessionId" DESC);

-- CreateIndex
CREATE INDEX "LoginSubject_environmentId_profileId_sessionId_idx" ON "LoginSubject"("environmentId", "profileId", "sessionId" DESC);

-- CreateIndex
CREATE INDEX "Logout_environmentId_connectionId_id_idx" ON "Logout"("environmentId", "connectionId", "id" DESC);

-- CreateIndex
CREATE INDEX "Logout_environmentId_connectionId_requestId_idx" ON "Logout"("environmentId", "connectionId", "requestId");

-- CreateIndex
CREATE INDEX "Logout_environmentId_sessionId_idx" ON "Logout"("environmentId", "sessionId");

-- CreateIndex
CREATE INDEX "Logout_createdAt_idx" ON "Logout" USING BRIN ("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Logout_environmentId_id_key" ON "Logout"("environmentId", "id");

-- AddForeignKey
ALTER TABLE "LoginSubject" ADD CONSTRAINT "LoginSubject_environmentId_sessionId_fkey" FOREIGN KEY ("environmentId", "sessionId") REFERENCES "SsoSession"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Logout" ADD CONSTRAINT "Logout_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Logout" ADD CONSTRAINT "Logout_environmentId_sessionId_fkey" FOREIGN KEY ("environmentId", "sessionId") REFERENCES "SsoSession"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
