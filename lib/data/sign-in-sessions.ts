import type { Queries } from '#lib/db/client.ts';

/** What signing in and proving oneself again change about a member: their password and their browsers' sessions. */
export function signInSessions(queries: Queries, workspaceId: string) {
  return {
    /** How the member can prove who they are. */
    async credentials(
      teamMemberId: string,
    ): Promise<{ email: string; name: string; passwordHash: string | null }> {
      return queries.teamMember.findFirstOrThrow({
        where: { workspaceId, id: teamMemberId },
        select: { email: true, name: true, passwordHash: true },
      });
    },
    /** What a session row says about how and when its browser signed in. */
    session(dashboardSessionId: string) {
      return queries.dashboardSession.findFirst({
        where: { workspaceId, id: dashboardSessionId },
        select: { method: true, createdAt: true, confirmedAt: true },
      });
    },
    async setPassword(teamMemberId: string, passwordHash: string, now: Date): Promise<void> {
      await queries.teamMember.updateMany({
        where: { workspaceId, id: teamMemberId },
        data: { passwordHash, updatedAt: now },
      });
    },
    /** Ends the member's sessions in other browsers; returns how many there were. */
    async endOthers(teamMemberId: string, keptSessionId: string, now: Date): Promise<number> {
      const { count } = await queries.dashboardSession.updateMany({
        where: {
          workspaceId,
          teamMemberId,
          revokedAt: null,
          expiresAt: { gt: now },
          id: { not: keptSessionId },
        },
        data: { revokedAt: now },
      });
      return count;
    },
    /** Notes that the person of this browser has just proved again that they are there. */
    async confirm(dashboardSessionId: string, now: Date): Promise<void> {
      await queries.dashboardSession.updateMany({
        where: { workspaceId, id: dashboardSessionId, revokedAt: null },
        data: { confirmedAt: now },
      });
    },
    /** Notes that this browser's person has a second factor at hand. */
    async noteSecondFactor(dashboardSessionId: string, now: Date): Promise<void> {
      await queries.dashboardSession.updateMany({
        where: { workspaceId, id: dashboardSessionId, revokedAt: null, secondFactorDue: false },
        data: { secondFactorAt: now },
      });
    },
    /** Notes a second factor, which makes a half signed-in session a whole one that lasts until `expiresAt`. */
    async passSecondFactor(dashboardSessionId: string, expiresAt: Date, now: Date): Promise<boolean> {
      const { count } = await queries.dashboardSession.updateMany({
        where: { workspaceId, id: dashboardSessionId, revokedAt: null, expiresAt: { gt: now } },
        data: { secondFactorAt: now, secondFactorDue: false, expiresAt },
      });
      return count === 1;
    },
  };
}
