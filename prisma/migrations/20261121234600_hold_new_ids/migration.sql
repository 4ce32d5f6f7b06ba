-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "holdNewIds" BOOLEAN NOT NULL DEFAULT false;
