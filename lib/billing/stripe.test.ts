import { expect, test } from '@playwright/test';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { billedWorkspaces } from '#lib/data/billed-workspaces.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import type { BillingContext } from './context.ts';
import { addTaxId, removeTaxId, saveBillingDetails } from './details.ts';
import { creditInvoice, getInvoice, listInvoices, voidInvoice } from './invoices.ts';
import { issueForWorkspace } from './issue-invoices.ts';
import { beginCard, getPaymentMethod, payByInvoice, takeCard } from './payment-method.ts';
import { type StripeProvider, stripeProvider } from './providers/stripe.ts';
import { receiveStripeNotice } from './receive-stripe-notice.ts';
import { type StandIn, startStripe } from './testdata/stripe-stand-in.ts';

const KEYS = { secretKey: 'sk_test_standin', webhookSecret: 'whsec_standin' };
const DETAILS = {
  companyName: 'Payer GmbH',
  billingEmail: 'billing@payer.example',
  country: 'DE',
  line1: 'Hauptstr. 1',
  postalCode: '10115',
  locality: 'Berlin',
};
const START = new Date('2026-11-21T12:00:00.000Z');

let world: Awaited<ReturnType<typeof testEnvironments>>;
let standIn: StandIn;
let stripe: StripeProvider;
let billing: BillingContext;
test.beforeEach(async () => {
  world = await testEnvironments(START);
  standIn = await startStripe(KEYS);
  standIn.setClock(START);
  stripe = stripeProvider({
    ...KEYS,
    publishableKey: 'pk_test_standin',
    apiBase: standIn.apiBase,
    timeoutMs: 250,
  });
  billing = { ...world.workspace, provider: stripe };
});
test.afterEach(async () => {
  await standIn.stop();
  await world.close();
});

const seconds = (count: number) => new Date(START.getTime() + count * 1000);
const at = (now: Date): BillingContext => ({ ...billing, now });

async function customer(): Promise<string> {
  return (await billing.data.billing.account())?.stripeCustomerId ?? '';
}

/** Billing details, and a card taken by Stripe's form. */
async function withCard(pays = true): Promise<string> {
  await saveBillingDetails(billing, DETAILS);
  const setup = await setUp();
  const { method } = standIn.takeCard(setup, { last4: pays ? '4242' : '0341', pays });
  await takeCard(billing, { setup });
  return method;
}

async function setUp(): Promise<string> {
  const begun = await beginCard(billing);
  if (begun.kind !== 'provider_form') throw new Error('Stripe has a form of its own');
  return begun.clientSecret.split('_secret_')[0] ?? '';
}

/** The invoice of October for one connection that was active all month. */
async function october() {
  await world.db.connectionActivation.create({
    data: {
      id: 'activation_one',
      workspaceId: billing.scope.workspaceId,
      environmentId: world.production.scope.environmentId,
      environmentName: 'Production',
      connectionId: 'conn_one',
      connectionName: 'Acme Okta',
      connectionType: 'OktaSAML',
      organizationName: 'Acme',
      startedAt: new Date('2026-10-01T00:00:00Z'),
      endedAt: new Date('2026-10-31T12:00:00Z'),
    },
  });
  await issueForWorkspace(billing, ['Example Ltd']);
  return only();
}

async function only() {
  const { invoices } = await listInvoices(billing, 1);
  const invoice = await getInvoice(billing, invoices[0]?.id ?? '');
  if (!invoice) throw new Error('there is no invoice');
  return invoice;
}

function theirs() {
  const [invoice, ...more] = [...standIn.objects.invoices.values()];
  if (!invoice || more.length > 0) throw new Error(`Stripe has ${more.length + 1} invoices`);
  return invoice;
}

function receive({ body, signature }: { body: string; signature: string }, now = seconds(5)) {
  return receiveStripeNotice({
    stripe,
    body,
    signature,
    now,
    workspaces: billedWorkspaces(world.db),
    open: (workspaceId) => forWorkspace(systemWorkspaceScope(workspaceId), world.db),
  });
}

