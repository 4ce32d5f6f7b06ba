import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { dataFiles } from '#lib/server/data-directory.ts';
import { seedInvoice } from '../support/billing.ts';
import { seedMember, signIn } from '../support/dashboard.ts';
import { actionsBelow, labelOf, sendAction } from '../support/post-action.ts';
import { seedWorkspace } from '../support/seed.ts';
import { signInPlain } from '../support/tenants.ts';

const BILLING = '/dashboard/workspace/billing';

async function pay(page: Page, number: string): Promise<void> {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiry').fill('04 / 40');
  await page.getByLabel('Security code').fill('123');
  await page.getByRole('button', { name: /^(Pay by card|Replace the card)$/ }).click();
}

test('an admin says who pays and how, which unlocks Production, and pays the first invoice', async ({
  page,
}) => {
  const { workspaceId, production } = await seedWorkspace('Payer', { locked: true });
  await signIn(page, await seedMember(workspaceId));
  await page.goto(BILLING);
  await page.getByRole('link', { name: 'Add billing details' }).click();
  await page.getByLabel('Company name').fill('Payer GmbH');
  await page.getByLabel('Billing email').fill('billing@payer.example');
  await page.getByLabel('Country').selectOption({ label: 'Germany' });
  await page.getByLabel(/^Postal code/).fill('1234');
  await page.getByRole('button', { name: 'Save billing details' }).click();
  await expect(page.getByText('Please correct the marked fields.')).toBeVisible();
  await expect(page.getByLabel('Company name')).toHaveValue('Payer GmbH');
  await page.getByLabel(/^Postal code/).fill('10115');
  await page.getByLabel(/^City/).fill('Berlin');
  await page
    .getByLabel(/^Address/)
    .first()
    .fill('Hauptstr. 1');
  await page.getByRole('button', { name: 'Save billing details' }).click();
  await expect(page.getByText('Billing details saved.')).toBeVisible();

  await page.getByRole('link', { name: 'Choose how to pay' }).click();
  await pay(page, '4000 0000 0000 0002');
  await expect(page.getByText('The card was declined. Ask its bank, or use another card.')).toBeVisible();
  // What was typed of a card does not come back: it is in the field, where it was typed, and nowhere else.
  expect(await page.content()).not.toMatch(/4000 ?0000 ?0000 ?0002/);
  await pay(page, '4000 0025 0000 3155');
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Visa ending in 3155, expires 04 / 2040')).toBeVisible();
  await expect(page.getByText('Production is locked')).toHaveCount(0);
  const { productionEnabledAt } = await database().workspace.findUniqueOrThrow({
    where: { id: workspaceId },
  });
  expect(productionEnabledAt).not.toBeNull();

  const invoice = await seedInvoice(workspaceId, production.environmentId);
  await page.getByRole('link', { name: 'Invoices' }).click();
  await page.getByRole('link', { name: invoice.name }).click();
  const sheet = page.getByRole('article', { name: `Invoice ${invoice.name}` });
  await expect(sheet).toContainText(/Bill to\s*Payer GmbH/);
  await expect(sheet.getByRole('row', { name: /Acme Okta/ })).toContainText('$125.00');
  const links = sheet.getByRole('row', { name: /Acme Okta/ }).getByRole('link');
  await expect(links.nth(1)).toHaveAttribute('href', /audit-log\?q=conn_\w+&from=\d{4}-\d\d-01&to=/);

  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download PDF' }).click();
  const file = await started;
  expect(file.suggestedFilename()).toBe(`${invoice.name}.pdf`);
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');

  // On paper there is the invoice alone, dark on white whatever the theme.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(sheet).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeHidden();
  const color = await sheet.evaluate((one) => getComputedStyle(one).color);
  expect(Number(/\d+/.exec(color)?.[0])).toBeLessThan(80);
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });

  await page.getByRole('button', { name: 'Pay now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pay $125.00' }).click();
  await expect(sheet).toContainText('Paid by card on');
  await expect(page.getByRole('button', { name: 'Pay now' })).toHaveCount(0);
});

/** Accepted, to be approved, declined, and refused because the sandbox does not know it or the number is wrong. */
const NUMBERS = [
  '5555555555554444',
  '378282246310005',
  '4000002760003184',
  '4000000000009995',
  '4111111111111111',
  '4012888888881882',
];
const CVC = '9173';

test('of a card that was typed no table, no log and no answer holds the number or the security code', async () => {
  test.setTimeout(120_000);
  const { workspaceId } = await seedWorkspace('Payer');
  const browser = await signInPlain(await seedMember(workspaceId));
  const action = actionsBelow('app/dashboard/workspace/billing').find(
    (one) => labelOf(one) === 'app/dashboard/workspace/billing/actions.ts addCard',
  );
  if (!action) throw new Error('there is no form for a card');
  const answers: string[] = [];
  for (const number of NUMBERS) {
    for (const typed of [number, number.replace(/(....)(?=.)/g, '$1 ')]) {
      const cvc = number.startsWith('37') ? CVC : CVC.slice(1);
      const fields = { card_number: typed, card_expiry: '11 / 41', card_cvc: cvc };
      answers.push(await (await sendAction(browser, action, {}, fields)).text());
    }
    answers.push(await (await browser.get(`${BILLING}/payment-method`)).text());
  }
  // The brand and the last four digits are there, so that one knows which card it is.
  expect(answers.join()).toContain('American Express');
  const typed = NUMBERS.flatMap((number) => [number, number.replace(/(....)(?=.)/g, '$1 ')]);
  const found = (text: string) => typed.filter((number) => text.includes(number));
  expect(found(answers.join())).toEqual([]);
  expect(answers.join()).not.toContain(`"${CVC}"`);

  const tables = await database().$queryRaw<{ name: string }[]>`
    SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`;
  expect(tables.length).toBeGreaterThan(40);
  for (const { name } of tables) {
    const rows = await database().$queryRawUnsafe<{ count: bigint }[]>(
      `SELECT count(*) FROM ${name} t WHERE t::text ~ $1`,
      typed.join('|'),
    );
    expect(Number(rows[0]?.count), name).toBe(0);
  }
  const { directory } = env().data;
  for (const file of [`${directory}/gatehouse.log`, `${dataFiles(directory).postgres}.log`]) {
    // Jobs of each minute write to the log, if nobody did before.
    await expect.poll(() => existsSync(file), { timeout: 75_000 }).toBe(true);
    expect(found(await readFile(file, 'utf8')), file).toEqual([]);
  }
});
