import type { Queries } from '#lib/db/client.ts';

/** What the go-live checklist asks of a workspace's environments. */
export type GoLiveFacts = {
  productionEnabled: boolean;
  /** An app of their own began a sign-in: none of ours with this callback, and no test. */
  ownApp: boolean;
  stagingSuccess: boolean;
  productionUri: boolean;
  /** A production key that works, and one that was used. */
  productionKey: boolean;
  productionKeyUsed: boolean;
  /** A production key that works but lies unused since `unusedSince`, without an end. */
  forgottenKey: boolean;
  productionSuccess: boolean;
  productionConnection: boolean;
  /** Connections that accept sign-ins begun at the identity provider unasked, and whether one of those ever worked. */
  idpInitiatedOpen: boolean;
  idpInitiatedSuccess: boolean;
};

/** Facts behind the go-live checklist, and what each member did with it. */
export function goLive(queries: Queries, workspaceId: string) {
  return {
    /** `exampleCallback` is the redirect URI of the example app. Each fact is the head of an index. */
    async facts(exampleCallback: string, unusedSince: Date, now: Date): Promise<GoLiveFacts> {
      const [row] = await queries.$queryRaw<GoLiveFacts[]>`
        WITH env AS (SELECT id, kind FROM "Environment" WHERE "workspaceId" = ${workspaceId}),
             production AS (SELECT id FROM env WHERE kind = 'production'),
             staging AS (SELECT id FROM env WHERE kind = 'staging'),
             keys AS (
               SELECT k."lastUsedAt", k."expiresAt", k."createdAt" FROM "ApiKey" k JOIN production p ON p.id = k."environmentId"
                WHERE k."revokedAt" IS NULL AND (k."expiresAt" IS NULL OR k."expiresAt" > ${now}))
        SELECT
          (SELECT "productionEnabledAt" IS NOT NULL FROM "Workspace" WHERE id = ${workspaceId}) AS "productionEnabled",
          EXISTS (SELECT 1 FROM env e CROSS JOIN LATERAL (
             SELECT s."redirectUri" FROM "SsoSession" s
              WHERE s."environmentId" = e.id AND s.origin = 'service_provider' AND s.state = 'successful'
                AND s."errorCode" IS NULL
              ORDER BY s.id DESC LIMIT 50) recent
            WHERE recent."redirectUri" IS DISTINCT FROM ${exampleCallback}) AS "ownApp",
          EXISTS (SELECT 1 FROM staging e JOIN "SsoSession" s ON s."environmentId" = e.id
                    AND s.state IN ('successful', 'test_successful')) AS "stagingSuccess",
          EXISTS (SELECT 1 FROM production p JOIN "RedirectUri" r ON r."environmentId" = p.id AND r."isDefault")
            AS "productionUri",
          EXISTS (SELECT 1 FROM keys) AS "productionKey",
          EXISTS (SELECT 1 FROM keys WHERE "lastUsedAt" IS NOT NULL) AS "productionKeyUsed",
          EXISTS (SELECT 1 FROM keys WHERE "expiresAt" IS NULL
                    AND coalesce("lastUsedAt", "createdAt") < ${unusedSince}) AS "forgottenKey",
          EXISTS (SELECT 1 FROM production p JOIN "SsoSession" s ON s."environmentId" = p.id AND s.state = 'successful')
            AS "productionSuccess",
          EXISTS (SELECT 1 FROM production p JOIN "Connection" c ON c."environmentId" = p.id AND c.state = 'active')
            AS "productionConnection",
          EXISTS (SELECT 1 FROM production p JOIN "Connection" c ON c."environmentId" = p.id AND c.state = 'active'
                    AND c."organizationId" IS NOT NULL AND c."idpInitiatedMode" = 'allow') AS "idpInitiatedOpen",
          EXISTS (SELECT 1 FROM env e JOIN "SsoSession" s ON s."environmentId" = e.id AND s.state = 'successful'
                    AND s."errorCode" IS NULL AND s.origin = 'identity_provider') AS "idpInitiatedSuccess"`;
      if (!row) throw new Error('a select of constants gave no row');
      return row;
    },

    /** Whether a member folded the checklist away. */
    async collapsed(teamMemberId: string): Promise<boolean> {
      const row = await queries.checklistChoice.findFirst({
        where: { workspaceId, teamMemberId },
        select: { collapsed: true },
      });
      return row?.collapsed ?? false;
    },

    async setCollapsed(teamMemberId: string, collapsed: boolean): Promise<void> {
      await queries.checklistChoice.upsert({
        where: { workspaceId_teamMemberId: { workspaceId, teamMemberId } },
        create: { workspaceId, teamMemberId, collapsed },
        update: { collapsed },
      });
    },
  };
}
