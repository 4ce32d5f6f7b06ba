-- CreateEnum
CREATE TYPE "EnvironmentColor" AS ENUM ('amber', 'orange', 'pink', 'violet', 'blue', 'teal', 'green', 'gray');

-- AlterTable
ALTER TABLE "Environment" ADD COLUMN     "color" "EnvironmentColor" NOT NULL DEFAULT 'amber';

UPDATE "Environment" SET color = 'green' WHERE kind = 'production';
