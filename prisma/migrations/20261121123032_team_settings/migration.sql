-- AlterTable
ALTER TABLE "TeamMember" ADD COLUMN     "mutedNotifications" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "deletionRequestedAt" TIMESTAMPTZ(3);
