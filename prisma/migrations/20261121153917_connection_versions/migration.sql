-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "SsoSession" ADD COLUMN     "connectionVersion" INTEGER;

-- CreateTable
CREATE TABLE "ConnectionVersion" (
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "actorType" "AuditActorType" NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "reason" TEXT,
    "restoredFrom" INTEGER,
    "settings" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConnectionVersion_pkey" PRIMARY KEY ("environmentId","connectionId","number")
);

-- AddForeignKey
ALTER TABLE "ConnectionVersion" ADD CONSTRAINT "ConnectionVersion_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Version 1 of every connection: its settings of this moment. Sessions from before belong to no version.
UPDATE "Connection" SET version = 1 WHERE state <> 'deleting';
INSERT INTO "ConnectionVersion" ("environmentId", "connectionId", number, "actorType", "actorId", "actorName", reason, settings, "createdAt")
SELECT c."environmentId", c.id, 1, 'system', 'system', 'Upgrade', 'The settings when versions began to be kept',
       jsonb_build_object(
         'state', CASE c.state WHEN 'validating' THEN 'active' ELSE c.state::text END,
         'values', to_jsonb(c) - ARRAY['id', 'environmentId', 'organizationId', 'externalKey', 'state', 'version',
                                       'createdAt', 'updatedAt', 'activatedAt'],
         'certificates', (
           SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'pem', x.pem,
                    'fingerprintSha256', x."fingerprintSha256") ORDER BY x.id), '[]')
             FROM "ConnectionCertificate" x
            WHERE x."environmentId" = c."environmentId" AND x."connectionId" = c.id),
         'keyPairs', (
           SELECT coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'use', k.use, 'certificatePem', k."certificatePem",
                    'fingerprintSha256', k."fingerprintSha256",
                    'privateKeySealed', replace(encode(k."privateKeySealed", 'base64'), E'\n', '')) ORDER BY k.id), '[]')
             FROM "ConnectionKeyPair" k
            WHERE k."environmentId" = c."environmentId" AND k."connectionId" = c.id),
         'allowOutside', o."allowProfilesOutsideOrganization",
         'domains', (
           SELECT coalesce(jsonb_agg(d.domain ORDER BY d.domain), '[]') FROM "OrganizationDomain" d
            WHERE d."environmentId" = c."environmentId" AND d."organizationId" = c."organizationId"
              AND d.state IN ('verified', 'legacy_verified')),
         'attributeDefinitions', (
           SELECT coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'type', a.type, 'required', a.required)
                                     ORDER BY a.name), '[]')
             FROM "AttributeDefinition" a WHERE a."environmentId" = c."environmentId")),
       CURRENT_TIMESTAMP
  FROM "Connection" c
  JOIN "Organization" o ON o."environmentId" = c."environmentId" AND o.id = c."organizationId"
 WHERE c.state <> 'deleting';
