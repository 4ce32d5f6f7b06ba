import type { z } from 'zod';
import type { PaymentMethodRow } from '#lib/data/billing.ts';
import type { WorkspaceContext } from '#lib/data/context.ts';
import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { brandLabel, checkCard, isPast } from './card.ts';
import { collectOpenInvoices } from './collect.ts';
import { type BillingContext, unlockProduction } from './context.ts';
import { providersCustomer } from './customer.ts';
import type {
  addCardInput,
  confirmCardInput,
  payByInvoiceInput,
  takeCardInput,
} from './payment-method.schema.ts';
import { askSandbox } from './providers/built-in.ts';
import type { Card, CardSetup } from './providers/provider.ts';

const CONFIRMATION_MINUTES = 15;

/** How a workspace pays, as pages show it. */
export type PaymentMethodView =
  | { kind: 'invoice'; purchaseOrder: string | null }
  | { kind: 'card'; brand: string; last4: string; expiry: string; expired: boolean };

/** A card that waits for its cardholder's word. */
export type ConfirmationView = { id: string; brand: string; last4: string };

export async function getPaymentMethod({ data, now }: WorkspaceContext): Promise<{
  method: PaymentMethodView | null;
  confirmation: ConfirmationView | null;
}> {
  const [method, confirmation] = await Promise.all([
    data.billing.paymentMethod(),
    data.billing.confirmation(now),
  ]);
  return {
    method: method && methodView(method, now),
    confirmation: confirmation && {
      id: confirmation.id,
      brand: brandLabel(confirmation.brand),
      last4: confirmation.last4,
    },
  };
}

/** Pays by transfer from now on. A card on file is forgotten. */
export async function payByInvoice(
  ctx: BillingContext,
  input: z.output<typeof payByInvoiceInput>,
): Promise<void> {
  await saveMethod(ctx, {
    kind: 'invoice',
    purchaseOrder: input.purchaseOrder || null,
    ...NO_CARD,
  });
}

/**
 * Takes a typed card, where the provider has no form of its own: the built-in sandbox, which knows the public test
 * numbers and refuses any other. The number, the expiry as typed and the security code go no further than this
 * function. Throws invalid_request_parameters by field.
 */
export async function addCard(
  ctx: BillingContext,
  input: z.output<typeof addCardInput>,
): Promise<'saved' | 'confirm'> {
  if (ctx.provider.name !== 'built_in') throw new AppError('not_found');
  const typed = { number: input.card_number, expiry: input.card_expiry, cvc: input.card_cvc };
  const checked = checkCard(typed, ctx.now);
  if (!checked.ok) throw wrongCard(checked.problems);
  const answer = askSandbox(checked.digits);
  if (answer.outcome === 'unknown') {
    const message =
      'Only test cards work here, because this installation has no payment processor. Use 4242 4242 4242 4242, or pay by invoice.';
    throw wrongCard({ number: message });
  }
  if (answer.outcome === 'declined') throw wrongCard({ [answer.field]: answer.reason });
  const card = { ...checked.summary, reference: answer.reference };
  if (answer.outcome === 'accepted') {
    await saveCard(ctx, card);
    return 'saved';
  }
  const expiresAt = new Date(ctx.now.getTime() + CONFIRMATION_MINUTES * 60 * 1000);
  const id = newId('cardConfirmation', ctx.now);
  await ctx.data.billing.saveConfirmation({ ...card, id, expiresAt }, ctx.now);
  return 'confirm';
}

/** The cardholder's word on a card that waits for it, once. Throws entity_not_found when none waits. */
export async function confirmCard(
  ctx: BillingContext,
  input: z.output<typeof confirmCardInput>,
): Promise<'saved' | 'refused'> {
  const waiting = await ctx.data.billing.confirmation(ctx.now);
  if (!waiting || waiting.id !== input.id) throw entityNotFound('Card confirmation', input.id);
  if (input.answer === 'refuse') {
    await ctx.data.billing.dropConfirmation();
    return 'refused';
  }
  const { brand, last4, expiryMonth, expiryYear, reference } = waiting;
  await saveCard(ctx, { brand, last4, expiryMonth, expiryYear, reference });
  return 'saved';
}

