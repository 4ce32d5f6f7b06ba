import { expect, type Locator, type Page, test } from '@playwright/test';
import { createConnection } from '#lib/connections/create-connection.ts';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { inviteMember } from '#lib/team/invite-member.ts';
import { addRole } from '#lib/workspace/roles.ts';
import { addSsoGroup } from '#lib/workspace/sso-groups.ts';
import { seedInvoice } from '../support/billing.ts';
import { openBrowser } from '../support/browser.ts';
import {
  contextOf,
  environmentContextOf,
  expectAccessible,
  PASSWORD,
  type SeededDashboard,
  seedDashboard,
  seedMember,
  signIn,
} from '../support/dashboard.ts';
import { seedDashboardSso, seedTeamDomain } from '../support/dashboard-sso.ts';
import { callbackOf } from '../support/login.ts';
import { seedFailedMail } from '../support/mail.ts';
import { routesOf } from '../support/routes.ts';
import { demandFactor, seedApp } from '../support/second-factor.ts';
import { signInAtTestIdp } from '../support/test-idp.ts';

/** Every page in light and in dark, at the width of a desk and of a phone; and the main job without a mouse. */

const origin = env().http.url;

type World = SeededDashboard & {
  failed: string;
  successful: string;
  organizationId: string;
  mailId: string;
  /** A connection to an OpenID provider, configured. */
  oidcId: string;
};

let world: World;
test.beforeAll(async () => {
  const dashboard = await seedDashboard();
  const failed = await signInThroughTestIdp(dashboard, 'wrong_certificate');
  const successful = await signInThroughTestIdp(dashboard, null);
  for (const fault of ['missing_email', 'encrypted_to_another_key'] as const) {
    await signInThroughTestIdp(dashboard, fault);
  }
  const context = environmentContextOf(dashboard.staging);
  const role = { description: 'May change everything', isDefault: true };
  const { id: roleId } = await addRole(context, { name: 'Administrator', slug: 'admin', ...role });
  const group = { connectionId: dashboard.connection.id, idpId: 'Staff', name: 'Everybody', roleId };
  await addSsoGroup(context, group);
  const mailId = await seedFailedMail(dashboard.workspaceId);
  const { organizationId } = dashboard.connection;
  const oidcId = await addOpenIdProvider(dashboard);
  world = { ...dashboard, failed, successful, organizationId, mailId, oidcId };
});

async function addOpenIdProvider({ connection, staging }: SeededDashboard): Promise<string> {
  const { connection: made } = await createConnection(environmentContextOf(staging), {
    organizationId: connection.organizationId,
    connectionType: 'OktaOIDC',
    name: 'OpenID provider',
  });
  const issuer = 'https://idp.example.com';
  await database().connection.updateMany({
    where: { environmentId: staging.environmentId, id: made.id },
    data: {
      state: 'inactive',
      oidcClientId: 'client',
      oidcIssuer: issuer,
      oidcDiscoveryEndpoint: `${issuer}/.well-known/openid-configuration`,
      oidcTokenAuth: 'client_secret_basic',
    },
  });
  return made.id;
}

/** Returns the session's id; a good sign-in is exchanged as well. */
async function signInThroughTestIdp(dashboard: SeededDashboard, fault: string | null): Promise<string> {
  const { clientId, apiKey, environmentId } = dashboard.staging;
  const browser = openBrowser(origin);
  const query = new URLSearchParams({
    client_id: clientId,
    connection: dashboard.connection.id,
    redirect_uri: `${origin}/example/callback`,
    response_type: 'code',
  });
  const form = await signInAtTestIdp(browser, `/sso/authorize?${query}`, fault ? { fault } : {});
  const code = callbackOf(await browser.post(form.action, form.fields)).get('code');
  if (code) {
    const body = { client_id: clientId, client_secret: apiKey, grant_type: 'authorization_code', code };
    const answer = await fetch(`${origin}/sso/token`, { method: 'POST', body: new URLSearchParams(body) });
    expect(answer.status).toBe(200);
  }
  const newest = { where: { environmentId }, orderBy: { id: 'desc' } } as const;
  return (await database().ssoSession.findFirstOrThrow(newest)).id;
}

