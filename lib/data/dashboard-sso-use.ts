import type { RoleName } from '#lib/auth/permissions.ts';
import type { Queries } from '#lib/db/client.ts';

/** What of an environment signing in to the dashboard depends on. */
export type DashboardSsoUse = {
  workspaceId: string;
  connectionId: string;
  organizationId: string;
  apiKeyId: string;
};

/** What members sign in to the dashboard through, as far as it lies in one environment. */
export function dashboardSsoUse(queries: Queries, environmentId: string) {
  return {
    async get(): Promise<DashboardSsoUse | null> {
      const [row] = await queries.$queryRaw<DashboardSsoUse[]>`
        SELECT s."workspaceId", s."connectionId", c."organizationId", s."apiKeyId"
          FROM "DashboardSso" s
          JOIN "Connection" c ON c."environmentId" = s."environmentId" AND c.id = s."connectionId"
         WHERE s."environmentId" = ${environmentId}`;
      return row ?? null;
    },
    /** The role of a member of the environment's workspace, as it is now. */
    async roleOf(teamMemberId: string): Promise<RoleName | null> {
      const [row] = await queries.$queryRaw<{ role: RoleName }[]>`
        SELECT m.role::text AS role
          FROM "TeamMember" m
          JOIN "Environment" e ON e."workspaceId" = m."workspaceId" AND e.id = ${environmentId}
         WHERE m.id = ${teamMemberId}`;
      return row?.role ?? null;
    },
  };
}
