import type { AuditAction } from '#lib/audit/actions.ts';
import { type AuditFields, type AuditValue, difference } from '#lib/audit/difference.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { Prisma, type Queries } from '#lib/db/client.ts';
import { idFloor, newId } from '#lib/ids.ts';
import { type Page, type PageRequest, readPage, type SliceQuery } from './page.ts';

/** What happened to what. `before` and `after` hold the fields that say it; only those that differ are kept. */
export type AuditEntry = {
  action: AuditAction;
  target: { type: string; id: string; name: string };
  before?: AuditFields | null;
  after?: AuditFields | null;
};

/** Who did it and when: every context of a use case has both. */
export type AuditSource = { actor: Actor; now: Date };

const MAX_NAME = 400;

/** Writes entries of one environment. */
export function environmentAuditLog(queries: Queries, environmentId: string) {
  return {
    /**
     * Adds an entry. Call in the transaction of the change it speaks of, so that there is never one without the
     * other. A change that leaves everything as it was is no change and adds nothing.
     */
    async record(source: AuditSource, entry: AuditEntry): Promise<void> {
      const row = columns(source, entry);
      if (!row) return;
      const written = await queries.$executeRaw`
        INSERT INTO "AuditLogEntry" (id, "workspaceId", "environmentId", "actorType", "actorId", "actorName", action,
               "targetType", "targetId", "targetName", before, after, "ipAddress", "userAgent", "requestId", "createdAt")
        SELECT ${row.id}, e."workspaceId", e.id, ${row.actorType}::"AuditActorType", ${row.actorId}, ${row.actorName},
               ${row.action}, ${row.targetType}, ${row.targetId}, ${row.targetName}, ${json(row.before)}::jsonb,
               ${json(row.after)}::jsonb, ${row.ipAddress}, ${row.userAgent}, ${row.requestId}, ${row.createdAt}
          FROM "Environment" e WHERE e.id = ${environmentId}`;
      if (written !== 1) throw new Error('an entry of the audit log was not written');
    },
    /** Who did this to a target last, and when. */
    async last(target: { id: string; action: string }): Promise<LastEntry | null> {
      const [row] = await queries.$queryRaw<LastEntry[]>`
        SELECT "actorId", "actorName", "createdAt" FROM "AuditLogEntry"
         WHERE "workspaceId" = (SELECT e."workspaceId" FROM "Environment" e WHERE e.id = ${environmentId})
           AND "environmentId" = ${environmentId} AND "targetId" = ${target.id} AND action = ${target.action}
         ORDER BY id DESC LIMIT 1`;
      return row ?? null;
    },
  };
}

/** Who did something and when. */
export type LastEntry = { actorId: string; actorName: string; createdAt: Date };

/** One entry as it was written. */
export type AuditRow = {
  id: string;
  environmentId: string | null;
  actorType: Actor['type'];
  actorId: string;
  actorName: string;
  action: string;
  targetType: string;
  targetId: string;
  targetName: string;
  before: Record<string, AuditValue> | null;
  after: Record<string, AuditValue> | null;
  ipAddress: string | null;
  userAgent: string | null;
  requestId: string | null;
  createdAt: Date;
};

export type AuditFilter = {
  actorId?: string | null;
  action?: string | null;
  /** Null: any. `workspace`: what belongs to none. */
  environmentId?: string | null;
  /** From this moment on. */
  from?: Date | null;
  /** Before this moment. */
  to?: Date | null;
  /** A target's id or an IP address, or the beginning of a target's or an actor's name. */
  search?: string | null;
};

