import type { AuditValue } from './difference.ts';

/** One field that changed, in words. Null: there was nothing. */
export type ChangeView = { field: string; before: string | null; after: string | null };

type Fields = Readonly<Record<string, AuditValue>> | null;

/**
 * What an entry's two sides say, a line for each field, readable without knowing the columns. Of two lists only the
 * items that came or went are shown; of a thing that came or went as a whole, empty fields are left out.
 */
export function changesOf(before: Fields, after: Fields): ChangeView[] {
  const whole = before === null || after === null;
  const [left, right] = [flat(before), flat(after)];
  const lines: ChangeView[] = [];
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const [was, is] = [left.get(name), right.get(name)];
    const [shownBefore, shownAfter] =
      Array.isArray(was) && Array.isArray(is) ? listDifference(was, is) : [shown(was), shown(is)];
    if (shownBefore === shownAfter && !whole && !(shown(was)?.includes('hidden') ?? false)) continue;
    if (whole && (shownBefore ?? shownAfter) === null) continue;
    lines.push({ field: words(name), before: shownBefore, after: shownAfter });
  }
  return lines;
}

/** Longer values are cut: the entry itself shows all of them. */
const SHORT = 40;
const IN_SUMMARY = 2;

/** What a change came to, in a few words for a list: `Name: Acme → Acme Corp`. Null for what came or went as a whole. */
export function summaryOf(changes: readonly ChangeView[]): string | null {
  if (!changes.some(({ before }) => before !== null) || !changes.some(({ after }) => after !== null))
    return null;
  const parts = changes
    .slice(0, IN_SUMMARY)
    .map(({ field, before, after }) => `${field}: ${short(before)} → ${short(after)}`);
  const more = changes.length - parts.length;
  return `${parts.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function short(text: string | null): string {
  if (text === null) return 'none';
  const line = text.replace(/\s+/g, ' ');
  return line.length > SHORT ? `${line.slice(0, SHORT)}…` : line;
}

/** Objects inside become fields of their own, so that of a map only the changed entry stands there. */
function flat(fields: Fields): Map<string, AuditValue> {
  const lines = new Map<string, AuditValue>();
  for (const [name, value] of Object.entries(fields ?? {})) {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      for (const [inner, one] of Object.entries(value)) lines.set(`${name}: ${inner}`, one);
    } else lines.set(name, value);
  }
  return lines;
}

function listDifference(was: AuditValue[], is: AuditValue[]): [string | null, string | null] {
  const text = (items: AuditValue[]) => items.map((one) => shown(one) ?? '');
  const [left, right] = [text(was), text(is)];
  const gone = left.filter((one) => !right.includes(one));
  const come = right.filter((one) => !left.includes(one));
  // The same items in another order.
  if (gone.length === 0 && come.length === 0) return [left.join('\n') || null, right.join('\n') || null];
  return [gone.join('\n') || null, come.join('\n') || null];
}

function shown(value: AuditValue | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((one) => shown(one) ?? '').join('\n') || null;
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

const SPELLED: Readonly<Record<string, string>> = {
  idp: 'identity provider',
  sp: 'service provider',
  id: 'ID',
  sso: 'SSO',
  saml: 'SAML',
  acs: 'ACS',
  url: 'URL',
  uri: 'URI',
  api: 'API',
  ip: 'IP',
  mfa: 'MFA',
  tax: 'tax',
  sha: 'SHA',
  sha1: 'SHA-1',
  sha256: '(SHA-256)',
  rsa: 'RSA',
  cbc: 'CBC',
  dns: 'DNS',
  authn: 'sign-in',
};

/** `idpSsoUrl` → `Identity provider SSO URL`; keys of maps stay as they are. */
function words(name: string): string {
  const [field = '', key] = name.split(': ', 2);
  const parts = field
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(' ')
    .map((part) => SPELLED[part.toLowerCase()] ?? part.toLowerCase());
  const text = parts.join(' ');
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return key === undefined ? sentence : `${sentence}: ${key}`;
}
