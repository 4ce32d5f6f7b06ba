import { expect, test } from '@playwright/test';
import { systemActor } from '#lib/auth/actor.ts';
import { systemScope } from '#lib/auth/system-scope.ts';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { removeDomain } from '#lib/organizations/remove-domain.ts';
import { openBrowser } from '../support/browser.ts';
import { seedDashboard, signIn } from '../support/dashboard.ts';
import { callbackOf } from '../support/login.ts';
import { signInAtTestIdp } from '../support/test-idp.ts';

/** Versions of a connection's settings: seen, blamed and taken back. */

test('a change that broke every sign-in is named in the sessions list, and restoring takes it back', async ({
  page,
}) => {
  const world = await seedDashboard();
  const { clientId, data, environmentId } = world.staging;
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

  const domain = world.connection.organization.domains[0];
  const ana = { ...systemActor('Ana'), type: 'member' as const };
  const scope = systemScope({ id: environmentId, kind: 'staging' });
  await removeDomain({ data, scope, now: new Date(), actor: ana }, domain?.id ?? '');
  expect((await login()).get('error')).toBe('profile_not_allowed_outside_organization');

  await signIn(page, world.member);
  await page.goto(world.page(`/connections/${world.connection.id}/sessions`));
  await expect(page.getByText(/Failures began less than a minute after version \d+ .* by Ana/)).toBeVisible();
  await expect(page.getByRole('link', { name: /^Settings changed: version/ }).first()).toBeVisible();
  await page.getByRole('link', { name: 'See what changed' }).click();
  const versions = page.getByRole('list', { name: 'Versions' });
  const broken = versions.getByRole('listitem').filter({ hasText: 'In use' });
  await expect(broken).toContainText('Verified email domains of the organization');
  await expect(broken).toContainText('Removed:example.com');
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
  const last = await database().ssoSession.findFirstOrThrow({
    where: { environmentId },
    orderBy: { id: 'desc' },
  });
  const { version } = await database().connection.findFirstOrThrow({
    where: { environmentId, id: world.connection.id },
  });
  expect(last.connectionVersion).toBe(version);
});
