import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { openBrowser } from '../support/browser.ts';
import { type SeededDashboard, seedDashboard, seedMember, signIn } from '../support/dashboard.ts';
import { callbackOf, loginForCode } from '../support/login.ts';
import { seedConnection } from '../support/seed.ts';
import { signInAtTestIdp } from '../support/test-idp.ts';

/** The Test SSO page: one button a scenario, and an outcome that says whether it went as it should. */

const origin = env().http.url;

let world: SeededDashboard;
test.beforeAll(async () => {
  world = await seedDashboard();
});
// A member of its own for each test: one address may try ten times in a quarter of an hour.
test.beforeEach(async ({ page }) => signIn(page, await seedMember(world.workspaceId)));

async function run(page: Page, name: string) {
  await page.goto(world.page('/test-sso'));
  await page.getByRole('link', { name: `Run ${name}`, exact: true }).click();
}

/** The session an outcome page is about, as it is stored. */
function sessionOf(page: Page) {
  const id = /outcome\/(sso_session_\w+)/.exec(page.url())?.[1] ?? '';
  const { environmentId } = world.staging;
  return database().ssoSession.findFirst({ where: { environmentId, id } });
}

const RUNS: [button: string, error: string, told: string][] = [
  [
    'Guest email domain',
    'Profile Not Allowed Outside Organization',
    'profile_not_allowed_outside_organization',
  ],
  ['Error response', 'Malformed SAML Response', 'access_denied'],
  ['Invalid Attributes', 'Invalid Attributes', 'server_error'],
  ['Invalid X509 Certificate', 'Invalid X509 Certificate', 'server_error'],
  ['Malformed SAML Response', 'Malformed SAML Response', 'server_error'],
  [
    'Profile Not Allowed Outside Organization',
    'Profile Not Allowed Outside Organization',
    'profile_not_allowed_outside_organization',
  ],
  ['Decryption Failed', 'Decryption Failed', 'server_error'],
];

for (const [button, error, told] of RUNS) {
  test(`"${button}" runs by one button and ends as expected: ${error}`, async ({ page }) => {
    await run(page, button);
    await expect(page.getByText(`As expected: the response was refused with ${error}.`)).toBeVisible();
    await expect(page.getByText(told, { exact: true })).toBeVisible();
    expect(await sessionOf(page)).toMatchObject({ state: 'test_failed', origin: 'test' });
    await page.getByRole('link', { name: 'Open the session' }).click();
    await page.waitForURL(/\/sessions\/sso_session_\w+$/);
    await expect(page.getByText(error).first()).toBeVisible();
  });
}

test('an SP-initiated sign-in ends with the profile, and reloading the outcome changes nothing', async ({
  page,
}) => {
  await run(page, 'SP-initiated sign-in');
  await page.getByText('Mateo Fernández').click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('It works: the response was accepted')).toBeVisible();
  await expect(page.getByText('"email": "mateo.fernandez@example.com"')).toBeVisible();
  await page.reload();
  expect(await sessionOf(page)).toMatchObject({ state: 'test_successful', codeReuses: 0 });
});

test('an IdP-initiated sign-in lands in the app at the default redirect URI', async ({ page }) => {
  await run(page, 'IdP-initiated sign-in');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to Test Organization');
  const landing = page.waitForRequest(/\/example\/callback\?code=/);
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect((await landing).url()).not.toContain('state=');
});

test('a response that cannot be read still comes back to the dashboard, with its own session', async ({
  page,
}) => {
  const { id } = world.connection;
  await page.goto(world.page(`/test-sso/start?connection=${id}&scenario=not_xml&fault=not_xml&run=1`));
  await expect(page.getByText('As expected: the response was refused with Malformed')).toBeVisible();
  expect(await sessionOf(page)).toMatchObject({ state: 'test_failed', origin: 'test' });
});

test('a connection that is not active is refused with a session that says so', async ({ page }) => {
  const other = await seedConnection(world.staging, { values: { state: 'inactive' } });
  await page.goto(world.page(`/test-sso/start?connection=${other.connectionId}`));
  await expect(page.getByText('connection_unlinked', { exact: true })).toBeVisible();
  expect(await sessionOf(page)).toMatchObject({ state: 'test_failed', failureCode: 'connection_unlinked' });
});

