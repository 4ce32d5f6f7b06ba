import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { PASSWORD, type SeededDashboard, seedDashboard, seedMember, signIn } from '../support/dashboard.ts';
import { codeOf, demandFactor, passkeyDevice, seedApp } from '../support/second-factor.ts';

/** How members sign in: second factors, passkeys, and what a workspace demands. */

let world: SeededDashboard;
test.beforeAll(async () => {
  world = await seedDashboard();
});

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

async function confirmByPassword(page: Page) {
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'Confirm it is you' })).toBeVisible();
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
}

test('an authenticator app: set up after proving oneself, asked for from then on; a recovery code once', async ({
  page,
}) => {
  const member = await seedMember(world.workspaceId);
  await signIn(page, member);
  await page.goto('/dashboard/profile/security');
  await page.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill('a wrong password');
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(dialog.getByText('This is not your password.')).toBeVisible();
  await confirmByPassword(page);
  await dialog.getByRole('button', { name: 'Show the QR code' }).click();
  await expect(dialog.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  const key = (await dialog.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? '';
  await dialog.getByLabel('Code from your authenticator app').fill('000000');
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await expect(dialog.getByText('This code is not right.')).toBeVisible();
  const used = codeOf(key);
  await dialog.getByLabel('Code from your authenticator app').fill(used);
  await dialog.getByRole('button', { name: 'Finish' }).click();
  const shown = dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(shown).toHaveCount(10);
  const codes = await shown.allTextContents();
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByRole('region', { name: 'Authenticator app' })).toContainText('On');
  await expect(page.getByRole('region', { name: 'Recovery codes' })).toContainText('10 left');

  await page.context().clearCookies();
  await signIn(page, member);
  await page.goto(world.page('/sessions'));
  await expect(page).toHaveURL(/\/sign-in\/second-step\?callbackUrl=/);
  const half = await page.context().request.get(world.page(), { maxRedirects: 0 });
  expect(half.status(), 'half signed in opens nothing').toBe(307);
  const code = page.getByLabel('Code from your authenticator app');
  await code.fill(used);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('This code is not right, or was used before.')).toBeVisible();
  await code.fill(codeOf(key, 1));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(heading(page)).toHaveText('Sessions');

  for (const works of [true, false]) {
    await page.context().clearCookies();
    await signIn(page, member);
    await page.goto('/dashboard');
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[0]?.toLowerCase() ?? '');
    await page.getByRole('button', { name: 'Continue' }).click();
    if (works) await expect(heading(page)).toHaveText('Overview');
    else await expect(page.getByText('This code is not right, or was used before.')).toBeVisible();
  }
});

test('a passkey signs in without a password, is a second step too, and asks for proof before it goes', async ({
  page,
}) => {
  const member = await seedMember(world.workspaceId);
  await passkeyDevice(page);
  await signIn(page, member);
  await page.goto('/dashboard/profile/security');
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await confirmByPassword(page);
  await page.getByRole('dialog').getByLabel('Name').fill('Work laptop');
  await page.getByRole('dialog').getByRole('button', { name: 'Make a passkey' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByRole('region', { name: 'Passkeys' })).toContainText('Work laptop');

  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(heading(page)).toHaveText('Overview');

  await page.context().clearCookies();
  await signIn(page, member);
  await page.goto('/dashboard/profile/security');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(heading(page)).toHaveText('Security');
  await page.getByRole('button', { name: 'Remove Work laptop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove passkey' }).click();
  await expect(page.getByRole('region', { name: 'Passkeys' })).toContainText('No passkey yet.');
});

test('where a second factor is demanded, members without one can only set one up', async ({ page }) => {
  const strict = await seedDashboard();
  await signIn(page, strict.member);
  await page.goto(strict.page());
  await expect(heading(page)).toHaveText('Overview');
  await demandFactor(strict.workspaceId);
  await page.goto(strict.page('/api-keys'));
  await expect(heading(page)).toHaveText('Set up a second factor');
  for (const path of ['/dashboard', '/dashboard/profile/security', '/dashboard/workspace/general']) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/sign-in\/set-up/);
  }
  await page.goto(strict.page('/api-keys'));
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await page.getByRole('button', { name: 'Show the QR code' }).click();
  const key = (await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? '';
  await page.getByLabel('Code from your authenticator app').fill(codeOf(key));
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(heading(page)).toHaveText('API keys');

  await page.goto('/dashboard/profile/security');
  await page.getByRole('button', { name: 'Remove authenticator app' }).click();
  await confirmByPassword(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Remove app' }).click();
  await expect(page.getByText('this is your last one. Add another first.')).toBeVisible();
});

test('a new password signs the other browsers out', async ({ page, browser }) => {
  const member = await seedMember(world.workspaceId);
  const other = await browser.newContext();
  const elsewhere = await other.newPage();
  await signIn(elsewhere, member);
  await signIn(page, member);
  await page.goto('/dashboard/profile/security');
  await page.getByRole('button', { name: 'Change password' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await dialog.getByLabel('New password', { exact: true }).fill('another long password');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog).toHaveCount(0);
  await elsewhere.goto(world.page());
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await page.reload();
  await expect(heading(page)).toHaveText('Security');
  await signIn(elsewhere, { ...member, password: 'another long password' });
  await other.close();
});

test('the second step is counted, and a session that never took it ends by itself', async ({ page }) => {
  const member = await seedMember(world.workspaceId);
  const secret = await seedApp(member);
  await signIn(page, member);
  await page.goto('/dashboard');
  const field = page.getByLabel('Code from your authenticator app');
  const answered = page.getByRole('alert').filter({ hasText: /Please correct|Too many/ });
  for (let attempt = 0; attempt < 11; attempt++) {
    await field.fill('000000');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(answered).toBeVisible();
    await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled();
  }
  await expect(page.getByText('Too many attempts.')).toBeVisible();
  await field.fill(codeOf(secret));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Too many attempts.')).toBeVisible();
  const [session] = await database().dashboardSession.findMany({
    where: { teamMember: { email: member.email } },
  });
  expect((session?.expiresAt.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(10 * 60 * 1000);
});
