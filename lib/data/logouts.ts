import { Prisma, type Queries } from '#lib/db/client.ts';
import { storableJson } from '#lib/storable.ts';

export type LogoutOrigin = 'app' | 'identity_provider';
export type LogoutState = 'authorized' | 'started' | 'finished' | 'partial' | 'refused';

/** A login that a logout can end. */
export type EndableLogin = {
  sessionId: string;
  connectionId: string;
  profileId: string;
  browserHash: string | null;
  userEmail: string | null;
  /** Sealed JSON: { nameId, sessionIndex }. */
  subjectSealed: Uint8Array;
  /** Null while nothing has ended it. */
  signedOutAt: Date | null;
};

/** One attempt as it is written. */
export type NewLogout = {
  id: string;
  connectionId: string;
  sessionId: string | null;
  profileId: string | null;
  origin: LogoutOrigin;
  state: LogoutState;
  requestId: string | null;
  failure: { code: string; detail: string } | null;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: Date;
  endedAt: Date | null;
};

export type LogoutRow = {
  id: string;
  sessionId: string | null;
  origin: LogoutOrigin;
  state: LogoutState;
  failureCode: string | null;
  failureEvidence: unknown;
  createdAt: Date;
  endedAt: Date | null;
};

/** A logout of ours that waits for the identity provider's answer. */
export type WaitingLogout = {
  id: string;
  sessionId: string | null;
  state: LogoutState;
  browserHash: string | null;
  returnTo: string | null;
  startedAt: Date | null;
};

const shown = {
  id: true,
  sessionId: true,
  origin: true,
  state: true,
  failureCode: true,
  failureEvidence: true,
  createdAt: true,
  endedAt: true,
} as const;

/** Logouts of one environment, and the logins they end. */
export function logouts(queries: Queries, environmentId: string) {
  function logins(where: Prisma.Sql, limit: number): Promise<EndableLogin[]> {
    return queries.$queryRaw<EndableLogin[]>`
      SELECT x."sessionId", x."connectionId", x."profileId", s."browserHash", s."userEmail", x."subjectSealed",
             s."signedOutAt"
        FROM "LoginSubject" x
        JOIN "SsoSession" s ON s."environmentId" = ${environmentId} AND s.id = x."sessionId"
       WHERE x."environmentId" = ${environmentId} AND ${where}
       ORDER BY s."signedOutAt" IS NOT NULL, x."sessionId" DESC LIMIT ${limit}`;
  }

  return {
    /** The connection a profile signs in through; null for no profile of this environment. */
    async connectionOfProfile(profileId: string): Promise<string | null> {
      const row = await queries.profile.findFirst({
        where: { environmentId, id: profileId },
        select: { connectionId: true },
      });
      return row?.connectionId ?? null;
    },
    /** Logins of a person that nothing has ended yet, the newest first, at most 50. */
    openLogins(profileId: string, now: Date): Promise<EndableLogin[]> {
      return logins(
        Prisma.sql`x."profileId" = ${profileId} AND s."signedOutAt" IS NULL
          AND (x."expiresAt" IS NULL OR x."expiresAt" > ${now})`,
        50,
      );
    },
    /** Logins at a connection under a NameID, at most 1,000: those that nothing has ended first, the newest first. */
    loginsOf(connectionId: string, nameIdHash: string): Promise<EndableLogin[]> {
      return logins(Prisma.sql`x."connectionId" = ${connectionId} AND x."nameIdHash" = ${nameIdHash}`, 1000);
    },
    /** Logins at a connection that began in one browser and that nothing has ended yet, the newest first, at most 50. */
    loginsOfBrowser(connectionId: string, browserHash: string): Promise<EndableLogin[]> {
      return logins(
        Prisma.sql`x."connectionId" = ${connectionId} AND s."browserHash" = ${browserHash}
          AND s."signedOutAt" IS NULL`,
        50,
      );
    },
    /** Ends what logins have opened: codes and access tokens. One that has ended before stays as it was. */
    async endLogins(sessionIds: readonly string[], at: Date): Promise<void> {
      await queries.ssoSession.updateMany({
        where: { environmentId, id: { in: [...sessionIds] }, signedOutAt: null },
        data: { signedOutAt: at },
      });
    },
    /** Remembers a message that was acted on, until it could not be presented again. False when it was before. */
    async consumeMessage(connectionId: string, messageHash: string, expiresAt: Date): Promise<boolean> {
      const count = await queries.$executeRaw`
        INSERT INTO "ConsumedAssertion" ("environmentId", "connectionId", "assertionHash", "expiresAt")
        VALUES (${environmentId}, ${connectionId}, ${messageHash}, ${expiresAt}) ON CONFLICT DO NOTHING`;
      return count === 1;
    },
    async add(row: NewLogout): Promise<void> {
      const { failure, ...columns } = row;
      await queries.logout.create({
        data: {
          ...columns,
          environmentId,
          failureCode: failure?.code ?? null,
          ...(failure ? { failureEvidence: JSON.parse(storableJson(failure, 2000)) } : {}),
        },
      });
    },
    /** Takes up a logout that was authorized, once. False when it was taken up before. */
    async start(
      id: string,
      values: {
        state: 'started' | 'finished';
        sessionId: string | null;
        requestId: string | null;
        browserHash: string | null;
        returnTo: string | null;
        now: Date;
      },
    ): Promise<boolean> {
      const { now, ...columns } = values;
      const { count } = await queries.logout.updateMany({
        where: { environmentId, id, state: 'authorized' },
        data: { ...columns, startedAt: now, endedAt: columns.state === 'finished' ? now : null },
      });
      return count === 1;
    },
    /** The logout of a connection that a response answers. */
    ofRequest(connectionId: string, requestId: string): Promise<WaitingLogout | null> {
      return queries.logout.findFirst({
        where: { environmentId, connectionId, requestId, origin: 'app' },
        select: {
          id: true,
          sessionId: true,
          state: true,
          browserHash: true,
          returnTo: true,
          startedAt: true,
        },
      });
    },
    /** Notes how a started logout ended. False when it had ended already. */
    async finish(
      id: string,
      state: 'finished' | 'partial',
      failure: { code: string; detail: string } | null,
      at: Date,
    ): Promise<boolean> {
      const { count } = await queries.logout.updateMany({
        where: { environmentId, id, state: 'started' },
        data: {
          state,
          endedAt: at,
          failureCode: failure?.code ?? null,
          ...(failure ? { failureEvidence: JSON.parse(storableJson(failure, 2000)) } : {}),
        },
      });
      return count === 1;
    },
    /** What was tried to end one login, the newest first. */
    ofSession(sessionId: string): Promise<LogoutRow[]> {
      return queries.logout.findMany({
        where: { environmentId, sessionId },
        orderBy: { id: 'desc' },
        take: 20,
        select: shown,
      });
    },
    /** The newest attempts at one connection. */
    ofConnection(connectionId: string, limit: number): Promise<LogoutRow[]> {
      return queries.logout.findMany({
        where: { environmentId, connectionId, state: { not: 'authorized' } },
        orderBy: { id: 'desc' },
        take: limit,
        select: shown,
      });
    },
  };
}
