import { CONNECTION_TYPES, type ConnectionType } from '#lib/attributes/connection-types.ts';
import { systemScope, systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { type ExpiringCertificateRow, expiringCertificates } from '#lib/data/expiring-certificates.ts';
import { forWorkspace, type WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { formatFingerprint } from '#lib/saml/certificate.ts';
import { daysLeft, eventMilestone, milestone, NOTICE_DAYS } from './milestones.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Nobody needs to hear of a certificate that ended before we could tell them. */
const ENDED_DAYS = 30;

/**
 * Writes to the members and contacts who want it, and tells apps by an event, about certificates of their connections that end soon or have ended: one mail for
 * all that reached a milestone since the last run. Returns how many certificates and mails that were.
 */
export async function noticeExpiringCertificates(
  now: Date,
  db?: Parameters<typeof forWorkspace>[1],
): Promise<{ certificates: number; mails: number }> {
  const at = (days: number) => new Date(now.getTime() + days * DAY_MS);
  const rows = await expiringCertificates(at(-ENDED_DAYS), at(NOTICE_DAYS), db);
  const result = { certificates: 0, mails: 0 };
  for (const [workspaceId, certificates] of Map.groupBy(rows, (row) => row.workspaceId)) {
    await forWorkspace(systemWorkspaceScope(workspaceId), db).transaction(async (data) => {
      const due: ExpiringCertificateRow[] = [];
      const forApps: ExpiringCertificateRow[] = [];
      for (const one of certificates) {
        const step = eventMilestone(daysLeft(one.notAfter, now));
        if (
          await data.notices.first(
            `certificate_event:${one.connectionId}:${one.fingerprintSha256}:${step}`,
            now,
          )
        ) {
          forApps.push(one);
        }
        const key = `certificate_expiry:${one.connectionId}:${one.fingerprintSha256}:${milestone(daysLeft(one.notAfter, now))}`;
        if (await data.notices.first(key, now)) due.push(one);
      }
      if (due.length > 0) {
        result.mails += (await tellMembers(data, due, now)) + (await tellContacts(data, due, now));
        result.certificates += due.length;
      }
      // Last, because writers of events wait for one another.
      for (const one of forApps) await recordEvent(data, one, now);
    });
  }
  return result;
}

async function tellMembers(
  data: WorkspaceRepositories,
  due: readonly ExpiringCertificateRow[],
  now: Date,
): Promise<number> {
  const members = await data.members.wanting('certificate_expiry');
  for (const { email } of members) {
    await data.mail.queue(
      { now },
      {
        to: email,
        template: 'certificate_expiry',
        data: {
          certificates: due.map((one) => ({
            ...one,
            daysLeft: daysLeft(one.notAfter, now),
            path: `/dashboard/${one.environmentId}/connections/${one.connectionId}`,
          })),
        },
      },
    );
  }
  return members.length;
}

const CERTIFICATE_TYPES = {
  response_signing: 'ResponseSigning',
  request_signing: 'RequestSigning',
  response_encryption: 'ResponseEncryption',
} as const;

async function recordEvent(
  data: WorkspaceRepositories,
  one: ExpiringCertificateRow,
  now: Date,
): Promise<void> {
  const scope = systemScope({ id: one.environmentId, kind: one.environmentKind });
  await data.ofEnvironment(scope).events.record('connection.saml_certificate_renewal_required', {
    organizationId: one.organizationId,
    targetId: one.connectionId,
    data: {
      connection: { id: one.connectionId, organization_id: one.organizationId },
      certificate: {
        certificate_type: CERTIFICATE_TYPES[one.use],
        expiry_date: one.notAfter.toISOString(),
        is_expired: one.notAfter <= now,
      },
      days_until_expiry: daysLeft(one.notAfter, now),
    },
  });
}

/**
 * Writes to the contacts of the organizations about the certificates that are theirs to renew: one mail each for all of
 * an organization's. Returns how many.
 */
async function tellContacts(
  data: WorkspaceRepositories,
  due: readonly ExpiringCertificateRow[],
  now: Date,
): Promise<number> {
  const theirs = due.filter(({ side }) => side === 'identity_provider');
  let mails = 0;
  for (const certificates of Map.groupBy(theirs, (one) => one.organizationId).values()) {
    const [first] = certificates;
    if (!first) continue;
    for (const { email } of await data.contactsToTell('certificateExpiry', first)) {
      await data.mail.queue(
        { now },
        {
          to: email,
          template: 'contact_certificate_expiry',
          data: {
            organizationName: first.organizationName,
            certificates: certificates.map((one) => ({
              connectionName: one.connectionName,
              identityProvider: typeLabel(one.connectionType),
              fingerprint: formatFingerprint(one.fingerprintSha256),
              notAfter: one.notAfter,
              daysLeft: daysLeft(one.notAfter, now),
            })),
          },
        },
      );
      mails++;
    }
  }
  return mails;
}

function typeLabel(type: string): string {
  return CONNECTION_TYPES[type as ConnectionType]?.label ?? type;
}
