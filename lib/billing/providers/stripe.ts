import Stripe from 'stripe';
import { AppError } from '#lib/errors.ts';
import type { BillingProvider, Card, Claim, Collected, Payer, SavedPayer } from './provider.ts';

export type StripeSettings = {
  secretKey: string;
  publishableKey: string;
  /** Signs its notices. */
  webhookSecret: string;
  /** Where the API is; null for Stripe's own. */
  apiBase: string | null;
  /** Milliseconds of one attempt; of a request that is safe to repeat there are two more. */
  timeoutMs?: number;
};

/** The provider's interface, and what only notices of Stripe need. */
export type StripeProvider = BillingProvider & {
  /** The card that Stripe would charge; null when there is none. */
  defaultCard(customerId: string): Promise<Card | null>;
  /** What Stripe says of an invoice now. */
  readInvoice(reference: string): Promise<StripeInvoiceState>;
  /** A notice whose signature is Stripe's and not older than five minutes, else null. */
  readNotice(body: string, signature: string, now: Date): StripeNotice | null;
};

/** What a notice is about; what it says of that is not believed, because notices come late, twice and out of order. */
export type StripeNotice = {
  id: string;
  type: string;
  createdAt: Date;
  customerId: string | null;
  about:
    | { kind: 'invoice'; reference: string }
    | { kind: 'setup'; reference: string }
    | { kind: 'customer' }
    | { kind: 'nothing' };
};

export type StripeInvoiceState = {
  reference: string;
  outcome: Collected['outcome'] | 'void';
  problem: string | null;
  url: string | null;
  customerId: string | null;
  /** Our own id of it, which we left there. */
  invoiceId: string | null;
  /** `id` is our own where we gave the credit. */
  credits: readonly { id: string; amountCents: number; reason: string }[];
};

const NOTICE_TOLERANCE_S = 300;

