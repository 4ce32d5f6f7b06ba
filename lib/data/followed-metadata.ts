import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { systemScope } from '#lib/auth/system-scope.ts';
import { type Database, database, Prisma, type Queries } from '#lib/db/client.ts';

/** What the metadata says of an identity provider, as it waits for an admin. */
export type HeldMetadata = {
  idpEntityId: string;
  idpSsoUrl: string;
  idpSsoBinding: 'redirect' | 'post';
  /** Absent in what was held before logout URLs were read. */
  idpSloUrl?: string | null;
  idpSloBinding?: 'redirect' | 'post';
  /** In PEM. */
  certificates: readonly string[];
};

/** The metadata URL of a connection that one process is asking, until `leasedUntil`. */
export type LeasedMetadata = {
  workspaceId: string;
  scope: EnvironmentScope;
  connectionId: string;
  url: string;
  etag: string | null;
  failures: number;
  leasedUntil: Date;
};

const SHAPE = {
  url: true,
  etag: true,
  checkedAt: true,
  goodAt: true,
  failures: true,
  lastError: true,
  nextCheckAt: true,
  leasedUntil: true,
  held: true,
  heldHash: true,
  heldAt: true,
  dismissedHash: true,
  toldAt: true,
  refused: true,
} as const;

export type FollowedMetadataRow = Omit<
  Prisma.FollowedMetadataGetPayload<{ select: typeof SHAPE }>,
  'held'
> & { held: HeldMetadata | null };

/** What came of asking. */
export type MetadataOutcome = {
  checkedAt: Date;
  goodAt?: Date;
  etag?: string | null;
  failures: number;
  lastError: string | null;
  nextCheckAt: Date;
  held?: (HeldMetadata & { hash: string; at: Date }) | null;
  dismissedHash?: string | null;
  toldAt?: Date;
};

/** What came of following the metadata URLs of one environment's connections. */
export function followedMetadata(queries: Queries, environmentId: string) {
  return {
    async get(connectionId: string): Promise<FollowedMetadataRow | null> {
      const row = await queries.followedMetadata.findUnique({
        where: { environmentId_connectionId: { environmentId, connectionId } },
        select: SHAPE,
      });
      return row && { ...row, held: row.held as HeldMetadata | null };
    },
    /** Writes what came of asking; false when it belongs to somebody else by now. */
    async settle(
      connectionId: string,
      { url, leasedUntil }: Pick<LeasedMetadata, 'url' | 'leasedUntil'>,
      { held, ...outcome }: MetadataOutcome,
    ): Promise<boolean> {
      const { count } = await queries.followedMetadata.updateMany({
        where: { environmentId, connectionId, url, leasedUntil },
        data: { ...outcome, leasedUntil: null, ...heldColumns(held) },
      });
      return count === 1;
    },
    /**
     * Has the whole metadata read at the next time, even if it says that it is the same: what was taken over from it is
     * not there any more.
     */
    async forget(connectionId: string): Promise<void> {
      await queries.followedMetadata.updateMany({
        where: { environmentId, connectionId, etag: { not: null } },
        data: { etag: null },
      });
    },
    /** Ends the wait for an admin. With `dismissedHash`, the same is not asked again. */
    async decide(connectionId: string, dismissedHash: string | null): Promise<void> {
      await queries.followedMetadata.updateMany({
        where: { environmentId, connectionId },
        data: { ...heldColumns(null), dismissedHash, toldAt: null },
      });
    },
    /** Keeps a certificate out that the metadata lists, or (with `refused` false) no longer does. */
    async refuse(connectionId: string, fingerprint: string, refused: boolean): Promise<void> {
      const change = refused
        ? Prisma.sql`array_append(array_remove(refused, ${fingerprint}), ${fingerprint})`
        : Prisma.sql`array_remove(refused, ${fingerprint})`;
      await queries.$executeRaw`
        UPDATE "FollowedMetadata" SET refused = ${change}
         WHERE "environmentId" = ${environmentId} AND "connectionId" = ${connectionId}`;
    },
    /**
     * Takes one connection's metadata URL before its time, unless somebody asked it after `notSince` or is asking it
     * now. Null then, and for a connection without such a URL.
     */
    async lease(
      connectionId: string,
      times: { now: Date; notSince: Date; leasedUntil: Date },
    ): Promise<LeasedMetadata | null> {
      await begin(
        queries,
        times.now,
        Prisma.sql`AND c."environmentId" = ${environmentId} AND c.id = ${connectionId}`,
      );
      const which = Prisma.sql`f."environmentId" = ${environmentId} AND f."connectionId" = ${connectionId}
        AND (f."checkedAt" IS NULL OR f."checkedAt" <= ${times.notSince})`;
      return lease(queries, which, times);
    },
  };
}

