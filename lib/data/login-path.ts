import type { AttributeDefinition } from '#lib/attributes/custom-attributes.ts';
import type { Queries } from '#lib/db/client.ts';
import { idFloor, newId } from '#lib/ids.ts';
import type { IdpInitiatedMode } from '#lib/saml/idp-initiated.ts';
import { storableJson, storableText } from '#lib/storable.ts';
import type { RoleFacts } from './app-roles.ts';

/**
 * The statements of a login, by hand: one read and one write per request, each write atomic. They name
 * environmentId in full, like every repository; the guard of lib/db/client.ts does not see raw SQL.
 */

/** Characters of one text of the evidence; the message itself is kept whole, apart. */
const LONGEST_EVIDENCE = 2000;

export type CertificateRow = {
  id: string;
  pem: string;
  fingerprintSha256: string;
  /** ISO 8601; null while nothing that it signed was accepted. */
  lastSeenAt: string | null;
};
export type KeyPairRow = {
  id: string;
  use: 'encryption' | 'signing';
  certificatePem: string;
  fingerprintSha256: string;
  /** Base64 of the sealed private key. */
  privateKeySealed: string;
};
export type RedirectUriEntry = { id: string; uri: string; isDefault: boolean };

/** What a login needs to know about its connection. */
export type LoginConnection = {
  id: string;
  /** Null for a provider of the whole environment. */
  organizationId: string | null;
  name: string;
  connectionType: string;
  state: 'requires_type' | 'draft' | 'validating' | 'active' | 'inactive' | 'deleting';
  externalKey: string;
  idpEntityId: string | null;
  idpSsoUrl: string | null;
  idpSsoBinding: 'redirect' | 'post';
  idpMetadataUrl: string | null;
  idpSloUrl: string | null;
  idpSloBinding: 'redirect' | 'post';
  oidcClientId: string | null;
  /** As PostgreSQL writes bytes into JSON; lib/data/bytes.ts reads it. */
  oidcClientSecretSealed: string | null;
  oidcDiscoveryEndpoint: string | null;
  oidcIssuer: string | null;
  oidcAuthorizationEndpoint: string | null;
  oidcTokenEndpoint: string | null;
  oidcJwksUri: string | null;
  oidcUserinfoEndpoint: string | null;
  oidcRevocationEndpoint: string | null;
  oidcEndSessionEndpoint: string | null;
  oidcTokenAuth: string | null;
  spEntityId: string | null;
  acsUrl: string | null;
  nameIdFormat: string | null;
  idpInitiatedMode: IdpInitiatedMode;
  forceAuthn: boolean;
  loginHintInSubject: boolean;
  holdNewIds: boolean;
  clockToleranceSeconds: number;
  allowSha1: boolean;
  allowSmallRsaKeys: boolean;
  allowUnsignedCbc: boolean;
  attributeMap: Record<string, string>;
  customAttributeMap: Record<string, string>;
  /** Number of the version these settings are; 0 before there is one. */
  version: number;
  keyPairs: KeyPairRow[];
};

/** The started session a response answers. */
export type PendingSession = {
  id: string;
  state: string;
  origin: 'service_provider' | 'identity_provider' | 'test';
  requestId: string;
  requestConsumedAt: Date | null;
  browserHash: string | null;
  redirectUri: string | null;
  oauthState: string | null;
  nonce: string | null;
  scope: string | null;
  codeChallenge: string | null;
  createdAt: Date;
};

export type NewSession = {
  id: string;
  connectionId: string | null;
  organizationId: string | null;
  connectionVersion: number | null;
  origin: 'service_provider' | 'identity_provider' | 'test';
  state: 'started' | 'authorized' | 'failed' | 'test_failed' | 'converted';
  requestId: string | null;
  browserHash: string | null;
  redirectUri: string | null;
  oauthState: string | null;
  nonce: string | null;
  scope: string | null;
  codeChallenge: string | null;
  loginHint: string | null;
  /** The other session of a converted sign-in. */
  counterpartId?: string | null;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: Date;
};

