import { expect, type Page, test } from '@playwright/test';
import { REDIRECT_URI_RULES, type RedirectUriRule } from '#lib/oauth/redirect-uri.ts';
import { WEB_ADDRESS_RULES } from '#lib/oauth/web-address.ts';
import { type SeededDashboard, seedDashboard, signIn } from '../support/dashboard.ts';

/** The redirect URI form: each rule says no in its own words, and what was typed stays. */

let world: SeededDashboard;
test.beforeAll(async () => {
  world = await seedDashboard();
});
test.beforeEach(({ page }) => signIn(page, world.member));

const PATH = '/configuration/redirects';
const long = `https://app.example.com/${'a'.repeat(2048)}`;

/** What to type, and the rule that refuses it in every environment. */
const REFUSED: Readonly<Partial<Record<RedirectUriRule, string>>> = {
  empty: '',
  too_long: long,
  whitespace: 'https://app.example.com/call back',
  non_ascii: 'https://bücher.example/callback',
  backslash: 'https://evil.example\\@app.example.com/callback',
  forbidden_character: 'https://app.example.com/<script>',
  percent_encoding: 'https://app.example.com/a%zzb',
  scheme_missing: 'app.example.com/callback',
  scheme_forbidden: 'javascript:alert(1)',
  scheme_slashes: 'https:/app.example.com',
  fragment: 'https://app.example.com/callback#x',
  query: 'https://app.example.com/callback?a=b',
  userinfo: 'https://user:pass@app.example.com/callback',
  host_missing: 'https://',
  host_invalid: 'https://app..example.com/callback',
  host_trailing_dot: 'https://app.example.com./callback',
  host_ip_notation: 'https://0x7f.1/callback',
  port_invalid: 'https://app.example.com:65536/callback',
  port_wildcard: 'https://app.example.com:*/callback',
  encoded_separator: 'https://app.example.com/a%2Fb',
  path_traversal: 'https://app.example.com/../callback',
  wildcard_place: 'https://app.example.com/*',
  wildcard_leftmost: 'https://app.*.example.com/callback',
  wildcard_single: 'https://a*b*c.example.com/callback',
  wildcard_public_suffix: 'https://*.ngrok-free.app/callback',
};

/** What staging accepts and production does not. */
const REFUSED_IN_PRODUCTION: Readonly<Partial<Record<RedirectUriRule, string>>> = {
  scheme_not_reverse_dns: 'myapp://callback',
  wildcard_http: 'http://*.example.com/callback',
  localhost_in_production: 'http://localhost:3000/callback',
  http_in_production: 'http://app.example.com/callback',
};

function entry(page: Page, uri: string) {
  return page.getByRole('listitem').filter({ has: page.getByText(uri, { exact: true }) });
}