test('the keyboard alone picks a person, a fault and signs in', async ({ page }) => {
  await page.goto(`/test-idp/${world.staging.environmentId}/sign-in?app=${world.connection.id}`);
  await page.getByRole('radio', { name: /Amara/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /Mateo/ })).toBeChecked();
  await page.locator('summary', { hasText: 'Validity and clocks' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Nothing' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^Expired/ })).toBeChecked();
  const landing = page.waitForRequest(/\/example\/callback\?error=/);
  await page.keyboard.press('Enter');
  await landing;
});

test('the browser remembers its last good response and sends it again', async ({ page }) => {
  const signInPage = `/test-idp/${world.staging.environmentId}/sign-in?app=${world.connection.id}`;
  await page.goto(signInPage);
  const first = page.waitForRequest(/\/example\/callback\?code=/);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await first;
  await page.goto(`${signInPage}&fault=replay_last_response`);
  // Scripts put it there, a moment after the page is drawn.
  await expect(page.locator('input[name="previousResponse"]')).not.toHaveValue('');
  const again = page.waitForRequest(/\/example\/callback\?error=/);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await again;
  const { environmentId } = world.staging;
  const replayed = { environmentId, failureCode: 'assertion_replayed' };
  expect(await database().ssoSession.count({ where: replayed })).toBe(1);
});

test('without scripts a person signs in all the same', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`/test-idp/${world.staging.environmentId}/sign-in?app=${world.connection.id}`);
  await page.getByText('Jonas Weber').click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL(/\/example/);
  await context.close();
});

test('only a role that may test begins one; others, strangers and production pages get the same 404', async ({
  page,
}) => {
  const start = world.page(`/test-sso/start?connection=${world.connection.id}`);
  const status = async (path: string) => (await page.request.get(path, { maxRedirects: 0 })).status();
  expect(await status(world.page('/test-sso'))).toBe(200);
  expect(await status(start)).toBe(302);
  expect(await status(world.page('/test-sso', 'production'))).toBe(404);
  const stranger = await seedDashboard();
  expect(await status(stranger.page('/test-sso'))).toBe(404);
  expect(await status(stranger.page(`/test-sso/start?connection=${stranger.connection.id}`))).toBe(404);
  await signIn(page, await seedMember(world.workspaceId, 'support_viewer'));
  expect(await status(world.page('/test-sso'))).toBe(404);
  expect(await status(start)).toBe(404);
});

test('another site cannot begin a test login', async ({ page }) => {
  const start = world.page(`/test-sso/start?connection=${world.connection.id}`);
  const answer = await page.request.get(start, {
    maxRedirects: 0,
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(answer.headers()['location']).toBe(world.page('/test-sso'));
});

test('the address of test results is trusted for test logins only, and redeems nothing of an app', async ({
  page,
}) => {
  const { staging } = world;
  const result = `${origin}${world.page('/test-sso/result')}`;
  const query = new URLSearchParams({
    client_id: staging.clientId,
    connection: world.connection.id,
    redirect_uri: result,
    response_type: 'code',
  });
  const refused = await openBrowser(origin).get(`/sso/authorize?${query}`);
  expect(refused.status).toBe(400);
  expect(refused.headers.get('location')).toBeNull();

  const connection = await seedConnection(staging);
  const { code } = await loginForCode(origin, staging.clientId, connection);
  const session = await database().ssoSession.findFirst({
    where: { environmentId: staging.environmentId, connectionId: connection.connectionId },
  });
  const answer = await page.request.get(`${result}?code=${code}&state=${session?.id}`, { maxRedirects: 0 });
  expect(answer.status()).toBe(404);
  const token = await fetch(`${origin}/sso/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: staging.clientId,
      client_secret: staging.apiKey,
      code,
      grant_type: 'authorization_code',
    }),
  });
  expect(token.status).toBe(200);
});

test('a code of a test login is worth nothing in another browser', async ({ page, browser }) => {
  const cookies = async (target: Page) =>
    (await target.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  // Begun and answered by a plain client that carries the admin's cookies, so that the code can be taken away.
  const plain = openBrowser(origin);
  const own = await cookies(page);
  const begun = await fetch(`${origin}${world.page(`/test-sso/start?connection=${world.connection.id}`)}`, {
    headers: { cookie: own },
    redirect: 'manual',
  });
  const binding = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const form = await signInAtTestIdp(plain, begun.headers.get('location') ?? '');
  const answered = await fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams(form.fields),
    headers: { cookie: binding },
    redirect: 'manual',
  });
  const code = callbackOf(answered).get('code');
  const back = answered.headers.get('location') ?? '';
  expect(code).toBeTruthy();
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, world.member);
  expect((await elsewhere.request.get(back, { maxRedirects: 0 })).status()).toBe(404);
  await elsewhere.context().close();
  const home = await fetch(back, { headers: { cookie: `${own}; ${binding}` }, redirect: 'manual' });
  expect(home.headers.get('location')).toContain('/test-sso/outcome/');
  const id = new URL(back).searchParams.get('state') ?? '';
  const { environmentId } = world.staging;
  expect(await database().ssoSession.findFirst({ where: { environmentId, id } })).toMatchObject({
    state: 'test_successful',
  });
});
