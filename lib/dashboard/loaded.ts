import type { AuditEntry, AuditSource } from '#lib/data/audit-log.ts';
import { AppError } from '#lib/errors.ts';
import { mailTime } from '#lib/mail/content.ts';
import { LOADED_VALUES_FIELD } from './form-state.ts';

type LastChange = { actorId: string; actorName: string; createdAt: Date };

/** As much of the repositories as it takes to see what is about to be overwritten, and who wrote it. */
type Rows = {
  auditLog: {
    record(source: AuditSource, entry: AuditEntry): Promise<void>;
    last(target: { id: string; action: string }): Promise<LastChange | null>;
  };
};

type Transaction = (work: (rows: Rows) => Promise<unknown>, ...options: unknown[]) => Promise<unknown>;

/**
 * A context in which a form writes only over what it was loaded from. What was there before is read from the entry that
 * the change adds to the audit log, inside its transaction; where that is not what the form says it showed, everything
 * is taken back and refused with `conflict`, who changed it, and what each field holds now.
 */
export function asLoaded<Context extends AuditSource & { data: object }>(
  context: Context,
  form: FormData,
): Context {
  const loaded = loadedValues(form);
  if (!loaded) return context;
  const { transaction } = context.data as { transaction: Transaction };
  const guarded: Transaction = (work, ...options) =>
    transaction((rows) => work(guardedRows(rows, loaded, context)), ...options);
  return { ...context, data: { ...context.data, transaction: guarded } };
}

function guardedRows(rows: Rows, loaded: Readonly<Record<string, unknown>>, { actor }: AuditSource): Rows {
  return {
    ...rows,
    auditLog: {
      ...rows.auditLog,
      async record(source, entry) {
        const theirs = Object.keys(loaded).filter((name) => overwrites(entry, name, loaded[name]));
        if (theirs.length > 0) {
          const last = await rows.auditLog.last({ id: entry.target.id, action: entry.action });
          throw changedMeanwhile(entry, theirs, last, actor.id);
        }
        await rows.auditLog.record(source, entry);
      },
    },
  };
}

/** Whether the entry changes a field that held something else than the form showed. */
function overwrites({ before, after }: AuditEntry, field: string, shown: unknown): boolean {
  const name = camelCase(field);
  if (!before || !after || !(name in before)) return false;
  const there = plain(before[name]);
  return there !== plain(shown) && there !== plain(after[name]);
}

function changedMeanwhile(
  { before }: AuditEntry,
  fields: readonly string[],
  last: LastChange | null,
  self: string,
): AppError {
  const who = !last ? 'Somebody' : last.actorId === self ? 'You' : last.actorName;
  const when = last ? ` on ${mailTime(last.createdAt)}` : '';
  const now = (field: string) => before?.[camelCase(field)] ?? null;
  return new AppError(
    'conflict',
    `${who} changed this${when}, after you opened the page. Nothing of yours is saved. Compare it with what is there now, then save again to replace it.`,
    {
      fields: fields.map((field) => ({ field, code: 'changed_meanwhile', message: inWords(now(field)) })),
    },
  );
}

function inWords(value: unknown): string {
  if (value === null || value === '') return 'There is nothing here now.';
  if (typeof value !== 'object') return `It says “${value}” now.`;
  const parts = Object.entries(value).map(([key, one]) => `${key} = ${one}`);
  return parts.length === 0 ? 'There is nothing here now.' : `It says now: ${parts.join(', ')}.`;
}

function loadedValues(form: FormData): Readonly<Record<string, unknown>> | null {
  const posted = form.get(LOADED_VALUES_FIELD);
  if (typeof posted !== 'string') return null;
  try {
    const values: unknown = JSON.parse(posted);
    return typeof values === 'object' && values !== null && !Array.isArray(values)
      ? (values as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Comparable: nothing and empty are the same, and so is an object whatever the order of its keys. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return '""';
  if (typeof value !== 'object') return JSON.stringify(String(value));
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? '""' : JSON.stringify(entries);
}

function camelCase(field: string): string {
  return field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
