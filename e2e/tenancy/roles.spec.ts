import { expect, type Page, test } from '@playwright/test';
import { ROLES, type RoleName } from '#lib/auth/permissions.ts';
import { seedMember, signIn } from '../support/dashboard.ts';
import { routesOf } from '../support/routes.ts';
import { type Ids, seedTenant, signInPlain, type Tenant } from '../support/tenants.ts';

test.describe.configure({ retries: 0 });

/** The five roles: which pages open, and which buttons are on them. Written out, not read from the permission table. */

type Kind = 'staging' | 'production';
const KINDS: readonly Kind[] = ['staging', 'production'];
const ALL: readonly RoleName[] = ['admin', 'developer', 'sandbox_developer', 'support', 'support_viewer'];
const DEVELOPERS: readonly RoleName[] = ['admin', 'developer', 'sandbox_developer'];
const DEVELOPERS_IN_PRODUCTION: readonly RoleName[] = ['admin', 'developer'];
const SUPPORT: readonly RoleName[] = ['admin', 'developer', 'sandbox_developer', 'support'];
const SUPPORT_IN_PRODUCTION: readonly RoleName[] = ['admin', 'developer', 'support'];

type Who = Readonly<Record<Kind, readonly RoleName[]>>;
const everybody: Who = { staging: ALL, production: ALL };
const readDevelopment: Who = { staging: DEVELOPERS, production: DEVELOPERS };
const writeDevelopment: Who = { staging: DEVELOPERS, production: DEVELOPERS_IN_PRODUCTION };
const writeCustomers: Who = { staging: SUPPORT, production: SUPPORT_IN_PRODUCTION };
const onlyStaging: Who = { staging: SUPPORT, production: [] };

/** Who may open a page, and what on it only some may press. */
const PAGES: Readonly<Record<string, { open: Who; press?: { who: Who; names: RegExp } }>> = {
  '': { open: everybody },
  '/api-keys': {
    open: readDevelopment,
    press: { who: writeDevelopment, names: /^(Create API key|Show|Rotate|Set expiry|Revoke)/ },
  },
  '/configuration/redirects': {
    open: readDevelopment,
    press: {
      who: writeDevelopment,
      names: /^(Add redirect URI|Add logout redirect|Edit|Make default|Delete|Save addresses)/,
    },
  },
  '/configuration/network': { open: everybody },
  '/configuration/authentication': {
    open: readDevelopment,
    press: { who: writeDevelopment, names: /^Save authentication/ },
  },
  '/configuration/oauth-providers': {
    open: readDevelopment,
    press: { who: writeDevelopment, names: /^Save (Google|Microsoft|GitHub)/ },
  },
  '/configuration/attributes': {
    open: readDevelopment,
    press: { who: writeDevelopment, names: /^(Save attributes|Add custom attribute|Edit|Delete|Move)/ },
  },
  '/configuration/roles': {
    open: readDevelopment,
    press: { who: writeDevelopment, names: /^(Add role|Edit|Delete|Make default|Allow)/ },
  },
  '/configuration/branding': {
    open: readDevelopment,
    press: { who: writeDevelopment, names: /^(Save branding|Upload|Replace|Delete|Reset)/ },
  },
  '/organizations': { open: everybody, press: { who: writeCustomers, names: /^Create organization/ } },
  '/organizations/[organizationId]': {
    open: everybody,
    press: { who: writeCustomers, names: /^(Add domain|Remove|Allow|Add connection)/ },
  },
  '/organizations/[organizationId]/settings': {
    open: everybody,
    press: { who: writeCustomers, names: /^(Save|Add pair|Add contact|Edit|Remove|Delete organization)/ },
  },
  '/organizations/[organizationId]/connections/new': {
    open: writeCustomers,
    press: { who: writeCustomers, names: /^Create connection/ },
  },
  '/connections': { open: everybody },
  '/connections/[connectionId]': {
    open: everybody,
    press: {
      who: writeCustomers,
      names: /^(Rename|Disable|Delete|Change|Add certificate|Remove|Test sign-in)/,
    },
  },
  '/connections/[connectionId]/attributes': {
    open: everybody,
    press: {
      who: writeCustomers,
      names: /^(Rename|Disable|Delete|Save|Preview|Change|Take back|Link|Another person)/,
    },
  },
  '/connections/[connectionId]/groups': {
    open: everybody,
    press: { who: writeCustomers, names: /^(Rename|Disable|Delete|Map|Edit|Remove)/ },
  },
  '/connections/[connectionId]/advanced': {
    open: everybody,
    press: { who: writeCustomers, names: /^(Rename|Disable|Delete|Save|Sign requests|Create|Stop|Make)/ },
  },
  '/connections/[connectionId]/history': {
    open: everybody,
    press: { who: writeCustomers, names: /^(Rename|Disable|Delete|Restore)/ },
  },
  '/connections/[connectionId]/sessions': {
    open: everybody,
    press: { who: writeCustomers, names: /^(Rename|Disable|Delete)/ },
  },
  '/certificates': { open: everybody },
  '/sessions': { open: everybody },
  '/sessions/[sessionId]': {
    open: everybody,
    press: { who: writeCustomers, names: /^(Create link|Revoke)/ },
  },
  '/test-sso': { open: onlyStaging },
  '/test-sso/outcome/[sessionId]': { open: onlyStaging },
};

