import type { PageRequest } from '#lib/data/page.ts';
import { AppError, invalidField } from '#lib/errors.ts';
import { readList, readPageRequest, readText } from '#lib/http/api-query.ts';
import { MAX_RANGE_DAYS } from './event-names.ts';

/** What GET /events asks for. Names that no event has here are not refused: apps list those of products we have not. */
export type EventQuery = {
  names: readonly string[];
  organizationId: string | null;
  from: Date | null;
  until: Date | null;
  page: PageRequest;
};

const DAY_MS = 24 * 60 * 60 * 1000;
const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads the parameters. Without `order` the oldest come first and `after` goes on from there: whoever handles events
 * passes the id of the last one. Throws invalid_events_request (400) without a name, invalid_request_parameters (422).
 */
export function readEventQuery(query: URLSearchParams): EventQuery {
  const names = readList(query, 'events');
  if (!names) throw new AppError('invalid_events_request');
  for (const name of names) {
    if (!/^[a-z_]+(\.[a-z_]+)+$/.test(name)) {
      throw invalidField('events', 'each value in events must be the name of an event');
    }
  }
  const page = readPageRequest(query);
  for (const field of ['before', 'after'] as const) {
    const cursor = page[field];
    if (cursor !== undefined && !/^event_[0-9A-HJKMNP-TV-Z]{26}$/.test(cursor)) {
      throw invalidField(field, `${field} must be the id of an event`);
    }
  }
  const from = readTime(query, 'range_start');
  const until = readTime(query, 'range_end');
  if (from && page.after !== undefined) {
    throw invalidField('range_start', 'range_start and after cannot be used together');
  }
  if (from && until && until <= from) {
    throw invalidField('range_end', 'range_end must be later than range_start');
  }
  if (from && until && until.getTime() - from.getTime() > MAX_RANGE_DAYS * DAY_MS) {
    throw invalidField('range_end', `range_end must be at most ${MAX_RANGE_DAYS} days after range_start`);
  }
  return {
    names,
    organizationId: readText(query, 'organization_id') ?? null,
    from,
    until,
    page: { ...page, order: page.order ?? 'asc' },
  };
}

function readTime(query: URLSearchParams, field: string): Date | null {
  const text = readText(query, field);
  if (text === undefined) return null;
  // A + of an offset arrives as a blank where it was not encoded.
  const plain = text.replace(/ (?=\d{2}:?\d{2}$)/, '+');
  const time = ISO.test(plain) ? new Date(zoned(plain)) : null;
  if (!time || Number.isNaN(time.getTime())) {
    throw invalidField(field, `${field} must be a valid ISO 8601 date string`);
  }
  return time;
}

/** A time without an offset is UTC, whatever the time zone of this machine. */
function zoned(text: string): string {
  return /T/.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text;
}
