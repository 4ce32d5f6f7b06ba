'use server';

import { refresh } from 'next/cache';
import * as collect from '#lib/billing/collect.ts';
import * as schema from '#lib/billing/details.schema.ts';
import * as details from '#lib/billing/details.ts';
import * as invoicesSchema from '#lib/billing/invoices.schema.ts';
import * as methodSchema from '#lib/billing/payment-method.schema.ts';
import * as method from '#lib/billing/payment-method.ts';
import { billingProvider } from '#lib/billing/providers/current.ts';
import { workspaceAction } from '#lib/dashboard/admin-action.ts';
import type { WorkspaceAdminContext } from '#lib/dashboard/workspace-page.ts';
import { AppError } from '#lib/errors.ts';

/** Saves who pays. */
export const saveDetails = workspaceAction(
  { permission: 'billing:write', input: schema.billingFormInput },
  async ({ input, ...ctx }) => {
    if (input.update_country !== undefined) {
      throw new AppError('bad_request', 'Complete the fields of the country you chose, then save.');
    }
    await details.saveBillingDetails({ ...ctx, provider: billingProvider() }, input);
    refresh();
    return told(ctx, 'Billing details saved.', 'Next, choose how to pay.');
  },
);

/** Adds a tax ID to future invoices. */
export const addTaxId = workspaceAction(
  { permission: 'billing:write', input: schema.addTaxIdInput },
  async ({ input, ...ctx }) => {
    const { value } = await details.addTaxId({ ...ctx, provider: billingProvider() }, input);
    refresh();
    return `${value} was added.`;
  },
);

/** Takes a tax ID off future invoices. */
export const removeTaxId = workspaceAction(
  { permission: 'billing:write', input: schema.removeTaxIdInput },
  async ({ input, ...ctx }) => {
    const { value } = await details.removeTaxId({ ...ctx, provider: billingProvider() }, input);
    refresh();
    return `${value} was removed.`;
  },
);

/** Pays by transfer from now on. */
export const payByInvoice = workspaceAction(
  { permission: 'billing:write', input: methodSchema.payByInvoiceInput },
  async ({ input, ...ctx }) => {
    await method.payByInvoice({ ...ctx, provider: billingProvider() }, input);
    refresh();
    return told(ctx, 'You pay by invoice.');
  },
);

/** Takes a typed card; where its bank asks, the page shows what. */
export const addCard = workspaceAction(
  { permission: 'billing:write', input: methodSchema.addCardInput },
  async ({ input, ...ctx }) => {
    const outcome = await method.addCard({ ...ctx, provider: billingProvider() }, input);
    refresh();
    return outcome === 'saved' ? told(ctx, 'You pay by card.') : 'Your bank asks you to approve the card.';
  },
);

/** The cardholder's word on a card that waits for it. */
export const confirmCard = workspaceAction(
  { permission: 'billing:write', input: methodSchema.confirmCardInput },
  async ({ input, ...ctx }) => {
    const outcome = await method.confirmCard({ ...ctx, provider: billingProvider() }, input);
    refresh();
    return outcome === 'saved' ? told(ctx, 'You pay by card.') : 'The card was not added.';
  },
);

/** Charges the card on file for one invoice. */
export const payInvoice = workspaceAction(
  { permission: 'billing:write', input: invoicesSchema.invoiceIdInput },
  async ({ input, ...ctx }) => {
    const name = await collect.payInvoice({ ...ctx, provider: billingProvider() }, input);
    refresh();
    return `${name} is paid.`;
  },
);

/** Makes the card that Stripe's form has taken the payment method. */
export const takeCard = workspaceAction(
  { permission: 'billing:write', input: methodSchema.takeCardInput },
  async ({ input, ...ctx }) => {
    await method.takeCard({ ...ctx, provider: billingProvider() }, input);
    refresh();
    return told(ctx, 'You pay by card.');
  },
);

/** What was done, and what it means for Production: unlocked by this very step, or still locked and what is next. */
async function told(
  { data, now }: Pick<WorkspaceAdminContext, 'data' | 'now'>,
  done: string,
  next = 'Next, add billing details.',
): Promise<string> {
  const { productionEnabledAt } = await data.workspace.get();
  if (productionEnabledAt === null) return `${done} ${next}`;
  return productionEnabledAt.getTime() === now.getTime()
    ? `${done} Production is unlocked: its API keys can be created now.`
    : done;
}
