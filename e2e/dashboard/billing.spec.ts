import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { seedInvoice } from '../support/billing.ts';
import { seedMember, signIn } from '../support/dashboard.ts';
import { seedWorkspace } from '../support/seed.ts';

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
  // What was typed of a card does not come back.
  await expect(page.getByLabel('Card number')).toHaveValue('');
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
  await expect(page.getByText(`${invoice.name} is paid.`)).toBeVisible();
  await expect(sheet).toContainText('Paid by card on');
  await expect(page.getByRole('button', { name: 'Pay now' })).toHaveCount(0);
});
