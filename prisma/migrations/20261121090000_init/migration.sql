-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "ConnectionState" AS ENUM ('requires_type', 'draft', 'validating', 'active', 'inactive', 'deleting');

-- CreateEnum
CREATE TYPE "KeyPairUse" AS ENUM ('encryption', 'signing');

-- CreateEnum
CREATE TYPE "EnvironmentKind" AS ENUM ('staging', 'production');

-- CreateEnum
CREATE TYPE "OrganizationDomainState" AS ENUM ('pending', 'verified', 'failed', 'legacy_verified', 'unverified');

-- CreateEnum
CREATE TYPE "DomainVerificationStrategy" AS ENUM ('dns', 'manual');

-- CreateEnum
CREATE TYPE "SsoSessionState" AS ENUM ('started', 'authorized', 'successful', 'failed', 'timed_out', 'test_successful', 'test_failed');

-- CreateEnum
CREATE TYPE "SsoSessionOrigin" AS ENUM ('service_provider', 'identity_provider', 'test');

-- CreateEnum
CREATE TYPE "SessionError" AS ENUM ('invalid_attributes', 'invalid_x509_certificate', 'malformed_saml_response', 'profile_not_allowed_outside_organization', 'decryption_failed');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('admin', 'developer', 'sandbox_developer', 'support', 'support_viewer');

-- CreateTable
CREATE TABLE "Connection" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "state" "ConnectionState" NOT NULL,
    "externalKey" TEXT NOT NULL,
    "externalId" TEXT,
    "idpEntityId" TEXT,
    "idpSsoUrl" TEXT,
    "idpSsoBinding" TEXT NOT NULL DEFAULT 'redirect',
    "idpMetadataUrl" TEXT,
    "spEntityId" TEXT,
    "acsUrl" TEXT,
    "nameIdFormat" TEXT,
    "idpInitiatedEnabled" BOOLEAN NOT NULL DEFAULT true,
    "forceAuthn" BOOLEAN NOT NULL DEFAULT false,
    "loginHintInSubject" BOOLEAN NOT NULL DEFAULT false,
    "clockToleranceSeconds" INTEGER NOT NULL DEFAULT 60,
    "allowSha1" BOOLEAN NOT NULL DEFAULT false,
    "allowSmallRsaKeys" BOOLEAN NOT NULL DEFAULT false,
    "allowUnsignedCbc" BOOLEAN NOT NULL DEFAULT false,
    "attributeMap" JSONB NOT NULL DEFAULT '{}',
    "customAttributeMap" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "activatedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConnectionCertificate" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "pem" TEXT NOT NULL,
    "fingerprintSha256" TEXT NOT NULL,
    "notBefore" TIMESTAMPTZ(3) NOT NULL,
    "notAfter" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConnectionCertificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConnectionKeyPair" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "use" "KeyPairUse" NOT NULL,
    "certificatePem" TEXT NOT NULL,
    "fingerprintSha256" TEXT NOT NULL,
    "privateKeySealed" BYTEA NOT NULL,
    "notBefore" TIMESTAMPTZ(3) NOT NULL,
    "notAfter" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConnectionKeyPair_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Profile" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "idpId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "firstName" TEXT,
    "lastName" TEXT,
    "name" TEXT,
    "groups" TEXT[],
    "rawAttributes" JSONB NOT NULL,
    "customAttributes" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Profile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConsumedAssertion" (
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "assertionHash" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConsumedAssertion_pkey" PRIMARY KEY ("environmentId","connectionId","assertionHash")
);

-- CreateTable
CREATE TABLE "Environment" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "EnvironmentKind" NOT NULL,
    "clientId" TEXT NOT NULL,
    "returnRawAttributes" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "secretSealed" BYTEA,
    "hint" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RedirectUri" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "uri" TEXT NOT NULL,
    "isDefault" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RedirectUri_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SigningKey" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "certificatePem" TEXT NOT NULL,
    "privateKeySealed" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "SigningKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TestIdpKey" (
    "environmentId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "certificatePem" TEXT NOT NULL,
    "privateKeySealed" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TestIdpKey_pkey" PRIMARY KEY ("environmentId","purpose")
);

-- CreateTable
CREATE TABLE "IdempotentRequest" (
    "environmentId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "status" INTEGER,
    "bodySealed" BYTEA,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdempotentRequest_pkey" PRIMARY KEY ("environmentId","key")
);

