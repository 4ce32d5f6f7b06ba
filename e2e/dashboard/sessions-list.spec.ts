import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { idFloor, newId } from '#lib/ids.ts';
import type { SessionErrorCode } from '#lib/sso/session-errors.ts';
import { SESSIONS_PER_PAGE } from '#lib/sso/session-list.ts';
import type { SessionOrigin, SessionState } from '#lib/sso/session-states.ts';
import { type SeededDashboard, seedDashboard, signIn } from '../support/dashboard.ts';

/** The session list: what is filtered for is in the address, pages follow one another, and new ones appear. */

let world: SeededDashboard;
test.beforeEach(async ({ page }) => {
  world = await seedDashboard();
  await signIn(page, world.member);
});

type Kind = { state: SessionState; errorCode?: SessionErrorCode; origin?: SessionOrigin; userEmail?: string };

/** Writes sessions of the test connection, the first of them the oldest; returns their ids. */
async function seedSessions(kinds: readonly Kind[], minutesAgo = 60): Promise<string[]> {
  const { environmentId } = world.staging;
  const begin = Date.now() - minutesAgo * 60_000;
  const rows = kinds.map((kind, index) => {
    const createdAt = new Date(begin + index * 1000);
    return {
      // Ids of one process never go back in time; these have to.
      id: idFloor('ssoSession', createdAt).slice(0, -16) + newId('ssoSession', createdAt).slice(-16),
      environmentId,
      connectionId: world.connection.id,
      organizationId: world.connection.organizationId,
      origin: 'service_provider' as const,
      createdAt,
      ...(kind.errorCode ? { failureCode: 'expired', endedAt: createdAt } : {}),
      ...kind,
    };
  });
  await database().ssoSession.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

/** Ids of the sessions on the page, from top to bottom. */
function shown(page: Page): Promise<string[]> {
  return page
    .locator('table a[href*="/sessions/sso_session_"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.split('/').at(-1) ?? ''));
}

const newestFirst = (ids: readonly string[]) => [...ids].reverse();

async function choose(page: Page, menu: string, choices: readonly string[]) {
  await page.getByRole('button', { name: new RegExp(`^${menu}`) }).click();
  for (const name of choices) await page.getByRole('menuitemcheckbox', { name, exact: true }).click();
  await page.keyboard.press('Escape');
}

test('without a session the page says what to do; with a filter that nothing fits, how to get out of it', async ({
  page,
}) => {
  await page.goto(world.page('/sessions'));
  await expect(page.getByText('Nobody has tried to sign in yet')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open the example app' })).toBeVisible();
  await seedSessions([{ state: 'successful', userEmail: 'ana@example.com' }]);
  await page.goto(world.page('/sessions?state=failed'));
  await expect(page.getByText('No session matches')).toBeVisible();
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL(world.page('/sessions'));
  await expect(page.getByRole('link', { name: 'ana@example.com' })).toBeVisible();
  await page.goto(world.page('/sessions', 'production'));
  await expect(page.getByText('Nobody has tried to sign in yet')).toBeVisible();
});

test('pages go to the oldest session and back, and show each one once', async ({ page }) => {
  const ids = await seedSessions(
    Array.from({ length: 2 * SESSIONS_PER_PAGE + 7 }, (_, n) => ({
      state: 'successful',
      userEmail: `u${n}@example.com`,
    })),
  );
  const all = newestFirst(ids);
  const pages = [0, 1, 2].map((page) => all.slice(page * SESSIONS_PER_PAGE, (page + 1) * SESSIONS_PER_PAGE));
  await page.goto(world.page('/sessions'));
  await expect.poll(() => shown(page)).toEqual(pages[0]);
  await page.getByRole('link', { name: 'Older' }).click();
  await expect.poll(() => shown(page)).toEqual(pages[1]);
  const second = page.url();
  await page.getByRole('link', { name: 'Older' }).click();
  await expect.poll(() => shown(page)).toEqual(pages[2]);
  await expect(page.getByRole('link', { name: 'Older' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Newer' }).click();
  await expect.poll(() => shown(page)).toEqual(pages[1]);
  await page.getByRole('link', { name: 'Newer' }).click();
  await expect.poll(() => shown(page)).toEqual(pages[0]);
  await expect(page.getByRole('link', { name: 'Newer' })).toHaveCount(0);
  await page.goto(second);
  expect(await shown(page), 'the address of a page can be shared').toEqual(pages[1]);
});

test('state, error, origin, search and time filter together, stand in the address, and can be taken away', async ({
  page,
}) => {
  const [old = ''] = await seedSessions([{ state: 'failed', errorCode: 'decryption_failed' }], 3 * 24 * 60);
  const ids = await seedSessions([
    { state: 'successful', userEmail: 'ana@example.com' },
    { state: 'failed', errorCode: 'malformed_saml_response', userEmail: 'ana@example.com' },
    { state: 'failed', errorCode: 'malformed_saml_response', userEmail: 'ben@example.com' },
    { state: 'failed', errorCode: 'decryption_failed', origin: 'identity_provider' },
    { state: 'test_failed', errorCode: 'invalid_attributes', origin: 'test' },
    { state: 'timed_out' },
  ]);
  const [successful = '', anaFailed = '', benFailed = '', idpFailed = '', testFailed = '', timedOut = ''] =
    ids;
  await page.goto(world.page('/sessions'));
  await expect
    .poll(() => shown(page))
    .toEqual([timedOut, testFailed, idpFailed, benFailed, anaFailed, successful, old]);

  await choose(page, 'State', ['Failed', 'Timed out']);
  await expect(page).toHaveURL(/\?state=failed,timed_out$/);
  await expect.poll(() => shown(page)).toEqual([timedOut, idpFailed, benFailed, anaFailed, old]);
  await choose(page, 'Error', ['Malformed SAML Response', 'Decryption Failed']);
  await expect.poll(() => shown(page)).toEqual([idpFailed, benFailed, anaFailed, old]);
  await choose(page, 'Origin', ['Service Provider']);
  await expect.poll(() => shown(page)).toEqual([benFailed, anaFailed, old]);
  await page.getByRole('button', { name: /^Time/ }).click();
  await page.getByRole('menuitemradio', { name: 'Last 24 hours' }).click();
  await expect.poll(() => shown(page)).toEqual([benFailed, anaFailed]);
  await page.getByRole('searchbox', { name: /Search by/ }).fill('ANA@');
  await page.keyboard.press('Enter');
  await expect.poll(() => shown(page)).toEqual([anaFailed]);

  const query = Object.fromEntries(new URL(page.url()).searchParams);
  expect(query).toEqual({
    q: 'ANA@',
    state: 'failed,timed_out',
    error: 'malformed_saml_response,decryption_failed',
    origin: 'service_provider',
    range: '24h',
  });
  await page.goto(page.url());
  await expect.poll(() => shown(page), 'the address can be shared').toEqual([anaFailed]);

  await page.getByRole('button', { name: 'Remove filter Search: ANA@' }).click();
  await expect.poll(() => shown(page)).toEqual([benFailed, anaFailed]);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect.poll(() => shown(page)).toHaveLength(7);
  for (const search of [benFailed, benFailed.slice(-8), `…${benFailed.slice(-8)}`, 'ben@example.com']) {
    await page.goto(world.page(`/sessions?q=${encodeURIComponent(search)}`));
    await expect.poll(() => shown(page), search).toEqual([benFailed]);
  }
});

test('the tab of a connection shows its own sessions alone', async ({ page }) => {
  const [own = ''] = await seedSessions([{ state: 'successful', userEmail: 'ana@example.com' }]);
  const { environmentId } = world.staging;
  const elsewhere = newId('ssoSession', new Date());
  const row = { origin: 'service_provider', state: 'failed', failureCode: 'connection_invalid' } as const;
  await database().ssoSession.create({
    data: { id: elsewhere, environmentId, ...row, createdAt: new Date() },
  });
  await page.goto(world.page('/sessions'));
  await expect.poll(() => shown(page)).toEqual([elsewhere, own]);
  await page.goto(world.page(`/connections/${world.connection.id}/sessions`));
  await expect.poll(() => shown(page)).toEqual([own]);
});

test('a session that begins while the list is open appears by itself, and is announced', async ({ page }) => {
  // The page's clock can be moved on: the list reloads every five seconds.
  await page.clock.install();
  const [first = ''] = await seedSessions([{ state: 'successful', userEmail: 'ana@example.com' }]);
  await page.goto(world.page('/sessions'));
  await expect.poll(() => shown(page)).toEqual([first]);
  const [second = ''] = await seedSessions([{ state: 'started' }], 0);
  await page.clock.fastForward(6000);
  await expect.poll(() => shown(page)).toEqual([second, first]);
  await expect(page.getByRole('status').filter({ hasText: '1 new session' })).toBeVisible();
  await database().ssoSession.updateMany({
    where: { environmentId: world.staging.environmentId, id: second },
    data: { state: 'timed_out' },
  });
  await page.clock.fastForward(6000);
  await expect(page.getByRole('row').filter({ hasText: 'Timed out' })).toHaveCount(1);

  let reloads = 0;
  page.on('request', (request) => {
    if (request.headers()['rsc'] === '1' && request.url().includes('/sessions')) reloads += 1;
  });
  await page.getByRole('button', { name: /^Live/ }).click();
  const paused = page.getByRole('button', { name: /^Paused/ });
  await expect(paused).toHaveAttribute('aria-pressed', 'false');
  reloads = 0;
  await page.clock.fastForward(30_000);
  await seedSessions([{ state: 'started' }], 0);
  await page.clock.fastForward(30_000);
  expect(await shown(page), 'nothing is loaded while it is paused').toEqual([second, first]);
  expect(reloads).toBe(0);
  await paused.click();
  await page.clock.fastForward(6000);
  await expect.poll(() => shown(page)).toHaveLength(3);
});
