import { type Database, database } from '#lib/db/client.ts';

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
    async verify({ environmentId, id, verificationToken }: PendingDomain, now: Date): Promise<boolean> {
      const { count } = await db.organizationDomain.updateMany({
        where: { environmentId, id, verificationToken, state: 'pending' },
        data: { state: 'verified', updatedAt: now },
      });
      return count === 1;
    },
    /** Ends the wait of a domain, unless it began anew in the meantime. */
    async fail({ environmentId, id, pendingSince }: PendingDomain, now: Date): Promise<boolean> {
      const { count } = await db.organizationDomain.updateMany({
        where: { environmentId, id, state: 'pending', updatedAt: pendingSince },
        data: { state: 'failed', updatedAt: now },
      });
      return count === 1;
    },
  };
}
