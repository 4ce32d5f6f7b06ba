import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { type ExpiringCertificateRow, expiringCertificates } from '#lib/data/expiring-certificates.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { daysLeft, milestone, NOTICE_DAYS } from './milestones.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Nobody needs to hear of a certificate that ended before we could tell them. */
const ENDED_DAYS = 30;

/**
 * Writes to the members who want it about certificates of their connections that end soon or have ended: one mail for
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
      for (const one of certificates) {
        const key = `certificate_expiry:${one.connectionId}:${one.fingerprintSha256}:${milestone(daysLeft(one.notAfter, now))}`;
        if (await data.notices.first(key, now)) due.push(one);
      }
      if (due.length === 0) return;
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
      result.certificates += due.length;
      result.mails += members.length;
    });
  }
  return result;
}
