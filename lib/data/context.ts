import type { Actor } from '#lib/auth/actor.ts';
import type { EnvironmentScope, WorkspaceScope } from '#lib/auth/scope.ts';
import type { EnvironmentData } from './for-environment.ts';
import type { WorkspaceData } from './for-workspace.ts';

/** What a use case of one environment gets from its edge: proof of where it may act, the rows there, the time, and who acts. */
export type EnvironmentContext = {
  scope: EnvironmentScope;
  data: EnvironmentData;
  now: Date;
  actor: Actor;
  /** Why a connection's settings are changed, in the words of who changes them; kept with the version. */
  reason?: string | null;
};

/** What a use case of the workspace itself gets from its edge. */
export type WorkspaceContext = { scope: WorkspaceScope; data: WorkspaceData; now: Date; actor: Actor };

/** What a use case of a member's own settings gets: whose they are, and which browser asks. */
export type MemberContext = WorkspaceContext & { member: { id: string; dashboardSessionId: string } };
