import type { EnvironmentScope, WorkspaceScope } from '#lib/auth/scope.ts';
import type { EnvironmentData } from './for-environment.ts';
import type { WorkspaceData } from './for-workspace.ts';

/** What a use case of one environment gets from its edge: proof of where it may act, the rows there, and the time. */
export type EnvironmentContext = { scope: EnvironmentScope; data: EnvironmentData; now: Date };

/** What a use case of the workspace itself gets from its edge. */
export type WorkspaceContext = { scope: WorkspaceScope; data: WorkspaceData; now: Date };
