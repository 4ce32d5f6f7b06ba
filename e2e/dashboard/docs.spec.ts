import { expect, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { openBrowser } from '../support/browser.ts';
import { seedDashboard, signIn } from '../support/dashboard.ts';
import { signInPlain } from '../support/tenants.ts';

/** The docs: filled in with one's own values, never with somebody else's, and readable without scripts. */

test('a member gets code with their own client ID, in the environment they choose', async ({ page }) => {
  const { member, staging, production } = await seedDashboard();
  await signIn(page, member);
  await page.goto('/docs');
  const setUp = page.getByRole('region', { name: 'Python: Set up' });
  await page
    .getByRole('navigation', { name: 'Point the SDK here: language' })
    .getByRole('link', { name: 'Python' })
    .click();
  await expect(setUp).toContainText(`client_id="${staging.clientId}"`);
  await expect(setUp).toContainText(`base_url="${env().http.url}"`);
  await page.getByRole('navigation', { name: 'Values of' }).getByRole('link', { name: 'Production' }).click();
  await expect(setUp).toContainText(`client_id="${production.clientId}"`);
  await page.getByRole('link', { name: 'Next: Login flows' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Login flows');
  await expect(page.getByRole('region', { name: 'Python: Callback' })).toBeVisible();
});

test('values of another workspace are shown to nobody, and no page holds a key', async () => {
  const [own, other] = await Promise.all([seedDashboard(), seedDashboard()]);
  const member = await signInPlain(own.member);
  const address = `/docs?lang=go&environment=${other.production.environmentId}`;
  const mine = await (await member.get(address)).text();
  expect(mine).toContain(own.staging.clientId);
  const visitors = await (await openBrowser(env().http.url).get(address)).text();
  expect(visitors).toContain('client_...');
  for (const html of [mine, visitors]) {
    expect(html).not.toContain(other.production.clientId);
    expect(html).not.toContain(other.staging.clientId);
    for (const { apiKey } of [own.staging, own.production]) expect(html).not.toContain(apiKey);
  }
  expect(visitors).not.toContain(own.staging.clientId);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a visitor reads the docs in the language they choose', async ({ page }) => {
    await page.goto('/docs/login-flows');
    await page.getByRole('link', { name: 'Ruby' }).click();
    await expect(page).toHaveURL(/lang=ruby/);
    await expect(page.getByRole('region', { name: 'Ruby: Callback' })).toContainText('get_profile_and_token');
    expect((await page.goto('/docs/nowhere'))?.status()).toBe(404);
  });
});
