import { type Database, database } from '#lib/db/client.ts';

type OpenInvoice = {
  id: string;
  number: number;
  month: string;
  totalCents: number;
  creditedCents: number;
  currency: string;
  workspaceName: string;
};

/** Over all workspaces: for jobs, signed notices and the operator at the console; no id comes from another caller. */
export function billedWorkspaces(db: Database = database()) {
  return {
    /** Those in which a connection in Production has ever been active. */
    async ids(): Promise<string[]> {
      const rows = await db.$queryRaw<{ workspaceId: string }[]>`
        SELECT DISTINCT "workspaceId" FROM "ConnectionActivation" ORDER BY 1`;
      return rows.map(({ workspaceId }) => workspaceId);
    },
    /** Open invoices of everybody, oldest first. */
    openInvoices(): Promise<OpenInvoice[]> {
      return db.$queryRaw<OpenInvoice[]>`
        SELECT i.id, i.number, to_char(i."periodStart", 'YYYY-MM') AS month, i."totalCents", i."creditedCents",
               i.currency, w.name AS "workspaceName"
          FROM "Invoice" i JOIN "Workspace" w ON w.id = i."workspaceId"
         WHERE i.state = 'open' ORDER BY i."issuedAt", i.id`;
    },
    /** Whose invoice it is; for the operator at the console, who may see all. */
    async idOfInvoice(id: string): Promise<string | null> {
      const rows = await db.$queryRaw<{ workspaceId: string }[]>`
        SELECT "workspaceId" FROM "Invoice" WHERE id = ${id}`;
      return rows[0]?.workspaceId ?? null;
    },
    /** Who is this customer at Stripe; null for a stranger. Only with ids that came in a signed notice. */
    async idOfCustomer(stripeCustomerId: string): Promise<string | null> {
      const rows = await db.$queryRaw<{ workspaceId: string }[]>`
        SELECT "workspaceId" FROM "BillingAccount" WHERE "stripeCustomerId" = ${stripeCustomerId}`;
      return rows[0]?.workspaceId ?? null;
    },
    /**
     * Makes activations agree with the states connections have, in case somebody changed rows past the trigger that
     * records them. Returns how many it had to open and to end.
     */
    async reconcile(now: Date): Promise<{ opened: number; ended: number }> {
      const ended = await db.$executeRaw`
        UPDATE "ConnectionActivation" a SET "endedAt" = greatest(a."startedAt", ${now}::timestamptz)
         WHERE a."endedAt" IS NULL AND NOT EXISTS (
           SELECT 1 FROM "Connection" c JOIN "Environment" e ON e.id = c."environmentId" AND e.kind = 'production'
            WHERE c."environmentId" = a."environmentId" AND c.id = a."connectionId" AND c.state = 'active')`;
      const opened = await db.$queryRaw<unknown[]>`
        SELECT open_connection_activation(c."environmentId", c.id, ${now}::timestamptz)::text
          FROM "Connection" c JOIN "Environment" e ON e.id = c."environmentId" AND e.kind = 'production'
         WHERE c.state = 'active' AND c."organizationId" IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM "ConnectionActivation" a
            WHERE a."environmentId" = c."environmentId" AND a."connectionId" = c.id AND a."endedAt" IS NULL)`;
      return { opened: opened.length, ended };
    },
  };
}
