-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "oidcAuthorizationEndpoint" TEXT,
ADD COLUMN     "oidcClientId" TEXT,
ADD COLUMN     "oidcClientSecretSealed" BYTEA,
ADD COLUMN     "oidcDiscoveryEndpoint" TEXT,
ADD COLUMN     "oidcEndSessionEndpoint" TEXT,
ADD COLUMN     "oidcIssuer" TEXT,
ADD COLUMN     "oidcJwksUri" TEXT,
ADD COLUMN     "oidcRevocationEndpoint" TEXT,
ADD COLUMN     "oidcTokenAuth" TEXT,
ADD COLUMN     "oidcTokenEndpoint" TEXT,
ADD COLUMN     "oidcUserinfoEndpoint" TEXT;
