import { EnvironmentScope, WorkspaceScope } from './scope.ts';

/** For start-up and jobs, where no caller exists: never use it with an id that came from a request. */
export function systemScope(environment: { id: string; kind: 'staging' | 'production' }): EnvironmentScope {
  return EnvironmentScope.mint(environment.id, environment.kind);
}

/** The same for a workspace itself. */
export function systemWorkspaceScope(workspaceId: string): WorkspaceScope {
  return WorkspaceScope.mint(workspaceId);
}