type Visit = {
  path: string | (() => string);
  heading: RegExp | string;
  prepare?: (page: Page) => Promise<void>;
};

const dashboard =
  (rest: () => string, kind: 'staging' | 'production' = 'staging') =>
  () =>
    world.page(rest(), kind);
const connection = (tab = '') => dashboard(() => `/connections/${world.connection.id}${tab}`);
const organization = (rest = '') => dashboard(() => `/organizations/${world.organizationId}${rest}`);
const testIdp =
  (rest = '') =>
  () =>
    `/test-idp/${world.staging.environmentId}${rest}`;

/** What is opened for each page of the product; a list may show a page in several conditions. */
const VISITS: Readonly<Record<string, readonly Visit[]>> = {
  '/sign-in': [
    { path: '/sign-in', heading: 'Sign in to the dashboard' },
    {
      path: '/sign-in',
      heading: 'Sign in to the dashboard',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Continue' }).click();
        await expect(page.getByText('Enter your email address.')).toBeVisible();
      },
    },
  ],
  '/sign-in/second-step': [
    {
      path: '/sign-in',
      heading: 'Sign in to the dashboard',
      prepare: async (page) => {
        const member = await seedMember(world.workspaceId);
        await seedApp(member);
        await signIn(page, member);
        await page.goto('/dashboard');
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirm it is you');
      },
    },
  ],
  '/sign-in/set-up': [
    {
      path: '/sign-in',
      heading: 'Sign in to the dashboard',
      prepare: async (page) => {
        const strict = await seedDashboard();
        await demandFactor(strict.workspaceId);
        await signIn(page, strict.member);
        await page.goto('/dashboard');
        await page.getByRole('button', { name: /^Authenticator app/ }).click();
        await page.getByRole('button', { name: 'Show the QR code' }).click();
        await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible();
      },
    },
  ],
  '/sign-in/break-glass': [{ path: '/sign-in/break-glass', heading: 'Break-glass sign-in' }],
  '/sign-in/refused': [{ path: '/sign-in/refused', heading: 'You have no access to this dashboard' }],
  '/invite/[token]': [
    { path: () => invitation, heading: /.+/ },
    { path: '/invite/invented', heading: 'This link no longer works' },
  ],
  '/dashboard/[environmentId]': [
    { path: dashboard(() => ''), heading: 'Overview' },
    { path: dashboard(() => '', 'production'), heading: 'Overview' },
  ],
  '/dashboard/[environmentId]/api-keys': [
    { path: dashboard(() => '/api-keys'), heading: 'API keys' },
    {
      path: dashboard(() => '/api-keys', 'production'),
      heading: 'API keys',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Create API key' }).first().click();
        await expect(page.getByRole('dialog')).toBeVisible();
      },
    },
  ],
  '/dashboard/[environmentId]/configuration/redirects': [
    {
      path: dashboard(() => '/configuration/redirects?test=http://localhost:4567/callback'),
      heading: 'Redirects',
    },
    {
      path: dashboard(() => '/configuration/redirects', 'production'),
      heading: 'Redirects',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Add redirect URI' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
        await expect(page.getByText('Enter a redirect URI.')).toBeVisible();
      },
    },
  ],
  '/dashboard/[environmentId]/configuration/authentication': [
    { path: dashboard(() => '/configuration/authentication'), heading: 'Authentication' },
  ],
  '/dashboard/[environmentId]/configuration/network': [
    { path: dashboard(() => '/configuration/network'), heading: 'Network' },
  ],
  '/dashboard/[environmentId]/configuration/attributes': [
    { path: dashboard(() => '/configuration/attributes'), heading: 'Identity Provider Attributes' },
    {
      path: dashboard(() => '/configuration/attributes', 'production'),
      heading: 'Identity Provider Attributes',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Add custom attribute' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
        await expect(page.getByText('Enter a name.')).toBeVisible();
      },
    },
  ],
  '/dashboard/[environmentId]/configuration/oauth-providers': [
    { path: dashboard(() => '/configuration/oauth-providers'), heading: 'OAuth providers' },
  ],
  '/dashboard/[environmentId]/configuration/roles': [
    { path: dashboard(() => '/configuration/roles'), heading: 'Roles' },
    {
      path: dashboard(() => '/configuration/roles', 'production'),
      heading: 'Roles',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Add role' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
        await expect(page.getByText('Enter a slug.')).toBeVisible();
      },
    },
  ],
  '/dashboard/[environmentId]/configuration/branding': [
    {
      path: dashboard(() => '/configuration/branding'),
      heading: 'Branding',
      prepare: async (page) => {
        const color = page.getByRole('textbox', { name: 'Buttons and links' }).first();
        // What is typed before the page's script runs is judged only when it is typed again.
        await expect(async () => {
          await color.fill('');
          await color.fill('#ffcc00');
          await expect(page.getByRole('button', { name: /^Use #/ })).toBeVisible({ timeout: 2000 });
        }).toPass();
      },
    },
  ],
  '/dashboard/[environmentId]/organizations': [
    { path: dashboard(() => '/organizations'), heading: 'Organizations' },
    { path: dashboard(() => '/organizations', 'production'), heading: 'Organizations' },
  ],
  '/dashboard/[environmentId]/organizations/[organizationId]': [
    { path: organization(), heading: /Test Organization/ },
  ],
  '/dashboard/[environmentId]/organizations/[organizationId]/settings': [
    { path: organization('/settings'), heading: /Test Organization/ },
    {
      path: organization('/settings'),
      heading: /Test Organization/,
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Add contact' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Add contact' }).click();
        await expect(page.getByText('Enter one email address, such as it@example.com.')).toBeVisible();
      },
    },
  ],
  '/dashboard/[environmentId]/organizations/[organizationId]/connections/new': [
    { path: organization('/connections/new'), heading: 'Add connection' },
  ],
  '/dashboard/[environmentId]/connections': [
    { path: dashboard(() => '/connections'), heading: 'Connections' },
    { path: dashboard(() => '/connections?q=nothing-like-it'), heading: 'Connections' },
  ],
  '/dashboard/[environmentId]/connections/[connectionId]': [
    {
      path: connection(),
      heading: /Test Identity Provider/,
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Change' }).click();
        await expect(page.getByText('How do you have it?')).toBeVisible();
      },
    },
    { path: dashboard(() => `/connections/${world.oidcId}`), heading: 'OpenID provider' },
  ],
  '/dashboard/[environmentId]/connections/[connectionId]/attributes': [
    { path: connection('/attributes'), heading: /Test Identity Provider/ },
  ],
  '/dashboard/[environmentId]/connections/[connectionId]/groups': [
    {
      path: connection('/groups'),
      heading: /Test Identity Provider/,
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Map a group' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
      },
    },
  ],
  '/dashboard/[environmentId]/connections/[connectionId]/advanced': [
    { path: connection('/advanced'), heading: /Test Identity Provider/ },
    { path: dashboard(() => `/connections/${world.oidcId}/advanced`), heading: 'OpenID provider' },
  ],
  '/dashboard/[environmentId]/connections/[connectionId]/history': [
    { path: connection('/history'), heading: /Test Identity Provider/ },
  ],
  '/dashboard/[environmentId]/connections/[connectionId]/sessions': [
    { path: connection('/sessions'), heading: /Test Identity Provider/ },
  ],
  '/dashboard/[environmentId]/certificates': [
    { path: dashboard(() => '/certificates'), heading: 'Certificates' },
    { path: dashboard(() => '/certificates', 'production'), heading: 'Certificates' },
  ],
  '/dashboard/[environmentId]/sessions': [
    { path: dashboard(() => '/sessions'), heading: 'Sessions' },
    {
      path: dashboard(() => '/sessions?state=failed,timed_out&error=decryption_failed'),
      heading: 'Sessions',
    },
    { path: dashboard(() => '/sessions', 'production'), heading: 'Sessions' },
  ],
  '/dashboard/[environmentId]/sessions/[sessionId]': [
    { path: dashboard(() => `/sessions/${world.failed}`), heading: /^Session of/ },
    { path: dashboard(() => `/sessions/${world.successful}`), heading: /^Session of/ },
  ],
  '/dashboard/[environmentId]/test-sso': [{ path: dashboard(() => '/test-sso'), heading: 'Test SSO' }],
  '/dashboard/[environmentId]/test-sso/outcome/[sessionId]': [
    { path: dashboard(() => `/test-sso/outcome/${world.failed}`), heading: /^Test result/ },
    { path: dashboard(() => `/test-sso/outcome/${world.successful}`), heading: /^Test result/ },
  ],
  '/signed-out': [{ path: '/signed-out?after=deleting', heading: 'Your workspace is being deleted' }],
  '/dashboard/workspace/general': [
    { path: '/dashboard/workspace/general', heading: 'General' },
    {
      path: '/dashboard/workspace/general',
      heading: 'General',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Delete workspace' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Delete workspace' }).click();
        await expect(page.getByText('Confirm that you know what is lost.')).toBeVisible();
      },
    },
  ],
  '/dashboard/workspace/members': [
    { path: '/dashboard/workspace/members', heading: 'Members' },
    {
      path: '/dashboard/workspace/members',
      heading: 'Members',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Invite member' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Send invitation' }).click();
        await expect(page.getByText('Enter an email address.')).toBeVisible();
      },
    },
  ],
  '/dashboard/workspace/authentication': [
    {
      path: '/dashboard/workspace/authentication',
      heading: 'Authentication',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Add domain' }).click();
        await expect(page.getByText('Enter a domain, such as example.com.')).toBeVisible();
      },
    },
    {
      path: '/dashboard/workspace/authentication',
      heading: 'Authentication',
      prepare: async (page) => {
        const other = await seedDashboard();
        await seedDashboardSso(other);
        await seedTeamDomain(other.workspaceId, { verified: false });
        await page.context().clearCookies();
        await signIn(page, other.member);
        await page.reload();
        await expect(page.getByText('Waiting for DNS')).toBeVisible();
      },
    },
  ],
  '/dashboard/workspace/environments': [
    { path: '/dashboard/workspace/environments', heading: 'Environments' },
    {
      path: '/dashboard/workspace/environments',
      heading: 'Environments',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Create environment' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
      },
    },
  ],
  '/dashboard/workspace/environments/copy': [
    {
      path: () =>
        `/dashboard/workspace/environments/copy?from=${world.staging.environmentId}&to=${world.production.environmentId}`,
      heading: 'Copy configuration',
    },
  ],
  '/dashboard/workspace/billing': [{ path: '/dashboard/workspace/billing', heading: 'Billing' }],
  '/dashboard/workspace/billing/details': [
    { path: '/dashboard/workspace/billing/details', heading: 'Billing' },
    {
      path: '/dashboard/workspace/billing/details',
      heading: 'Billing',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Add tax ID' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
      },
    },
  ],
  '/dashboard/workspace/billing/payment-method': [
    { path: '/dashboard/workspace/billing/payment-method', heading: 'Billing' },
  ],
  '/dashboard/workspace/billing/payment-method/card': [
    // Here, where billing is built in.
    { path: '/dashboard/workspace/billing/payment-method/card', heading: 'There is nothing here' },
  ],
  '/dashboard/workspace/billing/invoices': [
    { path: '/dashboard/workspace/billing/invoices', heading: 'Billing' },
    { path: '/dashboard/workspace/billing/invoices?page=7', heading: 'Billing' },
  ],
  '/dashboard/workspace/billing/invoices/[invoiceId]': [
    { path: () => `/dashboard/workspace/billing/invoices/${invoiceId}`, heading: 'INV-0001' },
  ],
  '/dashboard/workspace/compliance': [
    {
      path: '/dashboard/workspace/compliance',
      heading: 'Compliance documents',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Upload document' }).click();
        await page.getByLabel('Document', { exact: true }).selectOption('other');
        await page.getByRole('button', { name: 'Upload', exact: true }).click();
        await expect(page.getByText(/^Enter a name/)).toBeVisible();
      },
    },
  ],
  '/dashboard/workspace/audit-log': [
    {
      // One entry says as much as all that this file leaves behind.
      path: '/dashboard/workspace/audit-log?action=workspace.created',
      heading: 'Audit log',
      prepare: async (page) => page.locator('summary').first().click(),
    },
    { path: '/dashboard/workspace/audit-log?q=nothing-like-it', heading: 'Audit log' },
  ],
  '/dashboard/workspace/outbox': [
    { path: '/dashboard/workspace/outbox', heading: 'Outbox' },
    { path: '/dashboard/workspace/outbox?state=sent', heading: 'Outbox' },
  ],
  '/dashboard/workspace/outbox/[mailId]': [
    { path: () => `/dashboard/workspace/outbox/${world.mailId}`, heading: /^Join / },
    { path: () => `/dashboard/workspace/outbox/${world.mailId}?view=text`, heading: /^Join / },
  ],
  '/dashboard/profile': [{ path: '/dashboard/profile', heading: 'User settings' }],
  '/dashboard/profile/security': [
    { path: '/dashboard/profile/security', heading: 'Security' },
    {
      path: '/dashboard/profile/security',
      heading: 'Security',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Add passkey' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
      },
    },
  ],
  '/docs/[[...slug]]': [
    { path: '/docs?lang=java', heading: 'Quick start' },
    { path: '/docs/login-flows', heading: 'Login flows' },
    { path: '/docs/sessions', heading: 'Sessions and the five errors' },
  ],
  '/test-idp/[environmentId]': [{ path: testIdp(), heading: 'Your apps' }],
  '/test-idp/[environmentId]/sign-in': [
    {
      path: () => testIdp(`/sign-in?app=${world.connection.id}`)(),
      heading: 'Sign in to Test Organization',
      prepare: async (page) => {
        for (const group of await page.locator('details > summary').all()) await group.click();
        await page.getByRole('radio', { name: /^Wrong audience/ }).check();
        await page.getByRole('radio', { name: /^Somebody else/ }).check();
      },
    },
    { path: testIdp('/sign-in?ticket=stale'), heading: 'This sign-in page cannot be used' },
  ],
  '/test-idp/[environmentId]/sign-out': [
    {
      path: () => testIdp(`/sign-out?app=${world.connection.id}`)(),
      heading: 'Sign somebody out of Test Organization',
    },
  ],
  '/example': [
    { path: '/example', heading: 'Sign in to the example app' },
    {
      path: '/example',
      heading: 'Sign in to the example app',
      prepare: async (page) => {
        await page.getByRole('link', { name: 'Sign in with SSO' }).click();
        await page.getByRole('button', { name: 'Sign in' }).click();
        await expect(page.getByRole('heading', { level: 1 })).toContainText('Signed in as');
      },
    },
  ],
  '/example/failed': [
    {
      path: '/example/failed?error=server_error&error_description=It+failed',
      heading: 'You could not be signed in',
    },
  ],
};

