import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { createEnvironment } from './environments.ts';
import { saveSignInSettings, signInSettings } from './sign-in-settings.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments();
});
test.afterEach(() => world.close());

test('a new environment asks for consent; one that is older than the question does not', async () => {
  const { workspace, staging } = world;
  const { id } = await createEnvironment(workspace, {
    name: 'Preview',
    kind: 'production',
    color: 'teal',
    origin: 'http://localhost:3000',
  });
  const data = await workspace.data.environments.open(id);
  expect(await data?.environment.signInConsent()).toBe(true);
  expect(await signInSettings(staging)).toEqual({ signInConsent: false });
});

test('the switch is of one environment, and each change is in the audit log', async () => {
  const { staging, production, workspace, db } = world;
  await saveSignInSettings(staging, { signInConsent: true });
  await saveSignInSettings(staging, { signInConsent: true });
  expect(await signInSettings(staging)).toEqual({ signInConsent: true });
  expect(await signInSettings(production)).toEqual({ signInConsent: false });
  const where = { workspaceId: workspace.scope.workspaceId, action: 'sign_in_settings.updated' };
  expect(await db.auditLogEntry.findMany({ where })).toMatchObject([
    { before: { signInConsent: false }, after: { signInConsent: true } },
  ]);
});