/** The same over all environments: for jobs only, no id comes from a caller. */
export function dueMetadata(db: Database = database()) {
  return {
    /** Begins to follow connections that got a metadata URL, or another one, since. */
    begin: (now: Date) => begin(db, now, Prisma.empty),
    /** The metadata URL that has been due for longest, or null. Of several processes each gets another one. */
    lease: (now: Date, leasedUntil: Date) =>
      lease(db, Prisma.sql`f."nextCheckAt" <= ${now}`, { now, leasedUntil }),
  };
}

async function begin(queries: Pick<Queries, '$executeRaw'>, now: Date, which: Prisma.Sql): Promise<void> {
  await queries.$executeRaw`
    INSERT INTO "FollowedMetadata" AS f ("environmentId", "connectionId", url, "nextCheckAt")
    SELECT c."environmentId", c.id, c."idpMetadataUrl", ${now}
      FROM "Connection" c
     WHERE c."idpMetadataUrl" IS NOT NULL AND c.state IN ('validating', 'active') ${which}
        ON CONFLICT ("environmentId", "connectionId") DO UPDATE SET
           url = excluded.url, etag = NULL, "checkedAt" = NULL, "goodAt" = NULL, failures = 0, "lastError" = NULL,
           "nextCheckAt" = ${now}, "leasedUntil" = NULL, held = NULL, "heldHash" = NULL, "heldAt" = NULL,
           "dismissedHash" = NULL, "toldAt" = NULL
     WHERE f.url <> excluded.url`;
}

async function lease(
  queries: Pick<Queries, '$queryRaw'>,
  which: Prisma.Sql,
  { now, leasedUntil }: { now: Date; leasedUntil: Date },
): Promise<LeasedMetadata | null> {
  const rows = await queries.$queryRaw<
    {
      workspaceId: string;
      environmentId: string;
      kind: 'staging' | 'production';
      connectionId: string;
      url: string;
      etag: string | null;
      failures: number;
    }[]
  >`
    UPDATE "FollowedMetadata" m SET "leasedUntil" = ${leasedUntil}
      FROM (SELECT f."environmentId", f."connectionId", e."workspaceId", e.kind::text AS kind
              FROM "FollowedMetadata" f
              JOIN "Connection" c ON c."environmentId" = f."environmentId" AND c.id = f."connectionId"
              JOIN "Environment" e ON e.id = f."environmentId"
              JOIN "Workspace" w ON w.id = e."workspaceId"
             WHERE ${which} AND (f."leasedUntil" IS NULL OR f."leasedUntil" <= ${now})
               AND c."idpMetadataUrl" = f.url AND c.state IN ('validating', 'active')
               AND w."deletionRequestedAt" IS NULL
             ORDER BY f."nextCheckAt", f."connectionId" LIMIT 1 FOR UPDATE OF f SKIP LOCKED) due
     WHERE m."environmentId" = due."environmentId" AND m."connectionId" = due."connectionId"
    RETURNING due."workspaceId", due."environmentId", due.kind, m."connectionId", m.url, m.etag, m.failures`;
  const row = rows[0];
  if (!row) return null;
  const { environmentId, kind, ...rest } = row;
  return { ...rest, scope: systemScope({ id: environmentId, kind }), leasedUntil };
}

function heldColumns(held: MetadataOutcome['held']) {
  if (held === undefined) return {};
  if (held === null) return { held: Prisma.DbNull, heldHash: null, heldAt: null };
  const { hash, at, ...says } = held;
  return { held: { ...says, certificates: [...says.certificates] }, heldHash: hash, heldAt: at };
}
