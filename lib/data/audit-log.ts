import type { AuditAction } from '#lib/audit/actions.ts';
import { type AuditFields, type AuditValue, difference } from '#lib/audit/difference.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Queries } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';

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
  };
}

/** Writes entries of the workspace itself. */
export function workspaceAuditLog(queries: Queries, workspaceId: string) {
  return {
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
