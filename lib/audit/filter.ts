import type { AuditFilter } from '#lib/data/audit-log.ts';
import { AUDIT_RANGES, type AuditLogInput, DAYS } from './audit-log.schema.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The filter an address asks for, at `now`; of a range and days, the narrower counts. */
export function auditFilter(input: AuditLogInput, now: Date): AuditFilter {
  const since =
    input.range && input.range !== DAYS
      ? new Date(now.getTime() - AUDIT_RANGES[input.range].days * DAY_MS)
      : null;
  const from = input.from ? new Date(`${input.from}T00:00:00.000Z`) : null;
  return {
    actorId: input.actor,
    action: input.action,
    environmentId: input.environment,
    from: since && from ? new Date(Math.max(since.getTime(), from.getTime())) : (since ?? from),
    to: input.to ? new Date(Date.parse(`${input.to}T00:00:00.000Z`) + DAY_MS) : null,
    search: input.q,
  };
}
