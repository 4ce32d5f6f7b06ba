import { expect, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { openBrowser } from '../support/browser.ts';
import { seedDashboard, signIn } from '../support/dashboard.ts';
import { callbackOf } from '../support/login.ts';
import { CALLBACK } from '../support/seed.ts';

/** A provider from its set-up to a sign-in that the person declines, and the session that says so. */

test('a developer sets Google up; people are sent there, and whoever declines comes back with access_denied', async ({
  page,
}) => {
  const world = await seedDashboard();
  await signIn(page, world.member);
  await page.goto(world.page('/configuration/oauth-providers'));
  const google = page.getByRole('region', { name: 'Google' });
  await google.getByLabel('Client ID').fill('client-1');
  await google.getByLabel('Sign in with Google').click();
  await google.getByRole('button', { name: 'Save Google' }).click();
  await expect(google.getByText('Enter the client secret that Google gave you.')).toBeVisible();
  await google.getByLabel('Client secret').fill('a-secret-of-the-client');
  await google.getByRole('button', { name: 'Save Google' }).click();
  await expect(google.getByText('On', { exact: true })).toBeVisible();
  // Typed once, it is nowhere in the page any more.
  await expect(google.getByLabel('Client secret')).toHaveValue('');
  expect(await page.content()).not.toContain('a-secret-of-the-client');

  const browser = openBrowser(env().http.url);
  const query = new URLSearchParams({
    client_id: world.staging.clientId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    provider: 'GoogleOAuth',
    state: 'of the app',
  });
  const sent = await browser.get(`/sso/authorize?${query}`);
  const there = new URL(sent.headers.get('location') ?? '');
  expect(there.origin + there.pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth');
  expect(there.searchParams.get('client_id')).toBe('client-1');
  const address = there.searchParams.get('redirect_uri') ?? '';
  await expect(google.getByText(address, { exact: true })).toBeVisible();

  const answer = `${address}?${new URLSearchParams({ error: 'access_denied', state: there.searchParams.get('state') ?? '' })}`;
  // Another browser cannot answer for this one, and learns nothing of the app.
  const stranger = await openBrowser(env().http.url).get(answer);
  expect([stranger.status, stranger.headers.get('location')]).toEqual([400, null]);
  const back = callbackOf(await browser.get(answer));
  expect([back.get('error'), back.get('state'), back.get('code')]).toEqual([
    'access_denied',
    'of the app',
    null,
  ]);

  await google.getByRole('link', { name: 'Sessions with Google' }).click();
  await page
    .getByRole('link', { name: /Unknown user/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Authorization request' })).toBeVisible();
});
