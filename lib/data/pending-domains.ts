import { systemActor } from '#lib/auth/actor.ts';
import { type Database, database, type Queries } from '#lib/db/client.ts';
import { environmentAuditLog } from './audit-log.ts';
import { connectionVersions } from './connection-versions.ts';

/** A User Email Domain that waits for its TXT record. `pendingSince` is when verification last began. */
export type PendingDomain = {
  environmentId: string;
  id: string;
  domain: string;
  verificationPrefix: string;
  verificationToken: string;
  pendingSince: Date;
};

/**
 * Domains that wait for their TXT record, over all environments: for jobs only, no id comes from a caller. Changes
 * are conditional, so that of several instances one makes each, and none overrules what an admin did meanwhile.
 */
export function pendingDomains(db: Database = database()) {
  /** One conditional change with its entry in the audit log, or neither. */
  const settle = (
    row: PendingDomain,
    now: Date,
    state: 'verified' | 'failed',
    condition: { verificationToken: string } | { updatedAt: Date },
  ): Promise<boolean> =>
    db.$transaction(async (tx) => {
      const { environmentId, id, domain } = row;
      const { count } = await tx.organizationDomain.updateMany({
        where: { environmentId, id, state: 'pending', ...condition },
        data: { state, updatedAt: now },
      });
      if (count === 0) return false;
      const source = { actor: systemActor('Domain check'), now };
      const moved = await tx.organizationDomain.findFirst({
        where: { environmentId, id },
        select: { organizationId: true },
      });
      if (moved) await connectionVersions(tx as unknown as Queries, environmentId).record(source, moved);
      await environmentAuditLog(tx as unknown as Queries, environmentId).record(source, {
        action:
          state === 'verified' ? 'organization_domain.verified' : 'organization_domain.verification_failed',
        target: { type: 'organization_domain', id, name: domain },
        before: { state: 'pending' },
        after: { state },
      });
      return true;
    });
  return {
    /** At most `rows` of them, drawn by lot: where there are more, none is passed over for long. */
    draw(rows: number): Promise<PendingDomain[]> {
      return db.$queryRaw`
        SELECT "environmentId", id, domain, "verificationPrefix", "verificationToken", "updatedAt" AS "pendingSince"
          FROM "OrganizationDomain"
         WHERE state = 'pending' AND "verificationPrefix" IS NOT NULL AND "verificationToken" IS NOT NULL
         ORDER BY random() LIMIT ${rows}`;
    },
    /** Counts the domain as verified, unless it waits for that no more. */
    verify(row: PendingDomain, now: Date): Promise<boolean> {
      return settle(row, now, 'verified', { verificationToken: row.verificationToken });
    },
    /** Ends the wait of a domain, unless it began anew in the meantime. */
    fail(row: PendingDomain, now: Date): Promise<boolean> {
      return settle(row, now, 'failed', { updatedAt: row.pendingSince });
    },
  };
}
