import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { newExternalKey } from '#lib/ids.ts';
import { inviteMember } from '#lib/team/invite-member.ts';
import {
  contextOf,
  PASSWORD,
  type SeededDashboard,
  seedDashboard,
  seedMember,
  signIn,
} from '../support/dashboard.ts';

/** Who gets into the dashboard, and how they get out again. */

const FIRST_ADMIN_LINK = process.env['GATEHOUSE_FIRST_ADMIN_LINK'] ?? '';
const WRONG = 'The email address or the password is not right.';

let world: SeededDashboard;
test.beforeAll(async () => {
  world = await seedDashboard();
});

const someAddress = () => `nobody-${newExternalKey().toLowerCase()}@gatehouse.test`;

async function tryToSignIn(page: Page, email: string, password: string) {
  await page.getByLabel('Email').fill(email);
  const next = page.getByRole('button', { name: 'Continue' });
  // The password stays after a refusal, unless the address was changed.
  if (await next.isVisible()) await next.click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function signOut(page: Page, name: string) {
  await page.getByRole('button', { name }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

test('a newcomer: the first-admin link, the example app, its session in the dashboard, sign-out, sign-in', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const email = someAddress();
  await page.goto(FIRST_ADMIN_LINK);
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('too short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Use at least 12 characters.')).toBeVisible();
  await expect(page.getByLabel('Your name')).toHaveValue('Ada Lovelace');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Workspace name').fill('Analytical Engines');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(/\/dashboard\/environment_\w+$/);
  await expect(page.getByRole('banner')).toContainText('Analytical Engines');

  await page.goto('/example');
  await page.getByRole('link', { name: 'Sign in with SSO' }).click();
  await page.getByLabel(/Hana|花/).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Signed in as');
  await page.getByRole('link', { name: 'See this sign-in in the dashboard' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Session of hana.sato@example.com');
  await expect(page.getByRole('main')).toContainText('Successful');

  await signOut(page, 'Ada Lovelace');
  await page.goto('/dashboard');
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fdashboard$/);
  await page.goto(FIRST_ADMIN_LINK);
  await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
  await page.goto('/sign-in');
  await tryToSignIn(page, email.toUpperCase(), PASSWORD);
  await expect(page).toHaveURL(/\/dashboard\/environment_\w+$/);
});

test('an invitation makes one member of the invited role, and nobody after that', async ({ page }) => {
  const email = someAddress();
  const { path } = await inviteMember(contextOf(world.workspaceId), { email, role: 'support' });
  await page.goto(path);
  await expect(page.getByLabel('Email')).toHaveValue(email);
  await expect(page.getByLabel('Email')).not.toBeEditable();
  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);

  const second = await page.context().newPage();
  await second.goto(path);
  await second.getByLabel('Your name').fill('Somebody Else');
  await second.getByLabel('Password', { exact: true }).fill('another long password');

  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(new RegExp(`${world.page()}$`));
  await second.getByRole('button', { name: 'Create account' }).click();
  await expect(second.getByText('This link no longer works. Ask for a new one.')).toBeVisible();
  await second.reload();
  await expect(second.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
  const members = await database().teamMember.findMany({ where: { email } });
  expect(members).toMatchObject([{ name: 'Grace Hopper', role: 'support', workspaceId: world.workspaceId }]);
});

test('a used, an expired and an invented link are told apart by nobody', async ({ page }) => {
  const email = someAddress();
  const old = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);
  const expired = await inviteMember(contextOf(world.workspaceId, old), { email, role: 'admin' });
  const words = async (path: string) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link no longer works');
    return page.getByRole('main').textContent();
  };
  const invented = await words('/invite/no-such-token');
  expect(await words(expired.path)).toBe(invented);
});

