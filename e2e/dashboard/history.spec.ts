import { expect, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { openBrowser } from '../support/browser.ts';
import { seedDashboard, signIn } from '../support/dashboard.ts';
import { callbackOf } from '../support/login.ts';
import { signInAtTestIdp } from '../support/test-idp.ts';

/** Versions of a connection's settings: seen, blamed and taken back. */

test('a change that broke every sign-in is named in the sessions list, and restoring takes it back', async ({
  page,
}) => {
  const world = await seedDashboard();
  const { clientId, environmentId } = world.staging;
  const origin = env().http.url;
  const login = async () => {
    const query = new URLSearchParams({
      client_id: clientId,
      connection: world.connection.id,
      redirect_uri: `${origin}/example/callback`,
      response_type: 'code',
    });
    const browser = openBrowser(origin);
    const form = await signInAtTestIdp(browser, `/sso/authorize?${query}`, {});
    return callbackOf(await browser.post(form.action, form.fields));
  };
  expect((await login()).get('code')).toBeTruthy();

  const failed = () =>
    database().ssoSession.findFirstOrThrow({
      where: { environmentId, state: 'failed' },
      select: { id: true },
    });

  await signIn(page, world.member);
  await page.goto(world.page(`/organizations/${world.connection.organization.id}`));
  await page.getByRole('button', { name: /^Remove/ }).click();
  const removal = page.getByRole('dialog');
  await removal.getByRole('button', { name: 'Remove domain' }).click();
  await expect(removal).toContainText('1 would now fail');
  await expect(removal.getByRole('link', { name: /@example\.com/ })).toHaveAttribute(
    'href',
    /\/sessions\/sso_session_/,
  );
  expect((await login()).get('code')).toBeTruthy();
  await removal.getByLabel('Confirmation').fill('1 would fail');
  await removal.getByLabel('Reason (optional)').fill('They left');
  await removal.getByRole('button', { name: 'Remove domain' }).click();
  // Somebody signed in meanwhile, so it is asked again.
  await expect(removal).toContainText('2 would now fail');
  await removal.getByLabel('Confirmation').fill('2 would fail');
  await removal.getByRole('button', { name: 'Remove domain' }).click();
  await expect(removal).toBeHidden();
  expect((await login()).get('error')).toBe('profile_not_allowed_outside_organization');

  await page.goto(world.page(`/connections/${world.connection.id}/sessions`));
  await expect(
    page.getByText(/Failures began less than a minute after version \d+ .* by Robin Tester/),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: /^Settings changed: version/ }).first()).toBeVisible();
  await page.getByRole('link', { name: 'See what changed' }).click();
  const versions = page.getByRole('list', { name: 'Versions' });
  const broken = versions.getByRole('listitem').filter({ hasText: 'In use' });
  await expect(broken).toContainText('Verified email domains of the organization');
  await expect(broken).toContainText('Removed:example.com');
  await expect(broken).toContainText('They left');
  await versions
    .getByRole('button', { name: /^Restore/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Added:example.com');
  await dialog.getByLabel('Reason (optional)').fill('Removed by mistake');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(dialog).toBeHidden();
  await expect(versions.getByRole('listitem').filter({ hasText: 'In use' })).toContainText(
    'Removed by mistake',
  );
  expect((await login()).get('code')).toBeTruthy();
  await page.goto(world.page(`/sessions/${(await failed()).id}`));
  await page.getByRole('link', { name: 'Version 1', exact: true }).click();
  await expect(page.getByText(/^Under version 1 it is accepted/)).toBeVisible();
  const last = await database().ssoSession.findFirstOrThrow({
    where: { environmentId },
    orderBy: { id: 'desc' },
  });
  const { version } = await database().connection.findFirstOrThrow({
    where: { environmentId, id: world.connection.id },
  });
  expect(last.connectionVersion).toBe(version);
});
