import type { ConnectionRow } from '#lib/data/connections.ts';

/** A connection as an entry of the audit log names it. */
export function connectionTarget({ id, name }: Pick<ConnectionRow, 'id' | 'name'>) {
  return { type: 'connection', id, name };
}

/** What of a connection the audit log compares: every setting, and certificates by their fingerprint. */
export function connectionFields(row: ConnectionRow) {
  const {
    id: _id,
    createdAt: _created,
    updatedAt: _updated,
    organization: _organization,
    certificates,
    keyPairs,
    ...settings
  } = row;
  return {
    ...settings,
    certificates: certificates.map((one) => one.fingerprintSha256),
    keyPairs: keyPairs.map((one) => `${one.use} ${one.fingerprintSha256}`),
  };
}

/** What the audit log says of a certificate or key pair that came or went. */
export function certificateFields(
  connection: Pick<ConnectionRow, 'id' | 'name'>,
  row: { use?: string; fingerprintSha256: string; notAfter: Date },
) {
  return {
    connectionId: connection.id,
    connectionName: connection.name,
    ...(row.use === undefined ? {} : { use: row.use }),
    fingerprintSha256: row.fingerprintSha256,
    notAfter: row.notAfter,
  };
}