/** Writes entries of the workspace itself, and reads those of all its environments. */
export function workspaceAuditLog(queries: Queries, workspaceId: string) {
  /** Newest first below, or oldest first above, a cursor. */
  function slice(filter: AuditFilter, query: SliceQuery): Promise<AuditRow[]> {
    const { from, direction, take } = query;
    const { environmentId } = filter;
    const cursor = direction === 'older' ? Prisma.sql`id < ${from}` : Prisma.sql`id > ${from}`;
    const conditions = [
      Prisma.sql`"workspaceId" = ${workspaceId}`,
      ...(from === null ? [] : [cursor]),
      ...(filter.actorId ? [Prisma.sql`"actorId" = ${filter.actorId}`] : []),
      ...(filter.action ? [Prisma.sql`action = ${filter.action}`] : []),
      ...(environmentId === 'workspace' ? [Prisma.sql`"environmentId" IS NULL`] : []),
      ...(environmentId && environmentId !== 'workspace'
        ? [Prisma.sql`"environmentId" = ${environmentId}`]
        : []),
      // Ids begin with their time.
      ...(filter.from ? [Prisma.sql`id >= ${idFloor('auditLogEntry', filter.from)}`] : []),
      ...(filter.to ? [Prisma.sql`id < ${idFloor('auditLogEntry', filter.to)}`] : []),
    ];
    const where = Prisma.join(conditions, ' AND ');
    const order = direction === 'older' ? Prisma.sql`ORDER BY id DESC` : Prisma.sql`ORDER BY id ASC`;
    if (!filter.search)
      return queries.$queryRaw`SELECT ${ROW} FROM "AuditLogEntry" WHERE ${where} ${order} LIMIT ${take}`;
    // Each way of matching has an index of its own, which an OR would not use.
    const branches = matches(filter.search).map(
      (match) =>
        Prisma.sql`(SELECT ${ROW} FROM "AuditLogEntry" WHERE ${where} AND ${match} ${order} LIMIT ${take})`,
    );
    return queries.$queryRaw`
      SELECT DISTINCT ON (id) * FROM (${Prisma.join(branches, ' UNION ALL ')}) found ${order} LIMIT ${take}`;
  }
  return {
    /** One page, newest first; a cursor is any id. */
    page(filter: AuditFilter, request: PageRequest): Promise<Page<AuditRow>> {
      return readPage(
        request,
        (query) => slice(filter, query),
        async () => true,
      );
    },
    /** All of them, newest first, `size` at a time, so that a million never lie in memory. */
    async *batches(filter: AuditFilter, size: number): AsyncGenerator<AuditRow[]> {
      let from: string | null = null;
      for (;;) {
        const rows: AuditRow[] = await slice(filter, { direction: 'older', from, take: size });
        if (rows.length > 0) yield rows;
        from = rows.at(-1)?.id ?? null;
        if (rows.length < size) return;
      }
    },
    /** Everybody who ever did something here with the name of their last entry, at most `limit`. */
    actors(limit: number): Promise<{ id: string; type: Actor['type']; name: string }[]> {
      // Hops from one actor to the next in the index; DISTINCT would read every entry.
      return queries.$queryRaw`
        WITH RECURSIVE hop AS (
          (SELECT "actorId" FROM "AuditLogEntry" WHERE "workspaceId" = ${workspaceId} ORDER BY "actorId" LIMIT 1)
          UNION ALL
          SELECT (SELECT e."actorId" FROM "AuditLogEntry" e
                   WHERE e."workspaceId" = ${workspaceId} AND e."actorId" > hop."actorId"
                   ORDER BY e."actorId" LIMIT 1)
            FROM hop WHERE hop."actorId" IS NOT NULL)
        SELECT last.id, last.type, last.name FROM (SELECT "actorId" FROM hop WHERE "actorId" IS NOT NULL LIMIT ${limit}) one
         CROSS JOIN LATERAL (
           SELECT e."actorId" AS id, e."actorType"::text AS type, e."actorName" AS name FROM "AuditLogEntry" e
            WHERE e."workspaceId" = ${workspaceId} AND e."actorId" = one."actorId" ORDER BY e.id DESC LIMIT 1) last
         ORDER BY lower(last.name), last.id`;
    },
    /** Who did this to a target that belongs to no environment last, and when. */
    async last(target: { id: string; action: string }): Promise<LastEntry | null> {
      const [row] = await queries.$queryRaw<LastEntry[]>`
        SELECT "actorId", "actorName", "createdAt" FROM "AuditLogEntry"
         WHERE "workspaceId" = ${workspaceId} AND "environmentId" IS NULL AND "targetId" = ${target.id}
           AND action = ${target.action}
         ORDER BY id DESC LIMIT 1`;
      return row ?? null;
    },
    /** As that of an environment, for what belongs to no environment. */
    async record(source: AuditSource, entry: AuditEntry): Promise<void> {
      const row = columns(source, entry);
      if (!row) return;
      await queries.$executeRaw`
        INSERT INTO "AuditLogEntry" (id, "workspaceId", "actorType", "actorId", "actorName", action,
               "targetType", "targetId", "targetName", before, after, "ipAddress", "userAgent", "requestId", "createdAt")
        VALUES (${row.id}, ${workspaceId}, ${row.actorType}::"AuditActorType", ${row.actorId}, ${row.actorName},
               ${row.action}, ${row.targetType}, ${row.targetId}, ${row.targetName}, ${json(row.before)}::jsonb,
               ${json(row.after)}::jsonb, ${row.ipAddress}, ${row.userAgent}, ${row.requestId}, ${row.createdAt})`;
    },
  };
}

const ROW = Prisma.sql`id, "environmentId", "actorType"::text AS "actorType", "actorId", "actorName", action, "targetType",
  "targetId", "targetName", before, after, "ipAddress", "userAgent", "requestId", "createdAt"`;

function matches(search: string): Prisma.Sql[] {
  const start = search.toLowerCase();
  // Above every text that begins with it, in byte order.
  const end = `${start}\u{10FFFF}`;
  return [
    Prisma.sql`"targetId" = ${search}`,
    Prisma.sql`"ipAddress" = ${search}`,
    Prisma.sql`lower("targetName") COLLATE "C" >= ${start} AND lower("targetName") COLLATE "C" < ${end}`,
    Prisma.sql`lower("actorName") COLLATE "C" >= ${start} AND lower("actorName") COLLATE "C" < ${end}`,
  ];
}

function columns({ actor, now }: AuditSource, { action, target, before, after }: AuditEntry) {
  const changed = difference(before ?? null, after ?? null);
  if (!changed) return null;
  return {
    id: newId('auditLogEntry', now),
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name.slice(0, MAX_NAME),
    action,
    targetType: target.type,
    targetId: target.id,
    targetName: target.name.slice(0, MAX_NAME),
    ...changed,
    ipAddress: actor.ipAddress,
    userAgent: actor.userAgent,
    requestId: actor.requestId,
    createdAt: now,
  };
}

function json(value: Record<string, AuditValue> | null): string | null {
  return value && JSON.stringify(value);
}
