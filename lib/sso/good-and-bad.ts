import { formatFingerprint, parseCertificate } from '#lib/saml/certificate.ts';
import type { CheckResult } from '#lib/saml/response.ts';
import type { OpenedLogin } from './recorded-login.ts';
import { withName } from './uri-names.ts';

/** What a sign-in says about the set-up of both sides; ids, times and the person's own values are left out. */
export type LoginProjection = ReadonlyMap<string, string>;
export type LoginDifference = { label: string; good: string; bad: string };

/** A clock that is off by less is nothing. */
const CLOCK_STEP_SECONDS = 30;

const RECEIVED: Readonly<Record<string, string>> = {
  status: 'Status',
  response_signature_form: 'Algorithms of the signature of the Response',
  assertion_signature_form: 'Algorithms of the signature of the assertion',
  destination: 'Destination',
  recipient: 'Recipient',
  audience: 'Audience',
};

/** The meaningful parts of a recorded response, by what a reader calls them. `checks` are those of an explanation. */
export function projectionOf(
  { at, encodedResponse, reading }: Pick<OpenedLogin, 'at' | 'encodedResponse' | 'reading'>,
  checks: readonly Pick<CheckResult, 'id' | 'received'>[],
): LoginProjection {
  const parts = new Map<string, string>();
  // Of a response that is no message, or whose assertion cannot be opened, nothing is known about what is inside.
  const opened = reading.attributes !== null;
  if (reading.issuer !== null) parts.set('Issuer', reading.issuer);
  const certificate =
    reading.embeddedCertificate === null ? null : parseCertificate(reading.embeddedCertificate);
  if (opened || certificate) {
    parts.set(
      'Certificate in the response',
      certificate
        ? `${certificate.subject}, SHA-256 ${formatFingerprint(certificate.fingerprintSha256)}`
        : 'none',
    );
  }
  if (opened) parts.set('NameID format', withName(reading.nameIdFormat ?? 'none'));
  for (const { id, received } of checks) {
    const label = RECEIVED[id];
    if (label && received !== undefined) {
      parts.set(label, [received].flat().map(withName).join(', ') || 'none');
    }
  }
  if (opened || reading.encryption)
    parts.set('Encryption', withName(reading.encryption?.algorithm ?? 'none'));
  if (opened) {
    const attributes = Object.entries(reading.attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    parts.set('Attributes', attributes.map(([name]) => name).join(', ') || 'none');
    const empty = attributes.filter(([, values]) => values.every((value) => value.trim() === ''));
    parts.set('Empty attributes', empty.map(([name]) => name).join(', ') || 'none');
    const email = reading.mapping?.find(({ field }) => field === 'email')?.value;
    if (email?.includes('@'))
      parts.set('Email domain', email.slice(email.lastIndexOf('@') + 1).toLowerCase());
  }
  const validity = validityOf(encodedResponse);
  if (validity !== null) parts.set('Validity of the assertion', validity);
  const clock = clockOf(encodedResponse, at);
  if (clock !== null) parts.set('Clock of the identity provider', clock);
  return parts;
}

/** What differs between a good and a failed sign-in; what only one of them lets us read is left out. */
export function loginDifferences(good: LoginProjection, bad: LoginProjection): LoginDifference[] {
  return [...good].flatMap(([label, value]) => {
    const other = bad.get(label);
    return other === undefined || other === value ? [] : [{ label, good: value, bad: other }];
  });
}

/** How long the assertion is good for, to the minute; null where it cannot be read, as in an encrypted one. */
function validityOf(encodedResponse: string): string | null {
  const xml = Buffer.from(encodedResponse, 'base64').toString('utf8');
  const conditions = /<(?:\w+:)?Conditions\s([^>]{1,400})>/.exec(xml)?.[1];
  const at = (name: string) =>
    Date.parse(new RegExp(`\\b${name}\\s*=\\s*["']([^"']{1,40})["']`).exec(conditions ?? '')?.[1] ?? '');
  const minutes = Math.round((at('NotOnOrAfter') - at('NotBefore')) / 60_000);
  return Number.isNaN(minutes) ? null : minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** How far the identity provider's clock is from ours, in steps of half a minute: what is below is the way. */
export function clockOf(encodedResponse: string, at: Date): string | null {
  const xml = Buffer.from(encodedResponse, 'base64').toString('utf8');
  const issued = Date.parse(/\sIssueInstant\s*=\s*["']([^"']{1,40})["']/.exec(xml)?.[1] ?? '');
  if (Number.isNaN(issued)) return null;
  const steps = Math.trunc((issued - at.getTime()) / 1000 / CLOCK_STEP_SECONDS);
  if (steps === 0) return 'within 30 seconds';
  const seconds = Math.abs(steps * CLOCK_STEP_SECONDS);
  return `at least ${seconds} seconds ${steps > 0 ? 'ahead' : 'behind'}`;
}
