import { env } from '#lib/env.ts';
import { builtInProvider } from './built-in.ts';
import type { BillingProvider } from './provider.ts';
import { type StripeProvider, stripeProvider } from './stripe.ts';

let stripe: StripeProvider | undefined;

/** Who takes the money of this installation: Stripe when its keys are set, else ourselves. */
export function billingProvider(): BillingProvider {
  return currentStripe() ?? builtInProvider;
}

/** The same where only Stripe will do; null without its keys. */
export function currentStripe(): StripeProvider | null {
  const settings = env().billing.stripe;
  if (!settings) return null;
  stripe ??= stripeProvider(settings);
  return stripe;
}
