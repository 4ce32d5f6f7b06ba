-- DropForeignKey
ALTER TABLE "InvoiceLine" DROP CONSTRAINT "InvoiceLine_workspaceId_activationId_fkey";

-- AddForeignKey
ALTER TABLE "InvoiceLine" ADD CONSTRAINT "InvoiceLine_workspaceId_activationId_fkey" FOREIGN KEY ("workspaceId", "activationId") REFERENCES "ConnectionActivation"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
