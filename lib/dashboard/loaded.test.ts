import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { replaceMetadata } from '#lib/organizations/replace-metadata.ts';
import { updateOrganization } from '#lib/organizations/update-organization.ts';
import { updateWorkspace } from '#lib/team/workspace-settings.ts';
import { updateAppAddresses } from '#lib/workspace/app-addresses.ts';
import { saveBranding } from '#lib/workspace/branding.ts';
import { LOADED_VALUES_FIELD } from './form-state.ts';
import { asLoaded } from './loaded.ts';

const NOW = new Date('2030-01-15T12:00:00Z');

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeAll(async () => {
  world = await testEnvironments(NOW);
});
test.afterAll(() => world.close());

const drawnFrom = (values: unknown) => {
  const form = new FormData();
  form.set(LOADED_VALUES_FIELD, JSON.stringify(values));
  return form;
};
const colleague = (context: EnvironmentContext): EnvironmentContext => ({
  ...context,
  actor: { ...context.actor, type: 'member', id: 'user_grace', name: 'Grace' },
});

test('an older form does not undo what somebody else saved since: who did it is said, and what is there now', async () => {
  const { staging } = world;
  const { id } = await createOrganization(staging, { name: 'Acme' });
  const older = asLoaded(staging, drawnFrom({ name: 'Acme', external_id: null }));
  await updateOrganization(colleague(staging), { id, name: 'Acme Corporation' });
  const save = updateOrganization(older, { id, name: 'Acme', externalId: 'customer_7' });
  await expect(save).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/^Grace changed this on January 15, 2030, 12:00 UTC/),
    fields: [{ field: 'name', message: 'It says “Acme Corporation” now.' }],
  });
  expect(await staging.data.organizations.get(id)).toMatchObject({
    name: 'Acme Corporation',
    externalId: null,
  });
  // Drawn anew from what is there, the same save is meant.
  const newer = asLoaded(staging, drawnFrom({ name: 'Acme Corporation', external_id: '' }));
  await updateOrganization(newer, { id, name: 'Acme', externalId: 'customer_7' });
  expect(await staging.data.organizations.get(id)).toMatchObject({ name: 'Acme', externalId: 'customer_7' });
});

test('a form may save what it leaves alone, and what comes to the same', async () => {
  const { staging } = world;
  const { id } = await createOrganization(staging, { name: 'Same' });
  const older = asLoaded(staging, drawnFrom({ name: 'Same', external_id: null }));
  await updateOrganization(colleague(staging), { id, name: 'Renamed' });
  await updateOrganization(older, { id, name: 'Renamed', externalId: 'customer_8' });
  expect(await staging.data.organizations.get(id)).toMatchObject({ externalId: 'customer_8' });
});

test('metadata is compared whatever the order of its keys', async () => {
  const { staging } = world;
  const { id } = await createOrganization(staging, { name: 'Pairs', metadata: { plan: 'free', tier: '1' } });
  const pairs = [{ key: 'plan', value: 'paid' }];
  const older = asLoaded(staging, drawnFrom({ metadata: { tier: '1', plan: 'free' } }));
  await replaceMetadata(older, { id, pairs });
  await expect(replaceMetadata(older, { id, pairs: [] })).rejects.toMatchObject({
    fields: [{ field: 'metadata', message: 'It says now: plan = paid.' }],
  });
});

test('the workspace, the pages of the app and branding are kept from older forms as well', async () => {
  const { staging, workspace } = world;
  const stale = { code: 'conflict' };
  await updateWorkspace(workspace, { name: 'Ours', supportEmail: 'help@ours.example' });
  const oldWorkspace = asLoaded(workspace, drawnFrom({ name: 'Before', supportEmail: null }));
  await expect(updateWorkspace(oldWorkspace, { name: 'Before', supportEmail: '' })).rejects.toMatchObject({
    ...stale,
    fields: [{ field: 'name' }, { field: 'supportEmail' }],
  });
  const addresses = { appHomepageUrl: 'https://app.example.com', signInEndpoint: '', portalReturnUrl: '' };
  await updateAppAddresses(staging, addresses);
  const oldPages = asLoaded(staging, drawnFrom({ appHomepageUrl: null, signInEndpoint: null }));
  await expect(updateAppAddresses(oldPages, { appHomepageUrl: '' })).rejects.toMatchObject(stale);
  const colors = { lightBackground: null, lightAccent: null, darkBackground: null, darkAccent: null };
  await saveBranding(staging, { ...colors, name: 'Acme' });
  const oldLook = asLoaded(staging, drawnFrom({ ...colors, name: null }));
  await expect(saveBranding(oldLook, { ...colors, name: 'Other' })).rejects.toMatchObject({
    ...stale,
    message: expect.stringMatching(/^You changed this/),
  });
});

test('what is posted in place of the values is not believed to be any', async () => {
  const { staging } = world;
  const { id } = await createOrganization(staging, { name: 'Odd' });
  for (const odd of ['', '[]', 'null', '"x"', '{']) {
    const form = new FormData();
    form.set(LOADED_VALUES_FIELD, odd);
    await updateOrganization(asLoaded(staging, form), { id, name: `Odd ${odd.length}` });
  }
});