async function openForm(page: Page) {
  await page.getByRole('button', { name: 'Add redirect URI' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add redirect URI' });
  return {
    dialog,
    field: dialog.getByLabel('Redirect URI'),
    add: dialog.getByRole('button', { name: 'Add' }),
  };
}

async function expectRefused(page: Page, cases: readonly (readonly [string, string])[]) {
  const { dialog, field, add } = await openForm(page);
  for (const [rule, uri] of cases) {
    await field.fill(uri);
    await add.click();
    await expect(
      dialog.getByText(REDIRECT_URI_RULES[rule as RedirectUriRule], { exact: true }),
      rule,
    ).toBeVisible();
    await expect(field, `${rule}: what was typed stays`).toHaveValue(uri);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toBeFocused();
  }
}

test('each rule has a case here', () => {
  const cases = { ...REFUSED, ...REFUSED_IN_PRODUCTION, wildcard_default: '' };
  expect(Object.keys(cases).sort()).toEqual(Object.keys(REDIRECT_URI_RULES).sort());
});

test('in staging, every rule refuses with its own sentence, and nothing is saved', async ({ page }) => {
  const before = await world.staging.data.redirectUris.all();
  await page.goto(world.page(PATH));
  await expectRefused(page, Object.entries(REFUSED));
  expect(await world.staging.data.redirectUris.all()).toEqual(before);
});

test('production refuses those and http, localhost, and schemes anybody can claim', async ({ page }) => {
  const before = await world.production.data.redirectUris.all();
  await page.goto(world.page(PATH, 'production'));
  await expectRefused(page, [
    ...Object.entries(REFUSED_IN_PRODUCTION),
    ['wildcard_public_suffix', 'https://*.co.uk/callback'],
    ['query', 'https://app.example.com/callback?next=%2Fhome'],
  ]);
  expect(await world.production.data.redirectUris.all()).toEqual(before);
});

test('an entry is added, changed, made the default and deleted; the default stays', async ({ page }) => {
  await page.goto(world.page(PATH, 'production'));
  const { field, add } = await openForm(page);
  await field.fill('https://APP.example.org/Callback');
  await add.click();
  const added = entry(page, 'https://app.example.org/Callback');
  await expect(added).toBeVisible();

  await added.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit redirect URI' });
  await edit.getByLabel('Redirect URI').fill('https://app.example.com/callback');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit.getByText('This redirect URI is in the list already.')).toBeVisible();
  await edit.getByLabel('Redirect URI').fill('https://app.example.org/auth');
  await edit.getByRole('button', { name: 'Save' }).click();

  const changed = entry(page, 'https://app.example.org/auth');
  const first = entry(page, 'https://app.example.com/callback');
  await expect(added).toHaveCount(0);
  await expect(first.getByText('Default', { exact: true })).toBeVisible();
  await expect(first.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await changed.getByRole('button', { name: 'Make default' }).click();
  await expect(changed.getByText('Default', { exact: true })).toBeVisible();
  await expect(changed.getByRole('button', { name: 'Delete' })).toHaveCount(0);

  await first.getByRole('button', { name: 'Make default' }).click();
  await expect(first.getByText('Default', { exact: true })).toBeVisible();
  await changed.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(changed).toHaveCount(0);
  const uris = async () => (await world.production.data.redirectUris.all()).map(({ uri }) => uri);
  expect(await uris()).toEqual(['https://app.example.com/callback']);
  // The form that deleted it is gone with its row; what it says stays, and takes it back.
  await expect(page.getByText('https://app.example.org/auth is deleted.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(changed).toBeVisible();
  expect(await uris()).toEqual(['https://app.example.com/callback', 'https://app.example.org/auth']);
});

test('an entry with a wildcard can be added but not become the default', async ({ page }) => {
  const uri = 'https://*.preview.example.com/callback';
  await page.goto(world.page(PATH));
  const { field, add } = await openForm(page);
  await field.fill(uri);
  await add.click();
  await entry(page, uri).getByRole('button', { name: 'Make default' }).click();
  await expect(entry(page, uri).getByRole('alert')).toBeVisible();
  const rows = await world.staging.data.redirectUris.all();
  expect(rows.find((row) => row.isDefault)?.uri).not.toBe(uri);

  await page.getByRole('button', { name: /^Edit http.*example\/callback/ }).click();
  const edit = page.getByRole('dialog', { name: 'Edit redirect URI' });
  await edit.getByLabel('Redirect URI').fill('https://*.example.com/callback');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit.getByText(REDIRECT_URI_RULES.wildcard_default)).toBeVisible();
});

test('the tester says which entry allows a URI, and of each other why not', async ({ page }) => {
  await page.goto(world.page(PATH));
  const tester = page.locator('main').getByText('Does this URI match?').locator('..');
  const ask = async (uri: string) => {
    await tester.getByLabel('URI to test').fill(uri);
    await tester.getByRole('button', { name: 'Test' }).click();
  };
  await ask('http://localhost:4567/callback');
  await expect(tester.getByText('Yes: http://localhost:*/callback allows it.')).toBeVisible();
  await expect(page).toHaveURL(/\?test=http/);
  await ask('http://localhost:4567/callback/');
  await expect(tester.getByText('No: none of the entries allows it.')).toBeVisible();
  await expect(tester.getByText('Does not match.').first()).toBeVisible();
  await ask('https://user@app.example.com/callback');
  await expect(tester.getByText(REDIRECT_URI_RULES.userinfo)).toBeVisible();
});

test('logout redirects and the pages of the app are saved under their own rules', async ({ page }) => {
  await page.goto(world.page(PATH, 'production'));
  await page.getByRole('button', { name: 'Add logout redirect' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add logout redirect' });
  await dialog.getByLabel('Logout redirect').fill('http://app.example.com/goodbye');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog.getByText(REDIRECT_URI_RULES.http_in_production, { exact: true })).toBeVisible();
  await dialog.getByLabel('Logout redirect').fill('https://app.example.com/goodbye');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog).toBeHidden();
  await expect(entry(page, 'https://app.example.com/goodbye').getByText('Default')).toBeVisible();

  const pages = page.getByRole('region', { name: 'Pages of your app' });
  await pages.getByLabel('App homepage URL').fill('http://app.example.com');
  await pages.getByLabel('Sign-in endpoint').fill('https://app.example.com/login');
  await pages.getByLabel('Admin Portal redirect link').fill('https://localhost/settings');
  await pages.getByRole('button', { name: 'Save addresses' }).click();
  await expect(pages.getByText(WEB_ADDRESS_RULES.https, { exact: true })).toBeVisible();
  await expect(pages.getByText(WEB_ADDRESS_RULES.localhost, { exact: true })).toBeVisible();
  await expect(pages.getByLabel('Sign-in endpoint')).toHaveValue('https://app.example.com/login');
  await pages.getByLabel('App homepage URL').fill('https://app.example.com');
  await pages.getByLabel('Admin Portal redirect link').fill('');
  await pages.getByRole('button', { name: 'Save addresses' }).click();
  await expect(page.getByText('The addresses are saved.')).toBeVisible();
  expect(await world.production.data.environment.appAddresses()).toEqual({
    appHomepageUrl: 'https://app.example.com/',
    signInEndpoint: 'https://app.example.com/login',
    portalReturnUrl: null,
  });
});
