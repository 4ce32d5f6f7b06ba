import { expect, test } from '@playwright/test';
import { WorkOS } from '@workos-inc/node';
import { saveCustomAttributeMapping } from '#lib/connections/custom-attribute-mapping.ts';
import { env } from '#lib/env.ts';
import { addAttribute } from '#lib/workspace/custom-attributes.ts';
import { addRole } from '#lib/workspace/roles.ts';
import { addSsoGroup } from '#lib/workspace/sso-groups.ts';
import { environmentContextOf, seedDashboard, signIn } from '../support/dashboard.ts';
import { ANA, loginForCode } from '../support/login.ts';
import { seedConnection } from '../support/seed.ts';

/** Attributes, roles and groups from the pages where they are set to the profile that the SDK gives an app. */

const origin = new URL(env().http.url);
const address = { apiHostname: origin.hostname, port: Number(origin.port), https: false };

test('what is set on the pages of attributes, roles and groups is in the profile of the SDK', async ({
  page,
}) => {
  const world = await seedDashboard();
  const { staging } = world;
  const connection = await seedConnection(staging);
  const workos = new WorkOS(staging.apiKey, { ...address, clientId: staging.clientId });
  const context = environmentContextOf(staging);
  await addAttribute(context, { name: 'badge', type: 'number', required: false });
  const sources = { badge: 'employeeNumber' };
  await saveCustomAttributeMapping(context, { connectionId: connection.connectionId, sources });
  const member = { name: 'Team Member', slug: 'team-member', description: '', isDefault: true };
  const { id: roleId } = await addRole(context, member);
  await addSsoGroup(context, {
    connectionId: connection.connectionId,
    idpId: 'Engineering',
    name: '',
    roleId,
  });
  await signIn(page, world.member);
  const dialog = page.getByRole('dialog');
  const submit = async (name: string) => {
    await dialog.getByRole('button', { name, exact: true }).click();
    await expect(dialog).toHaveCount(0);
  };

  await page.goto(world.page('/configuration/roles'));
  await page.getByRole('button', { name: 'Add role' }).click();
  await dialog.getByLabel('Name').fill('Billing Admin');
  await expect(dialog.getByLabel('Slug')).toHaveValue('billing-admin');
  await dialog.getByLabel('Slug').fill('Billing');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText('Begin with a lower-case letter or a digit.')).toBeVisible();
  await expect(dialog.getByLabel('Slug')).toHaveValue('Billing');
  await dialog.getByLabel('Slug').fill('billing');
  await submit('Add');

  const person = { ...ANA, extra: { employeeNumber: '17' } };
  const { code } = await loginForCode(origin.origin, staging.clientId, connection, { answer: { person } });
  const { profile, accessToken } = await workos.sso.getProfileAndToken({ code, clientId: staging.clientId });
  expect(profile).toMatchObject({
    customAttributes: { badge: 17 },
    role: { slug: 'team-member' },
    roles: [{ slug: 'team-member' }],
    groups: ['Engineering', 'Admins'],
  });

  await page.goto(world.page(`/connections/${connection.connectionId}/groups`));
  await page.getByRole('listitem').filter({ hasText: 'Admins' }).getByRole('button', { name: 'Map' }).click();
  await expect(dialog.getByLabel('Group at the identity provider')).toHaveValue('Admins');
  await dialog.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Billing Admin (billing)', exact: true }).click();
  await submit('Map group');
  await expect(page.getByRole('table').getByRole('row').filter({ hasText: 'Admins' })).toContainText(
    'Billing Admin',
  );
  const rolesNow = async () => {
    const { role, roles } = await workos.sso.getProfile({ accessToken });
    return { role, roles };
  };
  expect(await rolesNow()).toEqual({ role: { slug: 'team-member' }, roles: [{ slug: 'team-member' }] });

  await page.goto(world.page('/configuration/roles'));
  const list = page.getByRole('list', { name: 'Roles by priority' });
  await page.getByRole('button', { name: 'Move Billing Admin up' }).focus();
  await page.keyboard.press('Enter');
  await expect(list.getByRole('listitem').first()).toContainText('Billing Admin');
  await expect(page.getByText('The priority is saved.')).toBeVisible();
  expect((await rolesNow()).role).toEqual({ slug: 'billing' });
  await page.getByRole('button', { name: 'Allow several roles' }).click();
  await expect(page.getByRole('button', { name: 'Allow one role only' })).toBeVisible();
  expect((await rolesNow()).roles).toEqual([{ slug: 'billing' }, { slug: 'team-member' }]);

  await list
    .getByRole('listitem')
    .filter({ hasText: 'Billing Admin' })
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect(dialog).toContainText('1 group mapping is deleted with it.');
  await dialog.getByLabel('Slug of the role').fill('billing');
  await submit('Delete role');
  expect(await rolesNow()).toEqual({ role: { slug: 'team-member' }, roles: [{ slug: 'team-member' }] });
});
