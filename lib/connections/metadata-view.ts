import type { ConnectionRow } from '#lib/data/connections.ts';
import type { FollowedMetadataRow } from '#lib/data/followed-metadata.ts';
import { formatFingerprint, parseCertificate } from '#lib/saml/certificate.ts';
import { type CertificateView, describeCertificate } from './connection-view.ts';
import { type MetadataDifference, metadataDifferences } from './metadata-change.ts';

/** What following a metadata URL has come to. Times are ISO 8601. */
export type MetadataView = {
  checkedAt: string | null;
  goodAt: string | null;
  nextCheckAt: string;
  /** Why it cannot be used at present, in words for an admin. */
  problem: string | null;
  /** Fingerprints of certificates that somebody refused. */
  refused: readonly string[];
  /** What waits for somebody's decision. `hash` names it in the form. */
  held: {
    hash: string;
    at: string;
    differences: readonly MetadataDifference[];
    newCertificates: readonly CertificateView[];
  } | null;
};

/** The view of a connection's metadata; null where none is followed (yet). */
export function metadataView(
  connection: ConnectionRow,
  row: FollowedMetadataRow | null,
  now: Date,
): MetadataView | null {
  if (!row || row.url !== connection.idpMetadataUrl) return null;
  const known = new Set(connection.certificates.map((one) => one.fingerprintSha256));
  return {
    checkedAt: row.checkedAt?.toISOString() ?? null,
    goodAt: row.goodAt?.toISOString() ?? null,
    nextCheckAt: row.nextCheckAt.toISOString(),
    problem: row.lastError,
    refused: row.refused.map(formatFingerprint),
    held:
      row.held && row.heldHash && row.heldAt
        ? {
            hash: row.heldHash,
            at: row.heldAt.toISOString(),
            differences: metadataDifferences(connection, row.held, { offers: true }),
            newCertificates: row.held.certificates
              .flatMap((pem) => parseCertificate(pem) ?? [])
              .filter((one) => !known.has(one.fingerprintSha256))
              .map((one) => describeCertificate(one.fingerprintSha256, one, now)),
          }
        : null,
  };
}
