import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { formatFingerprint, parseCertificate } from '#lib/saml/certificate.ts';
import { SESSION_ERRORS, type SessionErrorCode } from '#lib/sso/session-errors.ts';
import { FAULTS, type FaultId } from '#lib/test-idp/faults.ts';
import { type SeededDashboard, seedDashboard, signIn } from '../support/dashboard.ts';

/** Each of the five errors, made in a browser at the test identity provider and explained on its session page. */

const origin = env().http.url;
test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

let world: SeededDashboard;
test.beforeAll(async () => {
  world = await seedDashboard();
});
test.beforeEach(({ page }) => signIn(page, world.member));

/** Signs in with a mistake, at the sign-in page of the test identity provider that is open. */
async function signInWith(page: Page, fault: FaultId): Promise<void> {
  const { title } = FAULTS[fault];
  await page.locator('details').filter({ hasText: title }).locator('summary').click();
  await page.getByRole('radio', { name: new RegExp(`^${title}`) }).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL((url) => url.pathname === '/example/failed');
}

async function newestSession() {
  const { environmentId } = world.staging;
  return database().ssoSession.findFirstOrThrow({ where: { environmentId }, orderBy: { id: 'desc' } });
}

/** Fails a sign-in that an app began, and opens its session from the list. */
async function fail(page: Page, fault: FaultId) {
  const query = new URLSearchParams({
    client_id: world.staging.clientId,
    connection: world.connection.id,
    redirect_uri: `${origin}/example/callback`,
    response_type: 'code',
    state: `state of ${fault}`,
  });
  await page.goto(`/sso/authorize?${query}`);
  await signInWith(page, fault);
  const callback = new URL(page.url()).searchParams;
  expect(callback.get('state')).toBe(`state of ${fault}`);
  const session = await newestSession();
  await page.goto(world.page('/sessions'));
  await page.locator(`a[href$="${session.id}"]:visible`).click();
  await expect(page).toHaveURL(world.page(`/sessions/${session.id}`));
  return { session, callback, why: page.getByRole('region').filter({ has: page.locator('#why') }) };
}

async function expectError(page: Page, error: SessionErrorCode): Promise<void> {
  await expect(page.locator('#why')).toHaveText(SESSION_ERRORS[error].title);
  await expect(page.getByText('What to do')).toBeVisible();
  await expect(page.getByRole('main').getByText('Failed', { exact: true }).first()).toBeVisible();
}

/** Both messages are there to read; what is copied and what is downloaded is what was sent. */
async function expectBothMessages(page: Page, requestId: string | null): Promise<void> {
  const messages = [
    { name: 'SAML response', holds: [/<(\w+:)?Response\b/, new RegExp(`InResponseTo="${requestId}"`)] },
    { name: 'SAML request', holds: [/<(\w+:)?AuthnRequest\b/, new RegExp(`\\bID="${requestId}"`)] },
  ];
  for (const { name, holds } of messages) {
    const card = page.getByRole('region', { name, exact: true }).first();
    const xml = card.getByRole('region', { name, exact: true });
    for (const part of holds) await expect(xml).toContainText(part);
    await card.getByRole('radio', { name: 'As received' }).click();
    for (const part of holds) await expect(xml).toContainText(part);
    await card.getByRole('button', { name: `Copy ${name}` }).click();
    await expect(card.getByRole('status').filter({ hasText: 'Copied' })).toHaveCount(1);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    for (const part of holds) expect(copied).toMatch(part);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      card.getByRole('link', { name: `Download ${name}` }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^sso_session_\w+-(request|response)\.xml$/);
    expect(await readFile(await file.path(), 'utf8')).toBe(copied);
    await card.getByRole('searchbox', { name: `Find in the ${name}` }).fill(requestId ?? '');
    await expect(card.getByRole('status').filter({ hasText: /^1 of \d+$/ })).toBeVisible();
  }
}

/** Fingerprint as the page writes it. */
function fingerprintOf(pem: string | undefined): string {
  const certificate = parseCertificate(pem ?? '');
  if (!certificate) throw new Error('no certificate');
  return formatFingerprint(certificate.fingerprintSha256);
}

test('Invalid Attributes: what was received, what is missing, and where to map it', async ({ page }) => {
  const { session, callback, why } = await fail(page, 'missing_email');
  expect(callback.get('error')).toBe('server_error');
  await expectError(page, 'invalid_attributes');
  await expect(why).toContainText('Required and not there');
  await expect(why.getByRole('listitem').filter({ hasText: 'Email' }).first()).toContainText('Missing');
  await expect(why).toContainText('Attributes in the response');
  await expect(why.getByText('Amara').first()).toBeVisible();
  await expect(why.getByRole('link', { name: 'Open the attribute mapping' })).toHaveAttribute(
    'href',
    world.page(`/connections/${world.connection.id}/attributes`),
  );
  const attributes = page.getByRole('region', { name: 'Attributes' });
  await expect(attributes.getByRole('row', { name: /Email.*Missing/ })).toBeVisible();
  await expect(attributes.getByRole('row', { name: /Okafor/ }).first()).toBeVisible();
  await expectBothMessages(page, session.requestId);
});

