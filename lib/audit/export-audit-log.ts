import type { AuditRow } from '#lib/data/audit-log.ts';
import type { WorkspaceContext } from '#lib/data/context.ts';
import { actionLabel } from './actions.ts';
import type { AuditLogInput } from './audit-log.schema.ts';
import { csvLine } from './csv.ts';
import { auditFilter } from './filter.ts';

export type ExportFormat = 'csv' | 'json';

const BATCH = 1000;

/**
 * Notes the export in the log, then gives the entries that the filters choose in pieces of text, newest first: CSV
 * with a line of headings, or one JSON array.
 */
export async function exportAuditLog(
  ctx: WorkspaceContext,
  input: AuditLogInput,
  format: ExportFormat,
): Promise<AsyncGenerator<string>> {
  const { older: _older, newer: _newer, ...filters } = input;
  const { workspaceId } = ctx.scope;
  await ctx.data.auditLog.record(ctx, {
    action: 'audit_log.exported',
    target: { type: 'audit_log', id: workspaceId, name: `Audit log as ${format.toUpperCase()}` },
    after: Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== null)),
  });
  const batches = ctx.data.auditLog.batches(auditFilter(input, ctx.now), BATCH);
  return format === 'csv' ? csv(batches) : json(batches);
}

async function* csv(batches: AsyncIterable<AuditRow[]>): AsyncGenerator<string> {
  yield csvLine(COLUMNS.map(([name]) => name));
  for await (const rows of batches) {
    yield rows.map((row) => csvLine(COLUMNS.map(([, read]) => read(row)))).join('');
  }
}

async function* json(batches: AsyncIterable<AuditRow[]>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const rows of batches) {
    for (const row of rows) {
      yield separator + JSON.stringify(wire(row));
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

const COLUMNS: readonly (readonly [string, (row: AuditRow) => string | null])[] = [
  ['time', (row) => row.createdAt.toISOString()],
  ['action', (row) => row.action],
  ['description', (row) => actionLabel(row.action)],
  ['actor_type', (row) => row.actorType],
  ['actor_id', (row) => row.actorId],
  ['actor_name', (row) => row.actorName],
  ['target_type', (row) => row.targetType],
  ['target_id', (row) => row.targetId],
  ['target_name', (row) => row.targetName],
  ['environment_id', (row) => row.environmentId],
  ['before', (row) => row.before && JSON.stringify(row.before)],
  ['after', (row) => row.after && JSON.stringify(row.after)],
  ['ip_address', (row) => row.ipAddress],
  ['user_agent', (row) => row.userAgent],
  ['request_id', (row) => row.requestId],
  ['id', (row) => row.id],
];

function wire(row: AuditRow) {
  return {
    id: row.id,
    time: row.createdAt.toISOString(),
    action: row.action,
    actor: { type: row.actorType, id: row.actorId, name: row.actorName },
    target: { type: row.targetType, id: row.targetId, name: row.targetName },
    environment_id: row.environmentId,
    before: row.before,
    after: row.after,
    ip_address: row.ipAddress,
    user_agent: row.userAgent,
    request_id: row.requestId,
  };
}
