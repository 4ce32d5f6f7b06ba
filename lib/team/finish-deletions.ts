import { closedWorkspaces } from '#lib/data/closed-workspaces.ts';
import type { Database } from '#lib/db/client.ts';

/** Long enough for the mails that tell the Admins, which go with the workspace. */
const GRACE_MS = 15 * 60_000;

/** Removes the rows of workspaces that were deleted a while ago. Safe on several instances at once. */
export async function finishDeletions(now: Date, db?: Database): Promise<{ removed: number }> {
  const closed = closedWorkspaces(db);
  let removed = 0;
  for (const workspace of await closed.all(new Date(now.getTime() - GRACE_MS))) {
    if (await closed.remove(workspace, now)) removed++;
  }
  return { removed };
}