const mails = (template: string) =>
  world.db.mail.count({ where: { workspaceId: billing.scope.workspaceId, template } });
const entries = (action: string) =>
  world.db.auditLogEntry.count({ where: { workspaceId: billing.scope.workspaceId, action } });

test('who pays is one customer at Stripe, with their tax IDs, however often it is saved', async () => {
  const taxId = await addTaxId(billing, { taxCountry: 'DE', taxId: 'DE136695976' });
  await saveBillingDetails(billing, DETAILS);
  await saveBillingDetails(billing, { ...DETAILS, companyName: 'Renamed GmbH' });
  const [known, ...others] = [...standIn.objects.customers.values()];
  expect(others).toEqual([]);
  expect(known).toMatchObject({
    id: await customer(),
    name: 'Renamed GmbH',
    email: 'billing@payer.example',
    address: { country: 'DE', line1: 'Hauptstr. 1', city: 'Berlin', postal_code: '10115' },
    metadata: { workspaceId: billing.scope.workspaceId },
  });
  const sent = [...standIn.objects.taxIds.values()];
  expect(sent).toMatchObject([{ type: 'eu_vat', value: 'DE136695976' }]);
  await removeTaxId(billing, { id: taxId.id });
  expect(standIn.objects.taxIds.size).toBe(0);
});

