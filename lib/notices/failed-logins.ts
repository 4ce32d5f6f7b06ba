import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { failingConnections } from '#lib/data/failing-connections.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { SESSION_ERRORS } from '#lib/sso/session-errors.ts';
import { isSpike, LEAST_FAILURES } from './spike.ts';

const MINUTES = 15;
const WINDOW_MS = MINUTES * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const USUAL_DAYS = 7;

/**
 * Writes to the members who want it about connections at which far more logins failed in the last quarter of an hour
 * than in those of the week before; at most once a day for each. Returns how many connections and mails that were.
 */
export async function noticeFailedLogins(
  now: Date,
  db?: Parameters<typeof forWorkspace>[1],
): Promise<{ connections: number; mails: number }> {
  const rows = failingConnections(db);
  const from = new Date(now.getTime() - WINDOW_MS);
  const weekAgo = new Date(from.getTime() - USUAL_DAYS * DAY_MS);
  const result = { connections: 0, mails: 0 };
  for (const one of await rows.in(from, now, LEAST_FAILURES)) {
    const before = await rows.before(one, weekAgo, from);
    // A connection of yesterday has no week behind it.
    const since = before.firstAt ?? from;
    const windows = Math.max(1, (from.getTime() - since.getTime()) / WINDOW_MS);
    const usual = { failures: before.failures / windows, attempts: before.attempts / windows };
    if (!isSpike(one, usual)) continue;
    await forWorkspace(systemWorkspaceScope(one.workspaceId), db).transaction(async (data) => {
      const dayAgo = new Date(now.getTime() - DAY_MS);
      if (!(await data.notices.first(`failed_logins:${one.connectionId}`, now, dayAgo))) return;
      const members = await data.members.wanting('failed_logins');
      const { connectionName, organizationName, environmentName, failures, attempts } = one;
      for (const { email } of members) {
        await data.mail.queue(
          { now },
          {
            to: email,
            template: 'failed_logins',
            data: {
              ...{ connectionName, organizationName, environmentName, failures, attempts },
              minutes: MINUTES,
              usual: usual.failures,
              topError: errorTitle(one.topError),
              path: `/dashboard/${one.environmentId}/connections/${one.connectionId}/sessions?state=failed`,
            },
          },
        );
      }
      const contacts = await data.contactsToTell('connectionTrouble', one);
      for (const { email } of contacts) {
        await data.mail.queue(
          { now },
          {
            to: email,
            template: 'contact_failed_logins',
            data: {
              ...{ connectionName, organizationName, failures, attempts },
              minutes: MINUTES,
              topError: errorTitle(one.topError),
            },
          },
        );
      }
      result.connections++;
      result.mails += members.length + contacts.length;
    });
  }
  return result;
}

function errorTitle(code: string | null): string | null {
  return code !== null && Object.hasOwn(SESSION_ERRORS, code)
    ? SESSION_ERRORS[code as keyof typeof SESSION_ERRORS].title
    : null;
}
