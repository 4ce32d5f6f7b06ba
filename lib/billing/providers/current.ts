import { builtInProvider } from './built-in.ts';
import type { BillingProvider } from './provider.ts';

/** Who takes the money of this installation. */
export function billingProvider(): BillingProvider {
  return builtInProvider;
}
