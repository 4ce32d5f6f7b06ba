import type { z } from 'zod';
import type { WorkspaceContext } from '#lib/data/context.ts';
import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import type { InvoiceDetailRow, InvoiceRow } from '#lib/data/invoices.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { BillingContext } from './context.ts';
import { dueCents, invoiceName } from './invoice-number.ts';
import type { creditInvoiceInput, recordPaymentInput, voidInvoiceInput } from './invoices.schema.ts';
import type { BillTo } from './issue-invoices.ts';
import { formatCents, parseCents } from './money.ts';

const PAGE = 24;

/** An invoice as lists show it; `month` is the first day of its month, amounts are written out. */
export type InvoiceListItem = {
  id: string;
  name: string;
  month: string;
  issuedAt: string;
  dueAt: string;
  total: string;
  due: string;
  status: InvoiceStatus;
};

export type InvoiceStatus = 'open' | 'overdue' | 'failed' | 'paid' | 'void';

/** A line with what it stands for: from its activation to its deactivation, null when it outlasted the month. */
export type InvoiceLineView = {
  id: string;
  connectionId: string;
  connectionName: string;
  organizationName: string;
  environmentId: string;
  environmentName: string;
  firstDay: string;
  lastDay: string;
  days: number;
  daysInMonth: number;
  unitPrice: string;
  amount: string;
  activatedAt: string;
  deactivatedAt: string | null;
};

export type InvoiceView = InvoiceListItem & {
  issuer: string[];
  billTo: BillTo;
  lines: InvoiceLineView[];
  credits: { id: string; reason: string; amount: string; createdAt: string }[];
  paidAt: string | null;
  paidHow: string | null;
  voidedAt: string | null;
  voidReason: string | null;
  paymentProblem: string | null;
  /** Where the payment provider shows it. */
  payUrl: string | null;
};

/** Newest first, a page at a time; `page` begins at 1. */
export async function listInvoices(
  { data, now }: WorkspaceContext,
  page: number,
): Promise<{ invoices: InvoiceListItem[]; hasOlder: boolean }> {
  const rows = await data.invoices.list({ skip: (page - 1) * PAGE, take: PAGE + 1 });
  return { invoices: rows.slice(0, PAGE).map((row) => listItem(row, now)), hasOlder: rows.length > PAGE };
}

/** One invoice in full; null when it is not the workspace's. */
export async function getInvoice({ data, now }: WorkspaceContext, id: string): Promise<InvoiceView | null> {
  const row = await data.invoices.get(id);
  return row && invoiceView(row, now);
}

/** Notes that an invoice was paid by transfer. Throws entity_not_found, or conflict when nothing is open. */
export async function recordPayment(
  ctx: BillingContext,
  input: z.output<typeof recordPaymentInput>,
): Promise<string> {
  if (ctx.provider.name !== 'built_in') {
    throw new AppError('conflict', 'Payments of this installation are noted by its payment provider.');
  }
  return ctx.data.transaction(async (rows) => {
    await rows.workspace.lock();
    const invoice = await openInvoice(rows, input.id);
    await rows.invoices.settle(invoice.id, { state: 'paid', paidAt: ctx.now, paidHow: 'transfer' });
    await record(ctx, rows, invoice, 'invoice.paid', { state: 'paid', paidHow: 'transfer' });
    return invoiceName(invoice.number);
  });
}

/**
 * Takes an amount off an open invoice, at most what is open. Throws invalid_request_parameters on
 * `amount`.
 */
export async function creditInvoice(
  ctx: BillingContext,
  input: z.output<typeof creditInvoiceInput>,
): Promise<string> {
  const amountCents = parseCents(input.amount);
  if (amountCents === null || amountCents === 0) {
    throw invalidField('amount', 'Enter an amount such as 25 or 25.50.');
  }
  const id = newId('invoiceCredit', ctx.now);
  const credit = { id, amountCents, reason: input.reason };
  const before = await openInvoice(ctx.data, input.id);
  if (amountCents > dueCents(before)) throw tooMuch(before);
  if (before.stripeInvoiceId) {
    await ctx.provider.credit(before.stripeInvoiceId, { creditId: id, amountCents, reason: input.reason });
  }
  return ctx.data.transaction(async (rows) => {
    await rows.workspace.lock();
    const now = await rows.invoices.get(input.id);
    // The provider's notice of it may have been faster.
    if (!now?.credits.some((one) => one.id === id)) {
      const invoice = await openInvoice(rows, input.id);
      if (amountCents > dueCents(invoice)) throw tooMuch(invoice);
      await creditOpenInvoice(ctx, rows, invoice, credit);
    }
    return invoiceName(before.number);
  });
}

/**
 * Writes a credit down, once; one that owes nothing any more is settled. Call with the workspace locked and an invoice
 * that is open.
 */
