-- CreateTable
CREATE TABLE "SavedFilter" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "teamMemberId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SavedFilter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChecklistChoice" (
    "workspaceId" TEXT NOT NULL,
    "teamMemberId" TEXT NOT NULL,
    "collapsed" BOOLEAN NOT NULL,

    CONSTRAINT "ChecklistChoice_pkey" PRIMARY KEY ("workspaceId","teamMemberId")
);

-- CreateTable
CREATE TABLE "SessionRollup" (
    "environmentId" TEXT NOT NULL,
    "watchedBelow" TEXT NOT NULL,
    "countedTo" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SessionRollup_pkey" PRIMARY KEY ("environmentId")
);

-- CreateTable
CREATE TABLE "StaleSessions" (
    "id" BIGSERIAL NOT NULL,
    "environmentId" TEXT NOT NULL,
    "idStart" TEXT NOT NULL,

    CONSTRAINT "StaleSessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SessionHour" (
    "environmentId" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "state" "SsoSessionState" NOT NULL,
    "error" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "SessionHour_pkey" PRIMARY KEY ("environmentId","hour","state","error")
);

-- CreateTable
CREATE TABLE "HandshakeHour" (
    "environmentId" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "bucket" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "HandshakeHour_pkey" PRIMARY KEY ("environmentId","hour","bucket")
);

-- CreateTable
CREATE TABLE "ConnectionDay" (
    "environmentId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "day" TIMESTAMPTZ(3) NOT NULL,
    "successful" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "other" INTEGER NOT NULL,

    CONSTRAINT "ConnectionDay_pkey" PRIMARY KEY ("environmentId","day","connectionId")
);

-- CreateIndex
CREATE UNIQUE INDEX "SavedFilter_environmentId_id_key" ON "SavedFilter"("environmentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "SavedFilter_environmentId_teamMemberId_name_key" ON "SavedFilter"("environmentId", "teamMemberId", "name");

-- CreateIndex
CREATE INDEX "StaleSessions_environmentId_idx" ON "StaleSessions"("environmentId");

-- CreateIndex
CREATE INDEX "ConnectionDay_environmentId_connectionId_idx" ON "ConnectionDay"("environmentId", "connectionId");

-- AddForeignKey
ALTER TABLE "SavedFilter" ADD CONSTRAINT "SavedFilter_workspaceId_environmentId_fkey" FOREIGN KEY ("workspaceId", "environmentId") REFERENCES "Environment"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SavedFilter" ADD CONSTRAINT "SavedFilter_workspaceId_teamMemberId_fkey" FOREIGN KEY ("workspaceId", "teamMemberId") REFERENCES "TeamMember"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChecklistChoice" ADD CONSTRAINT "ChecklistChoice_workspaceId_teamMemberId_fkey" FOREIGN KEY ("workspaceId", "teamMemberId") REFERENCES "TeamMember"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SessionRollup" ADD CONSTRAINT "SessionRollup_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SessionHour" ADD CONSTRAINT "SessionHour_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HandshakeHour" ADD CONSTRAINT "HandshakeHour_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConnectionDay" ADD CONSTRAINT "ConnectionDay_environmentId_connectionId_fkey" FOREIGN KEY ("environmentId", "connectionId") REFERENCES "Connection"("environmentId", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Sessions change after they were counted: a time-out that came late, a deletion. Whatever changes below "watchedBelow"
-- is noted, and lib/data/session-rollup.ts counts it anew. The lock is shared among changes; who moves "watchedBelow"
-- takes it alone, so that no change falls between a count that did not see it and a note that was not made.
--
-- A login only touches sessions of the last minutes, which nobody has counted: an hour is counted a quarter of an hour
-- after its end. Both triggers pass over them by their condition, so that a login pays for no function and no lock. The
-- five minutes between are for clocks that differ and transactions that last.
CREATE FUNCTION "noteStaleSession"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW."environmentId", 7));
    INSERT INTO "StaleSessions" ("environmentId", "idStart")
    SELECT NEW."environmentId", left(NEW.id, 18)
      FROM "SessionRollup" rollup
     WHERE rollup."environmentId" = NEW."environmentId" AND NEW.id < rollup."watchedBelow";
    RETURN NULL;
END
$$;

CREATE TRIGGER "SsoSession_inserted" AFTER INSERT ON "SsoSession" FOR EACH ROW
    WHEN (NEW."createdAt" NOT BETWEEN clock_timestamp() - interval '10 minutes' AND clock_timestamp() + interval '10 minutes')
    EXECUTE FUNCTION "noteStaleSession"();
CREATE TRIGGER "SsoSession_updated" AFTER UPDATE ON "SsoSession" FOR EACH ROW
    WHEN (NEW."createdAt" NOT BETWEEN clock_timestamp() - interval '10 minutes' AND clock_timestamp() + interval '10 minutes')
    EXECUTE FUNCTION "noteStaleSession"();

CREATE FUNCTION "noteDeletedSessions"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(one."environmentId", 7))
       FROM (SELECT DISTINCT "environmentId" FROM changed ORDER BY 1) one;
    INSERT INTO "StaleSessions" ("environmentId", "idStart")
    SELECT DISTINCT changed."environmentId", left(changed.id, 18)
      FROM changed
      JOIN "SessionRollup" rollup ON rollup."environmentId" = changed."environmentId"
     WHERE changed.id < rollup."watchedBelow";
    RETURN NULL;
END
$$;

CREATE TRIGGER "SsoSession_deleted" AFTER DELETE ON "SsoSession"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "noteDeletedSessions"();
