-- What a change is judged by, and a failed sign-in compared with: found whatever else was posted since.
CREATE INDEX "SsoSession_good_idx" ON "SsoSession"("environmentId", "connectionId", "id" DESC) WHERE "respondedAt" IS NOT NULL AND "errorCode" IS NULL AND "failureCode" IS NULL;
