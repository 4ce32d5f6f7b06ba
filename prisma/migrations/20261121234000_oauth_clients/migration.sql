-- AlterTable
ALTER TABLE "Connection" ALTER COLUMN "organizationId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Profile" ALTER COLUMN "organizationId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "SsoSessionRecord" ADD COLUMN     "secretsSealed" BYTEA;

-- CreateTable
CREATE TABLE "OAuthClient" (
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "clientSecretSealed" BYTEA NOT NULL,
    "scopes" TEXT[],
    "returnTokens" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OAuthClient_pkey" PRIMARY KEY ("environmentId","connectionId")
);

-- AddForeignKey
ALTER TABLE "OAuthClient" ADD CONSTRAINT "OAuthClient_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One connection per provider and environment.
CREATE UNIQUE INDEX "Connection_provider_idx" ON "Connection" ("environmentId", "connectionType") WHERE "organizationId" IS NULL;

-- What is to be forgotten soon.
CREATE INDEX "SsoSessionRecord_secrets_idx" ON "SsoSessionRecord" ("environmentId", "sessionId") WHERE "secretsSealed" IS NOT NULL;
