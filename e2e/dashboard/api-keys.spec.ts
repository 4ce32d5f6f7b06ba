import { expect, type Page, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { seedDashboard, signIn } from '../support/dashboard.ts';

/** Keys of production: shown once, and rotated without a moment in which none works. */

const secretOf = (page: Page) => page.getByRole('dialog').locator('[data-secret]');
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name }).first();

async function answerTo(key: string): Promise<number> {
  return (await fetch(`${env().http.url}/connections`, { headers: { authorization: `Bearer ${key}` } }))
    .status;
}

test('a production key stays on the screen until it is copied, also when the list behind it changes', async ({
  page,
}) => {
  const { production, ...world } = await seedDashboard();
  for (const key of await production.data.apiKeys.all()) {
    await production.data.apiKeys.revoke(key.id, new Date());
  }
  await signIn(page, world.member);
  await page.goto(world.page('/api-keys', 'production'));
  await page.getByRole('button', { name: 'Create API key' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Web server');
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  await expect(secretOf(page)).toHaveText(/^sk_live_/);
  // The list behind has the new key by now.
  await expect(page.locator('tr', { hasText: 'Web server' }).first()).toBeAttached();
  await page.mouse.click(5, 5);
  const first = (await secretOf(page).textContent()) ?? '';
  expect(await answerTo(first)).toBe(200);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByText(first)).toHaveCount(0);

  // With an overlap both keys work.
  await row(page, 'Web server').getByRole('button', { name: 'Rotate' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rotate Web server' });
  await expect(dialog.getByLabel('Name of the new key')).toHaveValue('Web server 2');
  await dialog.getByRole('button', { name: 'Rotate key' }).click();
  await expect(secretOf(page)).toHaveText(/^sk_live_/);
  const second = (await secretOf(page).textContent()) ?? '';
  expect(second).not.toBe(first);
  expect([await answerTo(first), await answerTo(second)]).toEqual([200, 200]);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(row(page, 'Web server 2')).toContainText('Active');

  // At once: the old key's row loses its buttons, the new secret stays.
  await row(page, 'Web server 2').getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: 'The old key stops' }).click();
  await page.getByRole('option', { name: 'At once' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate key' }).click();
  await expect(page.getByRole('dialog')).toContainText('Web server 2 no longer works.');
  await expect(page.locator('tr', { hasText: 'Web server 2' }).first()).toContainText('Expired');
  const third = (await secretOf(page).textContent()) ?? '';
  expect(third).toMatch(/^sk_live_/);
  expect([await answerTo(second), await answerTo(third)]).toEqual([401, 200]);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(row(page, 'Web server 3')).toContainText('Active');
});
