import { systemActor } from '#lib/auth/actor.ts';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { billedWorkspaces } from '#lib/data/billed-workspaces.ts';
import type { WorkspaceData, WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { AppError } from '#lib/errors.ts';
import { collectOpenInvoices, writeOutcome } from './collect.ts';
import type { BillingContext } from './context.ts';
import { invoiceName } from './invoice-number.ts';
import { creditOpenInvoice } from './invoices.ts';
import { methodOfCard, writeMethod } from './payment-method.ts';
import type { Card } from './providers/provider.ts';
import type { StripeInvoiceState, StripeNotice, StripeProvider } from './providers/stripe.ts';

/** `known`: came before; `foreign`: about nobody or nothing of ours. */
export type NoticeResult = 'applied' | 'known' | 'foreign';

/**
 * Takes a notice of Stripe's. It only says where to look: what counts is what Stripe answers when it is asked now, so
 * that notices may come late, twice and in any order. A notice is written down with what it changed, in one
 * transaction; when Stripe or the database fails in between, Stripe sends it again. Throws bad_request for a signature
 * that is not Stripe's.
 */
export async function receiveStripeNotice(input: {
  stripe: StripeProvider;
  body: string;
  signature: string;
  now: Date;
  workspaces?: Pick<ReturnType<typeof billedWorkspaces>, 'idOfCustomer'>;
  open?: (workspaceId: string) => WorkspaceData;
}): Promise<NoticeResult> {
  const { stripe, now } = input;
  const notice = stripe.readNotice(input.body, input.signature, now);
  if (!notice) throw new AppError('bad_request', 'The signature is missing, wrong or too old.');
  if (notice.about.kind === 'nothing' || !notice.customerId) return 'foreign';
  const workspaceId = await (input.workspaces ?? billedWorkspaces()).idOfCustomer(notice.customerId);
  if (!workspaceId) return 'foreign';
  const scope = systemWorkspaceScope(workspaceId);
  const data = input.open ? input.open(workspaceId) : forWorkspace(scope);
  const ctx: BillingContext = { scope, data, now, actor: systemActor('Stripe'), provider: stripe };
  if (await data.billing.knowsEvent(notice.id)) return 'known';
  const { customerId, about } = notice;
  if (about.kind === 'invoice') {
    const state = await stripe.readInvoice(about.reference);
    // The customer of the notice and that of the invoice are the same, unless somebody is playing.
    if (state.customerId !== customerId) return 'foreign';
    return note(ctx, notice, (rows) => writeInvoice(ctx, rows, state));
  }
  const card =
    about.kind === 'setup'
      ? await stripe.takenCard(customerId, about.reference)
      : await stripe.defaultCard(customerId);
  if (about.kind === 'setup' && card && (await isNews(data, notice))) {
    await stripe.useCard(customerId, card.reference);
  }
  const result = await note(ctx, notice, async (rows) => {
    if (card) await writeCard(ctx, rows, notice, card);
  });
  if (card && result === 'applied') await collectOpenInvoices(ctx);
  return result;
}

/** Does the work and writes the notice down, or neither; once. */
function note(
  ctx: BillingContext,
  { id, type, createdAt }: StripeNotice,
  work: (rows: WorkspaceRepositories) => Promise<void>,
): Promise<NoticeResult> {
  return ctx.data.transaction(async (rows) => {
    await rows.workspace.lock();
    if (!(await rows.billing.noteEvent({ id, type, createdAt, receivedAt: ctx.now }))) return 'known';
    await work(rows);
    return 'applied';
  });
}

async function writeInvoice(
  ctx: BillingContext,
  rows: WorkspaceRepositories,
  state: StripeInvoiceState,
): Promise<void> {
  const row =
    (await rows.invoices.getByStripeId(state.reference)) ??
    (state.invoiceId ? await rows.invoices.get(state.invoiceId) : null);
  if (!row) return;
  const { id } = row;
  await rows.invoices.setStripe(id, state.reference, state.url);
  for (const credit of state.credits) {
    const invoice = await rows.invoices.get(id);
    if (invoice?.state === 'open') await creditOpenInvoice(ctx, rows, invoice, credit);
  }
  if (state.outcome !== 'void') {
    const outcome = state.problem && state.outcome === 'open' ? 'failed' : state.outcome;
    return writeOutcome(ctx, rows, id, { outcome, problem: state.problem }, 'stripe');
  }
  const voidReason = 'Voided at Stripe';
  if (!(await rows.invoices.settle(id, { state: 'void', voidedAt: ctx.now, voidReason }))) return;
  await rows.auditLog.record(ctx, {
    action: 'invoice.voided',
    target: { type: 'invoice', id, name: invoiceName(row.number) },
    before: { state: row.state },
    after: { state: 'void', voidReason },
  });
}

/** A setup counts unless the payment method was chosen after it; the customer's card only where a card is paid with. */
async function writeCard(
  ctx: BillingContext,
  rows: WorkspaceRepositories,
  notice: StripeNotice,
  card: Card,
): Promise<void> {
  const method = await rows.billing.paymentMethod();
  const values = methodOfCard(card);
  if (
    method?.kind === 'card' &&
    Object.entries(values).every(([name, value]) => method[name as keyof typeof values] === value)
  ) {
    return;
  }
  const wanted =
    notice.about.kind === 'setup' ? await isNews({ billing: rows.billing }, notice) : method?.kind === 'card';
  if (wanted) await writeMethod(ctx, rows, values);
}

async function isNews(
  { billing }: Pick<WorkspaceRepositories, 'billing'>,
  { createdAt }: StripeNotice,
): Promise<boolean> {
  const method = await billing.paymentMethod();
  return !method || method.updatedAt < createdAt;
}