export async function creditOpenInvoice(
  ctx: BillingContext,
  rows: WorkspaceRepositories,
  invoice: InvoiceDetailRow,
  credit: { id: string; amountCents: number; reason: string },
): Promise<void> {
  if (invoice.credits.some(({ id }) => id === credit.id)) return;
  const due = dueCents(invoice);
  const amountCents = Math.min(credit.amountCents, due);
  await rows.invoices.addCredit(invoice.id, { ...credit, amountCents, now: ctx.now });
  await record(ctx, rows, invoice, 'invoice.credited', {
    creditedCents: invoice.creditedCents + amountCents,
    reason: credit.reason,
  });
  if (amountCents < due) return;
  await rows.invoices.settle(invoice.id, { state: 'paid', paidAt: ctx.now, paidHow: 'credit' });
  await record(ctx, rows, invoice, 'invoice.paid', { state: 'paid', paidHow: 'credit' });
}

/** Takes back an invoice as a whole. It keeps its number, and its month is not billed again. */
export async function voidInvoice(
  ctx: BillingContext,
  input: z.output<typeof voidInvoiceInput>,
): Promise<string> {
  const before = await openInvoice(ctx.data, input.id);
  const name = invoiceName(before.number);
  if ((input.confirmation ?? '').trim() !== name) {
    throw invalidField('confirmation', `This does not match. Type: ${name}`, 'confirmation_mismatch');
  }
  if (before.stripeInvoiceId) await ctx.provider.cancel(before.stripeInvoiceId);
  return ctx.data.transaction(async (rows) => {
    await rows.workspace.lock();
    // The provider's notice of it may have been faster.
    if ((await rows.invoices.get(input.id))?.state === 'void') return name;
    const invoice = await openInvoice(rows, input.id);
    await rows.invoices.settle(invoice.id, {
      state: 'void',
      voidedAt: ctx.now,
      voidReason: input.reason,
    });
    await record(ctx, rows, invoice, 'invoice.voided', { state: 'void', voidReason: input.reason });
    return name;
  });
}

async function openInvoice(
  { invoices }: Pick<WorkspaceRepositories, 'invoices'>,
  id: string,
): Promise<InvoiceDetailRow> {
  const invoice = await invoices.get(id);
  if (!invoice) throw entityNotFound('Invoice', id);
  if (invoice.state === 'open') return invoice;
  throw new AppError('conflict', `${invoiceName(invoice.number)} is ${invoice.state} already.`);
}

function tooMuch(invoice: InvoiceDetailRow): AppError {
  return invalidField('amount', `At most ${formatCents(dueCents(invoice), invoice.currency)} is still open.`);
}

async function record(
  ctx: BillingContext,
  rows: WorkspaceRepositories,
  invoice: InvoiceDetailRow,
  action: 'invoice.paid' | 'invoice.credited' | 'invoice.voided',
  after: Record<string, string | number>,
): Promise<void> {
  await rows.auditLog.record(ctx, {
    action,
    target: { type: 'invoice', id: invoice.id, name: invoiceName(invoice.number) },
    before: { state: invoice.state, creditedCents: invoice.creditedCents },
    after: { state: invoice.state, creditedCents: invoice.creditedCents, ...after },
  });
}

function statusOf(row: InvoiceRow, now: Date): InvoiceStatus {
  if (row.state !== 'open') return row.state;
  if (row.paymentProblem !== null) return 'failed';
  return row.dueAt < now ? 'overdue' : 'open';
}

function listItem(row: InvoiceRow, now: Date): InvoiceListItem {
  return {
    id: row.id,
    name: invoiceName(row.number),
    month: row.periodStart.toISOString(),
    issuedAt: row.issuedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    total: formatCents(row.totalCents, row.currency),
    due: formatCents(dueCents(row), row.currency),
    status: statusOf(row, now),
  };
}

function invoiceView(row: InvoiceDetailRow, now: Date): InvoiceView {
  const money = (cents: number) => formatCents(cents, row.currency);
  return {
    ...listItem(row, now),
    issuer: row.issuer,
    billTo: row.billTo as BillTo,
    lines: row.lines.map(({ activation, firstDay, lastDay, unitCents, amountCents, ...line }) => ({
      id: line.id,
      connectionId: line.connectionId,
      connectionName: line.connectionName,
      organizationName: line.organizationName,
      environmentId: line.environmentId,
      environmentName: line.environmentName,
      days: line.days,
      daysInMonth: line.daysInMonth,
      firstDay: firstDay.toISOString(),
      lastDay: lastDay.toISOString(),
      unitPrice: money(unitCents),
      amount: money(amountCents),
      activatedAt: activation.startedAt.toISOString(),
      // What came after the month is no part of what was issued.
      deactivatedAt:
        activation.endedAt && activation.endedAt < row.periodEnd ? activation.endedAt.toISOString() : null,
    })),
    credits: row.credits.map(({ id, reason, amountCents, createdAt }) => ({
      id,
      reason,
      amount: money(-amountCents),
      createdAt: createdAt.toISOString(),
    })),
    paidAt: row.paidAt?.toISOString() ?? null,
    paidHow: row.paidHow,
    voidedAt: row.voidedAt?.toISOString() ?? null,
    voidReason: row.voidReason,
    paymentProblem: row.paymentProblem,
    payUrl: row.stripeInvoiceUrl,
  };
}
