import type { Queries } from '#lib/db/client.ts';
import { storableJson } from '#lib/storable.ts';
import type { PendingSession, ProfileValues, RedirectUriEntry } from './login-path.ts';

/** What we are to a provider; the secret is sealed. */
export type OAuthClientRow = {
  clientId: string;
  clientSecretSealed: Uint8Array;
  scopes: string[];
  returnTokens: boolean;
};

export type OAuthLoginConnection = { id: string; name: string; connectionType: string; state: string };

/** The statements of a sign-in with an OAuth provider that differ from those of a SAML response. */
export function oauthLogins(queries: Queries, environmentId: string) {
  const { rows: read, count } = queries.$prepared;
  return {
    async client(connectionId: string): Promise<OAuthClientRow | null> {
      return queries.oAuthClient.findFirst({
        where: { environmentId, connectionId },
        select: { clientId: true, clientSecretSealed: true, scopes: true, returnTokens: true },
      });
    },

    /** All that judging a callback takes; null when the connection is gone. `requestId` is the hash of its state. */
    async forCallback(
      connectionId: string,
      requestId: string | null,
    ): Promise<{
      connection: OAuthLoginConnection;
      client: OAuthClientRow | null;
      redirectUris: RedirectUriEntry[];
      pending: (PendingSession & { secretsSealed: Uint8Array | null }) | null;
    } | null> {
      const connection = await queries.connection.findFirst({
        where: { environmentId, id: connectionId, state: { not: 'deleting' } },
        select: {
          id: true,
          name: true,
          connectionType: true,
          state: true,
          oauthClient: {
            select: { clientId: true, clientSecretSealed: true, scopes: true, returnTokens: true },
          },
        },
      });
      if (!connection) return null;
      const { oauthClient: client, ...rest } = connection;
      const redirectUris = await queries.redirectUri.findMany({
        where: { environmentId },
        select: { id: true, uri: true, isDefault: true },
      });
      const session =
        requestId === null
          ? null
          : await queries.ssoSession.findFirst({
              where: { environmentId, connectionId, requestId },
              select: {
                id: true,
                state: true,
                origin: true,
                requestConsumedAt: true,
                browserHash: true,
                redirectUri: true,
                oauthState: true,
                nonce: true,
                scope: true,
                codeChallenge: true,
                createdAt: true,
                record: { select: { secretsSealed: true } },
              },
            });
      if (!session || requestId === null) return { connection: rest, client, redirectUris, pending: null };
      const { record, ...pending } = session;
      return {
        connection: rest,
        client,
        redirectUris,
        pending: { ...pending, requestId, secretsSealed: record?.secretsSealed ?? null },
      };
    },

    /** Keeps what the callback will be checked against, sealed. */
    async keepSecrets(sessionId: string, secretsSealed: Uint8Array<ArrayBuffer>): Promise<void> {
      await queries.ssoSessionRecord.updateMany({
        where: { environmentId, sessionId },
        data: { secretsSealed },
      });
    },

    /** What the callback of a session is checked against, sealed; null when there is nothing any more. */
    async secretsOf(sessionId: string): Promise<Uint8Array | null> {
      const row = await queries.ssoSessionRecord.findFirst({
        where: { environmentId, sessionId },
        select: { secretsSealed: true },
      });
      return row?.secretsSealed ?? null;
    },

    /** Takes a waiting session's request, once: whatever races, one callback goes on with it, and what it was checked against is forgotten. */
    async claim(sessionId: string, browserHash: string, at: Date): Promise<boolean> {
      const taken = await count`
        WITH taken AS (
          UPDATE "SsoSession" SET "requestConsumedAt" = ${at}
           WHERE "environmentId" = ${environmentId} AND id = ${sessionId} AND "browserHash" = ${browserHash}
             AND "requestConsumedAt" IS NULL AND "respondedAt" IS NULL AND state IN ('started', 'timed_out')
          RETURNING id)
        UPDATE "SsoSessionRecord" r SET "secretsSealed" = NULL FROM taken
         WHERE r."environmentId" = ${environmentId} AND r."sessionId" = taken.id`;
      return taken === 1;
    },

    /** Gives a claimed session its profile and its code, all or nothing. False when the session is gone. */
    async accept(input: {
      at: Date;
      sessionId: string;
      connectionId: string;
      codeHash: string;
      codeExpiresAt: Date;
      profile: ProfileValues;
      responseSealed: Uint8Array;
      readingSealed: Uint8Array;
      secretsSealed: Uint8Array | null;
    }): Promise<boolean> {
      const { at, profile } = input;
      const rows = await read<{ done: boolean }[]>`
        WITH waiting AS (
          SELECT id FROM "SsoSession"
           WHERE "environmentId" = ${environmentId} AND id = ${input.sessionId}
             AND "requestConsumedAt" IS NOT NULL AND "respondedAt" IS NULL AND state IN ('started', 'timed_out')
             FOR UPDATE),
        person AS (
          INSERT INTO "Profile" (id, "environmentId", "organizationId", "connectionId", "idpId", email,
            "firstName", "lastName", name, groups, "rawAttributes", "customAttributes", "createdAt", "updatedAt")
          SELECT ${profile.newId}, ${environmentId}, c."organizationId", c.id,
                 ${profile.idpId}, ${profile.email}, ${profile.firstName}, ${profile.lastName}, ${profile.name},
                 ${[...profile.groups]}::text[], ${storableJson(profile.rawAttributes)}::jsonb,
                 ${storableJson(profile.customAttributes)}::jsonb, ${at}, ${at}
            FROM waiting JOIN "Connection" c
              ON c."environmentId" = ${environmentId} AND c.id = ${input.connectionId} AND c.state = 'active'
          ON CONFLICT ("environmentId", "connectionId", "idpId") DO UPDATE SET
            email = excluded.email, "firstName" = excluded."firstName", "lastName" = excluded."lastName",
            name = excluded.name, groups = excluded.groups, "rawAttributes" = excluded."rawAttributes",
            "customAttributes" = excluded."customAttributes", "updatedAt" = excluded."updatedAt"
          RETURNING id),
        done AS (
          UPDATE "SsoSession" s SET
            "profileId" = person.id, state = 'authorized', "respondedAt" = ${at}, "authorizedAt" = ${at},
            "codeHash" = ${input.codeHash}, "codeExpiresAt" = ${input.codeExpiresAt},
            "userEmail" = ${profile.email}, "userIdpId" = ${profile.idpId}, "userName" = ${profile.name}
            FROM waiting CROSS JOIN person
           WHERE s."environmentId" = ${environmentId} AND s.id = waiting.id
          RETURNING s.id),
        kept AS (
          UPDATE "SsoSessionRecord" r SET "responseSealed" = ${input.responseSealed}::bytea,
                 "readingSealed" = ${input.readingSealed}::bytea, "secretsSealed" = ${input.secretsSealed}::bytea
            FROM done WHERE r."environmentId" = ${environmentId} AND r."sessionId" = done.id)
        SELECT EXISTS (SELECT 1 FROM done) AS done`;
      return rows[0]?.done ?? false;
    },
  };
}
