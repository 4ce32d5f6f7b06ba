import type { Queries } from '#lib/db/client.ts';
import type { RedirectUriEntry } from './login-path.ts';

/** A question as it is minted; the ticket and the browser's cookie themselves are kept nowhere. */
export type NewQuestion = { ticketHash: string; browserHash: string; expiresAt: Date };

/** A sign-in that waits for the person's answer, with what the question names. */
export type WaitingQuestion = {
  sessionId: string;
  connectionId: string;
  origin: 'service_provider' | 'identity_provider' | 'test';
  redirectUri: string;
  oauthState: string | null;
  email: string;
  connectionName: string;
  idpEntityId: string | null;
  idpSsoUrl: string | null;
  organizationName: string;
  workspaceName: string;
  redirectUris: RedirectUriEntry[];
};

/** Questions whether an app may learn who signed in, and the browsers that said yes. One statement each. */
export function signInConsents(queries: Queries, environmentId: string) {
  const { rows: read } = queries.$prepared;
  return {
    /**
     * Whether this person agreed to sign-ins through the connection in this browser before. Where not, the question
     * is stored. The session of it must have a code that nobody knows.
     */
    async approvedOrAsk(input: {
      sessionId: string;
      connectionId: string;
      idpId: string;
      question: NewQuestion;
      now: Date;
    }): Promise<boolean> {
      const { question } = input;
      const rows = await read<{ approved: boolean }[]>`
        WITH known AS (
          SELECT 1 FROM "SignInConsent"
           WHERE "environmentId" = ${environmentId} AND "connectionId" = ${input.connectionId}
             AND "browserHash" = ${question.browserHash} AND "idpId" = ${input.idpId}),
        asked AS (
          INSERT INTO "SignInQuestion" ("environmentId", "sessionId", "ticketHash", "browserHash", "askedAt", "expiresAt")
          SELECT ${environmentId}, ${input.sessionId}, ${question.ticketHash}, ${question.browserHash}, ${input.now},
                 ${question.expiresAt}
           WHERE NOT EXISTS (SELECT 1 FROM known))
        SELECT EXISTS (SELECT 1 FROM known) AS approved`;
      return rows[0]?.approved ?? false;
    },

    /** The unanswered question behind a ticket, for the browser that was asked; null for any other. */
    async waiting(asked: {
      connectionId: string;
      ticketHash: string;
      browserHash: string;
      now: Date;
    }): Promise<WaitingQuestion | null> {
      const rows = await queries.$queryRaw<
        (Omit<WaitingQuestion, 'redirectUris'> & { redirectUris: RedirectUriEntry[] | null })[]
      >`
        SELECT s.id AS "sessionId", c.id AS "connectionId", s.origin::text AS origin, s."redirectUri", s."oauthState",
               s."userEmail" AS email, c.name AS "connectionName",
               coalesce(c."idpEntityId", c."oidcIssuer") AS "idpEntityId",
               coalesce(c."idpSsoUrl", c."oidcAuthorizationEndpoint") AS "idpSsoUrl",
               o.name AS "organizationName", w.name AS "workspaceName",
               (SELECT json_agg(json_build_object('id', r.id, 'uri', r.uri, 'isDefault', r."isDefault"))
                  FROM "RedirectUri" r WHERE r."environmentId" = ${environmentId}) AS "redirectUris"
          FROM "SignInQuestion" q
          JOIN "SsoSession" s ON s."environmentId" = ${environmentId} AND s.id = q."sessionId"
          JOIN "Connection" c ON c."environmentId" = ${environmentId} AND c.id = s."connectionId"
          JOIN "Organization" o ON o."environmentId" = ${environmentId} AND o.id = c."organizationId"
          JOIN "Environment" e ON e.id = ${environmentId}
          JOIN "Workspace" w ON w.id = e."workspaceId"
         WHERE q."environmentId" = ${environmentId} AND q."ticketHash" = ${asked.ticketHash}
           AND q."browserHash" = ${asked.browserHash} AND q."answeredAt" IS NULL AND q."expiresAt" > ${asked.now}
           AND c.id = ${asked.connectionId} AND c.state IN ('active', 'validating')
           AND s.state IN ('authorized', 'timed_out') AND s."codeRedeemedAt" IS NULL
           AND s."signedOutAt" IS NULL AND s."redirectUri" IS NOT NULL AND s."userEmail" IS NOT NULL`;
      const row = rows[0];
      return row ? { ...row, redirectUris: row.redirectUris ?? [] } : null;
    },

    /**
     * Takes the answer, once. A yes gives the session a code the app can have and is remembered for this person, browser
     * and connection; a no ends the session and its code. False when it was answered in the meantime.
     */
    async answer(
      sessionId: string,
      answer: { approved: true; codeHash: string; codeExpiresAt: Date } | { approved: false },
      at: Date,
    ): Promise<boolean> {
      const { approved } = answer;
      const codeHash = approved ? answer.codeHash : null;
      const codeExpiresAt = approved ? answer.codeExpiresAt : null;
      const rows = await queries.$queryRaw<{ done: boolean }[]>`
        WITH answered AS (
          UPDATE "SignInQuestion" SET "answeredAt" = ${at}, approved = ${approved}
           WHERE "environmentId" = ${environmentId} AND "sessionId" = ${sessionId}
             AND "answeredAt" IS NULL AND "expiresAt" > ${at}
          RETURNING "browserHash"),
        moved AS (
          UPDATE "SsoSession"
             SET "codeHash" = ${codeHash}, "codeExpiresAt" = ${codeExpiresAt}::timestamptz,
                 "authorizedAt" = CASE WHEN ${approved} THEN ${at}::timestamptz ELSE NULL END,
                 state = CASE WHEN ${approved} THEN state ELSE 'failed' END,
                 "endedAt" = CASE WHEN ${approved} THEN "endedAt" ELSE ${at}::timestamptz END,
                 "failureCode" = CASE WHEN ${approved} THEN NULL ELSE 'signin_consent_denied' END
           WHERE "environmentId" = ${environmentId} AND id = ${sessionId} AND EXISTS (SELECT 1 FROM answered)
             AND state IN ('authorized', 'timed_out') AND "codeRedeemedAt" IS NULL AND "signedOutAt" IS NULL
          RETURNING "connectionId", "userIdpId"),
        remembered AS (
          INSERT INTO "SignInConsent" ("environmentId", "connectionId", "browserHash", "idpId", "createdAt")
          SELECT ${environmentId}, m."connectionId", a."browserHash", m."userIdpId", ${at}
            FROM moved m CROSS JOIN answered a WHERE ${approved}
          ON CONFLICT DO NOTHING)
        SELECT EXISTS (SELECT 1 FROM moved) AS done`;
      return rows[0]?.done ?? false;
    },
  };
}
