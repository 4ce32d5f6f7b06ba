import type { WorkspaceContext } from '#lib/data/context.ts';

/** What a use case about a member's own sign-in gets: the workspace, and which member in which browser. */
export type MemberContext = WorkspaceContext & {
  member: { id: string; name: string; email: string; dashboardSessionId: string };
};
