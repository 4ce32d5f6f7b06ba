import type { PageRequest } from '#lib/data/page.ts';
import { invalidField } from '#lib/errors.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;
/** No list of values is longer than what a URL holds; this bounds the query it becomes. */
const MAX_VALUES = 100;

/** `limit`, `before`, `after` and `order` of a list request. Throws invalid_request_parameters. */
export function readPageRequest(query: URLSearchParams): PageRequest {
  const before = readText(query, 'before');
  const after = readText(query, 'after');
  const order = readText(query, 'order');
  if (order !== undefined && order !== 'asc' && order !== 'desc' && order !== 'normal') {
    throw invalidField('order', 'order must be a valid enum value');
  }
  return {
    limit: readLimit(query),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(order === undefined ? {} : { order }),
  };
}

function readLimit(query: URLSearchParams): number {
  const text = query.get('limit') ?? '';
  if (text === '') return DEFAULT_LIMIT;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw invalidField('limit', `limit must be an integer from 1 to ${MAX_LIMIT}`);
}

/** One text parameter; an empty one counts as absent. Throws for a NUL, which PostgreSQL cannot store. */
export function readText(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name);
  if (text?.includes('\0')) throw invalidField(name, `${name} must be text`);
  return text === null || text === '' ? undefined : text;
}

/**
 * A list parameter in any of the encodings SDKs use: `domains=a,b`, `domains=a&domains=b`, `domains[]=a&…`.
 * Undefined when absent. Throws invalid_request_parameters over 100 values.
 */
export function readList(query: URLSearchParams, name: string): string[] | undefined {
  const given = [...query].filter(([key]) => key === name || key.replace(/\[\d*\]$/, '') === name);
  const values = given.flatMap(([, text]) => text.split(',')).filter((text) => text !== '');
  if (values.length > MAX_VALUES || values.some((text) => text.includes('\0'))) {
    throw invalidField(name, `${name} must be at most ${MAX_VALUES} texts`);
  }
  return values.length === 0 ? undefined : values;
}
