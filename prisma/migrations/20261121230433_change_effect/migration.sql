-- AlterTable
ALTER TABLE "ConnectionVersion" ADD COLUMN     "effect" JSONB;
