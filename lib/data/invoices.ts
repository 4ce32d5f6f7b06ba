import type { Prisma, Queries } from '#lib/db/client.ts';

const INVOICE = {
  id: true,
  number: true,
  state: true,
  periodStart: true,
  periodEnd: true,
  currency: true,
  totalCents: true,
  creditedCents: true,
  issuedAt: true,
  dueAt: true,
  paidAt: true,
  paidHow: true,
  voidedAt: true,
  voidReason: true,
  paymentProblem: true,
  billTo: true,
  issuer: true,
  stripeInvoiceId: true,
  stripeInvoiceUrl: true,
} as const satisfies Prisma.InvoiceSelect;
export type InvoiceRow = Prisma.InvoiceGetPayload<{ select: typeof INVOICE }>;

const DETAIL = {
  ...INVOICE,
  lines: {
    select: {
      id: true,
      activationId: true,
      connectionId: true,
      connectionName: true,
      organizationName: true,
      environmentId: true,
      environmentName: true,
      firstDay: true,
      lastDay: true,
      days: true,
      daysInMonth: true,
      unitCents: true,
      amountCents: true,
      activation: { select: { startedAt: true, endedAt: true } },
    },
    orderBy: { position: 'asc' },
  },
  credits: {
    select: { id: true, amountCents: true, reason: true, createdAt: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  },
} as const satisfies Prisma.InvoiceSelect;
export type InvoiceDetailRow = Prisma.InvoiceGetPayload<{ select: typeof DETAIL }>;

export type NewInvoice = Pick<
  Prisma.InvoiceUncheckedCreateInput,
  'id' | 'number' | 'currency' | 'totalCents' | 'billTo'
> & { periodStart: Date; periodEnd: Date; issuedAt: Date; dueAt: Date; issuer: string[] };
export type NewInvoiceLine = Omit<
  Prisma.InvoiceLineUncheckedCreateInput,
  'workspaceId' | 'invoiceId' | 'position'
>;

/** Invoices of one workspace. What was issued is never rewritten; only its state moves. */
export function invoices(queries: Queries, workspaceId: string) {
  return {
    /** Newest first, `take` of them after skipping `skip`. */
    list(input: { skip: number; take: number }): Promise<InvoiceRow[]> {
      return queries.invoice.findMany({
        where: { workspaceId },
        orderBy: { number: 'desc' },
        skip: input.skip,
        take: input.take,
        select: INVOICE,
      });
    },
    get(id: string): Promise<InvoiceDetailRow | null> {
      return queries.invoice.findFirst({ where: { workspaceId, id }, select: DETAIL });
    },
    getByStripeId(stripeInvoiceId: string): Promise<InvoiceRow | null> {
      return queries.invoice.findFirst({ where: { workspaceId, stripeInvoiceId }, select: INVOICE });
    },
    /** First moments of the months that have an invoice. */
    async months(): Promise<Date[]> {
      const rows = await queries.invoice.findMany({
        where: { workspaceId },
        select: { periodStart: true },
      });
      return rows.map(({ periodStart }) => periodStart);
    },
    /** Open ones, oldest first. */
    open(): Promise<InvoiceRow[]> {
      return queries.invoice.findMany({
        where: { workspaceId, state: 'open' },
        orderBy: { number: 'asc' },
        select: INVOICE,
      });
    },
    /** The number after the last one; only while the workspace is locked. */
    async nextNumber(): Promise<number> {
      const { _max } = await queries.invoice.aggregate({ where: { workspaceId }, _max: { number: true } });
      return (_max.number ?? 0) + 1;
    },
    async add(invoice: NewInvoice, lines: readonly NewInvoiceLine[]): Promise<void> {
      await queries.invoice.create({ data: { ...invoice, workspaceId, state: 'open' } });
      await queries.invoiceLine.createMany({
        data: lines.map((line, position) => ({ ...line, workspaceId, invoiceId: invoice.id, position })),
      });
    },
    /** Moves an open invoice on; false when it is open no more. */
    async settle(
      id: string,
      values:
        | { state: 'paid'; paidAt: Date; paidHow: string }
        | { state: 'void'; voidedAt: Date; voidReason: string },
    ): Promise<boolean> {
      const { count } = await queries.invoice.updateMany({
        where: { workspaceId, id, state: 'open' },
        data: { ...values, paymentProblem: null },
      });
      return count === 1;
    },
    async setProblem(id: string, paymentProblem: string): Promise<boolean> {
      const { count } = await queries.invoice.updateMany({
        where: { workspaceId, id, state: 'open' },
        data: { paymentProblem },
      });
      return count === 1;
    },
    async setStripe(id: string, stripeInvoiceId: string, stripeInvoiceUrl: string | null): Promise<void> {
      await queries.invoice.updateMany({
        where: { workspaceId, id },
        data: { stripeInvoiceId, stripeInvoiceUrl },
      });
    },
    /** Takes an amount off an open invoice; only while the workspace is locked. */
    async addCredit(
      invoiceId: string,
      credit: { id: string; amountCents: number; reason: string; now: Date },
    ): Promise<void> {
      const { now, ...values } = credit;
      await queries.invoiceCredit.create({ data: { ...values, workspaceId, invoiceId, createdAt: now } });
      await queries.invoice.updateMany({
        where: { workspaceId, id: invoiceId },
        data: { creditedCents: { increment: credit.amountCents } },
      });
    },
  };
}