/** Billing through Stripe, by its official SDK. */
export function stripeProvider(settings: StripeSettings): StripeProvider {
  const stripe = new Stripe(settings.secretKey, {
    ...apiHost(settings.apiBase),
    timeout: settings.timeoutMs ?? 10_000,
    maxNetworkRetries: 2,
    telemetry: false,
  });

  async function savePayer(payer: Payer): Promise<SavedPayer> {
    const { workspaceId, companyName, billingEmail, address } = payer;
    const customerId =
      payer.customerId ??
      // The key makes of two first saves one customer; what they differ in comes with the update.
      (
        await stripe.customers.create(
          { metadata: { workspaceId } },
          { idempotencyKey: `customer-${workspaceId}` },
        )
      ).id;
    await stripe.customers.update(customerId, {
      name: companyName,
      email: billingEmail,
      address: {
        country: address.country,
        line1: address.line1 ?? '',
        line2: address.line2 ?? '',
        city: address.locality ?? address.dependentLocality ?? '',
        state: address.administrativeArea ?? '',
        postal_code: address.postalCode ?? '',
      },
    });
    const taxIdReferences: Record<string, string> = {};
    for (const { id, type, value, reference } of payer.taxIds) {
      if (reference !== null) continue;
      const made = await stripe.customers.createTaxId(
        customerId,
        { type: type as Stripe.TaxIdCreateParams.Type, value },
        { idempotencyKey: `tax-id-${id}` },
      );
      taxIdReferences[id] = made.id;
    }
    return { customerId, taxIdReferences };
  }

  /**
   * The invoice of a claim, made and filled when it is new. Safe to begin again wherever it was cut off, also after
   * Stripe has forgotten the idempotency keys (24 h): what is there is found by our own ids.
   */
  async function invoiceOf(claim: Claim): Promise<Stripe.Invoice> {
    const { customerId } = claim;
    if (claim.reference) return stripe.invoices.retrieve(claim.reference);
    if (!customerId) throw new AppError('conflict', 'Stripe does not know who pays yet.');
    const currency = claim.currency.toLowerCase();
    const invoice = (await findInvoice(customerId, claim.invoiceId)) ?? (await newInvoice(claim, customerId));
    if (invoice.status !== 'draft') return invoice;
    const credit = claim.dueCents - claim.lines.reduce((sum, line) => sum + line.amountCents, 0);
    const lines = [
      ...claim.lines,
      ...(credit === 0 ? [] : [{ id: `credit${credit}`, description: 'Credit', amountCents: credit }]),
    ];
    const there = new Set<string | undefined>();
    for await (const item of stripe.invoiceItems.list({ invoice: invoice.id, limit: 100 })) {
      const id = item.metadata?.['lineId'];
      // A credit that has grown since an earlier try stands there with its old amount.
      if (lines.some((line) => line.id === id)) there.add(id);
      else await stripe.invoiceItems.del(item.id).catch(unlessMissing);
    }
    for (const { id, description, amountCents } of lines) {
      if (there.has(id)) continue;
      await stripe.invoiceItems.create(
        {
          customer: customerId,
          invoice: invoice.id,
          currency,
          amount: amountCents,
          description,
          metadata: { lineId: id },
        },
        { idempotencyKey: `item-${claim.invoiceId}-${id}` },
      );
    }
    return stripe.invoices.finalizeInvoice(invoice.id, { auto_advance: claim.card !== null });
  }

  async function findInvoice(customer: string, invoiceId: string): Promise<Stripe.Invoice | null> {
    for await (const invoice of stripe.invoices.list({ customer, limit: 100 })) {
      if (invoice.metadata?.['invoiceId'] === invoiceId) return invoice;
    }
    return null;
  }

  function newInvoice(claim: Claim, customer: string): Promise<Stripe.Invoice> {
    const byCard = claim.card !== null;
    return stripe.invoices.create(
      {
        customer,
        currency: claim.currency.toLowerCase(),
        auto_advance: false,
        pending_invoice_items_behavior: 'exclude',
        collection_method: byCard ? 'charge_automatically' : 'send_invoice',
        ...(byCard ? {} : { days_until_due: claim.dueDays }),
        custom_fields: [{ name: 'Invoice', value: claim.number }],
        metadata: { invoiceId: claim.invoiceId, workspaceId: claim.workspaceId },
      },
      // How it is collected is part of the key: Stripe refuses a key that comes back with other words.
      { idempotencyKey: `invoice-${claim.invoiceId}-${byCard ? 'card' : 'transfer'}` },
    );
  }

  async function collect(claim: Claim): Promise<Collected> {
    const invoice = await invoiceOf(claim);
    const url = invoice.hosted_invoice_url ?? null;
    if (claim.card && invoice.status === 'open') {
      try {
        const paid = await stripe.invoices.pay(invoice.id, { payment_method: claim.card.reference });
        return { outcome: outcomeOf(paid), problem: null, reference: invoice.id, url };
      } catch (error) {
        if (error instanceof Stripe.errors.StripeCardError) {
          return { outcome: 'failed', problem: error.message, reference: invoice.id, url };
        }
        // Somebody may have paid it in the meantime: Stripe itself, or another instance of ours.
        const now = await stripe.invoices.retrieve(invoice.id).catch(() => null);
        if (now?.status !== 'paid') throw error;
        return { outcome: 'paid', problem: null, reference: invoice.id, url };
      }
    }
    // One that was paid, or given up, before we came to write it down; what was voided there its notice tells.
    return { outcome: outcomeOf(invoice), problem: null, reference: invoice.id, url };
  }

  const provider: StripeProvider = {
    name: 'stripe',
    savePayer,
    removeTaxId: async (customerId, reference) => {
      await stripe.customers.deleteTaxId(customerId, reference).catch(unlessMissing);
    },
    beginCard: async (customerId) => {
      if (!customerId) throw new AppError('conflict', 'Save the billing details first, then add a card.');
      const intent = await stripe.setupIntents.create({
        customer: customerId,
        usage: 'off_session',
        allowed_payment_method_types: ['card'],
      });
      if (!intent.client_secret) throw new Error('Stripe sent a SetupIntent without its secret');
      return {
        kind: 'provider_form',
        clientSecret: intent.client_secret,
        publishableKey: settings.publishableKey,
      };
    },
    takenCard: async (customerId, setupReference) => {
      const intent = await stripe.setupIntents
        .retrieve(setupReference, { expand: ['payment_method'] })
        .catch(unlessMissing);
      // Somebody else's setup is as good as none.
      if (!intent || idOf(intent.customer) !== customerId || intent.status !== 'succeeded') return null;
      return typeof intent.payment_method === 'object' ? cardOf(intent.payment_method) : null;
    },
    useCard: async (customerId, reference) => {
      await stripe.customers.update(customerId, { invoice_settings: { default_payment_method: reference } });
    },
    knowsCard: (reference) => reference.startsWith('pm_'),
    collect,
    cancel: async (reference) => {
      const { status } = await stripe.invoices.retrieve(reference);
      if (status !== 'void') await stripe.invoices.voidInvoice(reference);
    },
    credit: async (reference, { creditId, amountCents, reason }) => {
      await stripe.creditNotes.create(
        { invoice: reference, amount: amountCents, memo: reason, metadata: { creditId } },
        { idempotencyKey: creditId },
      );
    },
    portalUrl: async (customerId, returnUrl) => {
      const session = await stripe.billingPortal.sessions.create({
        customer: customerId,
        return_url: returnUrl,
      });
      return session.url;
    },
    defaultCard: async (customerId) => {
      const customer = await stripe.customers.retrieve(customerId, {
        expand: ['invoice_settings.default_payment_method'],
      });
      if (customer.deleted) return null;
      const method = customer.invoice_settings.default_payment_method;
      return typeof method === 'object' ? cardOf(method) : null;
    },
    readInvoice: async (reference) => {
      const invoice = await stripe.invoices.retrieve(reference, {
        expand: ['payments.data.payment.payment_intent'],
      });
      const credits: StripeInvoiceState['credits'][number][] = [];
      for await (const note of stripe.creditNotes.list({ invoice: reference, limit: 100 })) {
        if (note.status !== 'issued') continue;
        credits.push({
          id: note.metadata?.['creditId'] ?? note.id,
          amountCents: note.amount,
          reason: note.memo ?? 'Credit note of Stripe',
        });
      }
      return {
        reference: invoice.id,
        outcome: invoice.status === 'void' ? 'void' : outcomeOf(invoice),
        problem: problemOf(invoice),
        url: invoice.hosted_invoice_url ?? null,
        customerId: idOf(invoice.customer),
        invoiceId: invoice.metadata?.['invoiceId'] ?? null,
        credits,
      };
    },
    readNotice: (body, signature, now) => {
      let event: Stripe.Event;
      try {
        event = stripe.webhooks.constructEvent(
          body,
          signature,
          settings.webhookSecret,
          NOTICE_TOLERANCE_S,
          undefined,
          now.getTime(),
        );
      } catch (error) {
        if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
        throw error;
      }
      const object = event.data.object as { id?: string; object?: string; customer?: CustomerReference };
      const own = object.object === 'customer' ? (object.id ?? null) : idOf(object.customer ?? null);
      return {
        id: event.id,
        type: event.type,
        createdAt: new Date(event.created * 1000),
        customerId: own,
        about: noticeSubject(event),
      };
    },
  };
  return translated(provider);
}