-- CreateTable
CREATE TABLE "Organization" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "externalId" TEXT,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "stripeCustomerId" TEXT,
    "allowProfilesOutsideOrganization" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrganizationDomain" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "state" "OrganizationDomainState" NOT NULL,
    "verificationStrategy" "DomainVerificationStrategy" NOT NULL,
    "verificationToken" TEXT,
    "verificationPrefix" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OrganizationDomain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SsoSession" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT,
    "organizationId" TEXT,
    "profileId" TEXT,
    "origin" "SsoSessionOrigin" NOT NULL,
    "state" "SsoSessionState" NOT NULL,
    "requestId" TEXT,
    "requestConsumedAt" TIMESTAMPTZ(3),
    "browserHash" TEXT,
    "redirectUri" TEXT,
    "oauthState" TEXT,
    "nonce" TEXT,
    "scope" TEXT,
    "codeChallenge" TEXT,
    "loginHint" TEXT,
    "codeHash" TEXT,
    "codeExpiresAt" TIMESTAMPTZ(3),
    "codeRedeemedAt" TIMESTAMPTZ(3),
    "codeReuses" INTEGER NOT NULL DEFAULT 0,
    "errorCode" "SessionError",
    "failureCode" TEXT,
    "failureEvidence" JSONB,
    "notes" TEXT[],
    "userEmail" TEXT,
    "userIdpId" TEXT,
    "userName" TEXT,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "respondedAt" TIMESTAMPTZ(3),
    "authorizedAt" TIMESTAMPTZ(3),
    "exchangedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SsoSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SsoSessionRecord" (
    "environmentId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "requestSealed" BYTEA,
    "responseSealed" BYTEA,
    "readingSealed" BYTEA,

    CONSTRAINT "SsoSessionRecord_pkey" PRIMARY KEY ("environmentId","sessionId")
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "supportEmail" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TeamMember" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSignedInAt" TIMESTAMPTZ(3),

    CONSTRAINT "TeamMember_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "email" TEXT,
    "role" "Role" NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DashboardSession" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "teamMemberId" TEXT NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DashboardSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" TEXT NOT NULL,
    "windowEnd" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key","windowEnd")
);

-- CreateIndex
CREATE UNIQUE INDEX "Connection_externalKey_key" ON "Connection"("externalKey");

-- CreateIndex
CREATE INDEX "Connection_environmentId_id_idx" ON "Connection"("environmentId", "id" DESC);

-- CreateIndex
CREATE INDEX "Connection_environmentId_organizationId_idx" ON "Connection"("environmentId", "organizationId");

-- CreateIndex
CREATE UNIQUE INDEX "Connection_environmentId_id_key" ON "Connection"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Connection_environmentId_organizationId_externalId_key" ON "Connection"("environmentId", "organizationId", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "ConnectionCertificate_environmentId_id_key" ON "ConnectionCertificate"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ConnectionCertificate_environmentId_connectionId_fingerprin_key" ON "ConnectionCertificate"("environmentId", "connectionId", "fingerprintSha256");

-- CreateIndex
CREATE INDEX "ConnectionKeyPair_environmentId_connectionId_idx" ON "ConnectionKeyPair"("environmentId", "connectionId");

-- CreateIndex
CREATE UNIQUE INDEX "ConnectionKeyPair_environmentId_id_key" ON "ConnectionKeyPair"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Profile_environmentId_id_key" ON "Profile"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Profile_environmentId_connectionId_idpId_key" ON "Profile"("environmentId", "connectionId", "idpId");

-- CreateIndex
CREATE INDEX "ConsumedAssertion_expiresAt_idx" ON "ConsumedAssertion"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Environment_clientId_key" ON "Environment"("clientId");

-- CreateIndex
CREATE UNIQUE INDEX "Environment_workspaceId_id_key" ON "Environment"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_secretHash_key" ON "ApiKey"("secretHash");