/** Pages that belong to no folder, or draw nothing. */
const MORE: readonly Visit[] = [
  { path: '/nothing-here', heading: 'There is no page here' },
  { path: dashboard(() => '/sessions/sso_session_01INVENTED'), heading: 'There is nothing here' },
  { path: '/sso/authorize?client_id=invented', heading: /does not work/ },
];
const ONLY_REDIRECT = ['/', '/dashboard'];

let invitation = '';
let invoiceId = '';
test.beforeAll(async () => {
  invoiceId = (await seedInvoice(world.workspaceId, world.production.environmentId)).id;
  const email = `a11y-${world.workspaceId}@gatehouse.test`;
  invitation = (await inviteMember(contextOf(world.workspaceId), { email, role: 'developer' })).path;
});

/** Signs in once for all pages: hashing passwords would be a tenth of the time. */
let signedIn: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>> = [];
async function asMember(page: Page): Promise<void> {
  if (signedIn.length > 0) return page.context().addCookies(signedIn);
  await signIn(page, await seedMember(world.workspaceId));
  signedIn = await page.context().cookies();
}

test('every page of app/ is visited here', () => {
  const pages = routesOf('');
  const patterns = pages.filter(({ kind }) => kind === 'page').map(({ pattern }) => pattern);
  expect(patterns.sort()).toEqual([...Object.keys(VISITS), ...ONLY_REDIRECT].sort());
});

