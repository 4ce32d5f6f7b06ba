import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { seedDashboard, seedMember, signIn } from '../support/dashboard.ts';
import { seedConnection } from '../support/seed.ts';

/** Environments of a workspace: made, told apart, brought to the same configuration, deleted; and the lock on production. */

const LIST = '/dashboard/workspace/environments';
const card = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });

test('an environment is created ready to use, renamed, found in the switcher and deleted', async ({
  page,
}) => {
  const world = await seedDashboard();
  await signIn(page, world.member);
  await page.goto(LIST);
  await page.getByRole('button', { name: 'Create environment' }).click();
  const create = page.getByRole('dialog', { name: 'Create environment' });
  await create.getByLabel('Name').fill('Staging');
  await create.getByRole('radio', { name: /^Violet/ }).click();
  await create.getByRole('button', { name: 'Create' }).click();
  await expect(create.getByText('Another environment has this name')).toBeVisible();
  await expect(create.getByLabel('Name')).toHaveValue('Staging');
  await create.getByLabel('Name').fill('Preview');
  await create.getByRole('button', { name: 'Create' }).click();
  await expect(create).toBeHidden();

  await card(page, 'Preview').getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit Preview' });
  await edit.getByLabel('Name').fill('Review apps');
  await edit.getByRole('radio', { name: /^Pink/ }).click();
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toBeHidden();

  // The switcher leads to the same section there, and the new one has what a staging environment begins with.
  await page.goto(world.page('/api-keys'));
  await page.getByRole('button', { name: /^Environment/ }).click();
  await page.getByRole('menuitem', { name: /^Review apps/ }).click();
  await expect(page).toHaveURL(/\/dashboard\/environment_\w+\/api-keys$/);
  await expect(page).not.toHaveURL(new RegExp(world.staging.environmentId));
  await expect(page.getByRole('row', { name: /^Staging key/ })).toBeVisible();
  const made = await database().environment.findFirstOrThrow({
    where: { workspaceId: world.workspaceId, name: 'Review apps' },
  });
  expect(made).toMatchObject({ kind: 'staging', color: 'pink' });

  await page.goto(LIST);
  await card(page, 'Review apps').getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Review apps?' });
  await dialog.getByLabel('Name of the environment').fill('Preview');
  await dialog.getByRole('button', { name: 'Delete environment' }).click();
  await expect(dialog.getByText('Type Review apps to confirm.')).toBeVisible();
  await dialog.getByLabel('Name of the environment').fill('Review apps');
  await dialog.getByRole('button', { name: 'Delete environment' }).click();
  await expect(card(page, 'Review apps')).toHaveCount(0);
  // The last staging environment has no such button.
  await expect(card(page, 'Staging').getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await expect(card(page, 'Production').getByRole('button', { name: 'Delete' })).toBeVisible();
});

test('a copy shows every line before anything happens, and refuses what production does not take', async ({
  page,
}) => {
  const world = await seedDashboard();
  await signIn(page, world.member);
  await world.staging.data.redirectUris.add({
    id: 'redir_of_copy',
    uri: 'https://app.example.com/signed-in',
    isDefault: false,
    now: new Date(),
  });
  await page.goto(LIST);
  await page.getByRole('link', { name: 'Copy configuration' }).click();
  await page.getByLabel('From', { exact: true }).selectOption('Staging');
  await page.getByLabel('To', { exact: true }).selectOption('Production');
  await page.getByRole('button', { name: 'Compare' }).click();
  const line = (uri: string) => page.getByRole('listitem').filter({ hasText: uri });
  await expect(line('https://app.example.com/signed-in')).toContainText('Will be added');
  await expect(line('http://localhost:*/callback')).toContainText('Not allowed there');
  await expect(line('http://localhost:*/callback')).toContainText('Production does not accept localhost');
  const uris = async () => (await world.production.data.redirectUris.all()).map((row) => row.uri);
  expect(await uris()).toEqual(['https://app.example.com/callback']);
  await page.getByRole('button', { name: 'Copy 1 setting to Production' }).click();
  await expect(page.getByText('1 setting is copied.')).toBeVisible();
  await expect(line('https://app.example.com/signed-in')).toContainText('There already');
  expect(await uris()).toEqual(['https://app.example.com/callback', 'https://app.example.com/signed-in']);
});

test('locked production says what to do, offers no dead button, and refuses over the API', async ({
  page,
}) => {
  const world = await seedDashboard({ locked: true });
  const { production } = world;
  const connection = await seedConnection(production, {
    values: { state: 'inactive', activatedAt: null },
  });
  await signIn(page, world.member);
  await page.goto(world.page('/api-keys', 'production'));
  const lock = page.getByRole('note', { name: 'Production is locked' });
  await expect(lock.getByRole('link', { name: 'Add billing information' })).toHaveAttribute(
    'href',
    '/dashboard/workspace/billing',
  );
  await expect(page.getByRole('button', { name: 'Create API key' })).toHaveCount(0);
  await page.goto(world.page(`/connections/${connection.connectionId}`, 'production'));
  await expect(page.getByText('can be enabled again once production is unlocked')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enable', exact: true })).toHaveCount(0);

  const create = (body: Record<string, unknown>) =>
    fetch(`${env().http.url}/connections`, {
      method: 'POST',
      headers: { authorization: `Bearer ${production.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const { certificatePem } = createKeyPair({ commonName: 'idp', now: new Date(), validForDays: 30 });
  const organization = { organization_id: connection.organizationId, connection_type: 'OktaSAML' };
  const refused = await create({
    ...organization,
    saml_options: {
      idp_entity_id: 'https://idp.example.com',
      idp_sso_url: 'https://idp.example.com/sso',
      idp_signing_certs: [certificatePem],
    },
  });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ code: 'production_environment_requires_billing' });
  expect((await create(organization)).status).toBe(201);

  // A developer is told whom to ask; staging has no lock.
  await page.context().clearCookies();
  await signIn(page, await seedMember(world.workspaceId, 'developer'));
  await page.goto(world.page('', 'production'));
  await expect(lock).toContainText('Ask an Admin of your workspace');
  await expect(lock.getByRole('link')).toHaveCount(0);
  await page.goto(world.page());
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(lock).toHaveCount(0);
});
