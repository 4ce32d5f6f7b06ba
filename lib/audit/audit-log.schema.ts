import { z } from 'zod';
import { AUDIT_ACTIONS, type AuditAction } from './actions.ts';

/** Time ranges of the audit log, in days. */
export const AUDIT_RANGES = {
  '1d': { label: 'Last 24 hours', days: 1 },
  '7d': { label: 'Last 7 days', days: 7 },
  '30d': { label: 'Last 30 days', days: 30 },
  '90d': { label: 'Last 90 days', days: 90 },
  '365d': { label: 'Last 12 months', days: 365 },
} as const;

/** In place of a range: the days `from` and `to`. */
export const DAYS = 'days';

export type AuditRange = keyof typeof AUDIT_RANGES | typeof DAYS;

/** A parameter that may occur several times counts once; whatever makes no sense counts as absent. */
const text = (max: number) =>
  z
    .preprocess((value) => (Array.isArray(value) ? value[0] : value), z.string().trim().max(max))
    .transform((value) => value.replaceAll('\0', '') || null)
    .catch(null);
const id = text(64).transform((value) => (value !== null && /^[A-Za-z0-9_]+$/.test(value) ? value : null));
const day = text(10).transform((value) => {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(value ?? '') ? new Date(`${value}T00:00:00.000Z`) : null;
  return start && !Number.isNaN(start.getTime()) && start.toISOString().startsWith(value ?? '-')
    ? value
    : null;
});

/** What the address of the audit log says, as the page, its links and the export read it. */
export const auditLogInput = z.object({
  q: text(200),
  actor: id,
  action: text(64).transform((value) =>
    value !== null && Object.hasOwn(AUDIT_ACTIONS, value) ? (value as AuditAction) : null,
  ),
  /** An environment's id, or `workspace` for what belongs to none. */
  environment: id,
  range: text(8).transform((value) =>
    value === DAYS || (value !== null && Object.hasOwn(AUDIT_RANGES, value)) ? (value as AuditRange) : null,
  ),
  /** Days in UTC, both included. */
  from: day,
  to: day,
  older: id,
  newer: id,
});

export type AuditLogInput = z.output<typeof auditLogInput>;

/** The query of the same filters with other paging: `?actor=…&older=…`, or '' without any. */
export function auditLogQuery(
  input: AuditLogInput,
  paging: { older?: string; newer?: string; format?: string } = {},
): string {
  const { older: _older, newer: _newer, ...filters } = input;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filters, ...paging })) if (value) query.set(name, value);
  return query.size === 0 ? '' : `?${query}`;
}
