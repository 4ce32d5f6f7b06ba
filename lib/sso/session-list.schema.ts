import { z } from 'zod';

/** Ready-made time ranges of the session list, with their length in milliseconds. */
export const TIME_RANGES = {
  '15m': { label: 'Last 15 minutes', ms: 15 * 60_000 },
  '1h': { label: 'Last hour', ms: 60 * 60_000 },
  '24h': { label: 'Last 24 hours', ms: 24 * 60 * 60_000 },
  '7d': { label: 'Last 7 days', ms: 7 * 24 * 60 * 60_000 },
  '30d': { label: 'Last 30 days', ms: 30 * 24 * 60 * 60_000 },
  '90d': { label: 'Last 90 days', ms: 90 * 24 * 60 * 60_000 },
} as const;

export type TimeRange = keyof typeof TIME_RANGES;

/** One query parameter, whichever way the router hands it over; several of one name become a comma list. */
const text = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (Array.isArray(value) ? value.join(',') : (value ?? '')).slice(0, 500).trim());

/** A comma list; what is not one of `names` is dropped, because a link may be older than a name. */
const choices = <Name extends string>(names: readonly Name[]) =>
  text.transform((value) => {
    const given = new Set(value.split(',').map((part) => part.trim()));
    return names.filter((name) => given.has(name));
  });

const STATES = [
  'started',
  'authorized',
  'successful',
  'failed',
  'timed_out',
  'test_successful',
  'test_failed',
  'converted',
] as const;
const ERRORS = [
  'invalid_attributes',
  'invalid_x509_certificate',
  'malformed_saml_response',
  'profile_not_allowed_outside_organization',
  'decryption_failed',
  'none',
] as const;
const ORIGINS = ['service_provider', 'identity_provider', 'test'] as const;

/** A moment as `<input type="datetime-local">` writes it, taken as UTC, or any ISO 8601 moment. */
const moment = text.transform((value) => {
  if (value === '') return null;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(value) ? value : `${value}Z`;
  const date = new Date(zoned);
  return Number.isNaN(date.getTime()) ? null : date;
});

const id = text.transform((value) => (/^[A-Za-z0-9_]{1,80}$/.test(value) ? value : null));

/** The session list's part of a URL. Nothing in it is ever refused: what cannot be read is left out. */
export const sessionListInput = z.object({
  state: choices(STATES),
  error: choices(ERRORS),
  origin: choices(ORIGINS),
  connection: id,
  range: text.transform((value) => (Object.hasOwn(TIME_RANGES, value) ? (value as TimeRange) : null)),
  from: moment,
  to: moment,
  q: text.transform((value) => value.slice(0, 200)),
  before: id,
  after: id,
});

export type SessionListInput = z.output<typeof sessionListInput>;

/** The same choices as a query string, for links: `changes` replace them, and paging starts over unless named. */
export function sessionListQuery(input: SessionListInput, changes: Partial<SessionListInput> = {}): string {
  const next = { ...input, before: null, after: null, ...changes };
  const query = new URLSearchParams();
  if (next.q) query.set('q', next.q);
  for (const name of ['state', 'error', 'origin'] as const) {
    if (next[name].length > 0) query.set(name, next[name].join(','));
  }
  if (next.connection) query.set('connection', next.connection);
  if (next.range) query.set('range', next.range);
  if (next.from) query.set('from', next.from.toISOString());
  if (next.to) query.set('to', next.to.toISOString());
  if (next.before) query.set('before', next.before);
  if (next.after) query.set('after', next.after);
  // Commas are readable and legal in a query (RFC 3986 §3.4).
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}
