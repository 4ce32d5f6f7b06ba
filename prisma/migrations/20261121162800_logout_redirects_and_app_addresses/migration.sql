-- AlterTable
ALTER TABLE "Environment" ADD COLUMN     "appHomepageUrl" TEXT,
ADD COLUMN     "portalReturnUrl" TEXT,
ADD COLUMN     "signInEndpoint" TEXT;

-- CreateTable
CREATE TABLE "LogoutRedirectUri" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "uri" TEXT NOT NULL,
    "isDefault" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LogoutRedirectUri_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "LogoutRedirectUri_environmentId_id_key" ON "LogoutRedirectUri"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LogoutRedirectUri_environmentId_uri_key" ON "LogoutRedirectUri"("environmentId", "uri");

-- AddForeignKey
ALTER TABLE "LogoutRedirectUri" ADD CONSTRAINT "LogoutRedirectUri_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One default per environment.
CREATE UNIQUE INDEX "LogoutRedirectUri_one_default" ON "LogoutRedirectUri"("environmentId") WHERE "isDefault";