test('an answer that is lost on the way makes no second customer; silence is told, and changes nothing', async () => {
  standIn.fail({ path: /^\/v1\/customers$/, how: 'lost' });
  await saveBillingDetails(billing, DETAILS);
  expect(standIn.objects.customers.size).toBe(1);
  standIn.fail({ path: /^\/v1\/customers/, how: 'silent', times: 3 });
  await expect(saveBillingDetails(billing, { ...DETAILS, companyName: 'Other' })).rejects.toMatchObject({
    code: 'payment_provider_unavailable',
  });
  expect((await billing.data.billing.account())?.companyName).toBe('Payer GmbH');
  standIn.fail({ path: /^\/v1\/customers/, how: 'refused' });
  await expect(saveBillingDetails(billing, { ...DETAILS, companyName: 'Other' })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('a card that Stripe has taken becomes the payment method; one of another customer or unfinished does not', async () => {
  await expect(beginCard(billing)).rejects.toMatchObject({ code: 'conflict' });
  await withCard();
  expect((await getPaymentMethod(billing)).method).toEqual({
    kind: 'card',
    brand: 'Visa',
    last4: '4242',
    expiry: '04 / 2040',
    expired: false,
  });
  const setup = await setUp();
  await expect(takeCard(billing, { setup })).rejects.toMatchObject({ code: 'conflict' });
  const { setup: foreign } = standIn.takeCard(setup, { last4: '1111', pays: true });
  foreign['customer'] = 'cus_somebody_else';
  await expect(takeCard(billing, { setup })).rejects.toMatchObject({ code: 'conflict' });
  await expect(takeCard(billing, { setup: 'seti_invented' })).rejects.toMatchObject({ code: 'conflict' });
  expect((await billing.data.billing.paymentMethod())?.last4).toBe('4242');
});

test('an invoice is charged to the card at Stripe, line by line the same', async () => {
  await withCard();
  const invoice = await october();
  expect(invoice).toMatchObject({ status: 'paid', paidHow: 'card', total: '$125.00' });
  expect(theirs()).toMatchObject({
    status: 'paid',
    total: 125_00,
    collection_method: 'charge_automatically',
    metadata: { invoiceId: invoice.id },
  });
  expect([...standIn.objects.items.values()].map(({ amount, description }) => [amount, description])).toEqual(
    [[125_00, 'Acme Okta (Acme), 2026-10-01 to 2026-10-31, 31 of 31 days']],
  );
});

test('an invoice paid by transfer waits at Stripe with a page to pay it, and a notice settles it', async () => {
  await saveBillingDetails(billing, DETAILS);
  await payByInvoice(billing, {});
  expect(await october()).toMatchObject({
    status: 'open',
    payUrl: expect.stringMatching(/^https:\/\/invoice\.stripe\.example\//),
  });
  theirs()['status'] = 'paid';
  expect(await receive(standIn.notice('invoice.paid', theirs()))).toBe('applied');
  expect(await only()).toMatchObject({ status: 'paid', paidHow: 'stripe' });
});

test('a declined card leaves the invoice open, and who pays is told once, however often the notice comes', async () => {
  await withCard(false);
  expect(await october()).toMatchObject({ status: 'failed', paymentProblem: 'Your card was declined.' });
  const notice = standIn.notice('invoice.payment_failed', theirs());
  expect(await receive(notice)).toBe('applied');
  expect(await receive(notice)).toBe('known');
  expect(await receive(standIn.notice('invoice.payment_failed', theirs()))).toBe('applied');
  expect(await mails('payment_failed')).toBe(1);
});

test('whatever is cut off between us and Stripe, there is one invoice there with each line once', async () => {
  await withCard();
  const cuts = [
    { path: /^\/v1\/invoices$/, method: 'POST', how: 'lost', times: 3 },
    { path: /^\/v1\/invoiceitems$/, method: 'POST', how: 'lost', times: 3 },
    { path: /\/finalize$/, how: 'silent', times: 3 },
    { path: /\/finalize$/, how: 'lost', times: 3 },
    { path: /\/pay$/, how: 'down', times: 3 },
  ] as const;
  standIn.fail(cuts[0]);
  await expect(october()).rejects.toMatchObject({ code: 'payment_provider_unavailable' });
  for (const cut of cuts.slice(1)) {
    standIn.fail({ ...cut });
    // A day later Stripe has forgotten the keys.
    standIn.forgetKeys();
    await issueForWorkspace(billing, []).catch(() => undefined);
  }
  await issueForWorkspace(billing, []);
  expect(theirs()).toMatchObject({ status: 'paid', total: 125_00 });
  expect(standIn.objects.items.size).toBe(1);
  expect((await only()).status).toBe('paid');
});

test('a credit that grows before Stripe has finished the invoice is taken off once', async () => {
  await saveBillingDetails(billing, DETAILS);
  await payByInvoice(billing, {});
  const down = { path: /\/finalize$/, how: 'down', times: 3 } as const;
  standIn.fail({ ...down });
  await october().catch(() => undefined);
  const { id } = await only();
  await creditInvoice(billing, { id, amount: '25', reason: 'Outage' });
  standIn.fail({ ...down });
  await issueForWorkspace(billing, []).catch(() => undefined);
  expect([...standIn.objects.items.values()].map(({ amount }) => amount)).toEqual([125_00, -25_00]);
  await creditInvoice(billing, { id, amount: '8', reason: 'Another one' });
  await issueForWorkspace(billing, []);
  expect(theirs()).toMatchObject({ status: 'open', total: 92_00 });
});

test('a payment whose answer was lost is not asked for twice', async () => {
  await withCard();
  standIn.fail({ path: /\/pay$/, how: 'lost' });
  expect((await october()).status).toBe('paid');
});

test('a notice whose signature is forged, of another secret, too old or missing changes nothing', async () => {
  await saveBillingDetails(billing, DETAILS);
  await payByInvoice(billing, {});
  await october();
  theirs()['status'] = 'paid';
  const { body, signature } = standIn.notice('invoice.paid', theirs());
  const forged = [
    { body: body.replace('invoice.paid', 'invoice.Paid'), signature },
    { body, signature: signature.replace(/v1=../, 'v1=00') },
    { body, signature: '' },
    standIn.notice('invoice.paid', theirs(), { secret: 'whsec_other' }),
    standIn.notice('invoice.paid', theirs(), { at: seconds(-400) }),
  ];
  for (const notice of forged) {
    await expect(receive(notice)).rejects.toMatchObject({ code: 'bad_request', status: 400 });
  }
  expect((await only()).status).toBe('open');
  expect(await receive({ body, signature })).toBe('applied');
  expect((await only()).status).toBe('paid');
});

test('the same notice many times at once is applied once', async () => {
  await saveBillingDetails(billing, DETAILS);
  await payByInvoice(billing, {});
  await october();
  theirs()['status'] = 'paid';
  const notice = standIn.notice('invoice.paid', theirs());
  const results = await Promise.all(Array.from({ length: 6 }, () => receive(notice)));
  expect(results.filter((one) => one === 'applied')).toHaveLength(1);
  expect(await entries('invoice.paid')).toBe(1);
});

test('notices in the wrong order end where Stripe is now', async () => {
  await withCard(false);
  await october();
  const failed = standIn.notice('invoice.payment_failed', theirs());
  theirs()['status'] = 'paid';
  const paid = standIn.notice('invoice.paid', theirs());
  const finalized = standIn.notice('invoice.finalized', { ...theirs(), status: 'open' });
  expect(await receive(paid)).toBe('applied');
  expect(await receive(failed)).toBe('applied');
  expect(await receive(finalized)).toBe('applied');
  expect(await only()).toMatchObject({ status: 'paid', paymentProblem: null });
  expect(await mails('payment_failed')).toBe(1);
});

test('when Stripe cannot be asked, a notice is not lost: it is applied when it comes again', async () => {
  await saveBillingDetails(billing, DETAILS);
  await payByInvoice(billing, {});
  await october();
  theirs()['status'] = 'paid';
  const notice = standIn.notice('invoice.paid', theirs());
  standIn.fail({ path: /^\/v1\/invoices\//, how: 'down', times: 3 });
  await expect(receive(notice)).rejects.toBeDefined();
  expect((await only()).status).toBe('open');
  expect(await receive(notice)).toBe('applied');
  expect((await only()).status).toBe('paid');
});

test('notices about strangers, about an invoice of another customer, or of no interest are left alone', async () => {
  await withCard();
  await october();
  expect(await receive(standIn.notice('invoice.paid', { ...theirs(), customer: 'cus_stranger' }))).toBe(
    'foreign',
  );
  expect(await receive(standIn.notice('product.created', { id: 'prod_1', object: 'product' }))).toBe(
    'foreign',
  );
  const own = await customer();
  const foreign = { ...theirs(), id: 'in_foreign', customer: 'cus_stranger' };
  standIn.objects.invoices.set('in_foreign', foreign);
  const played = { ...foreign, customer: own };
  expect(await receive(standIn.notice('invoice.voided', played))).toBe('foreign');
});

test('credit and void go to Stripe as well, and its notice of them does not count them twice', async () => {
  await saveBillingDetails(billing, DETAILS);
  await payByInvoice(billing, {});
  const { id } = await october();
  await creditInvoice(billing, { id, amount: '25', reason: 'Outage' });
  const [note] = [...standIn.objects.notes.values()];
  expect(note).toMatchObject({ amount: 25_00, memo: 'Outage' });
  expect(await receive(standIn.notice('credit_note.created', note ?? {}))).toBe('applied');
  expect(await only()).toMatchObject({ due: '$100.00' });
  // One that was given in Stripe's own dashboard.
  const theirsToo = { ...note, id: 'cn_theirs', amount: 10_00, memo: null, metadata: {} };
  standIn.objects.notes.set('cn_theirs', theirsToo as NonNullable<typeof note>);
  expect(await receive(standIn.notice('credit_note.created', theirsToo))).toBe('applied');
  expect(await only()).toMatchObject({
    due: '$90.00',
    credits: [{ reason: 'Outage' }, { reason: 'Credit note of Stripe' }],
  });
  await voidInvoice(billing, { id, reason: 'Wrong', confirmation: 'INV-0001' });
  expect(theirs()['status']).toBe('void');
  expect(await receive(standIn.notice('invoice.voided', theirs()))).toBe('applied');
  expect(await only()).toMatchObject({ status: 'void', voidReason: 'Wrong' });
  expect(await entries('invoice.voided')).toBe(1);
});

test('an invoice that was voided at Stripe is void here', async () => {
  await saveBillingDetails(billing, DETAILS);
  await payByInvoice(billing, {});
  await october();
  theirs()['status'] = 'void';
  await receive(standIn.notice('invoice.voided', theirs()));
  expect(await only()).toMatchObject({ status: 'void', voidReason: 'Voided at Stripe' });
});

test('a finished setup becomes the payment method also when only the notice tells, but not after another choice', async () => {
  await saveBillingDetails(billing, DETAILS);
  const setup = await setUp();
  const taken = standIn.takeCard(setup, { last4: '4242', pays: true });
  const notice = standIn.notice('setup_intent.succeeded', taken.setup, { at: seconds(2) });
  expect(await receive(notice)).toBe('applied');
  expect((await billing.data.billing.paymentMethod())?.reference).toBe(taken.method);
  const known = standIn.objects.customers.get(await customer());
  expect(known?.['invoice_settings']).toMatchObject({ default_payment_method: taken.method });

  const other = standIn.takeCard(await setUp(), { last4: '1881', pays: true });
  const late = standIn.notice('setup_intent.succeeded', other.setup, { at: seconds(4) });
  await payByInvoice(at(seconds(6)), {});
  expect(await receive(late, seconds(8))).toBe('applied');
  expect(await billing.data.billing.paymentMethod()).toMatchObject({ kind: 'invoice' });
});

test('a card that was changed in the customer portal is charged from then on', async () => {
  await withCard();
  const { method } = standIn.takeCard(await setUp(), { last4: '1881', pays: true });
  const known = standIn.objects.customers.get(await customer());
  (known?.['invoice_settings'] as Record<string, unknown>)['default_payment_method'] = method;
  expect(await receive(standIn.notice('customer.updated', known ?? {}))).toBe('applied');
  expect(await billing.data.billing.paymentMethod()).toMatchObject({ last4: '1881', reference: method });
  expect(await stripe.portalUrl(await customer(), 'http://localhost:3000/back')).toMatch(
    /^https:\/\/billing\.stripe\.example\/cus_/,
  );
});

test('a card of the sandbox is no card for Stripe: what it would pay is left to a transfer', async () => {
  await saveBillingDetails(billing, DETAILS);
  const sandbox = {
    brand: 'visa',
    last4: '4242',
    expiryMonth: 4,
    expiryYear: 2040,
    reference: 'sandbox_pays',
  };
  await billing.data.billing.savePaymentMethod({ kind: 'card', purchaseOrder: null, ...sandbox }, START);
  await billing.data.billing.setStripeCustomer('');
  await world.db.billingAccount.updateMany({
    where: { workspaceId: billing.scope.workspaceId },
    data: { stripeCustomerId: null },
  });
  expect((await october()).status).toBe('open');
  expect(theirs()).toMatchObject({ collection_method: 'send_invoice', customer: await customer() });
});

test('the secret key is sent to Stripe, and what is sent holds no card number', async () => {
  await withCard();
  await october();
  expect(standIn.requests.length).toBeGreaterThan(5);
  // Standing alone: inside an id thirteen digits may follow each other by chance.
  expect(JSON.stringify(standIn.requests)).not.toMatch(/(?<![\w-])\d{13,19}(?![\w-])/);
  const stranger = stripeProvider({
    ...KEYS,
    secretKey: 'sk_test_other',
    publishableKey: 'pk',
    apiBase: standIn.apiBase,
  });
  await expect(stranger.portalUrl(await customer(), 'http://localhost/')).rejects.toBeDefined();
});

test('an empty form is told of the name, the email and the address at once, and nothing is saved', async () => {
  const empty = { companyName: '', billingEmail: '', country: 'DE' };
  await expect(saveBillingDetails(billing, empty)).rejects.toMatchObject({
    fields: ['companyName', 'billingEmail', 'line1', 'postalCode', 'locality'].map((field) =>
      expect.objectContaining({ field }),
    ),
  });
  expect(await billing.data.billing.account()).toBeNull();
});
