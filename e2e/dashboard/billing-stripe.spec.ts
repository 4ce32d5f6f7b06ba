import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type StandIn, startStripe } from '#lib/billing/testdata/stripe-stand-in.ts';
import { type SpawnedServer, spawnServer } from '#lib/server/spawn-server.ts';
import { PASSWORD } from '../support/dashboard.ts';

/** An installation with Stripe's keys: a server of its own, and a stand-in for Stripe's API and for Stripe.js. */

const KEYS = { secretKey: 'sk_test_standin', webhookSecret: 'whsec_standin' };
const METHOD = '/dashboard/workspace/billing/payment-method';

let directory = '';
let standIn: StandIn;
let server: SpawnedServer;
test.beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-stripe-'));
  standIn = await startStripe(KEYS);
  standIn.setClock(new Date());
  server = await spawnServer({
    dataDirectory: directory,
    settings: {
      STRIPE_SECRET_KEY: KEYS.secretKey,
      STRIPE_WEBHOOK_SECRET: KEYS.webhookSecret,
      STRIPE_PUBLISHABLE_KEY: 'pk_test_standin',
      STRIPE_API_BASE: standIn.apiBase,
    },
  });
});
test.afterAll(async () => {
  await server.stop();
  await standIn.stop();
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

/** As much of Stripe.js as the card form calls; confirming takes the card at the stand-in. */
function stripeJs(): void {
  const element = () => ({
    on() {},
    off() {},
    update() {},
    destroy() {},
    mount(node: HTMLElement) {
      node.textContent = 'Fields of Stripe';
    },
  });
  const instance = (key: string) => ({
    elements: ({ clientSecret }: { clientSecret: string }) => ({
      key,
      clientSecret,
      create: element,
      getElement: () => null,
      update() {},
      fetchUpdates: async () => ({}),
    }),
    createToken() {},
    createPaymentMethod() {},
    confirmCardPayment() {},
    async confirmSetup({ elements }: { elements: { clientSecret: string } }) {
      const page = window as unknown as { takenAtStripe: (secret: string) => Promise<string | null> };
      const id = await page.takenAtStripe(elements.clientSecret);
      return id ? { setupIntent: { id } } : { error: { message: 'Your card was declined.' } };
    },
  });
  Object.assign(window, { Stripe: instance });
}

const policyOf = async (page: Page, address: string) =>
  (await page.goto(`${server.url}${address}`))?.headers()['content-security-policy'] ?? '';

test('an admin gives Stripe a card, which unlocks Production; notices and the portal work', async ({
  page,
}) => {
  test.setTimeout(120_000);
  let declines = 1;
  await page.route('https://js.stripe.com/**', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `(${stripeJs})()` }),
  );
  await page.exposeFunction('takenAtStripe', (secret: string) => {
    const id = secret.split('_secret_')[0] ?? '';
    if (declines-- > 0) return null;
    standIn.takeCard(id, { last4: '4242', pays: true });
    return id;
  });

  await page.goto(server.firstAdminLink ?? '');
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('Email').fill('ada@payer.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Workspace name').fill('Payer');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(/\/dashboard\/environment_/);

  await page.goto(`${server.url}/dashboard/workspace/billing/details`);
  await page.getByLabel('Company name').fill('Payer GmbH');
  await page.getByLabel('Country').selectOption({ label: 'Germany' });
  await page
    .getByLabel(/^Address/)
    .first()
    .fill('Hauptstr. 1');
  await page.getByLabel(/^Postal code/).fill('10115');
  await page.getByLabel(/^City/).fill('Berlin');
  await page.getByRole('button', { name: 'Save billing details' }).click();
  await expect(page.getByText('Billing details saved.')).toBeVisible();
  const [customer] = [...standIn.objects.customers.values()];
  expect(customer).toMatchObject({ name: 'Payer GmbH', email: 'ada@payer.example' });

  expect(await policyOf(page, METHOD)).not.toContain('stripe');
  await page.getByRole('link', { name: 'Add a card' }).click();
  await expect(page.getByText('Fields of Stripe')).toBeVisible();
  await page.getByRole('button', { name: 'Save card' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Your card was declined.');
  await page.getByRole('button', { name: 'Save card' }).click();
  await expect(page.getByText('Visa ending in 4242, expires 04 / 2040')).toBeVisible();
  await expect(page.getByText('Production is locked')).toHaveCount(0);
  expect(await policyOf(page, `${METHOD}/card`)).toContain('frame-src https://js.stripe.com');

  const portal = await page.request.get(`${server.url}/dashboard/workspace/billing/portal`, {
    maxRedirects: 0,
  });
  expect(portal.headers()['location']).toBe(`https://billing.stripe.example/${customer?.id}`);

  const notify = async (notice: { body: string; signature: string }) => {
    const answer = await fetch(`${server.url}/billing/stripe/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': notice.signature },
      body: notice.body,
    });
    return { status: answer.status, body: await answer.json() };
  };
  standIn.setClock(new Date());
  const known = standIn.notice('customer.updated', customer ?? {});
  expect(await notify({ ...known, signature: 't=1,v1=00' })).toMatchObject({ status: 400 });
  expect(await notify(known)).toEqual({ status: 200, body: { result: 'applied' } });
  expect(await notify(known)).toEqual({ status: 200, body: { result: 'known' } });
});
