import type { Queries } from '#lib/db/client.ts';

/** The kinds of mail a contact can get, one column each. */
export type ContactMails = { certificateExpiry: boolean; connectionTrouble: boolean; keyRenewal: boolean };

export type ContactRow = ContactMails & {
  id: string;
  organizationId: string;
  email: string;
  name: string | null;
  createdAt: Date;
};

const ROW = {
  id: true,
  organizationId: true,
  email: true,
  name: true,
  certificateExpiry: true,
  connectionTrouble: true,
  keyRenewal: true,
  createdAt: true,
} as const;

/** People at the customers of one environment who are written to about their sign-in. */
export function organizationContacts(queries: Queries, environmentId: string) {
  return {
    /** Oldest first. */
    of(organizationId: string): Promise<ContactRow[]> {
      return queries.organizationContact.findMany({
        where: { environmentId, organizationId },
        orderBy: { id: 'asc' },
        select: ROW,
      });
    },
    get(id: string): Promise<ContactRow | null> {
      return queries.organizationContact.findFirst({ where: { environmentId, id }, select: ROW });
    },
    async add(row: Omit<ContactRow, 'createdAt'>, now: Date): Promise<void> {
      await queries.organizationContact.create({
        data: { ...row, environmentId, createdAt: now, updatedAt: now },
      });
    },
    async update(id: string, values: ContactMails & { name: string | null }, now: Date): Promise<boolean> {
      const { count } = await queries.organizationContact.updateMany({
        where: { environmentId, id },
        data: { ...values, updatedAt: now },
      });
      return count === 1;
    },
    async remove(id: string): Promise<boolean> {
      const { count } = await queries.organizationContact.deleteMany({ where: { environmentId, id } });
      return count === 1;
    },
  };
}

/** The contacts of a workspace's organizations who want one kind of mail, for those who write them. */
export function contactsToTell(queries: Queries, workspaceId: string) {
  return async (
    kind: keyof ContactMails,
    organization: { environmentId: string; organizationId: string },
  ): Promise<{ id: string; email: string; name: string | null }[]> => {
    const { environmentId, organizationId } = organization;
    const owned = await queries.environment.count({ where: { id: environmentId, workspaceId } });
    if (owned === 0) return [];
    return queries.organizationContact.findMany({
      where: { environmentId, organizationId, [kind]: true },
      orderBy: { id: 'asc' },
      select: { id: true, email: true, name: true },
    });
  };
}
