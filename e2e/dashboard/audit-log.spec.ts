import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { type SeededDashboard, seedDashboard, seedMember, signIn } from '../support/dashboard.ts';

let world: SeededDashboard;
test.beforeEach(async ({ page }) => {
  world = await seedDashboard();
  await signIn(page, world.member);
});

const LOG = '/dashboard/workspace/audit-log';
const entries = (page: Page) => page.getByRole('main').locator('summary');

test('an admin sees who changed what, from what to what and from where', async ({ page }) => {
  await page.goto(world.page(`/connections/${world.connection.id}`));
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Acme Okta');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Acme Okta' })).toBeVisible();

  await page.getByRole('main').getByRole('link', { name: 'Audit log' }).click();
  await expect(page).toHaveURL(`${LOG}?q=${world.connection.id}`);
  await expect(entries(page)).toHaveCount(1);
  await expect(entries(page)).toContainText('Robin Tester');
  await expect(entries(page)).toContainText('Connection changed Acme Okta');
  await entries(page).click();
  await expect(page.getByRole('row', { name: /^Name/ })).toHaveText(/Test Identity Provider.*Acme Okta/s);
  await expect(page.getByText(/^(127\.0\.0\.1|::1)$/)).toBeVisible();
});

test('filters live in the address, and the export holds what they choose', async ({ page }) => {
  await page.goto(LOG);
  await expect(entries(page).first()).toContainText('Signed in to the dashboard');
  await page.getByRole('combobox', { name: 'What' }).click();
  await page.getByRole('option', { name: 'Workspace created' }).click();
  await expect(page).toHaveURL(`${LOG}?action=workspace.created`);
  await expect(entries(page)).toHaveCount(1);
  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const file = await started;
  expect(file.suggestedFilename()).toMatch(/^audit-log-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('"workspace.created"');

  await page.goto(LOG);
  await expect(entries(page).first()).toContainText('Audit log exported');
  const json = await page.request.get(`${LOG}/export?format=json`);
  expect(json.headers()['content-disposition']).toMatch(/^attachment/);
  const all: { action: string }[] = await json.json();
  expect(all.map(({ action }) => action)).toContain('workspace.created');
  const elsewhere = { headers: { 'sec-fetch-site': 'cross-site' } };
  expect((await page.request.get(`${LOG}/export?format=json`, elsewhere)).status()).toBe(404);
});

test('signing in, being refused and signing out are in the log', async ({ page, browser }) => {
  const other = await browser.newContext();
  const visitor = await other.newPage();
  const member = await seedMember(world.workspaceId, 'developer');
  const { request } = other;
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const wrong = { csrfToken, email: member.email, password: 'not the password', json: 'true' };
  await request.post('/api/auth/callback/credentials', { form: wrong });
  await signIn(visitor, member);
  const out = await (await request.get('/api/auth/csrf')).json();
  await request.post('/api/auth/signout', { form: { csrfToken: out.csrfToken, json: 'true' } });
  await other.close();

  await page.goto(`${LOG}?q=${encodeURIComponent(member.email)}`);
  await expect(entries(page).first()).toBeVisible();
  const done = await entries(page).filter({ hasText: /ign/ }).allTextContents();
  expect(done.slice(0, 3)).toEqual([
    expect.stringContaining('Signed out of the dashboard'),
    expect.stringContaining('Signed in to the dashboard'),
    expect.stringContaining('Sign-in to the dashboard refused'),
  ]);
});
