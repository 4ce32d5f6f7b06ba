-- CreateEnum
CREATE TYPE "ComplianceDocumentKind" AS ENUM ('sig_lite', 'soc_3', 'soc_2_type_2', 'other');

-- CreateTable
CREATE TABLE "ComplianceDocument" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "kind" "ComplianceDocumentKind" NOT NULL,
    "name" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "uploadedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ComplianceDocument_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ComplianceDocumentPart" (
    "workspaceId" TEXT NOT NULL,
    "documentId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "ComplianceDocumentPart_pkey" PRIMARY KEY ("documentId","position")
);

-- CreateIndex
CREATE UNIQUE INDEX "ComplianceDocument_workspaceId_id_key" ON "ComplianceDocument"("workspaceId", "id");

-- AddForeignKey
ALTER TABLE "ComplianceDocument" ADD CONSTRAINT "ComplianceDocument_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ComplianceDocumentPart" ADD CONSTRAINT "ComplianceDocumentPart_workspaceId_documentId_fkey" FOREIGN KEY ("workspaceId", "documentId") REFERENCES "ComplianceDocument"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- At most one of each named kind.
CREATE UNIQUE INDEX "ComplianceDocument_slot_key" ON "ComplianceDocument"("workspaceId", "kind") WHERE "kind" <> 'other';
