-- AlterTable
ALTER TABLE "Profile" ADD COLUMN     "separateSince" TIMESTAMPTZ(3);

-- Who came with an email address: several profiles of one are people whose ID has changed.
CREATE INDEX "Profile_address_idx" ON "Profile" ("environmentId", "connectionId", lower(email));
