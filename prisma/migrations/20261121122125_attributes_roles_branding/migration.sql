-- CreateEnum
CREATE TYPE "AttributeType" AS ENUM ('text', 'number', 'boolean', 'date', 'list', 'emails', 'addresses');

-- CreateEnum
CREATE TYPE "BrandingTheme" AS ENUM ('light', 'dark');

-- AlterTable
ALTER TABLE "Environment" ADD COLUMN     "multipleRoles" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "AttributeDefinition" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" "AttributeType" NOT NULL,
    "isPredefined" BOOLEAN NOT NULL,
    "required" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AttributeDefinition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Branding" (
    "environmentId" TEXT NOT NULL,
    "name" TEXT,
    "lightBackground" TEXT,
    "lightAccent" TEXT,
    "darkBackground" TEXT,
    "darkAccent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Branding_pkey" PRIMARY KEY ("environmentId")
);

-- CreateTable
CREATE TABLE "BrandingLogo" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "theme" "BrandingTheme" NOT NULL,
    "image" BYTEA NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BrandingLogo_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AppRole" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "isDefault" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AppRole_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SsoGroup" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "idpId" TEXT NOT NULL,
    "name" TEXT,
    "roleId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SsoGroup_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AttributeDefinition_environmentId_id_key" ON "AttributeDefinition"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "AttributeDefinition_environmentId_name_key" ON "AttributeDefinition"("environmentId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "BrandingLogo_environmentId_id_key" ON "BrandingLogo"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "BrandingLogo_environmentId_theme_key" ON "BrandingLogo"("environmentId", "theme");

-- CreateIndex
CREATE UNIQUE INDEX "AppRole_environmentId_id_key" ON "AppRole"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "AppRole_environmentId_slug_key" ON "AppRole"("environmentId", "slug");

-- CreateIndex
CREATE INDEX "SsoGroup_environmentId_roleId_idx" ON "SsoGroup"("environmentId", "roleId");

-- CreateIndex
CREATE UNIQUE INDEX "SsoGroup_environmentId_id_key" ON "SsoGroup"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "SsoGroup_environmentId_connectionId_idpId_key" ON "SsoGroup"("environmentId", "connectionId", "idpId");

-- AddForeignKey
ALTER TABLE "AttributeDefinition" ADD CONSTRAINT "AttributeDefinition_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Branding" ADD CONSTRAINT "Branding_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BrandingLogo" ADD CONSTRAINT "BrandingLogo_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AppRole" ADD CONSTRAINT "AppRole_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SsoGroup" ADD CONSTRAINT "SsoGroup_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SsoGroup" ADD CONSTRAINT "SsoGroup_environmentId_roleId_fkey" FOREIGN KEY ("environmentId", "roleId") REFERENCES "AppRole"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- At most one default role per environment.
CREATE UNIQUE INDEX "AppRole_environmentId_default_key" ON "AppRole"("environmentId") WHERE "isDefault";
