-- CreateTable
CREATE TABLE "CorsOrigin" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CorsOrigin_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CorsOrigin_origin_idx" ON "CorsOrigin"("origin");

-- CreateIndex
CREATE UNIQUE INDEX "CorsOrigin_environmentId_id_key" ON "CorsOrigin"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "CorsOrigin_environmentId_origin_key" ON "CorsOrigin"("environmentId", "origin");

-- AddForeignKey
ALTER TABLE "CorsOrigin" ADD CONSTRAINT "CorsOrigin_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
