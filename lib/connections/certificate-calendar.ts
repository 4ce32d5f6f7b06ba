import type { CalendarRow } from '#lib/data/certificate-calendar.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { formatFingerprint } from '#lib/saml/certificate.ts';
import { type CertificateStatus, certificateStatus, daysUntil } from './connection-view.ts';

const MONTHS_AHEAD = 12;
const MAX_ROWS = 200;

/** A certificate in the calendar. Times are ISO 8601. */
export type CalendarEntry = {
  id: string;
  /** Whose it is and what for. */
  use: string;
  /** `AA:BB:…`, SHA-256. */
  fingerprint: string;
  notAfter: string;
  daysLeft: number;
  status: CertificateStatus;
  /** When a response signed with it was last accepted; null for never and for our own certificates. */
  lastSeenAt: string | null;
  /** Ours sign and decrypt; only those of identity providers are seen in responses. */
  isOurs: boolean;
  /** Another one of this kind lasts longer: in use, so that nothing stops when this one ends, or stored only. */
  successor: 'used' | 'stored' | null;
  connection: { id: string; name: string; isOn: boolean };
  organizationName: string;
};

/** Certificates by the month they end in (UTC), the soonest first; those that have ended come before. */
export type CertificateCalendar = {
  months: readonly { key: string; label: string; entries: readonly CalendarEntry[] }[];
  /** No certificate at all, however far away its end. */
  isEmpty: boolean;
  /** There are more than are shown. */
  isCut: boolean;
};

const USES: Readonly<Record<CalendarRow['use'], string>> = {
  response_signing: 'Identity provider signs responses',
  request_signing: 'Gatehouse signs requests',
  response_encryption: 'Responses are encrypted to Gatehouse',
};

/** The certificates of an environment that have ended or end within a year. */
export async function certificateCalendarView({
  data,
  now,
}: Pick<EnvironmentContext, 'data' | 'now'>): Promise<CertificateCalendar> {
  const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + MONTHS_AHEAD, 1));
  const rows = await data.certificateCalendar.endingBefore(until, MAX_ROWS + 1);
  const months = Map.groupBy(rows.slice(0, MAX_ROWS), (row) => monthOf(row.notAfter, now));
  return {
    months: [...months].map(([key, found]) => ({
      key,
      label: key === ENDED ? 'Ended' : monthLabel(key),
      entries: found.map((row) => entry(row, now)),
    })),
    isEmpty: rows.length === 0 && !(await data.certificateCalendar.any()),
    isCut: rows.length > MAX_ROWS,
  };
}

const ENDED = 'ended';

function monthOf(end: Date, now: Date): string {
  return end <= now ? ENDED : end.toISOString().slice(0, 7);
}

function monthLabel(key: string): string {
  return new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${key}-01T00:00:00Z`),
  );
}

function entry(row: CalendarRow, now: Date): CalendarEntry {
  const { connection } = row;
  return {
    id: row.id,
    use: USES[row.use],
    fingerprint: formatFingerprint(row.fingerprintSha256),
    notAfter: row.notAfter.toISOString(),
    daysLeft: daysUntil(row.notAfter, now),
    status: certificateStatus(row.notBefore, row.notAfter, now),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    isOurs: row.use !== 'response_signing',
    successor:
      row.lastUsed !== null && row.lastUsed > row.notAfter
        ? 'used'
        : row.lastOfItsKind > row.notAfter
          ? 'stored'
          : null,
    connection: {
      id: connection.id,
      name: connection.name,
      isOn: connection.state === 'active' || connection.state === 'validating',
    },
    organizationName: connection.organization.name,
  };
}
