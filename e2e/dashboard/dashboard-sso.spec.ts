import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { contextOf, type SeededDashboard, seedDashboard, seedMember, signIn } from '../support/dashboard.ts';
import { seedDashboardSso, seedTeamDomain, trustDomain } from '../support/dashboard-sso.ts';

/** Members sign in to the dashboard through the product itself, and past it when it fails. */

const POLICY = '/dashboard/workspace/authentication';
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const sso = (page: Page) => page.getByRole('region', { name: 'SSO for the dashboard' });

/** At the test identity provider: somebody with this address. */
async function becomeAtIdp(page: Page, email: string) {
  await expect(heading(page)).toHaveText(/^Sign in to/);
  await page.getByRole('radio', { name: /^Somebody else/ }).check();
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('ID at this provider', { exact: true }).fill(email);
  await page.getByLabel('First name', { exact: true }).fill('Noa');
  await page.getByLabel('Last name', { exact: true }).fill('Reyes');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signed out, as somebody who begins at the sign-in page. */
async function begin(page: Page, email: string) {
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('an Admin sets SSO up, comes in through it, requires it, and gets in past it by break-glass', async ({
  page,
}) => {
  const world: SeededDashboard = await seedDashboard();
  const { workspaceId, connection } = world;
  const { domain } = await seedTeamDomain(workspaceId);
  await trustDomain(world, domain);
  const admin = await seedMember(workspaceId, 'admin', domain);
  await signIn(page, admin);
  await page.goto(POLICY);
  await sso(page)
    .getByLabel('Connection')
    .selectOption({ label: `Staging · ${connection.organization.name} · ${connection.name}` });
  await sso(page).getByRole('button', { name: 'Set up SSO' }).click();
  await expect(sso(page).getByText('Optional', { exact: true })).toBeVisible();
  await expect(sso(page).getByRole('button', { name: 'Require SSO' })).toHaveCount(0);
  await sso(page).getByRole('button', { name: 'Sign in through SSO' }).click();
  await becomeAtIdp(page, admin.email);
  await expect(heading(page)).toHaveText('Authentication');
  await sso(page).getByRole('button', { name: 'Require SSO' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Require SSO' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(sso(page).getByText('Required', { exact: true })).toBeVisible();

  await begin(page, admin.email);
  await becomeAtIdp(page, admin.email);
  await expect(heading(page)).toHaveText('Overview');
  await page.goto(POLICY);
  await expect(heading(page)).toHaveText('Authentication');

  await begin(page, `stranger@${domain}`);
  await becomeAtIdp(page, `stranger@${domain}`);
  await expect(heading(page)).toHaveText('You have no access to this dashboard');

  await page.context().clearCookies();
  await page.goto('/sign-in/break-glass');
  await page.getByLabel('Email').fill(admin.email);
  await page.getByLabel('Password', { exact: true }).fill(admin.password);
  await page.getByRole('button', { name: 'Sign in as an Admin' }).click();
  await expect(heading(page)).toHaveText('Authentication');
  const mails = await database().mail.findMany({ where: { workspaceId, template: 'break_glass_sign_in' } });
  expect(mails.map(({ to }) => to).sort()).toEqual([admin.email, world.member.email].sort());
  const action = 'dashboard_session.break_glass';
  const entries = await database().auditLogEntry.findMany({ where: { workspaceId, action } });
  expect(entries.map(({ targetName }) => targetName)).toEqual([admin.email]);

  await page.goto(POLICY);
  await sso(page).getByRole('button', { name: 'Switch off' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
  await expect(sso(page).getByText('Off', { exact: true })).toBeVisible();
  await begin(page, admin.email);
  await page.getByLabel('Password', { exact: true }).fill(admin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(heading(page)).toHaveText('Overview');
});

test('who is signed in with a password when SSO becomes required is led through SSO', async ({ page }) => {
  const world = await seedDashboard();
  const { domain } = await seedDashboardSso(world);
  const member = await seedMember(world.workspaceId, 'developer', domain);
  await signIn(page, member);
  await page.goto(world.page('/sessions'));
  await expect(heading(page)).toHaveText('Sessions');
  await contextOf(world.workspaceId).data.authenticationPolicy.setSsoMode('required', new Date());
  await page.goto(world.page('/sessions'));
  await expect(page.getByText('Your workspace signs in through SSO now.')).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await becomeAtIdp(page, member.email);
  await expect(heading(page)).toHaveText('Sessions');

  // The connection that vouches for the team is no Developer's to change.
  await page.goto(world.page(`/connections/${world.connection.id}/attributes`));
  await expect(page.getByText('Your team signs in to this dashboard through this connection.')).toBeVisible();
  await expect(page.getByRole('main').getByRole('button', { name: /^Save/ })).toHaveCount(0);
});
