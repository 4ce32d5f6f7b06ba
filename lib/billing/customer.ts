import type { BillingContext } from './context.ts';
import { payerOf } from './details.ts';

/**
 * What the provider calls who pays, made known to it first where it does not know them: the details may have been saved
 * before Stripe's keys were set. Null without details, and where the provider keeps no customers.
 */
export async function providersCustomer(ctx: BillingContext): Promise<string | null> {
  const account = await ctx.data.billing.account();
  if (!account || ctx.provider.name !== 'stripe') return null;
  if (account.stripeCustomerId) return account.stripeCustomerId;
  const { customerId, taxIdReferences } = await ctx.provider.savePayer(
    payerOf(ctx, account, await ctx.data.billing.taxIds()),
  );
  if (customerId) await ctx.data.billing.setStripeCustomer(customerId);
  for (const [id, reference] of Object.entries(taxIdReferences)) {
    await ctx.data.billing.setStripeTaxId(id, reference);
  }
  return customerId;
}
