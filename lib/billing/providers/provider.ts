import type { Address } from '../address.ts';
import type { CardSummary } from '../card.ts';

export type ProviderName = 'built_in' | 'stripe';

/** Who pays, as a provider needs to know them. `customerId` is null until the provider has one. */
export type Payer = {
  workspaceId: string;
  customerId: string | null;
  companyName: string;
  billingEmail: string;
  address: Address;
  taxIds: readonly { id: string; type: string; value: string; reference: string | null }[];
};

/** What a provider made of the payer: its own ids. */
export type SavedPayer = {
  customerId: string | null;
  /** Our id of a tax ID → the provider's. */
  taxIdReferences: Readonly<Record<string, string>>;
};

export type Card = CardSummary & { reference: string };

/** How a card is taken: typed into our own form, or into the provider's, which then only needs a secret of ours. */
export type CardSetup =
  | { kind: 'own_form' }
  | { kind: 'provider_form'; clientSecret: string; publishableKey: string };

/** An invoice to be paid, with what a provider shows of it. */
export type Claim = {
  invoiceId: string;
  workspaceId: string;
  customerId: string | null;
  /** `INV-0007` */
  number: string;
  currency: string;
  dueCents: number;
  dueDays: number;
  lines: readonly { id: string; description: string; amountCents: number }[];
  /** Null: pays by transfer. */
  card: Card | null;
  /** What the provider calls it, once it was told. */
  reference: string | null;
};

/** What became of a claim. `url` is a page of the provider where it can be paid. */
export type Collected = {
  outcome: 'paid' | 'open' | 'failed';
  problem: string | null;
  reference: string | null;
  url: string | null;
};

/**
 * What somebody who takes payments does for us. Every method may be called twice with the same input: a job that was
 * cut off begins again. A refusal the payer can do something about is an AppError or a `Collected`; anything else throws.
 */
export type BillingProvider = {
  name: ProviderName;
  savePayer(payer: Payer): Promise<SavedPayer>;
  removeTaxId(customerId: string, reference: string): Promise<void>;
  beginCard(customerId: string | null): Promise<CardSetup>;
  /** Reads back a card that the provider's own form has taken; null while it is not there. */
  takenCard(customerId: string, setupReference: string): Promise<Card | null>;
  /** Makes a taken card the one that is charged. */
  useCard(customerId: string, reference: string): Promise<void>;
  /** Whether a stored reference is one of this provider's. */
  knowsCard(reference: string): boolean;
  collect(claim: Claim): Promise<Collected>;
  /** Takes back a claim; nothing is owed on it any more. */
  cancel(reference: string): Promise<void>;
  /** Takes part of a claim back. `creditId` is ours. */
  credit(reference: string, input: { creditId: string; amountCents: number; reason: string }): Promise<void>;
  /** A page of the provider with cards and invoices; null where there is none. */
  portalUrl(customerId: string, returnUrl: string): Promise<string | null>;
};
