-- CreateTable
CREATE TABLE "OrganizationContact" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "certificateExpiry" BOOLEAN NOT NULL,
    "connectionTrouble" BOOLEAN NOT NULL,
    "keyRenewal" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OrganizationContact_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "OrganizationContact_environmentId_id_key" ON "OrganizationContact"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "OrganizationContact_environmentId_organizationId_email_key" ON "OrganizationContact"("environmentId", "organizationId", "email");

-- AddForeignKey
ALTER TABLE "OrganizationContact" ADD CONSTRAINT "OrganizationContact_environmentId_organizationId_fkey" FOREIGN KEY ("environmentId", "organizationId") REFERENCES "Organization"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
