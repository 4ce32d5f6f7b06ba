-- AlterTable
ALTER TABLE "FollowedMetadata" ADD COLUMN     "refused" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "toldAt" TIMESTAMPTZ(3);
