import { expect, test } from '@playwright/test';
import { systemScope } from '#lib/auth/system-scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { env } from '#lib/env.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { stagingCredentials } from '#lib/workspace/staging-credentials.ts';

/** The example app in a browser: the whole circle without reading a word of documentation. */

const origin = env().http.url;

/** The staging environment that the example app belongs to. */
async function stagingOfExample() {
  const credentials = await stagingCredentials(new Date());
  if (!credentials) throw new Error('there is no staging environment');
  const { environmentId } = credentials;
  const data = forEnvironment(systemScope({ id: environmentId, kind: 'staging' }));
  const [connection] = await data.connections.ofIdentityProvider(`${origin}/test-idp/${environmentId}`);
  if (!connection) throw new Error('there is no connection to the test identity provider');
  return { environmentId, data, connection };
}

test('a newcomer signs in with a typed profile, sees the profile an app receives, and signs out', async ({
  page,
}) => {
  await page.goto('/example');
  await page.getByRole('link', { name: 'Sign in with SSO' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to Test Organization');
  await page.getByLabel(/^Somebody else/).check();
  const email = `typed-${newExternalKey()}@example.com`.toLowerCase();
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('textbox', { name: 'ID at this provider' }).fill(`typed-${newExternalKey()}`);
  await page.getByRole('textbox', { name: 'First name' }).fill('Tove');
  await page.getByRole('textbox', { name: 'Last name' }).fill('Jansson');
  await page.getByRole('textbox', { name: 'Groups, separated by commas' }).fill('Artists, Writers');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${origin}/example`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Signed in as Tove Jansson');
  const main = page.getByRole('main');
  await expect(main).toContainText(email);
  await expect(main).toContainText('Artists, Writers');
  await expect(main.getByText(/"raw_?[aA]ttributes"/)).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in with SSO' })).toBeVisible();
});

test('a tile at the identity provider signs in without the app having asked', async ({ page }) => {
  const { environmentId } = await stagingOfExample();
  await page.goto(`/test-idp/${environmentId}`);
  await page.getByRole('link', { name: 'Test Organization Test Identity Provider' }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  // Nobody asked for this sign-in, so the person is asked whether they want it.
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL(`${origin}/example`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Signed in as');
});

test('where IdP-initiated sign-in is off, the app begins again by itself and the person arrives', async ({
  page,
}) => {
  const { environmentId, data, connection } = await stagingOfExample();
  const now = new Date();
  const id = newId('connection', now);
  const { organizationId, idpEntityId, idpSsoUrl } = connection;
  const name = `IdP-initiated off ${newExternalKey()}`;
  const values = { organizationId, connectionType: 'TestIdp', state: 'active' as const, activatedAt: now };
  const idp = { idpEntityId, idpSsoUrl, idpInitiatedMode: 'off' as const };
  await data.connections.add({ id, name, externalKey: newExternalKey(), ...values, ...idp }, now);
  for (const { pem, fingerprintSha256, notBefore, notAfter } of connection.certificates) {
    const certificateId = newId('connectionCertificate', now);
    await data.connections.addCertificate(id, {
      id: certificateId,
      pem,
      fingerprintSha256,
      notBefore,
      notAfter,
      now,
    });
  }

  await page.goto(`/test-idp/${environmentId}`);
  await page.getByRole('link').filter({ hasText: name }).click();
  await expect(page.getByText('This connection does not accept sign-ins that begin here.')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText(`The app sent you here through its connection “${name}”.`)).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${origin}/example`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Signed in as');
  await expect(page.getByRole('main')).toContainText(id);
  await data.connections.remove(id);
});

test('denying at the identity provider ends at a page that says so and offers another try', async ({
  page,
}) => {
  await page.goto('/example');
  await page.getByRole('link', { name: 'Sign in with SSO' }).click();
  await page.getByRole('button', { name: 'Deny' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You could not be signed in');
  await expect(page.getByRole('main')).toContainText('access_denied');
  await expect(page.getByRole('link', { name: 'See why in the dashboard' })).toHaveAttribute(
    'href',
    /\/sessions\/sso_session_/,
  );
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page.getByRole('link', { name: 'Sign in with SSO' })).toBeVisible();
});
