import { WorkspaceScope } from '#lib/auth/scope.ts';
import { type Database, database, type Queries } from '#lib/db/client.ts';
import { workspaceAuditLog } from './audit-log.ts';
import { workspaceMail } from './mail.ts';
import { members } from './members.ts';
import { workspace } from './workspace.ts';

function repositories(queries: Queries, workspaceId: string) {
  return {
    auditLog: workspaceAuditLog(queries, workspaceId),
    mail: workspaceMail(queries, workspaceId),
    members: members(queries, workspaceId),
    workspace: workspace(queries, workspaceId),
  };
}

export type WorkspaceRepositories = ReturnType<typeof repositories>;

/** The only way to a workspace's rows: repositories pinned to the scope's workspace. */
export function forWorkspace(scope: WorkspaceScope, db: Database = database()) {
  if (!(scope instanceof WorkspaceScope)) throw new TypeError('not a scope');
  const { workspaceId } = scope;
  return {
    ...repositories(db, workspaceId),
    /** Runs `work` in one transaction: all of its writes happen, or none. */
    transaction<T>(work: (data: WorkspaceRepositories) => Promise<T>): Promise<T> {
      return db.$transaction((tx) => work(repositories(tx as unknown as Queries, workspaceId)));
    },
  };
}

export type WorkspaceData = ReturnType<typeof forWorkspace>;