for (const [name, visits] of [...Object.entries(VISITS), ['pages that say no', MORE] as const]) {
  test(`${name}: axe finds nothing in light or dark, and a phone needs no sideways scrolling`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    if (!/^\/(sign-in|signed-out|invite)/.test(name)) await asMember(page);
    for (const { path, heading, prepare } of visits) {
      await page.goto(typeof path === 'string' ? path : path());
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
      await prepare?.(page);
      await expectAccessible(page);
    }
  });
}

test.describe('in Japanese', () => {
  test.use({ locale: 'ja-JP' });

  test('a page that ends a sign-in has nothing for axe either', async ({ page }) => {
    await page.goto('/sso/authorize?client_id=invented');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
    await expectAccessible(page);
  });
});

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, element: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(element).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await element.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not reach ${element}`);
}

test.describe('without a mouse', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('somebody signs in, finds a failed session, reads why, and copies the response', async ({ page }) => {
    await page.goto('/sign-in');
    await tabTo(page, page.getByLabel('Email'));
    await page.keyboard.type(world.member.email);
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');

    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
    await tabTo(page, page.getByRole('navigation').getByRole('link', { name: 'Sessions' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sessions');

    await tabTo(page, page.getByRole('button', { name: 'Error' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitemcheckbox').first()).toBeVisible();
    await page.keyboard.type('Invalid X');
    await expect(page.getByRole('menuitemcheckbox', { name: 'Invalid X509 Certificate' })).toBeFocused();
    // Space would be one more letter of what was typed to find the item.
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/error=invalid_x509_certificate/);
    await tabTo(page, page.locator(`a[href$="${world.failed}"]:visible`));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Invalid X509 Certificate' })).toBeVisible();

    const checks = page.getByRole('region', { name: 'Validation' }).locator('details').first();
    await tabTo(page, checks.locator('summary').first());
    await expect(checks).toHaveAttribute('open');
    await page.keyboard.press('Enter');
    await expect(checks).not.toHaveAttribute('open');

    const card = page.getByRole('region', { name: 'SAML response', exact: true }).first();
    await tabTo(page, card.getByRole('radio', { name: 'Formatted' }));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await expect(card.getByRole('radio', { name: 'As received' })).toBeChecked();
    await tabTo(page, card.getByRole('searchbox'));
    await page.keyboard.type('X509Certificate');
    await expect(card.getByRole('status').filter({ hasText: /^1 of/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(card.getByRole('status').filter({ hasText: /^2 of/ })).toBeVisible();
    await tabTo(page, card.getByRole('button', { name: 'Copy SAML response' }));
    await page.keyboard.press('Space');
    await expect(card.getByRole('status').filter({ hasText: 'Copied' })).toHaveCount(1);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('X509Certificate');
    await tabTo(page, card.getByRole('region', { name: 'SAML response', exact: true }));
    const before = await card.locator('section').evaluate((box) => box.scrollTop);
    await page.keyboard.press('End');
    await expect.poll(() => card.locator('section').evaluate((box) => box.scrollTop)).toBeGreaterThan(before);
  });

  test('a dialog holds the focus, gives it back, and Escape changes nothing', async ({ page }) => {
    await signIn(page, world.member);
    await page.goto(world.page('/configuration/redirects'));
    const before = await world.staging.data.redirectUris.all();
    const opener = page.getByRole('button', { name: 'Add redirect URI' });
    await tabTo(page, opener);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel('Redirect URI')).toBeFocused();
    await page.keyboard.type('https://app.example.com/new');
    for (let presses = 0; presses < 6; presses++) {
      await page.keyboard.press('Tab');
      expect(await dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true);
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(opener).toBeFocused();
    expect(await world.staging.data.redirectUris.all()).toEqual(before);
  });
});