/** Opens the provider's card form. Throws conflict until it is known who pays. */
export async function beginCard(ctx: BillingContext): Promise<CardSetup> {
  if (!(await ctx.data.billing.account())) {
    throw new AppError('conflict', 'Save the billing details first, then add a card.');
  }
  return ctx.provider.beginCard(await providersCustomer(ctx));
}

/**
 * Makes the card that the provider's form has taken the payment method. The setup must be this workspace's own and
 * finished, else conflict.
 */
export async function takeCard(ctx: BillingContext, input: z.output<typeof takeCardInput>): Promise<void> {
  const account = await ctx.data.billing.account();
  const customerId = account?.stripeCustomerId;
  const card = customerId ? await ctx.provider.takenCard(customerId, input.setup) : null;
  if (!customerId || !card) {
    throw new AppError('conflict', 'The card was not confirmed. Nothing was changed; try again.');
  }
  await ctx.provider.useCard(customerId, card.reference);
  await saveCard(ctx, card);
}

/** The page at the provider with cards and receipts; null without billing details, and where there is none. */
export async function portalAddress(ctx: BillingContext, back: string): Promise<string | null> {
  const customerId = await providersCustomer(ctx);
  return customerId ? ctx.provider.portalUrl(customerId, back) : null;
}

/** Makes a card the payment method, and tries what could not be collected before once more. */
export async function saveCard(ctx: BillingContext, card: Card): Promise<void> {
  await saveMethod(ctx, methodOfCard(card));
  await collectOpenInvoices(ctx);
}

/** A card as the row of a payment method. */
export function methodOfCard(card: Card): Omit<PaymentMethodRow, 'updatedAt'> {
  const { reference, brand, last4, expiryMonth, expiryYear } = card;
  return { kind: 'card', purchaseOrder: null, brand, last4, expiryMonth, expiryYear, reference };
}

const NO_CARD = { brand: null, last4: null, expiryMonth: null, expiryYear: null, reference: null };

async function saveMethod(ctx: BillingContext, values: Omit<PaymentMethodRow, 'updatedAt'>): Promise<void> {
  await ctx.data.transaction(async (rows) => {
    await rows.workspace.lock();
    await writeMethod(ctx, rows, values);
  });
}

/** Writes how the workspace pays from now on. Call with the workspace locked. */
export async function writeMethod(
  ctx: BillingContext,
  rows: WorkspaceRepositories,
  values: Omit<PaymentMethodRow, 'updatedAt'>,
): Promise<void> {
  const before = await rows.billing.paymentMethod();
  await rows.billing.savePaymentMethod(values, ctx.now);
  await rows.billing.dropConfirmation();
  await rows.auditLog.record(ctx, {
    action: 'payment_method.updated',
    target: { type: 'payment_method', id: ctx.scope.workspaceId, name: methodText(values) },
    before: before && audited(before),
    after: audited(values),
  });
  await unlockProduction(ctx, rows);
}

function audited({ kind, purchaseOrder, brand, last4, expiryMonth, expiryYear }: AuditedMethod) {
  return { kind, purchaseOrder, brand, last4, expiryMonth, expiryYear };
}
type AuditedMethod = Omit<PaymentMethodRow, 'updatedAt' | 'reference'>;

/** `Visa ending in 4242` */
export function methodText(method: Pick<PaymentMethodRow, 'kind' | 'brand' | 'last4'>): string {
  return method.kind === 'card'
    ? `${brandLabel(method.brand ?? '')} ending in ${method.last4 ?? ''}`
    : 'Invoice';
}

function methodView(row: PaymentMethodRow, now: Date): PaymentMethodView {
  if (row.kind === 'invoice') return { kind: 'invoice', purchaseOrder: row.purchaseOrder };
  const [month, year] = [row.expiryMonth ?? 1, row.expiryYear ?? 2000];
  return {
    kind: 'card',
    brand: brandLabel(row.brand ?? ''),
    last4: row.last4 ?? '',
    expiry: `${String(month).padStart(2, '0')} / ${year}`,
    expired: isPast({ month, year }, now),
  };
}

function wrongCard(problems: { number?: string; expiry?: string; cvc?: string }): AppError {
  const fields = Object.entries(problems).map(([field, message]) => ({
    field: `card_${field}`,
    code: 'invalid',
    message,
  }));
  const [first] = fields;
  return fields.length === 1 && first
    ? invalidField(first.field, first.message)
    : new AppError('invalid_request_parameters', undefined, { fields });
}
