import { createHash } from 'node:crypto';
import type { HeldMetadata } from '#lib/data/followed-metadata.ts';

/** A certificate has to be unused and unlisted for this long before it goes. */
export const QUIET_MS = 7 * 24 * 60 * 60 * 1000;

/** One value that the metadata gives otherwise than the connection. */
export type MetadataDifference = { field: string; now: string; says: string };

type Stored = {
  idpEntityId: string | null;
  idpSsoUrl: string | null;
  idpSsoBinding: string;
  idpSloUrl: string | null;
  idpSloBinding: string;
};

/**
 * What of the metadata would send people elsewhere or believe somebody else: the entity ID and where people
 * sign in and out.
 * It is never taken over by itself, because whoever controls the metadata URL would control the sign-in.
 */
export function metadataDifferences(
  stored: Stored,
  says: Omit<HeldMetadata, 'certificates'>,
  { offers }: { offers: boolean },
) {
  const pairs: [string, string | null, string][] = [
    ['Entity ID', stored.idpEntityId, says.idpEntityId],
    ['SSO URL', stored.idpSsoUrl, says.idpSsoUrl],
    ['SSO binding', bindingName(stored.idpSsoBinding), bindingName(says.idpSsoBinding)],
    ...logoutPairs(stored, says, offers),
  ];
  return pairs.flatMap(([field, now, says]): MetadataDifference[] =>
    now === says ? [] : [{ field, now: now ?? 'none', says }],
  );
}

/**
 * A logout URL that the connection has is not changed by itself either. One that is only offered now counts with
 * `offers`: it holds nothing up by itself, and an admin is shown it by fetching the metadata again.
 */
function logoutPairs(
  stored: Stored,
  says: Pick<HeldMetadata, 'idpSloUrl' | 'idpSloBinding'>,
  offers: boolean,
): [string, string | null, string][] {
  if (says.idpSloUrl === undefined || (stored.idpSloUrl === null && !(offers && says.idpSloUrl))) return [];
  if (says.idpSloUrl === null) return [['Logout URL', stored.idpSloUrl, 'none']];
  return [
    ['Logout URL', stored.idpSloUrl, says.idpSloUrl],
    [
      'Logout binding',
      stored.idpSloUrl === null ? null : bindingName(stored.idpSloBinding),
      bindingName(says.idpSloBinding ?? 'redirect'),
    ],
  ];
}

function bindingName(binding: string): string {
  return binding === 'post' ? 'HTTP-POST' : 'HTTP-Redirect';
}

/**
 * Names what an admin decides about, so that it is what they saw. Of the same identity provider that is its addresses:
 * its certificates need no decision, and a rotation is no reason to ask again. Of another one it is everything.
 */
export function metadataHash(stored: Pick<Stored, 'idpEntityId'>, says: HeldMetadata): string {
  const { idpEntityId, idpSsoUrl, idpSsoBinding, idpSloUrl, idpSloBinding, certificates } = says;
  const listed = stored.idpEntityId === idpEntityId ? [] : [[...certificates].sort()];
  const slo = idpSloUrl === undefined ? [] : [idpSloUrl, idpSloBinding];
  return createHash('sha256')
    .update(JSON.stringify([idpEntityId, idpSsoUrl, idpSsoBinding, ...listed, ...slo]))
    .digest('hex');
}

type Kept = {
  id: string;
  fromMetadata: boolean;
  missingSince: Date | null;
  lastSeenAt: Date | null;
  notAfter: Date;
};

/**
 * Certificates that can go: they came from the metadata, are gone from it, and were neither listed nor seen for a week,
 * while one that the metadata lists has been seen in use since they were last. What an admin entered is left alone.
 */
export function retiredCertificates<Row extends Kept>(rows: readonly Row[], now: Date): Row[] {
  const quiet = (at: Date | null) => at === null || now.getTime() - at.getTime() >= QUIET_MS;
  const successors = rows.filter(
    (row) => row.fromMetadata && row.missingSince === null && row.lastSeenAt !== null && row.notAfter > now,
  );
  return rows.filter(
    (row) =>
      row.fromMetadata &&
      row.missingSince !== null &&
      quiet(row.missingSince) &&
      quiet(row.lastSeenAt) &&
      successors.some(
        (one) => one.lastSeenAt !== null && one.lastSeenAt >= (row.lastSeenAt ?? one.lastSeenAt),
      ),
  );
}