-- CreateIndex
CREATE INDEX "ApiKey_environmentId_createdAt_idx" ON "ApiKey"("environmentId", "createdAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_environmentId_id_key" ON "ApiKey"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "RedirectUri_environmentId_id_key" ON "RedirectUri"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "RedirectUri_environmentId_uri_key" ON "RedirectUri"("environmentId", "uri");

-- CreateIndex
CREATE UNIQUE INDEX "SigningKey_environmentId_id_key" ON "SigningKey"("environmentId", "id");

-- CreateIndex
CREATE INDEX "IdempotentRequest_createdAt_idx" ON "IdempotentRequest"("createdAt");

-- CreateIndex
CREATE INDEX "Organization_environmentId_id_idx" ON "Organization"("environmentId", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Organization_environmentId_id_key" ON "Organization"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Organization_environmentId_externalId_key" ON "Organization"("environmentId", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Organization_environmentId_stripeCustomerId_key" ON "Organization"("environmentId", "stripeCustomerId");

-- CreateIndex
CREATE INDEX "OrganizationDomain_environmentId_domain_idx" ON "OrganizationDomain"("environmentId", "domain");

-- CreateIndex
CREATE UNIQUE INDEX "OrganizationDomain_environmentId_id_key" ON "OrganizationDomain"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "OrganizationDomain_environmentId_organizationId_domain_key" ON "OrganizationDomain"("environmentId", "organizationId", "domain");

-- CreateIndex
CREATE UNIQUE INDEX "SsoSession_codeHash_key" ON "SsoSession"("codeHash");

-- CreateIndex
CREATE INDEX "SsoSession_list_idx" ON "SsoSession"("environmentId", "state", "errorCode", "origin", "id" DESC);

-- CreateIndex
CREATE INDEX "SsoSession_connection_list_idx" ON "SsoSession"("environmentId", "connectionId", "state", "errorCode", "origin", "id" DESC);

-- CreateIndex
CREATE INDEX "SsoSession_environmentId_profileId_id_idx" ON "SsoSession"("environmentId", "profileId", "id" DESC);

-- CreateIndex
CREATE INDEX "SsoSession_createdAt_idx" ON "SsoSession" USING BRIN ("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "SsoSession_environmentId_id_key" ON "SsoSession"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "SsoSession_environmentId_connectionId_requestId_key" ON "SsoSession"("environmentId", "connectionId", "requestId");

-- CreateIndex
CREATE UNIQUE INDEX "TeamMember_email_key" ON "TeamMember"("email");

-- CreateIndex
CREATE UNIQUE INDEX "TeamMember_workspaceId_id_key" ON "TeamMember"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_workspaceId_createdAt_idx" ON "Invitation"("workspaceId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "DashboardSession_teamMemberId_createdAt_idx" ON "DashboardSession"("teamMemberId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "RateLimit_windowEnd_idx" ON "RateLimit"("windowEnd");

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_environmentId_organizationId_fkey" FOREIGN KEY ("environmentId", "organizationId") REFERENCES "Organization"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConnectionCertificate" ADD CONSTRAINT "ConnectionCertificate_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConnectionKeyPair" ADD CONSTRAINT "ConnectionKeyPair_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Profile" ADD CONSTRAINT "Profile_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Environment" ADD CONSTRAINT "Environment_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RedirectUri" ADD CONSTRAINT "RedirectUri_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SigningKey" ADD CONSTRAINT "SigningKey_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TestIdpKey" ADD CONSTRAINT "TestIdpKey_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IdempotentRequest" ADD CONSTRAINT "IdempotentRequest_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Organization" ADD CONSTRAINT "Organization_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrganizationDomain" ADD CONSTRAINT "OrganizationDomain_environmentId_organizationId_fkey" FOREIGN KEY ("environmentId", "organizationId") REFERENCES "Organization"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SsoSession" ADD CONSTRAINT "SsoSession_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SsoSession" ADD CONSTRAINT "SsoSession_environmentId_profileId_fkey" FOREIGN KEY ("environmentId", "profileId") REFERENCES "Profile"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SsoSessionRecord" ADD CONSTRAINT "SsoSessionRecord_environmentId_sessionId_fkey" FOREIGN KEY ("environmentId", "sessionId") REFERENCES "SsoSession"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DashboardSession" ADD CONSTRAINT "DashboardSession_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DashboardSession" ADD CONSTRAINT "DashboardSession_workspaceId_teamMemberId_fkey" FOREIGN KEY ("workspaceId", "teamMemberId") REFERENCES "TeamMember"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One default redirect URI per environment; Prisma's schema language has no partial index.
CREATE UNIQUE INDEX "RedirectUri_environmentId_default_key" ON "RedirectUri"("environmentId") WHERE "isDefault";

-- Search of sessions by the beginning of the address, name or IdP's user id, and by the end of the session id, which
-- is what the list shows of it. Byte order (COLLATE "C"), so that a beginning is a range in any database. The included
-- columns are what the filters ask for; without the plain column PostgreSQL would look into the table for each row.
CREATE INDEX "SsoSession_email_idx" ON "SsoSession"("environmentId", (lower("userEmail") COLLATE "C")) INCLUDE ("userEmail", "id", "state", "errorCode", "origin", "connectionId") WHERE "userEmail" IS NOT NULL;
CREATE INDEX "SsoSession_name_idx" ON "SsoSession"("environmentId", (lower("userName") COLLATE "C")) INCLUDE ("userName", "id", "state", "errorCode", "origin", "connectionId") WHERE "userName" IS NOT NULL;
CREATE INDEX "SsoSession_idp_id_idx" ON "SsoSession"("environmentId", ("userIdpId" COLLATE "C")) INCLUDE ("id", "state", "errorCode", "origin", "connectionId") WHERE "userIdpId" IS NOT NULL;
CREATE INDEX "SsoSession_id_end_idx" ON "SsoSession"("environmentId", (reverse("id") COLLATE "C"));

-- Sessions that may time out: few at any moment, whatever the size of the table.
CREATE INDEX "SsoSession_waiting_idx" ON "SsoSession"("createdAt") WHERE "state" IN ('started', 'authorized');
