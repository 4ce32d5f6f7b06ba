import { expect, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { seedDashboard, signIn } from '../support/dashboard.ts';
import { ANA, loginForCode } from '../support/login.ts';
import { seedConnection } from '../support/seed.ts';

test('a contact of a customer is listed with the mails they get, changed and removed', async ({ page }) => {
  const world = await seedDashboard();
  await signIn(page, world.member);
  const organization = `/organizations/${world.connection.organizationId}`;
  await page.goto(world.page(`${organization}/settings`));
  const contacts = page.getByRole('region', { name: 'Contacts' });
  const dialog = page.getByRole('dialog');
  await contacts.getByRole('button', { name: 'Add contact' }).click();
  await dialog.getByLabel('Email address').fill('it@example.com');
  await dialog.getByRole('switch', { name: 'Connection trouble' }).click();
  await dialog.getByRole('button', { name: 'Add contact' }).click();
  await expect(dialog).toBeHidden();
  const line = contacts.getByRole('listitem').filter({ hasText: 'it@example.com' });
  await expect(line).toContainText('Key renewals');
  await expect(line).not.toContainText('Connection trouble');
  await page.goto(world.page(organization));
  await expect(contacts.getByText('it@example.com')).toBeVisible();
  await contacts.getByRole('link', { name: 'Manage contacts' }).click();
  await contacts.getByRole('button', { name: 'Remove it@example.com' }).click();
  await dialog.getByRole('button', { name: 'Remove contact' }).click();
  await expect(line).toHaveCount(0);
});

test('people who come back with new IDs are told, linked to the profiles they had, and taken back', async ({
  page,
}) => {
  const world = await seedDashboard();
  const { staging } = world;
  const connection = await seedConnection(staging);
  const bo = { ...ANA, id: 'bo-1', email: 'bo@example.com', lastName: 'Lind' };
  for (const person of [ANA, bo, { ...ANA, id: 'entra-ana' }, { ...bo, id: 'entra-bo' }]) {
    await loginForCode(env().http.url, staging.clientId, connection, { answer: { person } });
  }
  const ids = async () =>
    (await staging.data.profiles.newest(connection.connectionId, 10)).map(({ idpId }) => idpId).sort();
  await signIn(page, world.member);
  await page.goto(world.page(`/connections/${connection.connectionId}`));
  await expect(page.getByText('2 people came back with a new ID')).toBeVisible();
  await page.getByRole('link', { name: /^See who/ }).click();
  await expect(page.getByRole('heading', { name: '2 people came back with a new ID' })).toBeVisible();
  await page.getByRole('button', { name: 'Link 2 people' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Link', exact: true }).click();
  await expect(page.getByText(/^2 profiles changed by Robin Tester/)).toBeVisible();
  expect(await ids()).toEqual(['entra-ana', 'entra-bo']);
  await page.getByRole('button', { name: 'Take back' }).click();
  await dialog.getByRole('button', { name: 'Take back', exact: true }).click();
  await expect(page.getByRole('heading', { name: '2 people came back with a new ID' })).toBeVisible();
  expect(await ids()).toEqual([ANA.id, 'bo-1', 'entra-ana', 'entra-bo'].sort());
});
