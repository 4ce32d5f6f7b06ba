import { expect, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { seedDashboard, signIn } from '../support/dashboard.ts';
import { ANA, loginForCode } from '../support/login.ts';
import { seedConnection } from '../support/seed.ts';

test('a wrong mapping is told with its evidence, tried on recorded sign-ins, and put right, also in profiles it made', async ({
  page,
}) => {
  const world = await seedDashboard();
  const { staging } = world;
  const connection = await seedConnection(staging, { values: { attributeMap: { last_name: 'email' } } });
  for (const person of [ANA, { ...ANA, id: 'bo-1', email: 'bo@example.com', lastName: 'Lind' }]) {
    await loginForCode(env().http.url, staging.clientId, connection, { answer: { person } });
  }
  await signIn(page, world.member);
  await page.goto(world.page(`/connections/${connection.connectionId}/attributes`));
  const advice = page.getByText('carries an email address in 2 of 2 responses; the surname seems to be in');
  await expect(advice).toBeVisible();
  const sent = page.getByRole('region', { name: 'What the identity provider sends' });
  await expect(sent.getByText('an•••@example.com').or(sent.getByText('a•••@example.com'))).toBeVisible();
  await expect(sent).not.toContainText('Silva');
  await sent.getByRole('link', { name: 'Show values' }).click();
  await expect(sent).toContainText('Silva');

  await page.getByRole('button', { name: /^Use / }).click();
  await page.getByRole('button', { name: 'Preview on 2 recorded sign-ins' }).first().click();
  await expect(page.getByText('of the last 2 recorded sign-ins: 2 get other values.')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'bo@example.com' }).first()).toContainText('Lind');
  const stored = () => staging.data.connections.get(connection.connectionId);
  expect((await stored())?.attributeMap).toEqual({ last_name: 'email' });
  await page.getByRole('button', { name: 'Save mapping' }).click();
  await expect(advice).toHaveCount(0);
  expect((await stored())?.attributeMap).not.toEqual({ last_name: 'email' });

  const lastNames = async () => {
    const profiles = await staging.data.profiles.newest(connection.connectionId, 10);
    return profiles.map(({ lastName }) => lastName).sort();
  };
  expect(await lastNames()).toEqual(['ana@example.com', 'bo@example.com']);
  await page.getByRole('button', { name: 'Change 2 profiles' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(page.getByText(/^2 profiles changed by Robin Tester/)).toBeVisible();
  expect(await lastNames()).toEqual(['Lind', 'Silva']);
  await page.getByRole('button', { name: 'Take back' }).click();
  await dialog.getByRole('button', { name: 'Take back', exact: true }).click();
  await expect(page.getByText(/and taken back$/)).toBeVisible();
  expect(await lastNames()).toEqual(['ana@example.com', 'bo@example.com']);
});
