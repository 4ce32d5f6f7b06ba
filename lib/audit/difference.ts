/** What the log can keep of a value. */
export type AuditValue = string | number | boolean | null | AuditValue[] | { [key: string]: AuditValue };

/** The fields of a thing before or after a change; dates become ISO text, undefined fields are left out. */
export type AuditFields = Readonly<Record<string, unknown>>;

export const HIDDEN = '(hidden)';

const SECRET = /secret|password|passphrase|private|sealed|token|hash|recovery|totp|pem$/i;
const MAX_TEXT = 2000;
const MAX_ITEMS = 200;

/**
 * The two sides of a change, reduced to the fields that differ; null when none does. A side that is absent stays
 * absent, the other is kept whole. Values of fields named like a secret are hidden, yet count as changed.
 */
export function difference(
  before: AuditFields | null,
  after: AuditFields | null,
): {
  before: Record<string, AuditValue> | null;
  after: Record<string, AuditValue> | null;
} | null {
  if (!before || !after) return { before: before && shown(before), after: after && shown(after) };
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => comparable(before[name]) !== comparable(after[name]),
  );
  if (changed.length === 0) return null;
  const only = (side: AuditFields) =>
    shown(Object.fromEntries(changed.filter((name) => name in side).map((name) => [name, side[name]])));
  return { before: only(before), after: only(after) };
}

function shown(fields: AuditFields): Record<string, AuditValue> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      SECRET.test(name) && value !== null && typeof value !== 'boolean' ? HIDDEN : plain(value),
    ]),
  );
}

function plain(value: unknown): AuditValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  // PostgreSQL cannot store a NUL.
  if (typeof value === 'string') {
    const text = value.replaceAll('\0', '\uFFFD');
    return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  }
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(plain);
  if (value instanceof Uint8Array) return HIDDEN;
  if (typeof value === 'object') return shown(value as AuditFields);
  return String(value);
}

/** Equal text for equal values, whatever the order in which an object's fields were written. */
function comparable(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) as string;
}