/** `https://stripe.example.com` in the words of the SDK. */
function apiHost(apiBase: string | null) {
  if (apiBase === null) return {};
  const { protocol, hostname, port } = new URL(apiBase);
  return { protocol: protocol === 'http:' ? 'http' : 'https', host: hostname, port: port || 443 } as const;
}

/** Makes of Stripe's refusals and silences what an admin can act on; only declined cards are told apart before. */
function translated(provider: StripeProvider): StripeProvider {
  const wrapped = Object.entries(provider).map(([name, value]) => {
    if (typeof value !== 'function') return [name, value];
    const method = value as (...input: unknown[]) => unknown;
    const answering = (...input: unknown[]) => {
      const answer = method(...input);
      return answer instanceof Promise ? answer.catch(translate) : answer;
    };
    return [name, answering];
  });
  return Object.fromEntries(wrapped) as StripeProvider;
}

function translate(error: unknown): never {
  const { errors } = Stripe;
  if (error instanceof errors.StripeCardError) throw new AppError('conflict', error.message);
  if (error instanceof errors.StripeInvalidRequestError) {
    const message = 'Stripe refuses this. Check the billing details and tax IDs, then try again.';
    throw new AppError('conflict', message, { detail: error.message });
  }
  if (error instanceof errors.StripeConnectionError || error instanceof errors.StripeRateLimitError) {
    const message = 'Stripe does not answer at the moment. Nothing is lost; try again in a minute.';
    throw new AppError('payment_provider_unavailable', message, { detail: error.message });
  }
  throw error;
}

function unlessMissing(error: unknown): null {
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing')
    return null;
  throw error;
}

function idOf(reference: string | { id: string } | null): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}

function cardOf(method: Stripe.PaymentMethod | null): Card | null {
  if (!method?.card) return null;
  return {
    brand: method.card.brand,
    last4: method.card.last4,
    expiryMonth: method.card.exp_month,
    expiryYear: method.card.exp_year,
    reference: method.id,
  };
}

function noticeSubject({ type, data }: Stripe.Event): StripeNotice['about'] {
  if (/^invoice\./.test(type)) {
    const { id } = data.object as Stripe.Invoice;
    return id ? { kind: 'invoice', reference: id } : { kind: 'nothing' };
  }
  if (/^credit_note\./.test(type)) {
    const reference = idOf((data.object as Stripe.CreditNote).invoice);
    return reference ? { kind: 'invoice', reference } : { kind: 'nothing' };
  }
  if (type === 'setup_intent.succeeded') {
    return { kind: 'setup', reference: (data.object as Stripe.SetupIntent).id };
  }
  return type === 'customer.updated' ? { kind: 'customer' } : { kind: 'nothing' };
}

type CustomerReference = string | { id: string } | null;

function outcomeOf({ status }: Stripe.Invoice): Collected['outcome'] {
  if (status === 'paid') return 'paid';
  return status === 'uncollectible' ? 'failed' : 'open';
}

/** Why the last payment of an invoice failed, in Stripe's words for customers. */
function problemOf(invoice: Stripe.Invoice): string | null {
  const intents = (invoice.payments?.data ?? []).map(({ payment }) => payment.payment_intent);
  const problems = intents.map((intent) =>
    typeof intent === 'object' ? (intent.last_payment_error?.message ?? null) : null,
  );
  return problems.findLast((problem) => problem !== null) ?? null;
}
