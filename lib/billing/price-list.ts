/**
 * What an active connection costs, and the only place that says so. A price is for a whole month, in cents, of one
 * connection; a tier holds for the connections up to `upTo`, counted on each day in the order of their activation.
 */
export const PRICE_LIST = {
  currency: 'USD',
  tiers: [
    { upTo: 15, monthlyCents: 125_00 },
    { upTo: 30, monthlyCents: 100_00 },
    { upTo: 50, monthlyCents: 80_00 },
    { upTo: 100, monthlyCents: 65_00 },
    { upTo: null, monthlyCents: 50_00 },
  ],
  /** Days after its issue on which an invoice is due. */
  paymentDays: 30,
} as const satisfies {
  currency: 'USD';
  tiers: readonly { upTo: number | null; monthlyCents: number }[];
  paymentDays: number;
};

export type Tier = { upTo: number | null; monthlyCents: number };

/** What is counted, and what is free. The pages and the meter read this one table. */
export const COUNTED_PROTOCOLS = {
  saml: { counted: true, label: 'SAML connections' },
  oidc: { counted: true, label: 'OIDC connections' },
  oauth: { counted: false, label: 'OAuth sign-in with Google, Microsoft, GitHub or Apple' },
  magic_link: { counted: false, label: 'Magic Link' },
  other: { counted: false, label: 'Connections without a type' },
} as const;

/** The monthly price in cents of the connection with this rank, 1 for the first. */
export function priceOfRank(rank: number, tiers: readonly Tier[] = PRICE_LIST.tiers): number {
  const tier = tiers.find(({ upTo }) => upTo === null || rank <= upTo);
  if (!tier) throw new Error('the price list has no last tier');
  return tier.monthlyCents;
}
