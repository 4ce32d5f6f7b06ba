import type { Queries } from '#lib/db/client.ts';
import { OWNED, owned } from './owned.ts';

const CONNECTION = {
  id: true,
  name: true,
  state: true,
  organization: { select: { id: true, name: true } },
} as const;

/** A certificate of a connection, and when the last of its kind on that connection ends. */
export type CalendarRow = {
  id: string;
  use: 'response_signing' | 'request_signing' | 'response_encryption';
  fingerprintSha256: string;
  notBefore: Date;
  notAfter: Date;
  lastSeenAt: Date | null;
  lastOfItsKind: Date;
  /** The same of those that are known to be in use; ours always count as such. */
  lastUsed: Date | null;
  connection: { id: string; name: string; state: string; organization: { id: string; name: string } };
};

/** The certificates of one environment by their end: identity providers' and ours. */
export function certificateCalendar(queries: Queries, environmentId: string) {
  const inUse = { ...OWNED, state: { not: 'deleting' as const } };
  return {
    /** Those that end before `before`, the soonest first, at most `rows` of each side. */
    async endingBefore(before: Date, rows: number): Promise<CalendarRow[]> {
      const where = { environmentId, notAfter: { lt: before }, connection: inUse };
      const order = { orderBy: [{ notAfter: 'asc' as const }, { id: 'asc' as const }], take: rows };
      const [theirs, ours] = await Promise.all([
        queries.connectionCertificate.findMany({
          where,
          ...order,
          select: {
            id: true,
            fingerprintSha256: true,
            notBefore: true,
            notAfter: true,
            lastSeenAt: true,
            connection: { select: CONNECTION },
          },
        }),
        queries.connectionKeyPair.findMany({
          where,
          ...order,
          select: {
            id: true,
            use: true,
            fingerprintSha256: true,
            notBefore: true,
            notAfter: true,
            connection: { select: CONNECTION },
          },
        }),
      ]);
      const ids = [...new Set([...theirs, ...ours].map((row) => row.connection.id))];
      const connectionId = { in: ids };
      const [lastTheirs, usedTheirs, lastOurs] = await Promise.all([
        queries.connectionCertificate.groupBy({
          by: ['connectionId'],
          where: { environmentId, connectionId },
          _max: { notAfter: true },
        }),
        queries.connectionCertificate.groupBy({
          by: ['connectionId'],
          where: { environmentId, connectionId, lastSeenAt: { not: null } },
          _max: { notAfter: true },
        }),
        queries.connectionKeyPair.groupBy({
          by: ['connectionId', 'use'],
          where: { environmentId, connectionId },
          _max: { notAfter: true },
        }),
      ]);
      const last = new Map<string, Date | null>([
        ...lastTheirs.map((one) => [`${one.connectionId} response_signing`, one._max.notAfter] as const),
        ...lastOurs.map((one) => [`${one.connectionId} ${USES[one.use]}`, one._max.notAfter] as const),
      ]);
      const used = new Map(usedTheirs.map((one) => [one.connectionId, one._max.notAfter]));
      return [
        ...theirs.map((row) => ({ ...row, use: 'response_signing' as const })),
        ...ours.map((row) => ({ ...row, use: USES[row.use], lastSeenAt: null })),
      ]
        .map((row) => ({
          ...row,
          connection: owned(row.connection),
          lastOfItsKind: last.get(`${row.connection.id} ${row.use}`) ?? row.notAfter,
          lastUsed:
            row.use === 'response_signing'
              ? (used.get(row.connection.id) ?? null)
              : (last.get(`${row.connection.id} ${row.use}`) ?? row.notAfter),
        }))
        .sort((a, b) => a.notAfter.getTime() - b.notAfter.getTime() || a.id.localeCompare(b.id));
    },
    /** Whether there is any certificate at all. */
    async any(): Promise<boolean> {
      const where = { environmentId, connection: inUse };
      const [theirs, ours] = await Promise.all([
        queries.connectionCertificate.findFirst({ where, select: { id: true } }),
        queries.connectionKeyPair.findFirst({ where, select: { id: true } }),
      ]);
      return theirs !== null || ours !== null;
    },
  };
}

const USES = { signing: 'request_signing', encryption: 'response_encryption' } as const;
