import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { idFloor, newId } from '#lib/ids.ts';
import { expectAccessible, type SeededDashboard, seedDashboard, signIn } from '../support/dashboard.ts';
import { signInPlain } from '../support/tenants.ts';

/** The front page of an environment, and what is at hand on every page: the palette, saved filters, a guard. */

let world: SeededDashboard;
test.beforeEach(async ({ page }) => {
  world = await seedDashboard();
  await signIn(page, world.member);
});

type Kind = { state: 'successful' | 'failed'; userEmail?: string; errorCode?: 'invalid_x509_certificate' };

/** Sessions of the test connection, one hour after the other, the last one an hour ago. Returns their ids. */
async function seedSessions(kinds: readonly Kind[]): Promise<string[]> {
  const rows = kinds.map((kind, index) => {
    const createdAt = new Date(Date.now() - (kinds.length - index) * 3_600_000);
    return {
      id: idFloor('ssoSession', createdAt).slice(0, -16) + newId('ssoSession', createdAt).slice(-16),
      environmentId: world.staging.environmentId,
      connectionId: world.connection.id,
      origin: 'service_provider' as const,
      createdAt,
      exchangedAt: kind.state === 'successful' ? new Date(createdAt.getTime() + 1200) : null,
      ...kind,
    };
  });
  await database().ssoSession.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

async function openPalette(page: Page) {
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  // The first press may come before the page listens.
  await expect(async () => {
    if (!(await palette.isVisible())) await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused({ timeout: 5000 });
  }).toPass();
  return palette;
}

test('the numbers of the overview are those of the sessions, and each opens the ones it counts', async ({
  page,
}) => {
  const failed = { state: 'failed', errorCode: 'invalid_x509_certificate' } as const;
  await seedSessions([{ state: 'successful' }, { state: 'successful' }, failed, failed, failed]);
  await page.goto(world.page('?range=30d'));
  await expect(page.getByRole('link', { name: /^Attempts: 5\./ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Test Identity Provider is failing' })).toBeVisible();
  await expect(page.getByText('median; 95% within')).toBeVisible();

  // The same as a table, by keyboard, within the reach of everybody.
  await page.getByText('Show as a table').focus();
  await page.keyboard.press('Enter');
  const table = page.getByRole('region', { name: 'Sign-ins over time, as a table' });
  await expect(table.getByRole('row')).toHaveCount(31);
  await expectAccessible(page);

  await page.getByRole('link', { name: /^Failed: 3\./ }).click();
  await expect(page).toHaveURL(/state=failed,test_failed&from=/);
  await expect(page.locator('table a[href*="/sessions/sso_session_"]')).toHaveCount(3);
  await page.goBack();
  await page
    .getByRole('region', { name: 'Failures by error' })
    .getByRole('link', { name: /^Invalid X509/ })
    .click();
  await expect(page).toHaveURL(/error=invalid_x509_certificate/);
  await expect(page.locator('table a[href*="/sessions/sso_session_"]')).toHaveCount(3);

  await page.goto(world.page());
  await page.getByRole('navigation', { name: 'Time range' }).getByRole('link', { name: '24 hours' }).click();
  await expect(page).toHaveURL(world.page('?range=24h'));
});

test('the go-live checklist knows what is done, leads to what is not, and stays folded away', async ({
  page,
}) => {
  const checklist = page.getByRole('region', { name: 'Go live' });
  await page.goto(world.page());
  await expect(checklist.getByText(/Sign in end to end in staging, to do/)).toBeVisible();
  await seedSessions([{ state: 'successful' }]);
  await page.reload();
  await expect(checklist.getByText(/Sign in end to end in staging, done/)).toBeVisible();
  await checklist.getByRole('link', { name: 'Organizations' }).click();
  await expect(page).toHaveURL(world.page('/organizations', 'production'));

  await page.goto(world.page());
  const folded = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await checklist.getByRole('heading', { name: 'Go live' }).click();
  await folded;
  await page.reload();
  await expect(checklist.getByRole('heading', { name: 'Go live' })).toBeVisible();
  await expect(checklist.getByRole('link', { name: 'Organizations' })).toBeHidden();
});

test('the palette finds pages by other words, people by their email, and does things, without a mouse', async ({
  page,
}) => {
  const [session = ''] = await seedSessions([{ state: 'failed', userEmail: 'ana@palette.example' }]);
  await page.goto(world.page(''));
  let palette = await openPalette(page);
  await page.keyboard.type('client secret');
  await expect(palette.getByRole('option', { name: /API keys/, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(world.page('/api-keys'));

  palette = await openPalette(page);
  await page.keyboard.type('ana@pal');
  await expect(palette.getByRole('option', { name: /ana@palette\.example/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(world.page(`/sessions/${session}`));

  // The button on top opens it too; an action of another page opens its dialog there.
  await page.getByRole('banner').getByRole('button', { name: 'Search' }).click();
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('create organization');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Create organization' })).toBeVisible();

  // In another environment there is no such person.
  await page.goto(world.page('', 'production'));
  palette = await openPalette(page);
  await page.keyboard.type('ana@pal');
  await expect(palette.getByText('Nothing found.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('a filter is saved under a name, deleted, and taken back', async ({ page }) => {
  await seedSessions([{ state: 'failed' }, { state: 'successful' }]);
  await page.goto(world.page('/sessions?state=failed'));
  await page.getByRole('button', { name: 'Save filter' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this filter' });
  await dialog.getByLabel('Name').fill('Broken ones');
  await dialog.getByRole('button', { name: 'Save filter' }).click();
  await expect(dialog).toBeHidden();

  await page.goto(world.page('/sessions'));
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await page.getByRole('menuitem', { name: 'Broken ones' }).click();
  await expect(page).toHaveURL(world.page('/sessions?state=failed'));
  await page.getByRole('button', { name: 'Delete saved filter Broken ones' }).click();
  await expect(page.getByText('Broken ones is deleted')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save filter' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Delete saved filter Broken ones' })).toBeVisible();
});

test('a link asks before it leaves what was typed and not saved', async ({ page }) => {
  const name = page.getByLabel('Name', { exact: true });
  await page.goto('/dashboard/workspace/general');
  const before = await name.inputValue();
  const members = page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: 'Members' });
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  // The first press may come before the page listens.
  await expect(async () => {
    await page.goto('/dashboard/workspace/general');
    await name.fill('Something else');
    await members.click();
    await expect(question).toBeVisible({ timeout: 5000 });
  }).toPass();
  await question.getByRole('button', { name: 'Stay on this page' }).click();
  await expect(question).toBeHidden();
  await expect(name).toHaveValue('Something else');

  // What is as it was needs no question; neither does what is saved.
  await name.fill(before);
  await members.click();
  await expect(page).toHaveURL('/dashboard/workspace/members');
  await page.goBack();
  await name.fill('Renamed');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The workspace settings are saved.')).toBeVisible();
  await members.click();
  await expect(page).toHaveURL('/dashboard/workspace/members');
  await page.goBack();
  await name.fill('Once more');
  await members.click();
  await question.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page).toHaveURL('/dashboard/workspace/members');
});

test('pages say in their title what they are about', async ({ page }) => {
  const { connection } = world;
  await page.goto(world.page(`/connections/${connection.id}`));
  await expect(page).toHaveTitle('Test Identity Provider · Gatehouse');
  await page.goto(world.page(`/organizations/${connection.organizationId}/settings`));
  await expect(page).toHaveTitle('Settings · Test Organization · Gatehouse');
});

test('a page that is not there says so without scripts too', async () => {
  const plain = await signInPlain(world.member);
  const answer = await plain.get(world.page('/connections/conn_nothing'), { accept: 'text/html' });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toMatch(/<h1[^>]*>There is nothing here/);
});
