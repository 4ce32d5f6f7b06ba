-- CreateEnum
CREATE TYPE "DashboardSsoMode" AS ENUM ('optional', 'required');

-- CreateEnum
CREATE TYPE "SignInMethod" AS ENUM ('password', 'passkey', 'sso', 'break_glass');

-- AlterTable
ALTER TABLE "DashboardSession" ADD COLUMN     "confirmedAt" TIMESTAMPTZ(3),
ADD COLUMN     "method" "SignInMethod" NOT NULL DEFAULT 'password',
ADD COLUMN     "secondFactorAt" TIMESTAMPTZ(3),
ADD COLUMN     "secondFactorDue" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "TeamMember" ALTER COLUMN "passwordHash" DROP NOT NULL;

-- CreateTable
CREATE TABLE "AuthenticationPolicy" (
    "workspaceId" TEXT NOT NULL,
    "requireMfa" BOOLEAN NOT NULL DEFAULT false,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthenticationPolicy_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateTable
CREATE TABLE "TeamDomain" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "verifiedDomain" TEXT,
    "verificationToken" TEXT NOT NULL,
    "verificationPrefix" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "checkedAt" TIMESTAMPTZ(3),
    "verifiedAt" TIMESTAMPTZ(3),

    CONSTRAINT "TeamDomain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DashboardSso" (
    "workspaceId" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "mode" "DashboardSsoMode" NOT NULL,
    "joinRole" "Role",
    "apiKeyId" TEXT NOT NULL,
    "clientSecretSealed" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DashboardSso_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateTable
CREATE TABLE "MemberTotp" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "teamMemberId" TEXT NOT NULL,
    "secretSealed" BYTEA NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),
    "lastUsedStep" BIGINT NOT NULL DEFAULT 0,
    "lastUsedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MemberTotp_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MemberRecoveryCode" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "teamMemberId" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "MemberRecoveryCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MemberPasskey" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "teamMemberId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "credentialId" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "backedUp" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "MemberPasskey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PasskeyChallenge" (
    "challengeHash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "teamMemberId" TEXT,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PasskeyChallenge_pkey" PRIMARY KEY ("challengeHash")
);

-- CreateIndex
CREATE UNIQUE INDEX "TeamDomain_verifiedDomain_key" ON "TeamDomain"("verifiedDomain");

-- CreateIndex
CREATE UNIQUE INDEX "TeamDomain_workspaceId_id_key" ON "TeamDomain"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "TeamDomain_workspaceId_domain_key" ON "TeamDomain"("workspaceId", "domain");

-- CreateIndex
CREATE UNIQUE INDEX "MemberTotp_workspaceId_teamMemberId_key" ON "MemberTotp"("workspaceId", "teamMemberId");

-- CreateIndex
CREATE UNIQUE INDEX "MemberRecoveryCode_workspaceId_teamMemberId_codeHash_key" ON "MemberRecoveryCode"("workspaceId", "teamMemberId", "codeHash");

-- CreateIndex
CREATE UNIQUE INDEX "MemberPasskey_credentialId_key" ON "MemberPasskey"("credentialId");

-- CreateIndex
CREATE INDEX "MemberPasskey_workspaceId_teamMemberId_idx" ON "MemberPasskey"("workspaceId", "teamMemberId");

-- CreateIndex
CREATE UNIQUE INDEX "MemberPasskey_workspaceId_id_key" ON "MemberPasskey"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "PasskeyChallenge_expiresAt_idx" ON "PasskeyChallenge"("expiresAt");

-- AddForeignKey
ALTER TABLE "AuthenticationPolicy" ADD CONSTRAINT "AuthenticationPolicy_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamDomain" ADD CONSTRAINT "TeamDomain_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DashboardSso" ADD CONSTRAINT "DashboardSso_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DashboardSso" ADD CONSTRAINT "DashboardSso_workspaceId_environmentId_fkey" FOREIGN KEY ("workspaceId", "environmentId") REFERENCES "Environment"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DashboardSso" ADD CONSTRAINT "DashboardSso_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MemberTotp" ADD CONSTRAINT "MemberTotp_workspaceId_teamMemberId_fkey" FOREIGN KEY ("workspaceId", "teamMemberId") REFERENCES "TeamMember"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MemberRecoveryCode" ADD CONSTRAINT "MemberRecoveryCode_workspaceId_teamMemberId_fkey" FOREIGN KEY ("workspaceId", "teamMemberId") REFERENCES "TeamMember"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MemberPasskey" ADD CONSTRAINT "MemberPasskey_workspaceId_teamMemberId_fkey" FOREIGN KEY ("workspaceId", "teamMemberId") REFERENCES "TeamMember"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