test('a wrong password and an unknown address are answered in the same words', async ({ page }) => {
  await page.goto('/sign-in');
  const seen: string[] = [];
  for (const email of [world.member.email, someAddress()]) {
    await tryToSignIn(page, email, 'a wrong password');
    await expect(page.getByRole('alert').filter({ hasText: WRONG })).toBeVisible();
    await expect(page.getByLabel('Email')).toHaveValue(email);
    await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeEnabled();
    seen.push((await page.getByRole('alert').filter({ hasText: WRONG }).textContent()) ?? '');
  }
  expect(seen[0]).toBe(seen[1]);
  const { request } = page.context();
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const answers = await Promise.all(
    [world.member.email, someAddress()].map(async (email) => {
      const form = { csrfToken, email, password: 'a wrong password', json: 'true' };
      const answer = await request.post('/api/auth/callback/credentials', { form });
      return { status: answer.status(), body: await answer.text() };
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
});

test('after ten attempts an address has to wait, even with the right password; others do not', async ({
  page,
}) => {
  const member = await seedMember(world.workspaceId);
  const { request } = page.context();
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const refusedAt = async (attempt: number): Promise<number> => {
    const form = { csrfToken, email: member.email, password: `wrong password ${attempt}`, json: 'true' };
    const { url } = await (await request.post('/api/auth/callback/credentials', { form })).json();
    const error = new URL(url).searchParams.get('error');
    // Counting begins anew with each quarter of an hour, which may fall into this test.
    return error === 'rate_limited' || attempt > 20 ? attempt : refusedAt(attempt + 1);
  };
  const attempts = await refusedAt(1);
  expect(attempts).toBeGreaterThan(10);
  expect(attempts).toBeLessThanOrEqual(20);
  await page.goto('/sign-in');
  await tryToSignIn(page, member.email, member.password);
  await expect(page.getByText('Too many attempts. Wait 15 minutes, then try again.')).toBeVisible();
  await tryToSignIn(page, world.member.email, world.member.password);
  await expect(page).toHaveURL(/\/dashboard\//);
});

test('an attempt without the token of the form signs nobody in', async ({ page }) => {
  const { request } = page.context();
  for (const csrfToken of ['', 'f'.repeat(64)]) {
    const form = { csrfToken, email: world.member.email, password: world.member.password, json: 'true' };
    await request.post('/api/auth/callback/credentials', { form });
    await page.goto(world.page());
    await expect(page).toHaveURL(/\/sign-in/);
  }
});

test('a revoked session ends at the next request', async ({ page }) => {
  const member = await seedMember(world.workspaceId);
  await signIn(page, member);
  await page.goto(world.page('/sessions'));
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible();
  const { id } = await database().teamMember.findUniqueOrThrow({ where: { email: member.email } });
  const revoked = await database().dashboardSession.updateMany({
    where: { teamMemberId: id },
    data: { revokedAt: new Date() },
  });
  expect(revoked.count).toBe(1);
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await tryToSignIn(page, member.email, member.password);
  await expect(page, 'and leads back after signing in').toHaveURL(new RegExp(`${world.page('/sessions')}$`));
});

test('signing out ends the session itself, not only the cookie', async ({ page }) => {
  await signIn(page, world.member);
  await page.goto(world.page());
  const cookies = await page.context().cookies();
  await signOut(page, 'Robin Tester');
  await page.context().addCookies(cookies);
  await page.goto(world.page());
  await expect(page).toHaveURL(/\/sign-in/);
});

test('after signing in, nobody is sent to another site', async ({ page }) => {
  await page.goto('/sign-in?callbackUrl=https%3A%2F%2Fevil.example%2Fdashboard');
  await tryToSignIn(page, world.member.email, world.member.password);
  await expect(page).toHaveURL(new RegExp(`${world.page()}$`));
});

test('every page has a policy with a nonce and without inline scripts, cannot be framed, and runs by it', async ({
  page,
}) => {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) problems.push(message.text());
  });
  await signIn(page, world.member);
  const nonces = new Set<string>();
  const paths = ['/sign-in', world.page(), world.page('/sessions'), '/example', '/nothing', '/invite/x'];
  for (const path of [...paths, `/test-idp/${world.staging.environmentId}`, world.page('/api-keys')]) {
    const response = await page.goto(path);
    const headers = response?.headers() ?? {};
    const policy = headers['content-security-policy'] ?? '';
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
    const nonce = /'nonce-([\w+/=]{20,})'/.exec(scripts)?.[1];
    expect(nonce, path).toBeTruthy();
    nonces.add(nonce ?? '');
    expect(scripts, path).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).toContain("base-uri 'none'");
    expect(headers['x-frame-options'], path).toBe('DENY');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
  }
  expect(nonces.size, 'a fresh nonce for each page').toBe(paths.length + 2);
  await page.getByRole('button', { name: 'Create API key' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(problems).toEqual([]);
});

test('cookies of the dashboard cannot be read by scripts or sent by other sites', async ({ page }) => {
  await page.goto('/sign-in');
  await tryToSignIn(page, world.member.email, world.member.password);
  await expect(page).toHaveURL(/\/dashboard\//);
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name }) => name)).toContain(`gatehouse-session-${new URL(page.url()).port}`);
  for (const cookie of cookies) {
    expect(cookie.httpOnly, cookie.name).toBe(true);
    expect(cookie.sameSite, cookie.name).toBe('Lax');
  }
});
