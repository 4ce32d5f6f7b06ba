import type { z } from 'zod';
import { AppError, type FieldError } from '#lib/errors.ts';
import { storableText } from '#lib/storable.ts';

/** Metadata XML and certificates fit; nothing larger has a place in the API. */
const MAX_BODY_BYTES = 1024 * 1024;

/** The body of an API request as text. Throws payload_too_large over 1 MiB, without reading on. */
export async function readBody(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new AppError('payload_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * A JSON body in the schema's shape. An empty body counts as `{}`, because SDKs send none for a POST without
 * payload; unknown keys are ignored. Throws invalid_json (400) or invalid_request_parameters (422).
 */
export function parseBody<Schema extends z.ZodType>(text: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_request_parameters', undefined, {
    fields: parsed.error.issues.map(fieldError),
  });
}

function parseJson(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text, refuseUnstorable);
  } catch {
    throw new AppError('invalid_json');
  }
}

/** PostgreSQL cannot store a NUL or half a surrogate pair, and no text of the API has one. */
function refuseUnstorable(key: string, value: unknown): unknown {
  for (const text of [key, value]) {
    if (typeof text === 'string' && text !== storableText(text)) throw new AppError('invalid_json');
  }
  return value;
}

/** In the words of the API: `{ field: 'name', code: 'name must be a string' }`. */
function fieldError(issue: z.core.$ZodIssue): FieldError {
  const field = issue.path.join('.') || 'body';
  const message = issueText(field, issue);
  return { field, code: message, message };
}

function issueText(field: string, issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type')
    return `${field} must be ${ARTICLES[issue.expected] ?? `a ${issue.expected}`}`;
  if (issue.code === 'invalid_value') return `${field} must be a valid enum value`;
  return `${field}: ${issue.message}`;
}

const ARTICLES: Readonly<Record<string, string>> = {
  array: 'an array',
  object: 'an object',
  record: 'an object',
  int: 'an integer',
};
