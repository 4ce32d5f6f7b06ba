import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { newExternalKey } from '#lib/ids.ts';
import { PASSWORD, seedDashboard, seedMember, signIn } from '../support/dashboard.ts';
import { signInPlain } from '../support/tenants.ts';

/** The people of a workspace, its settings, and one's own. */

const MEMBERS = '/dashboard/workspace/members';
const GENERAL = '/dashboard/workspace/general';
const PROFILE = '/dashboard/profile';

const someAddress = () => `new-${newExternalKey().toLowerCase()}@gatehouse.test`;
const toast = (page: Page, text: string | RegExp) => page.getByRole('listitem').filter({ hasText: text });

test('an Admin invites somebody, who joins with the link, gets another role, and is removed', async ({
  page,
  browser,
}) => {
  const world = await seedDashboard();
  await signIn(page, world.member);
  await page.goto(GENERAL);
  await page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: 'Members' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Members');
  // The only Admin: nothing to press that would only say no.
  await expect(page.getByRole('button', { name: /Change role|Leave|Remove/ })).toHaveCount(0);

  await page.getByRole('button', { name: 'Invite member' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Email').fill(world.member.email.toUpperCase());
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog.getByText(`${world.member.email} is a member already.`)).toBeVisible();
  await expect(dialog.getByLabel('Email')).toHaveValue(world.member.email.toUpperCase());

  const email = someAddress();
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('radio', { name: 'Support', exact: true }).click();
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog.getByRole('heading', { name: 'Invitation sent' })).toBeVisible();
  const old = await dialog.getByText(/\/invite\/[\w-]{43}$/).textContent();
  await dialog.getByRole('button', { name: 'Done' }).click();

  await page.getByRole('row', { name: email }).getByRole('button', { name: 'Resend' }).click();
  await expect(dialog.getByRole('heading', { name: 'Invitation sent again' })).toBeVisible();
  const link = await dialog.getByText(/\/invite\/[\w-]{43}$/).textContent();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const mail = { to: email, template: 'member_invitation' };
  expect(await database().mail.count({ where: { workspaceId: world.workspaceId, ...mail } })).toBe(2);

  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto(old ?? '');
  await expect(theirs.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
  await theirs.goto(link ?? '');
  await theirs.getByLabel('Your name').fill('Grace Hopper');
  await theirs.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await theirs.getByRole('button', { name: 'Create account' }).click();
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Overview');
  await theirs.goto(MEMBERS);
  await expect(theirs.getByRole('row', { name: /Grace Hopper/ })).toContainText('You');
  await expect(theirs.getByRole('button', { name: /Invite|Change role|Remove/ })).toHaveCount(0);

  await page.reload();
  await expect(page.getByText('Nobody is invited')).toBeVisible();
  const row = page.getByRole('row', { name: /Grace Hopper/ });
  await row.getByRole('button', { name: 'Change role' }).click();
  await expect(dialog.getByRole('radio', { name: 'Support', exact: true })).toBeChecked();
  await dialog.getByRole('radio', { name: 'Developer', exact: true }).click();
  await dialog.getByRole('button', { name: 'Change role' }).click();
  await expect(toast(page, 'The role of Grace Hopper is Developer.')).toBeVisible();
  await expect(row).toContainText('Developer');
  await theirs.goto(world.page('/api-keys'));
  await expect(theirs.getByRole('button', { name: 'Create API key' })).toBeVisible();

  await row.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByLabel('Email of the member').fill('grace');
  await dialog.getByRole('button', { name: 'Remove member' }).click();
  await expect(dialog.getByText(`Type ${email} to confirm.`)).toBeVisible();
  await dialog.getByLabel('Email of the member').fill(email);
  await dialog.getByRole('button', { name: 'Remove member' }).click();
  // Behind an open dialog no row can be found, so the dialog goes first.
  await expect(dialog).toHaveCount(0);
  await expect(row).toHaveCount(0);
  await theirs.reload();
  await expect(theirs).toHaveURL(/\/sign-in\?callbackUrl=/);
});

test('an invitation is revoked, and a member leaves', async ({ page }) => {
  const world = await seedDashboard();
  const colleague = await seedMember(world.workspaceId, 'support');
  await signIn(page, world.member);
  await page.goto(MEMBERS);
  await page.getByRole('button', { name: 'Invite member' }).click();
  const dialog = page.getByRole('dialog');
  const email = someAddress();
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  const link = await dialog.getByText(/\/invite\/[\w-]{43}$/).textContent();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('row', { name: email }).getByRole('button', { name: 'Revoke' }).click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('Nobody is invited')).toBeVisible();
  await page.context().clearCookies();
  await page.goto(link ?? '');
  await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();

  await signIn(page, colleague);
  await page.goto(MEMBERS);
  await page.getByRole('button', { name: 'Leave' }).click();
  await dialog.getByRole('button', { name: 'Leave workspace' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You left the workspace');
  await page.goto('/dashboard');
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await database().teamMember.count({ where: { email: colleague.email } })).toBe(0);
});

test('an Admin renames the workspace, others read it, and deleting it shuts every door', async ({
  page,
  browser,
}) => {
  const world = await seedDashboard();
  const colleague = await seedMember(world.workspaceId, 'developer');
  await signIn(page, world.member);
  await page.goto(GENERAL);
  await page.getByLabel('Name').fill('Analytical Engines');
  await page.getByLabel('Support email').fill('nowhere');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/^Enter an email address/)).toBeVisible();
  await expect(page.getByLabel('Support email')).toHaveValue('nowhere');
  await page.getByLabel('Support email').fill('help@engines.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('banner')).toContainText('Analytical Engines');
  // Loaded before somebody else's change: that is said, and not undone until it is meant.
  const { workspace } = database();
  await workspace.update({ where: { id: world.workspaceId }, data: { supportEmail: 'new@engines.example' } });
  await page.getByLabel('Support email').fill('older@engines.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('It says “new@engines.example” now.')).toBeVisible();
  await expect(page.getByLabel('Support email')).toHaveValue('older@engines.example');
  await page.getByLabel('Support email').fill('help@engines.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('It says “new@engines.example” now.')).toHaveCount(0);

  const theirs = await (await browser.newContext()).newPage();
  await signIn(theirs, colleague);
  await theirs.goto(GENERAL);
  await expect(theirs.getByText('help@engines.example')).toBeVisible();
  await expect(theirs.getByRole('main').getByRole('textbox')).toHaveCount(0);
  await expect(theirs.getByRole('button', { name: /Save|Delete/ })).toHaveCount(0);

  const origin = env().http.url;
  const { apiKey, clientId } = world.staging;
  const listConnections = () =>
    fetch(`${origin}/connections`, { headers: { authorization: `Bearer ${apiKey}` } });
  const query = new URLSearchParams({
    client_id: clientId,
    connection: world.connection.id,
    redirect_uri: `${origin}/example/callback`,
    response_type: 'code',
  });
  const authorize = () => fetch(`${origin}/sso/authorize?${query}`, { redirect: 'manual' });
  expect((await listConnections()).status).toBe(200);
  expect((await authorize()).status).toBe(302);

  await page.getByRole('button', { name: 'Delete workspace' }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Delete workspace' });
  await dialog.getByLabel('Name of the workspace').fill('Analytical Engines');
  await confirm.click();
  await expect(dialog.getByText('Confirm that you know what is lost.')).toBeVisible();
  await dialog.getByRole('checkbox').click();
  await dialog.getByLabel('Name of the workspace').fill('Engines');
  await confirm.click();
  await expect(dialog.getByText(/^This does not match/)).toBeVisible();
  await dialog.getByLabel('Name of the workspace').fill('Analytical Engines');
  await confirm.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your workspace is being deleted');

  expect((await listConnections()).status).toBe(401);
  expect((await authorize()).status).not.toBe(302);
  await theirs.reload();
  await expect(theirs).toHaveURL(/\/sign-in/);
  await expect(signInPlain(colleague)).rejects.toThrow('401');
});

test('somebody chooses mails and theme, and signs out another browser', async ({ page, browser }) => {
  const world = await seedDashboard();
  const member = await seedMember(world.workspaceId, 'support');
  await signIn(page, member);
  const theirs = await (await browser.newContext()).newPage();
  await signIn(theirs, member);
  await page.goto(world.page());
  await page.getByRole('button', { name: 'Robin Tester' }).click();
  await page.getByRole('menuitem', { name: 'User settings' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('User settings');
  await expect(page.getByRole('main')).toContainText(member.email);

  const certificates = page.getByRole('switch', { name: 'Certificates that expire' });
  await expect(certificates).toBeChecked();
  await expect(page.getByRole('switch', { name: 'Billing' })).toHaveCount(0);
  await certificates.click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(toast(page, 'Your notification settings are saved.')).toBeVisible();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveClass(/(^| )dark( |$)/);
  // Already dark when the first paint is due: the class is there before the page's scripts run.
  await page.goto(PROFILE, { waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveClass(/(^| )dark( |$)/);
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect(certificates).not.toBeChecked();

  const sessions = page.getByRole('region', { name: 'Where you are signed in' }).getByRole('row');
  await expect(sessions.filter({ hasText: 'This browser' })).toHaveCount(1);
  await expect(sessions).toHaveCount(3);
  await sessions.getByRole('button', { name: /^Sign out/ }).click();
  await expect(sessions).toHaveCount(2);
  await theirs.goto(PROFILE);
  await expect(theirs).toHaveURL(/\/sign-in/);
  await signIn(theirs, member);
  await page.reload();
  await page.getByRole('button', { name: 'Sign out all others' }).click();
  await expect(sessions).toHaveCount(2);
  await theirs.goto(PROFILE);
  await expect(theirs).toHaveURL(/\/sign-in/);
});
