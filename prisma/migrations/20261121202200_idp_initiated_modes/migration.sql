-- CreateEnum
CREATE TYPE "IdpInitiatedMode" AS ENUM ('allow', 'consent', 'convert', 'off');

-- AlterEnum
ALTER TYPE "SsoSessionState" ADD VALUE 'converted';

-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "idpInitiatedMode" "IdpInitiatedMode" NOT NULL DEFAULT 'allow';

-- The switch becomes a mode, in the versions too: they have to read as what the connection is now.
UPDATE "Connection" SET "idpInitiatedMode" = 'off' WHERE NOT "idpInitiatedEnabled";
UPDATE "ConnectionVersion"
   SET settings = jsonb_set(
         settings #- '{values,idpInitiatedEnabled}', '{values,idpInitiatedMode}',
         CASE settings->'values'->'idpInitiatedEnabled' WHEN 'false' THEN '"off"'::jsonb ELSE '"allow"'::jsonb END)
 WHERE settings->'values' ? 'idpInitiatedEnabled';

-- AlterTable
ALTER TABLE "Connection" DROP COLUMN "idpInitiatedEnabled";

-- AlterTable
ALTER TABLE "SsoSession" ADD COLUMN     "counterpartId" TEXT;