/** The sections of the navigation by who sees them. */
const SECTIONS: Readonly<Record<string, Who>> = {
  Overview: everybody,
  Organizations: everybody,
  Connections: everybody,
  Certificates: everybody,
  Sessions: everybody,
  'Test SSO': onlyStaging,
  Redirects: readDevelopment,
  Authentication: readDevelopment,
  'OAuth providers': readDevelopment,
  Attributes: readDevelopment,
  Roles: readDevelopment,
  Branding: readDevelopment,
  Network: everybody,
  'API keys': readDevelopment,
};

let world: Tenant;
test.beforeAll(async () => {
  world = await seedTenant();
});

/** What a page needs exists in staging alone; in production only pages without such a parameter are opened. */
function opensIn(kind: Kind, path: string): boolean {
  return kind === 'staging' || !path.includes('[');
}

function address(kind: Kind, path: string): string {
  const filled = path.replace(/\[(\w+)\]/g, (_, name: string) => world.ids[name as keyof Ids]);
  return `/dashboard/${world[kind].environmentId}${filled}`;
}

test('every page of an environment is in the table', () => {
  const root = '/dashboard/[environmentId]';
  const pages = routesOf('dashboard').filter(
    ({ kind, pattern }) => kind === 'page' && pattern.startsWith(root),
  );
  expect(pages.map(({ pattern }) => pattern.slice(root.length)).sort()).toEqual(Object.keys(PAGES).sort());
  expect(Object.keys(ROLES).sort()).toEqual([...ALL].sort());
});

for (const role of ALL) {
  test(`${role}: opens what it may, and everything else is not there`, async () => {
    const browser = await signInPlain(await seedMember(world.workspaceId, role));
    for (const kind of KINDS) {
      for (const [path, { open }] of Object.entries(PAGES)) {
        if (!opensIn(kind, path)) continue;
        const { status } = await browser.get(address(kind, path));
        expect(status, `${kind} ${path}`).toBe(open[kind].includes(role) ? 200 : 404);
      }
      const start = `${address(kind, '/test-sso')}/start?connection=${world.ids.connectionId}`;
      const { status } = await browser.get(start);
      if (!writeCustomers[kind].includes(role)) expect(status, start).toBe(404);
    }
  });

  test(`${role}: sees the sections and the buttons it may use, and no others`, async ({ page }) => {
    test.setTimeout(120_000);
    await signIn(page, await seedMember(world.workspaceId, role));
    for (const kind of KINDS) {
      await page.goto(address(kind, ''));
      const expected = Object.entries(SECTIONS).filter(([, who]) => who[kind].includes(role));
      const links = page.getByRole('navigation', { name: 'Environment' }).getByRole('link');
      await expect(links).toHaveText(expected.map(([name]) => name));
      for (const [path, { open, press }] of Object.entries(PAGES)) {
        if (!press || !opensIn(kind, path) || !open[kind].includes(role)) continue;
        await page.goto(address(kind, path));
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        const usable = press.who[kind].includes(role);
        const where = `${kind} ${path}`;
        if (usable) {
          await expect(pressable(page, press.names).first(), where).toBeVisible();
        } else {
          await expect(pressable(page, press.names), where).toHaveCount(0);
          await expect(page.locator('main form:has(input[name="environmentId"])'), where).toHaveCount(0);
        }
      }
    }
  });
}

function pressable(page: Page, name: RegExp) {
  const main = page.getByRole('main');
  return main.getByRole('button', { name }).or(main.getByRole('link', { name }));
}
