import { EmptyState } from '#components/ui/empty-state.tsx';
import type { AdminContext } from '#lib/dashboard/admin-page.ts';
import { sessionListInput } from '#lib/sso/session-list.schema.ts';
import { listSessions } from '#lib/sso/session-list.ts';
import { failuresBegan, versionMarks } from '#lib/sso/version-marks.ts';
import { FailuresBegan } from './failures-began.tsx';
import { SessionBrowser } from './session-browser.tsx';

/** The Sessions tab of a connection: its login attempts alone, with the filters of the environment's list. */
export async function ConnectionSessions({
  admin,
  connectionId,
  searchParams,
}: {
  admin: AdminContext;
  connectionId: string;
  searchParams: Readonly<Record<string, string | string[] | undefined>>;
}) {
  const input = { ...sessionListInput.parse(searchParams), connection: null };
  const list = await listSessions(admin, input, connectionId);
  const marks = await versionMarks(admin, connectionId, list);
  const history = `/dashboard/${admin.environment.id}/connections/${connectionId}/history`;
  const began = await failuresBegan(admin, connectionId, list.lines, marks);
  const base = `/dashboard/${admin.environment.id}`;
  return (
    <SessionBrowser
      list={list}
      input={input}
      path={`${base}/connections/${connectionId}/sessions`}
      base={base}
      marks={marks}
      history={history}
      notice={began && <FailuresBegan began={began} history={history} />}
      nothingYet={
        <EmptyState title="Nobody has tried to sign in through this connection yet" docs="sessions">
          Each attempt appears here, whether it succeeds or not. Use Test sign-in above, or have somebody of
          the organization sign in through your app.
        </EmptyState>
      }
    />
  );
}
