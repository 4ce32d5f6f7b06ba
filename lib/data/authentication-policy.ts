import type { RoleName } from '#lib/auth/permissions.ts';
import type { Queries } from '#lib/db/client.ts';

export type DashboardSsoRow = {
  environmentId: string;
  connectionId: string;
  mode: 'optional' | 'required';
  joinRole: RoleName | null;
  apiKeyId: string;
  clientSecretSealed: Uint8Array<ArrayBuffer>;
};

export type SsoConnectionRow = {
  id: string;
  name: string;
  environmentId: string;
  state: string;
  connectionType: string;
  idpEntityId: string | null;
  certificates: number;
  updatedAt: Date;
  /** Believes our own test identity provider, with which anybody is whoever they like. */
  trustsTestIdp: boolean;
  organizationId: string;
  organizationName: string;
  environmentName: string;
  environmentKind: 'staging' | 'production';
};

/** How the members of one workspace have to sign in. */
export function authenticationPolicy(queries: Queries, workspaceId: string) {
  const connections = (one: { environmentId: string; connectionId: string } | null) =>
    queries.$queryRaw<SsoConnectionRow[]>`
      SELECT c.id, c.name, c.state::text AS state, c."connectionType", c."environmentId", c."idpEntityId",
             c."updatedAt", o.id AS "organizationId", o.name AS "organizationName",
             e.name AS "environmentName", e.kind::text AS "environmentKind",
             (SELECT count(*)::int FROM "ConnectionCertificate" t
               WHERE t."environmentId" = c."environmentId" AND t."connectionId" = c.id) AS certificates,
             (c."connectionType" = 'TestIdp'
               OR COALESCE(c."idpEntityId", '') LIKE '%/test-idp/%'
               OR EXISTS (
                 SELECT 1 FROM "ConnectionCertificate" t
                   JOIN "TestIdpKey" k
                     ON regexp_replace(k."certificatePem", '\\s', '', 'g') = regexp_replace(t.pem, '\\s', '', 'g')
                  WHERE t."environmentId" = c."environmentId" AND t."connectionId" = c.id)) AS "trustsTestIdp"
        FROM "Connection" c
        JOIN "Environment" e ON e.id = c."environmentId" AND e."workspaceId" = ${workspaceId}
        JOIN "Organization" o ON o."environmentId" = c."environmentId" AND o.id = c."organizationId"
       WHERE CASE WHEN ${one?.connectionId ?? null}::text IS NULL THEN c.state = 'active'
                  ELSE c.id = ${one?.connectionId ?? null} AND e.id = ${one?.environmentId ?? null} END
       ORDER BY e.kind DESC, o.name, c.name, c.id
       LIMIT 500`;
  return {
    async requireMfa(): Promise<boolean> {
      const row = await queries.authenticationPolicy.findUnique({ where: { workspaceId } });
      return row?.requireMfa ?? false;
    },
    async setRequireMfa(requireMfa: boolean, now: Date): Promise<void> {
      const values = { requireMfa, updatedAt: now };
      await queries.authenticationPolicy.upsert({
        where: { workspaceId },
        create: { workspaceId, ...values },
        update: values,
      });
    },
    /** Members, and how many of them have a second factor. */
    async factorCounts(): Promise<{ members: number; withFactor: number }> {
      const [row] = await queries.$queryRaw<{ members: number; withFactor: number }[]>`
        SELECT count(*)::int AS members,
               count(*) FILTER (WHERE
                 EXISTS (SELECT 1 FROM "MemberTotp" t WHERE t."workspaceId" = m."workspaceId"
                          AND t."teamMemberId" = m.id AND t."confirmedAt" IS NOT NULL)
                 OR EXISTS (SELECT 1 FROM "MemberPasskey" p WHERE p."workspaceId" = m."workspaceId"
                          AND p."teamMemberId" = m.id))::int AS "withFactor"
          FROM "TeamMember" m WHERE m."workspaceId" = ${workspaceId}`;
      return row ?? { members: 0, withFactor: 0 };
    },
    sso(): Promise<(DashboardSsoRow & { updatedAt: Date }) | null> {
      return queries.dashboardSso.findUnique({
        where: { workspaceId },
        select: {
          environmentId: true,
          connectionId: true,
          mode: true,
          joinRole: true,
          apiKeyId: true,
          clientSecretSealed: true,
          updatedAt: true,
        },
      });
    },
    async putSso(row: DashboardSsoRow, now: Date): Promise<void> {
      await queries.dashboardSso.upsert({
        where: { workspaceId },
        create: { ...row, workspaceId, createdAt: now, updatedAt: now },
        update: { ...row, updatedAt: now },
      });
    },
    async removeSso(): Promise<boolean> {
      const { count } = await queries.dashboardSso.deleteMany({ where: { workspaceId } });
      return count === 1;
    },
    /** The workspace's active connections, by name. */
    ssoConnections(): Promise<SsoConnectionRow[]> {
      return connections(null);
    },
    /** One of the workspace's connections, in whatever state it is. */
    async ssoConnection(one: {
      environmentId: string;
      connectionId: string;
    }): Promise<SsoConnectionRow | null> {
      const [row] = await connections(one);
      return row ?? null;
    },
    /** One of the workspace's environments. */
    environment(
      id: string,
    ): Promise<{ id: string; kind: 'staging' | 'production'; clientId: string } | null> {
      return queries.environment.findFirst({
        where: { workspaceId, id },
        select: { id: true, kind: true, clientId: true },
      });
    },
    async setSsoMode(mode: DashboardSsoRow['mode'], now: Date): Promise<boolean> {
      const { count } = await queries.dashboardSso.updateMany({
        where: { workspaceId },
        data: { mode, updatedAt: now },
      });
      return count === 1;
    },
    /** Makes other transactions that change the policy wait until this one ends. */
    async lock(): Promise<void> {
      await queries.$queryRaw`SELECT 1 FROM "Workspace" WHERE id = ${workspaceId} FOR NO KEY UPDATE`;
    },
    /** Admins who could sign in without SSO. */
    adminsWithPassword(): Promise<{ name: string; email: string }[]> {
      return queries.teamMember.findMany({
        where: { workspaceId, role: 'admin', passwordHash: { not: null } },
        orderBy: { email: 'asc' },
        select: { name: true, email: true },
      });
    },
    /** Email addresses of the Admins. */
    async adminEmails(): Promise<string[]> {
      const rows = await queries.teamMember.findMany({
        where: { workspaceId, role: 'admin' },
        orderBy: { id: 'asc' },
        select: { email: true },
      });
      return rows.map(({ email }) => email);
    },
  };
}
