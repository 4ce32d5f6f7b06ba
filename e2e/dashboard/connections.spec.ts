import { expect, type Page, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { formatFingerprint, parseCertificate } from '#lib/saml/certificate.ts';
import { sentTo } from '../support/app.ts';
import { type SeededDashboard, seedDashboard, signIn } from '../support/dashboard.ts';

/** From a new customer to a connection that works, and to its end. The identity provider is the built-in one. */

const origin = env().http.url;

let world: SeededDashboard;
let metadata: { url: string; xml: string };
let certificate: { pem: string; fingerprint: string };
test.beforeAll(async () => {
  world = await seedDashboard();
  const url = `${origin}/test-idp/${world.staging.environmentId}/metadata`;
  metadata = { url, xml: await (await fetch(url)).text() };
  const key = await world.staging.data.testIdpKeys.get('signing');
  const parsed = parseCertificate(key?.certificatePem ?? '');
  if (!parsed) throw new Error('the test identity provider has no certificate');
  certificate = { pem: parsed.pem, fingerprint: formatFingerprint(parsed.fingerprintSha256) };
});
test.beforeEach(({ page }) => signIn(page, world.member));

/** Creates an organization and, under it, a connection of a type; ends on the connection's page. */
async function createConnection(page: Page, organization: string, type: string): Promise<string> {
  await page.goto(world.page('/organizations'));
  await page.getByRole('button', { name: 'Create organization' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(organization);
  await dialog.getByLabel('User Email Domains').fill('example.com');
  await dialog.getByRole('button', { name: 'Create organization' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(organization);
  await expect(page.getByRole('region', { name: 'User Email Domains' })).toContainText('example.com');
  await page.getByRole('link', { name: 'Add connection' }).click();
  await page.getByLabel('Find an identity provider').fill(type);
  // Okta is there for OpenID Connect as well, further down.
  await page.getByRole('radio', { name: type }).first().click();
  await page.getByRole('button', { name: 'Create connection' }).click();
  await expect(page).toHaveURL(/\/connections\/conn_\w+$/);
  await expectState(page, 'Draft');
  return /conn_\w+$/.exec(page.url())?.[0] ?? '';
}

function expectState(page: Page, state: string) {
  const header = page
    .getByRole('main')
    .locator('div')
    .filter({ has: page.getByRole('heading', { level: 1 }) });
  return expect(header.getByText(state, { exact: true }).first()).toBeVisible();
}

const panel = (page: Page) => page.getByRole('region', { name: 'Identity Provider' });

/** The form shows what it read before it saves anything. */
async function checkAndSave(page: Page, check: string): Promise<void> {
  await panel(page).getByRole('button', { name: check }).click();
  const preview = page.getByRole('region', { name: 'What was read' });
  await expect(preview).toContainText(`${origin}/test-idp/${world.staging.environmentId}`);
  await expect(preview).toContainText(certificate.fingerprint);
  await expectState(page, 'Draft');
  await preview.page().getByRole('button', { name: 'Save identity provider' }).click();
  await expectState(page, 'Validating');
}

function authorizeQuery(connectionId: string): URLSearchParams {
  return new URLSearchParams({
    client_id: world.staging.clientId,
    connection: connectionId,
    redirect_uri: 'http://localhost:4567/callback',
    response_type: 'code',
    state: 'state-1',
  });
}

/** A sign-in as an app begins it, to the end at the app's redirect URI. */
async function signInThrough(page: Page, connectionId: string): Promise<URLSearchParams> {
  const query = authorizeQuery(connectionId);
  // In a tab of its own, which goes: where nothing answers, the browser's own page would come in between later.
  const tab = await page.context().newPage();
  const told = sentTo(tab, 'http://localhost:4567/callback');
  // Whoever is signed in at the identity provider already ends at the app, where nothing answers.
  await tab.goto(`/sso/authorize?${query}`).catch(() => undefined);
  if (new URL(tab.url()).pathname.startsWith('/test-idp/')) {
    await tab.getByRole('button', { name: 'Sign in' }).click();
  }
  const { searchParams } = await told;
  await tab.close();
  return searchParams;
}

test('from metadata XML: a draft shows our details, what is wrong is refused, and the first sign-in makes it active', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const id = await createConnection(page, 'Pasted Metadata Inc', 'Okta');
  const { externalKey } = (await world.staging.data.connections.get(id)) ?? { externalKey: 'none' };
  const details = page.getByRole('region', { name: 'Service Provider details' });
  await expect(details).toContainText(`${origin}/sso/saml/acs/${externalKey}`);
  await expect(details).toContainText(`${origin}/sso/saml/metadata/${externalKey}`);
  await expect(details.getByText(`${origin}/${externalKey}`, { exact: true })).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    details.getByRole('link', { name: 'Download metadata' }).click(),
  ]);
  const ours = await (await file.createReadStream()).toArray();
  expect(Buffer.concat(ours).toString()).toContain(`entityID="${origin}/${externalKey}"`);

  await panel(page).getByRole('radio', { name: 'Metadata XML' }).click();
  const field = panel(page).getByLabel('Metadata XML').last();
  await field.fill('<html>not metadata</html>');
  await panel(page).getByRole('button', { name: 'Check' }).click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveValue('<html>not metadata</html>');
  await field.fill(metadata.xml);
  await checkAndSave(page, 'Check');

  await page.getByRole('link', { name: 'Test sign-in' }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(
    page.getByText('It works: the response was accepted and exchanged for a profile.'),
  ).toBeVisible();
  await page.goto(world.page(`/connections/${id}`));
  await expectState(page, 'Active');
  await page.getByRole('link', { name: 'Sessions' }).last().click();
  await expect(page.getByRole('row', { name: /Test successful/ })).toHaveCount(1);
});

test('from a metadata URL: the values are fetched, and a sign-in from an app makes it active', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const id = await createConnection(page, 'Fetched Metadata Inc', 'Custom SAML');
  await panel(page).getByRole('radio', { name: 'Metadata URL' }).click();
  const field = panel(page).getByLabel('Metadata URL').last();
  await field.fill(`${origin}/nothing-here`);
  await panel(page).getByRole('button', { name: 'Fetch and check' }).click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill(metadata.url);
  await checkAndSave(page, 'Fetch and check');
  const callback = await signInThrough(page, id);
  expect(callback.get('code')).toBeTruthy();
  expect(callback.get('state')).toBe('state-1');
  await page.goto(world.page(`/connections/${id}`));
  await expectState(page, 'Active');
});

test('by hand, disabled, enabled and deleted: each state does what it says', async ({ page }) => {
  test.setTimeout(180_000);
  const organization = 'Typed By Hand Inc';
  const id = await createConnection(page, organization, 'Custom SAML');
  await panel(page).getByRole('radio', { name: 'By hand' }).click();
  const entityId = `${origin}/test-idp/${world.staging.environmentId}`;
  await panel(page).getByLabel('Identity provider entity ID').fill(entityId);
  await panel(page).getByLabel('SSO URL').fill('not a url');
  await panel(page).getByLabel('Signing certificates').fill(certificate.pem);
  await panel(page).getByRole('button', { name: 'Check' }).click();
  await expect(panel(page).getByLabel('SSO URL')).toHaveAttribute('aria-invalid', 'true');
  await expect(panel(page).getByLabel('Signing certificates')).toHaveValue(/BEGIN CERTIFICATE/);
  await panel(page).getByLabel('SSO URL').fill(`${entityId}/sso`);
  await checkAndSave(page, 'Check');
  expect((await signInThrough(page, id)).get('code')).toBeTruthy();

  const connectionPage = world.page(`/connections/${id}`);
  await page.goto(connectionPage);
  await expectState(page, 'Active');
  await page.getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expectState(page, 'Inactive');
  // Sent on at once, so there is no page in between that a browser could stop at.
  const answer = await page.request.get(`/sso/authorize?${authorizeQuery(id)}`, { maxRedirects: 0 });
  const refused = new URL(answer.headers()['location'] ?? '').searchParams;
  expect(refused.get('error')).toBe('connection_unlinked');
  expect(refused.get('code')).toBeNull();

  await page.goto(connectionPage);
  await page.getByRole('button', { name: 'Enable' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click();
  await expectState(page, 'Active');
  expect((await signInThrough(page, id)).get('code')).toBeTruthy();

  await page.goto(connectionPage);
  const name = (await world.staging.data.connections.get(id))?.name ?? '';
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the connection').fill(`${name} or so`);
  await dialog.getByRole('button', { name: 'Delete connection' }).click();
  await expect(dialog.getByText(`This does not match. Type: ${name}`)).toBeVisible();
  expect(await world.staging.data.connections.get(id)).not.toBeNull();
  await dialog.getByLabel('Name of the connection').fill(name);
  await dialog.getByRole('button', { name: 'Delete connection' }).click();
  await expect(page).toHaveURL(new RegExp(`${world.page('/connections')}$`));
  expect(await world.staging.data.connections.get(id)).toBeNull();
  expect((await page.goto(connectionPage))?.status()).toBe(404);
});
