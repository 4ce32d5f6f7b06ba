import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import type { InvoiceDetailRow } from '#lib/data/invoices.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import type { BillingContext } from './context.ts';
import { providersCustomer } from './customer.ts';
import { dueCents, invoiceName } from './invoice-number.ts';
import { formatCents } from './money.ts';
import { PRICE_LIST } from './price-list.ts';
import type { Card, Collected } from './providers/provider.ts';

/**
 * Asks the provider to collect an invoice and writes down what became of it. May be called again at any time: a
 * provider that was asked before answers with what it did then.
 */
export async function collectInvoice(ctx: BillingContext, id: string): Promise<Collected['outcome']> {
  const invoice = await ctx.data.invoices.get(id);
  if (!invoice) throw entityNotFound('Invoice', id);
  if (invoice.state !== 'open') return invoice.state === 'paid' ? 'paid' : 'open';
  const [customerId, card] = [await providersCustomer(ctx), await cardOf(ctx)];
  const collected = await ctx.provider.collect({
    invoiceId: id,
    workspaceId: ctx.scope.workspaceId,
    customerId,
    number: invoiceName(invoice.number),
    currency: invoice.currency,
    dueCents: dueCents(invoice),
    dueDays: PRICE_LIST.paymentDays,
    lines: invoice.lines.map((line) => ({
      id: line.id,
      description: lineText(line),
      amountCents: line.amountCents,
    })),
    card,
    reference: invoice.stripeInvoiceId,
  });
  if (collected.reference) await ctx.data.invoices.setStripe(id, collected.reference, collected.url);
  await applyOutcome(
    ctx,
    id,
    collected,
    card ? 'card' : ctx.provider.name === 'stripe' ? 'stripe' : 'transfer',
  );
  return collected.outcome;
}

/** Tries every open invoice once more, after the payment method changed. What fails stays open. */
export async function collectOpenInvoices(ctx: BillingContext): Promise<void> {
  for (const { id } of await ctx.data.invoices.open()) await collectInvoice(ctx, id);
}

async function applyOutcome(
  ctx: BillingContext,
  id: string,
  result: Pick<Collected, 'outcome' | 'problem'>,
  how: string,
): Promise<void> {
  await ctx.data.transaction(async (rows) => {
    await rows.workspace.lock();
    await writeOutcome(ctx, rows, id, result, how);
  });
}

/**
 * Writes what became of an open invoice: paid, or a problem that is told to who pays, once for each problem. Call with
 * the workspace locked; an invoice that is settled stays as it is, so that old news changes nothing.
 */
export async function writeOutcome(
  ctx: Pick<BillingContext, 'now' | 'actor'>,
  rows: WorkspaceRepositories,
  id: string,
  { outcome, problem }: Pick<Collected, 'outcome' | 'problem'>,
  how: string,
): Promise<void> {
  if (outcome === 'open') return;
  const invoice = await rows.invoices.get(id);
  if (invoice?.state !== 'open') return;
  const name = invoiceName(invoice.number);
  const target = { type: 'invoice', id, name };
  if (outcome === 'paid') {
    await rows.invoices.settle(id, { state: 'paid', paidAt: ctx.now, paidHow: how });
    await rows.auditLog.record(ctx, {
      action: 'invoice.paid',
      target,
      before: { state: 'open' },
      after: { state: 'paid', paidHow: how },
    });
    return;
  }
  const reason = problem ?? 'The payment did not go through.';
  if (invoice.paymentProblem === reason) return;
  await rows.invoices.setProblem(id, reason);
  await rows.auditLog.record(ctx, {
    action: 'invoice.payment_failed',
    target,
    before: { paymentProblem: invoice.paymentProblem },
    after: { paymentProblem: reason },
  });
  const account = await rows.billing.account();
  if (!account) return;
  await rows.mail.queue(ctx, {
    to: account.billingEmail,
    template: 'payment_failed',
    data: {
      number: name,
      total: formatCents(dueCents(invoice), invoice.currency),
      reason,
      path: '/dashboard/workspace/billing/payment-method',
    },
  });
}

/** Collects one invoice because somebody asked for it. Throws conflict when the payment fails. */
export async function payInvoice(ctx: BillingContext, input: { id: string }): Promise<string> {
  const invoice = await ctx.data.invoices.get(input.id);
  if (!invoice) throw entityNotFound('Invoice', input.id);
  if (invoice.state !== 'open') throw new AppError('conflict', 'This invoice is settled already.');
  const card = await cardOf(ctx);
  if (!card)
    throw new AppError('conflict', 'There is no card to charge. Add one as the payment method first.');
  if ((await collectInvoice(ctx, input.id)) === 'paid') return invoiceName(invoice.number);
  const after = await ctx.data.invoices.get(input.id);
  throw new AppError('conflict', after?.paymentProblem ?? 'The payment did not go through.');
}

/** The card to charge; null also for one that another provider took, of which this one knows nothing. */
async function cardOf({ data, provider }: BillingContext): Promise<Card | null> {
  const method = await data.billing.paymentMethod();
  if (method?.kind !== 'card' || method.reference === null) return null;
  if (!provider.knowsCard(method.reference)) return null;
  return {
    brand: method.brand ?? '',
    last4: method.last4 ?? '',
    expiryMonth: method.expiryMonth ?? 1,
    expiryYear: method.expiryYear ?? 2000,
    reference: method.reference,
  };
}

/** One line of an invoice in words. */
export function lineText(
  line: Pick<
    InvoiceDetailRow['lines'][number],
    'organizationName' | 'connectionName' | 'firstDay' | 'lastDay' | 'days' | 'daysInMonth'
  >,
): string {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  return `${line.connectionName} (${line.organizationName}), ${day(line.firstDay)} to ${day(line.lastDay)}, ${line.days} of ${line.daysInMonth} days`;
}
