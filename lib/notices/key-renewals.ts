import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { forWorkspace, type WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { type RenewedKeyPairRow, renewedKeyPairs } from '#lib/data/renewed-key-pairs.ts';
import { formatFingerprint } from '#lib/saml/certificate.ts';
import { type Renewal, renewalsUnderWay } from '#lib/saml/key-renewal.ts';
import { daysLeft } from './milestones.ts';

/** The second time, for those who put the first mail aside. */
const REMINDER_DAYS = 7;

/** A renewal that is older was told about, or nobody could be told in time. Shorter than notices are remembered. */
const TOLD_WITHIN_DAYS = 30;

/**
 * Tells of our own certificates that were renewed, before the new ones are used: the contacts of the organization who
 * want it, or the Admins where there is none. Once when a renewal begins and once a week before the switch. Returns how
 * many renewals and mails that were.
 */
export async function noticeKeyRenewals(
  now: Date,
  db?: Parameters<typeof forWorkspace>[1],
): Promise<{ renewals: number; mails: number }> {
  const rows = await renewedKeyPairs(db);
  const result = { renewals: 0, mails: 0 };
  for (const pairs of Map.groupBy(rows, (row) => row.connectionId).values()) {
    for (const renewal of renewalsUnderWay(pairs, now)) {
      const step = stepOf(renewal, now);
      if (step === null) continue;
      const { workspaceId, connectionId, fingerprintSha256 } = renewal.fresh;
      await forWorkspace(systemWorkspaceScope(workspaceId), db).transaction(async (data) => {
        const key = `key_renewal:${connectionId}:${fingerprintSha256}:${step}`;
        if (!(await data.notices.first(key, now))) return;
        result.mails += await tell(data, renewal, now);
        result.renewals++;
      });
    }
  }
  return result;
}

function stepOf(
  { fresh, switchAt, switched }: Renewal<RenewedKeyPairRow>,
  now: Date,
): 'begun' | 'soon' | null {
  if (switched) return null;
  if (daysLeft(switchAt, now) <= REMINDER_DAYS) return 'soon';
  return daysLeft(now, fresh.createdAt) <= TOLD_WITHIN_DAYS ? 'begun' : null;
}

async function tell(
  data: WorkspaceRepositories,
  { fresh, switchAt }: Renewal<RenewedKeyPairRow>,
  now: Date,
): Promise<number> {
  const contacts = await data.contactsToTell('keyRenewal', fresh);
  const readers = contacts.length > 0 ? contacts : await data.members.admins();
  const { connectionName, organizationName, environmentName, environmentId, connectionId, use } = fresh;
  for (const { email } of readers) {
    await data.mail.queue(
      { now },
      {
        to: email,
        template: 'key_renewal',
        data: {
          ...{ connectionName, organizationName, environmentName, use, switchAt },
          fingerprint: formatFingerprint(fresh.fingerprintSha256),
          metadataPath: `/sso/saml/metadata/${fresh.externalKey}`,
          // Somebody without an account can do nothing with a page of the dashboard.
          connectionPath:
            contacts.length > 0 ? null : `/dashboard/${environmentId}/connections/${connectionId}`,
        },
      },
    );
  }
  return readers.length;
}
