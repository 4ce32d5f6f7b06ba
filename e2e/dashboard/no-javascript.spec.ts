import { expect, test } from '@playwright/test';
import { type SeededDashboard, seedDashboard, seedMember, signIn } from '../support/dashboard.ts';

let world: SeededDashboard;
test.beforeAll(async () => {
  world = await seedDashboard();
});

test.use({ javaScriptEnabled: false });

test('a form is saved by a browser without JavaScript, and a refusal keeps what was typed', async ({
  page,
}) => {
  await signIn(page, await seedMember(world.workspaceId));
  await page.goto('/dashboard/workspace/general');
  const form = page.locator('form').filter({ has: page.getByLabel('Support email') });
  await form.getByLabel('Support email').fill('not an address');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('General');
  await expect(form.getByLabel('Support email')).toHaveValue('not an address');
  await expect(form.getByLabel('Support email')).toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel('Support email').fill('help@gatehouse.test');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByLabel('Support email')).not.toHaveAttribute('aria-invalid', 'true');
  await page.goto('/dashboard/workspace/general');
  await expect(form.getByLabel('Support email')).toHaveValue('help@gatehouse.test');
});
