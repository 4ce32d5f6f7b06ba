-- AlterTable
ALTER TABLE "Environment" ADD COLUMN     "signInConsent" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "SignInQuestion" (
    "environmentId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "ticketHash" TEXT NOT NULL,
    "browserHash" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "approved" BOOLEAN,

    CONSTRAINT "SignInQuestion_pkey" PRIMARY KEY ("environmentId","sessionId")
);

-- CreateTable
CREATE TABLE "SignInConsent" (
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "browserHash" TEXT NOT NULL,
    "idpId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SignInConsent_pkey" PRIMARY KEY ("environmentId","connectionId","browserHash","idpId")
);

-- CreateIndex
CREATE UNIQUE INDEX "SignInQuestion_ticketHash_key" ON "SignInQuestion"("ticketHash");

-- AddForeignKey
ALTER TABLE "SignInQuestion" ADD CONSTRAINT "SignInQuestion_environmentId_sessionId_fkey" FOREIGN KEY ("environmentId", "sessionId") REFERENCES "SsoSession"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInConsent" ADD CONSTRAINT "SignInConsent_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
