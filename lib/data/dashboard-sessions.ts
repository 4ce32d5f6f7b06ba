import type { Queries } from '#lib/db/client.ts';

/** A browser that somebody is signed in with. */
export type DashboardSessionRow = {
  id: string;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
};

/** Where the members of one workspace are signed in. */
export function dashboardSessions(queries: Queries, workspaceId: string) {
  return {
    /** A member's sessions that still open something: seen after `seenAfter`, last seen first. */
    working(teamMemberId: string, seenAfter: Date, now: Date): Promise<DashboardSessionRow[]> {
      return queries.dashboardSession.findMany({
        where: {
          workspaceId,
          teamMemberId,
          revokedAt: null,
          secondFactorDue: false,
          expiresAt: { gt: now },
          lastSeenAt: { gte: seenAfter },
        },
        orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
        select: { id: true, ipAddress: true, userAgent: true, createdAt: true, lastSeenAt: true },
      });
    },
    /** Ends one session of a member; false when there is none that still works. */
    async end(teamMemberId: string, id: string, now: Date): Promise<boolean> {
      const { count } = await queries.dashboardSession.updateMany({
        where: { workspaceId, teamMemberId, id, revokedAt: null },
        data: { revokedAt: now },
      });
      return count === 1;
    },
  };
}
