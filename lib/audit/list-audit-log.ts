import type { Actor } from '#lib/auth/actor.ts';
import type { AuditRow } from '#lib/data/audit-log.ts';
import type { WorkspaceContext } from '#lib/data/context.ts';
import { actionLabel } from './actions.ts';
import type { AuditLogInput } from './audit-log.schema.ts';
import { type ChangeView, changesOf, summaryOf } from './changes.ts';
import { auditFilter } from './filter.ts';

export type AuditLine = {
  id: string;
  /** ISO 8601. */
  at: string;
  action: string;
  actor: { type: Actor['type']; id: string; name: string };
  target: { type: string; id: string; name: string; href: string | null };
  /** Null for what belongs to the workspace itself. */
  environment: string | null;
  ipAddress: string | null;
  userAgent: string | null;
  requestId: string | null;
  changes: ChangeView[];
  /** The same in a few words; null for what came or went as a whole. */
  summary: string | null;
};

export type AuditLogView = {
  lines: AuditLine[];
  newer: string | null;
  older: string | null;
  actors: { id: string; type: Actor['type']; name: string }[];
};

const PAGE = 50;
const ACTOR_CHOICES = 200;

/** One page of the workspace's audit log, newest first, and who can be filtered for. */
export async function listAuditLog(
  { data, now }: Pick<WorkspaceContext, 'data' | 'now'>,
  input: AuditLogInput,
  environments: readonly { id: string; name: string }[],
): Promise<AuditLogView> {
  const [page, actors] = await Promise.all([
    data.auditLog.page(auditFilter(input, now), {
      limit: PAGE,
      order: 'desc',
      ...(input.older ? { after: input.older } : input.newer ? { before: input.newer } : {}),
    }),
    data.auditLog.actors(ACTOR_CHOICES),
  ]);
  const names = new Map(environments.map(({ id, name }) => [id, name]));
  return {
    lines: page.data.map((row) => line(row, names)),
    newer: page.before,
    older: page.after,
    actors,
  };
}

function line(row: AuditRow, environments: ReadonlyMap<string, string>): AuditLine {
  const { environmentId } = row;
  const changes = changesOf(row.before, row.after);
  return {
    id: row.id,
    at: row.createdAt.toISOString(),
    action: actionLabel(row.action),
    actor: { type: row.actorType, id: row.actorId, name: row.actorName },
    target: { type: row.targetType, id: row.targetId, name: row.targetName, href: hrefOf(row, environments) },
    environment:
      environmentId === null ? null : (environments.get(environmentId) ?? `Deleted (${environmentId})`),
    ipAddress: row.ipAddress,
    userAgent: row.userAgent,
    requestId: row.requestId,
    changes,
    summary: row.before && row.after ? summaryOf(changes) : null,
  };
}

const PLACES: Readonly<Record<string, string>> = {
  connection: 'connections',
  organization: 'organizations',
  session: 'sessions',
};

/** Where the thing can be seen, unless the entry says that it is gone. */
function hrefOf(row: AuditRow, environments: ReadonlyMap<string, string>): string | null {
  const place = PLACES[row.targetType];
  const { environmentId } = row;
  if (!place || environmentId === null || !environments.has(environmentId)) return null;
  return row.action.endsWith('.deleted') ? null : `/dashboard/${environmentId}/${place}/${row.targetId}`;
}
