import type { BillingProvider } from './provider.ts';

/** What a card of the sandbox does: when it is saved, and when it is charged. */
type Behavior = {
  save: 'accepted' | 'confirm' | 'declined';
  charge: 'paid' | 'failed';
  /** Why, in words for the cardholder. */
  reason: string;
};

const ok: Behavior = { save: 'accepted', charge: 'paid', reason: '' };
const declined = (reason: string): Behavior => ({ save: 'declined', charge: 'failed', reason });

/** Public test numbers, the same as Stripe's, and what they do. No other number is accepted. */
const TEST_CARDS: Readonly<Record<string, Behavior>> = {
  '4242424242424242': ok,
  '4000056655665556': ok,
  '5555555555554444': ok,
  '2223003122003222': ok,
  '5200828282828210': ok,
  '5105105105105100': ok,
  '378282246310005': ok,
  '371449635398431': ok,
  '6011111111111117': ok,
  '6011000990139424': ok,
  '3056930009020004': ok,
  '36227206271667': ok,
  '3566002020360505': ok,
  '6200000000000005': ok,
  '4000000000000077': ok,
  '4000000000000002': declined('The card was declined. Ask its bank, or use another card.'),
  '4000000000009995': declined('The card was declined: there is not enough money on it.'),
  '4000000000009987': declined('The card was declined: it was reported lost.'),
  '4000000000009979': declined('The card was declined: it was reported stolen.'),
  '4000000000000069': declined('This card has expired. Use another card.'),
  '4000000000000127': declined('The security code is not that of the card.'),
  '4000000000000119': declined('The card could not be processed. Try again, or use another card.'),
  '4100000000000019': declined('The card was declined as a fraud risk. Use another card.'),
  '4000000000000341': {
    save: 'accepted',
    charge: 'failed',
    reason: 'The card was declined. Ask its bank, or use another card.',
  },
  '4000002500003155': { save: 'confirm', charge: 'paid', reason: '' },
  '4000002760003184': { save: 'confirm', charge: 'paid', reason: '' },
  '4000003800000446': { save: 'confirm', charge: 'paid', reason: '' },
  '4000008260003178': {
    save: 'confirm',
    charge: 'failed',
    reason: 'The card was declined: there is not enough money on it.',
  },
};

/** References of stored cards: what they do when charged, and nothing that tells the number. */
const CHARGES = {
  sandbox_pays: { outcome: 'paid', problem: null },
  sandbox_declines: {
    outcome: 'failed',
    problem: 'The card was declined. Ask its bank, or use another card.',
  },
} as const;

export type SandboxAnswer =
  | { outcome: 'accepted' | 'confirm'; reference: string }
  | { outcome: 'declined'; field: 'number' | 'expiry' | 'cvc'; reason: string }
  | { outcome: 'unknown' };

/** What the sandbox says to a card that is about to be saved. Takes the number and gives it back to nobody. */
export function askSandbox(digits: string): SandboxAnswer {
  const behavior = Object.hasOwn(TEST_CARDS, digits) ? TEST_CARDS[digits] : undefined;
  if (!behavior) return { outcome: 'unknown' };
  if (behavior.save === 'declined') {
    const field = /expired/.test(behavior.reason)
      ? 'expiry'
      : /security/.test(behavior.reason)
        ? 'cvc'
        : 'number';
    return { outcome: 'declined', field, reason: behavior.reason };
  }
  return {
    outcome: behavior.save,
    reference: behavior.charge === 'paid' ? 'sandbox_pays' : 'sandbox_declines',
  };
}

/** Billing without anybody else: invoices are paid by transfer, or by a card of the sandbox, which moves no money. */
export const builtInProvider: BillingProvider = {
  name: 'built_in',
  savePayer: async () => ({ customerId: null, taxIdReferences: {} }),
  removeTaxId: async () => {},
  beginCard: async () => ({ kind: 'own_form' }),
  takenCard: async () => null,
  useCard: async () => {},
  knowsCard: (reference) => Object.hasOwn(CHARGES, reference),
  collect: async ({ card, reference }) => {
    if (!card) return { outcome: 'open', problem: null, reference, url: null };
    const charge = CHARGES[card.reference as keyof typeof CHARGES] ?? CHARGES.sandbox_declines;
    return { ...charge, reference, url: null };
  },
  cancel: async () => {},
  credit: async () => {},
  portalUrl: async () => null,
};