test('Invalid X509 Certificate: both certificates side by side with fingerprint, subject and validity', async ({
  page,
}) => {
  const { session, callback, why } = await fail(page, 'wrong_certificate');
  expect(callback.get('error')).toBe('server_error');
  await expectError(page, 'invalid_x509_certificate');
  const stranger = await world.staging.data.testIdpKeys.get('stranger');
  const stored = world.connection.certificates[0];
  const sides = [
    {
      title: 'Certificate in the response',
      pem: stranger?.certificatePem,
      subject: 'A stranger to this connection',
    },
    { title: 'Certificate of the connection', pem: stored?.pem, subject: 'Gatehouse test identity provider' },
  ];
  for (const { title, pem, subject } of sides) {
    const side = why
      .locator('div')
      .filter({ has: page.getByRole('heading', { name: title }) })
      .last();
    await expect(side).toContainText(fingerprintOf(pem));
    await expect(side).toContainText(subject);
    await expect(side.locator('time')).toHaveCount(2);
    await expect(side.getByText('Differs').first()).toBeVisible();
  }
  await expect(why.getByRole('link', { name: 'Open the connection' })).toBeVisible();
  await expectBothMessages(page, session.requestId);
});

test('Malformed SAML Response: the reason, the checks up to it, and the place in the XML', async ({
  page,
}) => {
  const { session, callback, why } = await fail(page, 'wrong_audience');
  expect(callback.get('error')).toBe('server_error');
  await expectError(page, 'malformed_saml_response');
  await expect(why).toContainText('audience_mismatch');
  const expected = `${origin}/${world.connection.externalKey}`;
  await expect(why.getByRole('listitem').filter({ hasText: expected }).first()).toBeVisible();
  await expect(why.getByText('Received', { exact: true })).toBeVisible();
  await expect(why).toContainText('Found at');
  const checks = page.getByRole('region', { name: 'Validation' });
  await expect(checks.getByText(/passed, then one failed/)).toBeVisible();
  await expect(checks.getByRole('listitem').filter({ hasText: ': Failed' })).toHaveCount(1);
  const response = page.getByRole('region', { name: 'SAML response', exact: true }).first();
  await response.getByRole('button', { name: 'Go to the place' }).click();
  await expect(response.getByText('The check failed here')).toBeInViewport();
  await expectBothMessages(page, session.requestId);
});

test('Malformed SAML Response: a change after signing is told apart from a wrong certificate', async ({
  page,
}) => {
  const { why } = await fail(page, 'tampered_after_signing');
  await expectError(page, 'malformed_saml_response');
  await expect(why).toContainText('Changed after it was signed');
});

test('Profile Not Allowed Outside Organization: the domain, the list, and both ways out', async ({
  page,
}) => {
  const { session, callback, why } = await fail(page, 'guest_email_domain');
  expect(callback.get('error')).toBe('profile_not_allowed_outside_organization');
  await expectError(page, 'profile_not_allowed_outside_organization');
  await expect(why.getByText('example.org', { exact: true })).toBeVisible();
  await expect(why.getByRole('listitem').filter({ hasText: /^example\.com$/ })).toBeVisible();
  await expect(why).toContainText('add it to the organization’s User Email Domains');
  await expect(why).toContainText('allow profiles outside the organization');
  await expect(why.getByRole('link', { name: 'Open the organization' }).first()).toHaveAttribute(
    'href',
    world.page(`/organizations/${world.connection.organizationId}`),
  );
  await expect(page.getByRole('region', { name: 'Attributes' })).toContainText('@example.org');
  await expectBothMessages(page, session.requestId);
});

test('Decryption Failed: the certificate it was encrypted for, and ours', async ({ page }) => {
  const { session, callback, why } = await fail(page, 'encrypted_to_another_key');
  expect(callback.get('error')).toBe('server_error');
  await expectError(page, 'decryption_failed');
  const { environmentId } = world.staging;
  const ours = await database().connectionKeyPair.findFirstOrThrow({
    where: { environmentId, connectionId: world.connection.id, use: 'encryption' },
  });
  const stranger = await world.staging.data.testIdpKeys.get('stranger');
  await expect(why.getByText('Our encryption certificate')).toBeVisible();
  await expect(why).toContainText(fingerprintOf(ours.certificatePem));
  await expect(why.getByText('Certificate it was encrypted for')).toBeVisible();
  await expect(why).toContainText(fingerprintOf(stranger?.certificatePem));
  await expect(why).toContainText('Not ours');
  await expect(why).toContainText('aes256-gcm');
  await expectBothMessages(page, session.requestId);
});

test('a sign-in that began at the identity provider has a response and no request', async ({ page }) => {
  await page.goto(`/test-idp/${world.staging.environmentId}`);
  await page.getByRole('link', { name: /^Test Organization/ }).click();
  await signInWith(page, 'expired');
  const session = await newestSession();
  expect(session.origin).toBe('identity_provider');
  const path = world.page(`/sessions/${session.id}`);
  await page.goto(path);
  await expectError(page, 'malformed_saml_response');
  await expect(page.getByRole('region', { name: 'SAML request', exact: true })).toContainText(
    'The sign-in began at the identity provider, so there was no request.',
  );
  await expect(page.getByRole('button', { name: 'Copy SAML request' })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'SAML response', exact: true }).last()).toContainText(
    /<(\w+:)?Response\b/,
  );
  const { request } = page.context();
  expect((await request.get(`${path}/download?message=response`)).status()).toBe(200);
  expect((await request.get(`${path}/download?message=request`)).status()).toBe(404);
});

test('a response that is no XML at all is shown as it was posted, and as text', async ({ page }) => {
  const { session } = await fail(page, 'not_base64_garbage');
  await expectError(page, 'malformed_saml_response');
  const card = page.getByRole('region', { name: 'SAML response', exact: true }).first();
  await expect(card).toContainText('This is not XML. It is shown exactly as it arrived.');
  const { request } = page.context();
  const file = await request.get(`${world.page(`/sessions/${session.id}`)}/download?message=response`);
  expect(file.headers()['content-type']).toContain('text/plain');
  expect(file.headers()['content-disposition']).toContain('attachment');
});
