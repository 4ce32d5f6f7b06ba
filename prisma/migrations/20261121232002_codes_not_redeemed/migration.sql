-- Every hour is counted once more: those that timed out after an accepted response are told apart from now on.
UPDATE "SessionRollup" rollup
   SET "countedTo" = coalesce(
         (SELECT min(one.hour) FROM "SessionHour" one WHERE one."environmentId" = rollup."environmentId"),
         rollup."countedTo");