/** What the outcome of a response adds to its session. */
export type SessionOutcome = {
  errorCode: string | null;
  failureCode: string | null;
  failureEvidence: unknown;
  notes: readonly string[];
  userEmail: string | null;
  userIdpId: string | null;
  userName: string | null;
};

/** In whose words the identity provider will end this login; `sealed` is a JSON { nameId, sessionIndex }. */
export type NewLoginSubject = { nameIdHash: string; sealed: Uint8Array; expiresAt: Date | null };

export type Recording = {
  requestSealed: Uint8Array | null;
  responseSealed: Uint8Array | null;
  readingSealed: Uint8Array | null;
};

export type ProfileValues = {
  /** Id for a profile that does not exist yet. */
  newId: string;
  idpId: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  name: string | null;
  groups: readonly string[];
  rawAttributes: Record<string, unknown>;
  customAttributes: Record<string, unknown>;
};

const NOTHING: SessionOutcome = {
  errorCode: null,
  failureCode: null,
  failureEvidence: null,
  notes: [],
  userEmail: null,
  userIdpId: null,
  userName: null,
};

/** Login statements of one environment. */
export function loginPath(queries: Queries, environmentId: string) {
  const { rows: read, count } = queries.$prepared;
  return {
    /** Redirect URIs and the connections a selector names (at most 20), in one statement. */
    async forAuthorize(selector: {
      connectionId: string | null;
      organizationId: string | null;
      /** Connection type of a provider of the whole environment. */
      provider?: string | null;
    }): Promise<{
      redirectUris: RedirectUriEntry[];
      connections: LoginConnection[];
      organizationExists: boolean;
    }> {
      const rows = await read<
        {
          redirectUris: RedirectUriEntry[] | null;
          connections: LoginConnection[] | null;
          organizationExists: boolean;
        }[]
      >`SELECT
          (SELECT json_agg(json_build_object('id', r.id, 'uri', r.uri, 'isDefault', r."isDefault"))
             FROM "RedirectUri" r WHERE r."environmentId" = ${environmentId}) AS "redirectUris",
          (SELECT json_agg(c) FROM (
             SELECT c.*, (
               SELECT coalesce(json_agg(json_build_object('id', k.id, 'use', k.use,
                        'certificatePem', k."certificatePem", 'fingerprintSha256', k."fingerprintSha256",
                        'privateKeySealed', encode(k."privateKeySealed", 'base64'))), '[]'::json)
                 FROM "ConnectionKeyPair" k
                WHERE k."environmentId" = c."environmentId" AND k."connectionId" = c.id
                  AND k.use = 'signing') AS "keyPairs"
               FROM "Connection" c
              WHERE c."environmentId" = ${environmentId} AND c.state <> 'deleting'
                AND (c.id = ${selector.connectionId} OR c."organizationId" = ${selector.organizationId}
                     OR (c."organizationId" IS NULL AND c."connectionType" = ${selector.provider ?? null}))
              LIMIT 20) c) AS connections,
          EXISTS (SELECT 1 FROM "Organization" o
                   WHERE o."environmentId" = ${environmentId} AND o.id = ${selector.organizationId})
            AS "organizationExists"`;
      const row = rows[0];
      return {
        redirectUris: row?.redirectUris ?? [],
        connections: row?.connections ?? [],
        organizationExists: row?.organizationExists ?? false,
      };
    },

    /** All that judging a response takes, in one statement; null when the connection is gone. */
    async forResponse(
      connectionId: string,
      requestId: string | null,
    ): Promise<{
      connection: LoginConnection & { organizationId: string };
      certificates: CertificateRow[];
      allowProfilesOutsideOrganization: boolean;
      domains: string[];
      redirectUris: RedirectUriEntry[];
      attributeDefinitions: AttributeDefinition[];
      /** Where the app begins a sign-in, if it said so. */
      signInEndpoint: string | null;
      /** Whether the environment asks people before an app learns who they are. */
      signInConsent: boolean;
      pending: PendingSession | null;
    } | null> {
      const rows = await read<
        {
          connection: LoginConnection & { organizationId: string };
          certificates: CertificateRow[];
          allowOutside: boolean;
          domains: string[] | null;
          redirectUris: RedirectUriEntry[] | null;
          attributeDefinitions: AttributeDefinition[] | null;
          signInEndpoint: string | null;
          signInConsent: boolean;
          pending:
            | (Omit<PendingSession, 'createdAt' | 'requestConsumedAt'> & {
                createdAt: string;
                requestConsumedAt: string | null;
              })
            | null;
        }[]
      >`SELECT
          to_json(c)::jsonb || jsonb_build_object('keyPairs', (
            SELECT coalesce(json_agg(json_build_object('id', k.id, 'use', k.use,
                     'certificatePem', k."certificatePem", 'fingerprintSha256', k."fingerprintSha256",
                     'privateKeySealed', encode(k."privateKeySealed", 'base64')) ORDER BY k.id), '[]'::json)
              FROM "ConnectionKeyPair" k
             WHERE k."environmentId" = c."environmentId" AND k."connectionId" = c.id
               AND k.use = 'encryption')) AS connection,
          (SELECT coalesce(json_agg(json_build_object('id', x.id, 'pem', x.pem,
                    'fingerprintSha256', x."fingerprintSha256", 'lastSeenAt', x."lastSeenAt") ORDER BY x.id DESC), '[]'::json)
             FROM "ConnectionCertificate" x
            WHERE x."environmentId" = c."environmentId" AND x."connectionId" = c.id) AS certificates,
          o."allowProfilesOutsideOrganization" AS "allowOutside",
          (SELECT json_agg(d.domain ORDER BY d.domain) FROM "OrganizationDomain" d
            WHERE d."environmentId" = c."environmentId" AND d."organizationId" = c."organizationId"
              AND d.state IN ('verified', 'legacy_verified')) AS domains,
          (SELECT json_agg(json_build_object('id', r.id, 'uri', r.uri, 'isDefault', r."isDefault"))
             FROM "RedirectUri" r WHERE r."environmentId" = c."environmentId") AS "redirectUris",
          (SELECT json_agg(json_build_object('name', a.name, 'type', a.type, 'required', a.required)
                           ORDER BY a.position, a.id)
             FROM "AttributeDefinition" a WHERE a."environmentId" = c."environmentId") AS "attributeDefinitions",
          e."signInEndpoint", e."signInConsent",
          (SELECT json_build_object('id', s.id, 'state', s.state, 'origin', s.origin,
                    'requestId', s."requestId", 'requestConsumedAt', s."requestConsumedAt",
                    'browserHash', s."browserHash", 'redirectUri', s."redirectUri",
                    'oauthState', s."oauthState", 'nonce', s.nonce, 'scope', s.scope,
                    'codeChallenge', s."codeChallenge", 'createdAt', s."createdAt")
             FROM "SsoSession" s
            WHERE s."environmentId" = c."environmentId" AND s."connectionId" = c.id
              AND s."requestId" = ${requestId}) AS pending
          FROM "Connection" c
          JOIN "Organization" o ON o."environmentId" = c."environmentId" AND o.id = c."organizationId"
          JOIN "Environment" e ON e.id = c."environmentId"
         WHERE c."environmentId" = ${environmentId} AND c.id = ${connectionId} AND c.state <> 'deleting'`;
      const row = rows[0];
      if (!row) return null;
      return {
        connection: row.connection,
        certificates: row.certificates,
        allowProfilesOutsideOrganization: row.allowOutside,
        domains: row.domains ?? [],
        redirectUris: row.redirectUris ?? [],
        attributeDefinitions: row.attributeDefinitions ?? [],
        signInEndpoint: row.signInEndpoint,
        signInConsent: row.signInConsent,
        pending: row.pending && {
          ...row.pending,
          createdAt: new Date(row.pending.createdAt),
          requestConsumedAt: row.pending.requestConsumedAt ? new Date(row.pending.requestConsumedAt) : null,
        },
      };
    },

    /** A session of this connection that still waits for its response, by its id. */
    async startedSession(connectionId: string, id: string): Promise<PendingSession | null> {
      const row = await queries.ssoSession.findFirst({
        where: { environmentId, connectionId, id: storableText(id), state: { in: ['started', 'timed_out'] } },
        select: {
          id: true,
          state: true,
          origin: true,
          requestId: true,
          requestConsumedAt: true,
          browserHash: true,
          redirectUri: true,
          oauthState: true,
          nonce: true,
          scope: true,
          codeChallenge: true,
          createdAt: true,
        },
      });
      return row && row.requestId !== null ? { ...row, requestId: row.requestId } : null;
    },

    /** How many sign-ins of a browser through this connection were converted since a moment. */
    async conversions(connectionId: string, browserHash: string, since: Date): Promise<number> {
      // The error is null in all of them; naming it makes them one run of SsoSession_connection_list_idx.
      return queries.ssoSession.count({
        where: {
          environmentId,
          connectionId,
          state: 'converted',
          errorCode: null,
          origin: 'identity_provider',
          id: { gte: idFloor('ssoSession', since) },
          createdAt: { gte: since },
          browserHash,
        },
      });
    },

    /** Writes a session that begins, or one that ends where it began (a refusal), with its recording. */
    async insertSession(
      session: NewSession,
      recording: Recording,
      outcome: SessionOutcome = NOTHING,
    ): Promise<void> {
      const ended = session.state !== 'started' && session.state !== 'authorized';
      const evidence =
        outcome.failureEvidence === null ? null : storableJson(outcome.failureEvidence, LONGEST_EVIDENCE);
      await count`
        WITH s AS (
          INSERT INTO "SsoSession" (
            id, "environmentId", "connectionId", "organizationId", "connectionVersion", origin, state, "requestId", "browserHash",
            "redirectUri", "oauthState", nonce, scope, "codeChallenge", "loginHint", "counterpartId", "ipAddress",
            "userAgent", "createdAt", "errorCode", "failureCode", "failureEvidence", notes, "userEmail",
            "userIdpId", "userName", "respondedAt", "endedAt")
          VALUES (
            ${session.id}, ${environmentId}, ${session.connectionId}, ${session.organizationId},
            ${session.connectionVersion}::int, ${session.origin}::"SsoSessionOrigin", ${session.state}::"SsoSessionState", ${session.requestId},
            ${session.browserHash}, ${session.redirectUri}, ${session.oauthState}, ${session.nonce},
            ${session.scope}, ${session.codeChallenge}, ${session.loginHint}, ${session.counterpartId ?? null},
            ${session.ipAddress},
            ${session.userAgent}, ${session.createdAt}, ${outcome.errorCode}::"SessionError",
            ${outcome.failureCode}, ${evidence}::jsonb, ${[...outcome.notes]}::text[],
            ${outcome.userEmail}, ${outcome.userIdpId}, ${outcome.userName},
            ${recording.responseSealed === null ? null : session.createdAt}::timestamptz,
            ${ended ? session.createdAt : null}::timestamptz)
          RETURNING id, "environmentId")
        INSERT INTO "SsoSessionRecord" ("environmentId", "sessionId", "requestSealed", "responseSealed", "readingSealed")
        SELECT s."environmentId", s.id, ${recording.requestSealed}::bytea, ${recording.responseSealed}::bytea,
               ${recording.readingSealed}::bytea FROM s`;
    },

    /**
     * Ends a waiting session as failed and keeps the response. Does not consume the request: only a
     * verified response does. False when the session was no longer waiting.
     */
    async failSession(
      sessionId: string,
      state: 'failed' | 'test_failed',
      connectionVersion: number | null,
      at: Date,
      recording: Recording,
      outcome: SessionOutcome,
    ): Promise<boolean> {
      const evidence =
        outcome.failureEvidence === null ? null : storableJson(outcome.failureEvidence, LONGEST_EVIDENCE);
      const rows = await read<{ moved: boolean }[]>`
        WITH moved AS (
          UPDATE "SsoSession" SET state = ${state}::"SsoSessionState", "respondedAt" = ${at}, "endedAt" = ${at},
                 "connectionVersion" = ${connectionVersion}::int,
                 "errorCode" = ${outcome.errorCode}::"SessionError", "failureCode" = ${outcome.failureCode},
                 "failureEvidence" = ${evidence}::jsonb, notes = ${[...outcome.notes]}::text[],
                 "userEmail" = ${outcome.userEmail}, "userIdpId" = ${outcome.userIdpId},
                 "userName" = ${outcome.userName}
           WHERE "environmentId" = ${environmentId} AND id = ${sessionId}
             AND state IN ('started', 'timed_out') AND "respondedAt" IS NULL
          RETURNING id, "environmentId"),
        kept AS (
          UPDATE "SsoSessionRecord" r SET "responseSealed" = ${recording.responseSealed}::bytea,
                 "readingSealed" = ${recording.readingSealed}::bytea
            FROM moved WHERE r."environmentId" = moved."environmentId" AND r."sessionId" = moved.id)
        SELECT EXISTS (SELECT 1 FROM moved) AS moved`;
      return rows[0]?.moved ?? false;
    },

    /**
     * Accepts a verified response, all or nothing: the assertion is consumed (unique: a replay on any
     * instance stops here), the request is consumed, the profile is written, the session gets its code.
     * `pendingId` is the session of an SP-initiated login; `session` is inserted when the response has no
     * waiting session of its own (IdP-initiated, or a second answer after a refused one). With `holdNewIds`, somebody
     * whose address an older profile has under another ID gets a profile, so that they can be linked, and no code.
     */
    async acceptResponse(input: {
      at: Date;
      connectionId: string;
      organizationId: string;
      assertionHash: string;
      assertionExpiresAt: Date;
      pendingId: string | null;
      session: NewSession;
      codeHash: string;
      codeExpiresAt: Date;
      profile: ProfileValues;
      notes: readonly string[];
      recording: Recording;
      /** Fingerprint of the certificate to note as seen now; null when that was noted a moment ago. */
      certificateSeen: string | null;
      /** Kept where the connection has single logout. */
      subject: NewLoginSubject | null;
      holdNewIds: boolean;
      /** The waiting session was taken by oauthLogins.claim before, and by nobody else. */
      claimed?: boolean;
    }): Promise<'accepted' | 'replayed' | 'request_consumed' | { held: { idpId: string } }> {
      const { at, profile, session } = input;
      const rows = await read<{ fresh: boolean; done: boolean; held: string | null }[]>`
        WITH held AS (
          SELECT o."idpId" FROM "Profile" o
           WHERE ${input.holdNewIds}::boolean AND o."environmentId" = ${environmentId}
             AND o."connectionId" = ${input.connectionId} AND lower(o.email) = lower(${profile.email})
             AND o."idpId" <> ${profile.idpId} AND o."separateSince" IS NULL
             AND NOT EXISTS (
               SELECT 1 FROM "Profile" own
                WHERE own."environmentId" = ${environmentId} AND own."connectionId" = ${input.connectionId}
                  AND own."idpId" = ${profile.idpId}
                  AND (own."separateSince" IS NOT NULL OR own."createdAt" <= o."createdAt"))
           ORDER BY o."updatedAt" DESC LIMIT 1),
        fresh AS (
          INSERT INTO "ConsumedAssertion" ("environmentId", "connectionId", "assertionHash", "expiresAt")
          VALUES (${environmentId}, ${input.connectionId}, ${input.assertionHash}, ${input.assertionExpiresAt})
          ON CONFLICT DO NOTHING RETURNING 1),
        claim AS (
          UPDATE "SsoSession" SET "requestConsumedAt" = ${at}
           WHERE "environmentId" = ${environmentId} AND id = ${input.pendingId}
             AND "requestConsumedAt" IS NULL AND id <> ${session.id} AND EXISTS (SELECT 1 FROM fresh)
          RETURNING 1),
        person AS (
          INSERT INTO "Profile" (id, "environmentId", "organizationId", "connectionId", "idpId", email,
            "firstName", "lastName", name, groups, "rawAttributes", "customAttributes", "createdAt", "updatedAt")
          SELECT ${profile.newId}, ${environmentId}, ${input.organizationId}, ${input.connectionId},
                 ${profile.idpId}, ${profile.email}, ${profile.firstName}, ${profile.lastName}, ${profile.name},
                 ${[...profile.groups]}::text[], ${storableJson(profile.rawAttributes)}::jsonb,
                 ${storableJson(profile.customAttributes)}::jsonb, ${at}, ${at}
            FROM fresh
           WHERE ${input.pendingId}::text IS NULL OR ${input.pendingId} = ${session.id}
              OR EXISTS (SELECT 1 FROM claim)
          ON CONFLICT ("environmentId", "connectionId", "idpId") DO UPDATE SET
            email = excluded.email, "firstName" = excluded."firstName", "lastName" = excluded."lastName",
            name = excluded.name, groups = excluded.groups, "rawAttributes" = excluded."rawAttributes",
            "customAttributes" = excluded."customAttributes", "updatedAt" = excluded."updatedAt"
          RETURNING id),
        done AS (
          INSERT INTO "SsoSession" (
            id, "environmentId", "connectionId", "organizationId", "connectionVersion", "profileId", origin, state, "browserHash",
            "redirectUri", "oauthState", nonce, scope, "codeChallenge", "ipAddress", "userAgent", "createdAt",
            "respondedAt", "authorizedAt", "codeHash", "codeExpiresAt", notes, "userEmail", "userIdpId",
            "userName", "requestConsumedAt")
          SELECT ${session.id}, ${environmentId}, ${input.connectionId}, ${input.organizationId},
                 ${session.connectionVersion}::int, person.id, ${session.origin}::"SsoSessionOrigin", 'authorized', ${session.browserHash},
                 ${session.redirectUri}, ${session.oauthState}, ${session.nonce}, ${session.scope},
                 ${session.codeChallenge}, ${session.ipAddress}, ${session.userAgent}, ${session.createdAt},
                 ${at}, ${at}, ${input.codeHash}, ${input.codeExpiresAt}, ${[...input.notes]}::text[],
                 ${profile.email}, ${profile.idpId}, ${profile.name}, ${at}
            FROM person WHERE NOT EXISTS (SELECT 1 FROM held)
          ON CONFLICT (id) DO UPDATE SET
            "profileId" = excluded."profileId", "connectionVersion" = excluded."connectionVersion", state = 'authorized', "respondedAt" = ${at},
            "authorizedAt" = ${at}, "codeHash" = excluded."codeHash", "codeExpiresAt" = excluded."codeExpiresAt",
            notes = excluded.notes, "userEmail" = excluded."userEmail", "userIdpId" = excluded."userIdpId",
            "userName" = excluded."userName", "requestConsumedAt" = ${at}
            WHERE "SsoSession"."environmentId" = ${environmentId}
              AND (${input.claimed ?? false}::boolean OR "SsoSession"."requestConsumedAt" IS NULL)
              AND "SsoSession"."respondedAt" IS NULL
              AND "SsoSession".state IN ('started', 'timed_out')
          RETURNING id),
        kept AS (
          INSERT INTO "SsoSessionRecord" ("environmentId", "sessionId", "responseSealed", "readingSealed")
          SELECT ${environmentId}, done.id, ${input.recording.responseSealed}::bytea,
                 ${input.recording.readingSealed}::bytea FROM done
          ON CONFLICT ("environmentId", "sessionId") DO UPDATE SET
            "responseSealed" = excluded."responseSealed", "readingSealed" = excluded."readingSealed"),
        named AS (
          INSERT INTO "LoginSubject" ("environmentId", "sessionId", "connectionId", "profileId", "nameIdHash",
                 "subjectSealed", "expiresAt")
          SELECT ${environmentId}, done.id, ${input.connectionId}, person.id, ${input.subject?.nameIdHash ?? null},
                 ${input.subject?.sealed ?? null}::bytea, ${input.subject?.expiresAt ?? null}::timestamptz
            FROM done CROSS JOIN person WHERE ${input.subject !== null}::boolean),
        seen AS (
          -- Whoever else is noting the same at this moment says it for both.
          UPDATE "ConnectionCertificate" SET "lastSeenAt" = ${at} WHERE id IN (
            SELECT x.id FROM "ConnectionCertificate" x
             WHERE x."environmentId" = ${environmentId} AND x."connectionId" = ${input.connectionId}
               AND x."fingerprintSha256" = ${input.certificateSeen} AND EXISTS (SELECT 1 FROM done)
               FOR UPDATE SKIP LOCKED)),
        woken AS (
          UPDATE "Connection" SET state = 'active', "activatedAt" = coalesce("activatedAt", ${at}), "updatedAt" = ${at}
           WHERE "environmentId" = ${environmentId} AND id = ${input.connectionId} AND state = 'validating'
             AND EXISTS (SELECT 1 FROM done)
             AND NOT EXISTS (
               SELECT 1 FROM "Environment" e JOIN "Workspace" w ON w.id = e."workspaceId"
                WHERE e.id = ${environmentId} AND e.kind = 'production' AND w."productionEnabledAt" IS NULL)
          RETURNING id, name),
        noted AS (
          INSERT INTO "AuditLogEntry" (id, "workspaceId", "environmentId", "actorType", "actorId", "actorName",
                 action, "targetType", "targetId", "targetName", before, after, "createdAt")
          SELECT ${newId('auditLogEntry', at)}, e."workspaceId", e.id, 'system', 'system', 'First sign-in',
                 'connection.activated', 'connection', woken.id, woken.name, '{"state":"validating"}'::jsonb,
                 '{"state":"active"}'::jsonb, ${at}
            FROM woken JOIN "Environment" e ON e.id = ${environmentId})
        SELECT EXISTS (SELECT 1 FROM fresh) AS fresh, EXISTS (SELECT 1 FROM done) AS done,
               (SELECT held."idpId" FROM held WHERE EXISTS (SELECT 1 FROM person)) AS held`;
      const row = rows[0];
      if (row?.done) return 'accepted';
      if (typeof row?.held === 'string') return { held: { idpId: row.held } };
      return row?.fresh ? 'request_consumed' : 'replayed';
    },

    /**
     * Trades a code for its session and profile, once: one conditional update whose row count decides.
     * `challenge` is what the presented verifier hashes to; a code with a challenge needs it, a code
     * without one refuses it. `publicClient`: no secret was presented, so a challenge must exist.
     */
    async redeemCode(input: {
      at: Date;
      codeHash: string;
      challenge: string | null;
      publicClient: boolean;
      /** Compared when the client repeats it (RFC 6749 §4.1.3). */
      redirectUri: string | null;
    }): Promise<RedeemedSession | null> {
      const rows = await read<RedeemedSession[]>`
        WITH redeemed AS (
          UPDATE "SsoSession" s
             SET state = (CASE WHEN s.origin = 'test' THEN 'test_successful' ELSE 'successful' END)::"SsoSessionState",
                 "codeRedeemedAt" = ${input.at}, "exchangedAt" = ${input.at}, "endedAt" = ${input.at}
           WHERE s."environmentId" = ${environmentId} AND s."codeHash" = ${input.codeHash}
             AND s."codeRedeemedAt" IS NULL AND s."codeExpiresAt" > ${input.at} AND s."signedOutAt" IS NULL
             AND s.state IN ('authorized', 'timed_out')
             AND s."codeChallenge" IS NOT DISTINCT FROM ${input.challenge}
             AND (NOT ${input.publicClient}::boolean OR s."codeChallenge" IS NOT NULL)
             AND (${input.redirectUri}::text IS NULL OR s."redirectUri" = ${input.redirectUri})
          RETURNING s.id, s."profileId", s.nonce, s.scope),
        given AS (
          -- The app gets them now; nobody else ever does.
          UPDATE "SsoSessionRecord" x SET "secretsSealed" = NULL FROM redeemed
           WHERE x."environmentId" = ${environmentId} AND x."sessionId" = redeemed.id AND x."secretsSealed" IS NOT NULL)
        SELECT r.id AS "sessionId", r.nonce, r.scope, k."secretsSealed", p.id, p."organizationId", p."connectionId",
               c."connectionType", p."idpId", p.email, p."firstName", p."lastName", p.name, p.groups,
               p."rawAttributes", p."customAttributes", e."returnRawAttributes",
               -- What decides the roles: read with the profile, so that a change counts at once.
               ARRAY(SELECT x.slug FROM "AppRole" x
                      WHERE x."environmentId" = p."environmentId"
                        AND EXISTS (SELECT 1 FROM "SsoGroup" g
                                     WHERE g."environmentId" = p."environmentId" AND g."connectionId" = p."connectionId"
                                       AND g."roleId" = x.id AND g."idpId" = ANY (p.groups))
                      ORDER BY x.priority, x.id) AS "roleSlugs",
               (SELECT x.slug FROM "AppRole" x
                 WHERE x."environmentId" = p."environmentId" AND x."isDefault") AS "defaultRoleSlug",
               e."multipleRoles"
          FROM redeemed r
          JOIN "Profile" p ON p."environmentId" = ${environmentId} AND p.id = r."profileId"
          JOIN "Connection" c ON c."environmentId" = ${environmentId} AND c.id = p."connectionId"
          JOIN "Environment" e ON e.id = ${environmentId}
          LEFT JOIN "SsoSessionRecord" k ON k."environmentId" = ${environmentId} AND k."sessionId" = r.id`;
      return rows[0] ?? null;
    },

    /** Notes that a redeemed code was presented again; what the first exchange gave is worthless from now on. */
    async noteCodeReuse(codeHash: string): Promise<boolean> {
      const noted = await count`
        UPDATE "SsoSession" SET "codeReuses" = "codeReuses" + 1
         WHERE "environmentId" = ${environmentId} AND "codeHash" = ${codeHash} AND "codeRedeemedAt" IS NOT NULL`;
      return noted > 0;
    },

    /**
     * The profile an access token stands for; null when its code was presented twice, a logout has ended the login, or the
     * rows are gone.
     */
    async profileOfToken(sessionId: string, profileId: string): Promise<ProfileRow | null> {
      const rows = await read<ProfileRow[]>`
        SELECT p.id, p."organizationId", p."connectionId", c."connectionType", p."idpId", p.email,
               p."firstName", p."lastName", p.name, p.groups, p."rawAttributes", p."customAttributes",
               e."returnRawAttributes",
               -- What decides the roles: read with the profile, so that a change counts at once.
               ARRAY(SELECT x.slug FROM "AppRole" x
                      WHERE x."environmentId" = p."environmentId"
                        AND EXISTS (SELECT 1 FROM "SsoGroup" g
                                     WHERE g."environmentId" = p."environmentId" AND g."connectionId" = p."connectionId"
                                       AND g."roleId" = x.id AND g."idpId" = ANY (p.groups))
                      ORDER BY x.priority, x.id) AS "roleSlugs",
               (SELECT x.slug FROM "AppRole" x
                 WHERE x."environmentId" = p."environmentId" AND x."isDefault") AS "defaultRoleSlug",
               e."multipleRoles"
          FROM "SsoSession" s
          JOIN "Profile" p ON p."environmentId" = s."environmentId" AND p.id = s."profileId"
          JOIN "Connection" c ON c."environmentId" = p."environmentId" AND c.id = p."connectionId"
          JOIN "Environment" e ON e.id = s."environmentId"
         WHERE s."environmentId" = ${environmentId} AND s.id = ${sessionId} AND p.id = ${profileId}
           AND s."codeReuses" = 0 AND s."signedOutAt" IS NULL`;
      return rows[0] ?? null;
    },
  };
}

export type ProfileRow = RoleFacts & {
  id: string;
  organizationId: string | null;
  connectionId: string;
  connectionType: string;
  idpId: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  name: string | null;
  groups: string[];
  rawAttributes: Record<string, unknown>;
  customAttributes: Record<string, unknown>;
  returnRawAttributes: boolean;
};

export type RedeemedSession = ProfileRow & {
  sessionId: string;
  nonce: string | null;
  scope: string | null;
  /** The tokens of an OAuth provider, where the app is to have them. */
  secretsSealed: Uint8Array | null;
};
