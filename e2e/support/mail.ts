import { WorkspaceScope } from '#lib/auth/scope.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { database } from '#lib/db/client.ts';

/** Has the server send an invitation to `to` with this link; returns the mail's id. */
export function seedMail(workspaceId: string, to: string, path: string): Promise<string> {
  const now = new Date();
  return forWorkspace(WorkspaceScope.mint(workspaceId)).mail.queue(
    { now },
    {
      to,
      template: 'member_invitation',
      data: { inviterName: 'Robin <b>Tester</b>', role: 'developer', path, expiresAt: now },
    },
  );
}

/** A mail that a server refused for good. */
export async function seedFailedMail(workspaceId: string): Promise<string> {
  const id = await seedMail(workspaceId, 'nobody@gatehouse.test', '/invite/none');
  // Whether or not the job has come by already: it touches only what is queued.
  await database().mail.updateMany({
    where: { workspaceId, id },
    data: {
      state: 'failed',
      attempts: 3,
      lastError: 'The mail server refused it for good. It said: 550 No such user',
    },
  });
  return id;
}
