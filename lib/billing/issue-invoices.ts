import { systemActor } from '#lib/auth/actor.ts';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { billedWorkspaces } from '#lib/data/billed-workspaces.ts';
import type { WorkspaceData } from '#lib/data/for-workspace.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { newId } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import { collectInvoice } from './collect.ts';
import type { BillingContext } from './context.ts';
import { envelopeOf, taxIdText } from './details.ts';
import { invoiceName } from './invoice-number.ts';
import { totalCents } from './metering.ts';
import { formatCents } from './money.ts';
import { finishedMonths, type Month } from './month.ts';
import { PRICE_LIST } from './price-list.ts';
import type { BillingProvider } from './providers/provider.ts';
import { meterMonth } from './usage.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What an invoice is addressed to, as it was on the day of its issue. */
export type BillTo = {
  billingEmail: string;
  envelope: string[];
  taxIds: string[];
  purchaseOrder: string | null;
};

/**
 * Makes the invoices of all months that are over and asks for their payment, over all workspaces. May run at any time
 * and any number of times, on several instances at once: a month has one invoice. A workspace in trouble does not hold
 * up the others.
 */
export async function issueInvoices(
  now: Date,
  input: {
    provider: BillingProvider;
    issuer: readonly string[];
    workspaces?: ReturnType<typeof billedWorkspaces>;
    open?: (workspaceId: string) => WorkspaceData;
  },
): Promise<{ opened: number; ended: number; issued: number; failed: number }> {
  const workspaces = input.workspaces ?? billedWorkspaces();
  const open = input.open ?? ((workspaceId) => forWorkspace(systemWorkspaceScope(workspaceId)));
  const result = { ...(await workspaces.reconcile(now)), issued: 0, failed: 0 };
  for (const workspaceId of await workspaces.ids()) {
    const ctx: BillingContext = {
      scope: systemWorkspaceScope(workspaceId),
      data: open(workspaceId),
      now,
      actor: systemActor('Billing'),
      provider: input.provider,
    };
    try {
      result.issued += (await issueForWorkspace(ctx, input.issuer)).length;
    } catch (error) {
      result.failed++;
      log().error({ err: error, workspaceId }, 'invoices could not be issued');
    }
  }
  return result;
}

/** The same for one workspace; returns the ids of the invoices it made. */
export async function issueForWorkspace(ctx: BillingContext, issuer: readonly string[]): Promise<string[]> {
  const since = await ctx.data.activations.firstStart();
  // Nobody to send an invoice to: the months wait until somebody says who pays.
  if (!since || !(await ctx.data.billing.account())) return [];
  const issued: string[] = [];
  for (const month of await unbilledMonths(ctx.data, since, ctx.now)) {
    const id = await issueMonth(ctx, month, issuer);
    if (id) issued.push(id);
  }
  // Also those of an earlier run that did not come this far; a refused card is tried again when it was changed.
  for (const invoice of await ctx.data.invoices.open()) {
    if (invoice.paymentProblem === null && invoice.stripeInvoiceId === null) {
      await collectInvoice(ctx, invoice.id);
    }
  }
  return issued;
}

async function unbilledMonths(
  data: Pick<WorkspaceData, 'invoices'>,
  since: Date,
  now: Date,
): Promise<Month[]> {
  const billed = new Set((await data.invoices.months()).map((start) => start.getTime()));
  return finishedMonths(since, now).filter(({ start }) => !billed.has(start.getTime()));
}

/** Makes the invoice of a month, unless it has one or owes nothing. */
async function issueMonth(
  ctx: BillingContext,
  month: Month,
  issuer: readonly string[],
): Promise<string | null> {
  return ctx.data.transaction(async (rows) => {
    // Numbers follow one another without a gap because only who holds this lock hands them out, and keeps what it
    // handed out if and only if the invoice is there.
    await rows.workspace.lock();
    const months = await rows.invoices.months();
    if (months.some((start) => start.getTime() === month.start.getTime())) return null;
    const { lines, activations } = await meterMonth({ data: rows }, month);
    const account = await rows.billing.account();
    if (lines.length === 0 || !account) return null;
    const [taxIds, method] = [await rows.billing.taxIds(), await rows.billing.paymentMethod()];
    const id = newId('invoice', ctx.now);
    const number = await rows.invoices.nextNumber();
    const total = totalCents(lines);
    const dueAt = new Date(ctx.now.getTime() + PRICE_LIST.paymentDays * DAY_MS);
    const billTo: BillTo = {
      billingEmail: account.billingEmail,
      envelope: envelopeOf(account),
      taxIds: taxIds.map(taxIdText),
      purchaseOrder: method?.purchaseOrder ?? null,
    };
    await rows.invoices.add(
      {
        id,
        number,
        currency: PRICE_LIST.currency,
        totalCents: total,
        billTo,
        periodStart: month.start,
        periodEnd: month.end,
        issuedAt: ctx.now,
        dueAt,
        issuer: [...issuer],
      },
      lines.map((line) => {
        const row = activations.get(line.activationId);
        if (!row) throw new Error('a line stands for no activation');
        const { connectionName, organizationName, environmentId, environmentName } = row;
        return {
          ...line,
          id: newId('invoiceLine', ctx.now),
          connectionName,
          organizationName,
          environmentId,
          environmentName,
        };
      }),
    );
    const name = invoiceName(number);
    await rows.auditLog.record(ctx, {
      action: 'invoice.issued',
      target: { type: 'invoice', id, name },
      after: { totalCents: total, month: month.start.toISOString().slice(0, 7) },
    });
    await rows.mail.queue(ctx, {
      to: account.billingEmail,
      template: 'invoice_ready',
      data: {
        number: name,
        total: formatCents(total, PRICE_LIST.currency),
        dueAt,
        path: `/dashboard/workspace/billing/invoices/${id}`,
      },
    });
    return id;
  });
}
