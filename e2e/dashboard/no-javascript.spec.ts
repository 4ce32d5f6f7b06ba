import { expect, test } from '@playwright/test';
import { type SeededDashboard, seedDashboard, seedMember, signIn } from '../support/dashboard.ts';
import { codeOf, seedApp } from '../support/second-factor.ts';

let world: SeededDashboard;
test.beforeAll(async () => {
  world = await seedDashboard();
});

test.use({ javaScriptEnabled: false });

test('one signs in without JavaScript, by password and code, and gets where one was going', async ({
  page,
}) => {
  const member = await seedMember(world.workspaceId);
  const secret = await seedApp(member);
  await page.goto('/dashboard/profile');
  await page.getByLabel('Email').fill(member.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText('The email address or the password is not right.');
  await expect(page.getByLabel('Email')).toHaveValue(member.email);
  await page.getByLabel('Password').fill(member.password);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirm it is you');
  await page.getByLabel('Code from your authenticator app').fill('000000');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.getByLabel('Code from your authenticator app')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Code from your authenticator app').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page).toHaveURL(/\/dashboard\/profile$/);
  await expect(page.getByRole('main')).toContainText(member.email);
});

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
