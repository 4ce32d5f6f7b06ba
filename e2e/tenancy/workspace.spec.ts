import { expect, type Page, test } from '@playwright/test';
import type { RoleName } from '#lib/auth/permissions.ts';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { addCard } from '#lib/billing/payment-method.ts';
import { builtInProvider } from '#lib/billing/providers/built-in.ts';
import { listDocuments, uploadDocument } from '#lib/compliance/documents.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { inviteMember } from '#lib/team/invite-member.ts';
import { previewCopy } from '#lib/workspace/copy-configuration.ts';
import { seedInvoice } from '../support/billing.ts';
import { openBrowser, type PlainBrowser } from '../support/browser.ts';
import {
  contextOf,
  type SeededDashboard,
  type SeededMember,
  seedDashboard,
  seedMember,
  signIn,
} from '../support/dashboard.ts';
import { seedDashboardSso, seedTeamDomain } from '../support/dashboard-sso.ts';
import { seedFailedMail } from '../support/mail.ts';
import {
  actionsBelow,
  type Fields,
  labelOf,
  postAction,
  REFUSED,
  SIGNED_OUT,
} from '../support/post-action.ts';
import { routesOf } from '../support/routes.ts';
import { signInPlain } from '../support/tenants.ts';

test.describe.configure({ retries: 0 });

/**
 * The pages and actions of the workspace itself and of one's own settings: who gets in, which buttons are there, and
 * what is refused to other roles and to other workspaces. Written out, not read from the permission table.
 */

const ALL: readonly RoleName[] = ['admin', 'developer', 'sandbox_developer', 'support', 'support_viewer'];

const ADMINS: readonly RoleName[] = ['admin'];
const DEVELOPERS: readonly RoleName[] = ['admin', 'developer'];

type World = SeededDashboard;
/** Names of things; what an address or a form needs to name one. */
type Ids = Readonly<Record<string, string>>;
/** Makes what a page or an action is about, in a workspace, for a member of it. */
type Make = (world: World, member: SeededMember) => Promise<Ids>;

type PageCase = {
  open: readonly RoleName[];
  /** What on it only some may press. */
  press?: { who: readonly RoleName[]; names: RegExp };
  /** Fills the parameters of the address, and `query`. */
  ids?: Make;
  /** Query string of a route handler that needs one. */
  query?: (ids: Ids) => Record<string, string>;
};

const WORKSPACE = '/dashboard/workspace';
const PROFILE = '/dashboard/profile';

/** Every page and every route handler below /dashboard/workspace and /dashboard/profile. */
const PAGES: Readonly<Record<string, PageCase>> = {
  [`${WORKSPACE}/audit-log`]: { open: ['admin'], press: { who: ['admin'], names: /^Export/ } },
  [`${WORKSPACE}/audit-log/export`]: { open: ['admin'], query: () => ({ format: 'csv' }) },
  [`${WORKSPACE}/compliance`]: {
    open: ['admin'],
    press: { who: ['admin'], names: /^(Upload document|Download|Delete)/ },
    ids: seedDocument,
  },
  [`${WORKSPACE}/compliance/[documentId]/download`]: { open: ['admin'], ids: seedDocument },
  [`${WORKSPACE}/general`]: { open: ALL, press: { who: ADMINS, names: /^(Save|Delete workspace)/ } },
  [`${WORKSPACE}/members`]: {
    open: ALL,
    press: { who: ADMINS, names: /^(Invite member|Resend|Revoke|Change role|Remove)/ },
  },
  [`${WORKSPACE}/authentication`]: {
    open: ADMINS,
    press: { who: ADMINS, names: /^(Require|Make optional|Add domain|Save|Switch off)/ },
  },
  [`${WORKSPACE}/environments`]: {
    open: ALL,
    press: { who: DEVELOPERS, names: /^(Create environment|Copy configuration|Copy to|Edit|Delete)/ },
  },
  [`${WORKSPACE}/environments/copy`]: {
    open: DEVELOPERS,
    ids: async (world) => ({ from: world.staging.environmentId, to: world.production.environmentId }),
    query: ({ from = '', to = '' }) => ({ from, to }),
  },
  [`${WORKSPACE}/billing`]: { open: ['admin'] },
  [`${WORKSPACE}/billing/details`]: { open: ['admin'] },
  [`${WORKSPACE}/billing/payment-method`]: { open: ['admin'] },
  // Only where Stripe takes the cards (e2e/dashboard/billing-stripe.spec.ts).
  [`${WORKSPACE}/billing/payment-method/card`]: { open: [] },
  [`${WORKSPACE}/billing/portal`]: { open: [] },
  [`${WORKSPACE}/billing/invoices`]: { open: ['admin'] },
  [`${WORKSPACE}/billing/invoices/[invoiceId]`]: {
    open: ['admin'],
    ids: seedOpenInvoice,
    press: { who: ADMINS, names: /^(Pay now|Print|Download PDF)/ },
  },
  [`${WORKSPACE}/billing/invoices/[invoiceId]/pdf`]: { open: ['admin'], ids: seedOpenInvoice },
  [`${WORKSPACE}/outbox`]: { open: ['admin'] },
  [`${WORKSPACE}/outbox/[mailId]`]: {
    open: ['admin'],
    press: { who: ['admin'], names: /^Send again$/ },
    ids: async ({ workspaceId }) => ({ mailId: await seedFailedMail(workspaceId) }),
  },
  [`${WORKSPACE}/outbox/[mailId]/html`]: {
    open: ['admin'],
    ids: async ({ workspaceId }) => ({ mailId: await seedFailedMail(workspaceId) }),
  },
  [PROFILE]: { open: ALL, press: { who: ALL, names: /^Save/ } },
  [`${PROFILE}/security`]: { open: ALL, press: { who: ALL, names: /^(Change password|Set up|Add passkey)/ } },
};

/** The sections of the workspace's navigation, in their order, by who sees them. */
const SECTIONS: Readonly<Record<string, readonly RoleName[]>> = {
  General: ALL,
  Members: ALL,
  Authentication: ADMINS,
  Environments: ALL,
  Billing: ['admin'],
  Compliance: ['admin'],
  'Audit log': ['admin'],
  Outbox: ['admin'],
};

type ActionCase = {
  may: readonly RoleName[];
  /** The thing that `fields` names; absent for actions that name nothing of anybody's. */
  ids?: Make;
  /** Brings about what an action that names nothing is about. */
  prepare?: (world: World) => Promise<unknown>;
  /** Input that works for the owner. */
  fields: (ids: Ids) => Fields;
  /** Runs in a workspace of its own, because nothing is left of it afterwards. */
  destroys?: 'workspace';
  /** What those who may are told, where the installation of the tests lacks what it takes. */
  refusal?: string;
  /** Answers without a change, such as a preview. */
  writes?: 'nothing';
};

const ENVIRONMENTS = `app${WORKSPACE}/environments/actions.ts`;

/** Two environments with a difference, and what the preview of it is called. */
async function differentEnvironments(world: World): Promise<Ids> {
  const now = new Date();
  const [from, to] = [world.staging.environmentId, world.production.environmentId];
  const uri = `https://${newExternalKey().toLowerCase()}.example.com/callback`;
  await world.staging.data.redirectUris.add({ id: newId('redirectUri', now), uri, isDefault: false, now });
  const data = forWorkspace(systemWorkspaceScope(world.workspaceId));
  const preview = await previewCopy({ data, now }, { from, to });
  return { from, to, digest: preview?.digest ?? '' };
}

/** One more environment, to be deleted. */
const spareStaging = (world: World) => spareEnvironment(world, 'staging');

async function spareEnvironment(world: World, kind: 'staging' | 'production'): Promise<Ids> {
  const now = new Date();
  const id = newId('environment', now);
  const confirmation = `Spare ${newExternalKey()}`;
  await forWorkspace(systemWorkspaceScope(world.workspaceId)).environments.add({
    id,
    name: confirmation,
    kind,
    color: 'gray',
    clientId: newId('client', now),
    createdAt: now,
  });
  return { id, confirmation };
}

/** Every action below app/dashboard/workspace and app/dashboard/profile. */
const ACTIONS: Readonly<Record<string, ActionCase>> = {
  'app/dashboard/workspace/authentication/actions.ts requireMfa': {
    may: ADMINS,
    fields: () => ({ required: 'yes' }),
    // Everybody else of the workspace would have to set one up.
    destroys: 'workspace',
  },
  'app/dashboard/workspace/authentication/actions.ts addDomain': {
    may: ADMINS,
    fields: () => ({ domain: `${newExternalKey().toLowerCase()}.example.com` }),
  },
  'app/dashboard/workspace/authentication/actions.ts checkDomain': {
    may: ADMINS,
    // Proven already: no name server is asked.
    ids: async ({ workspaceId }) => ({ id: (await seedTeamDomain(workspaceId)).id }),
    fields: ({ id = '' }) => ({ id }),
    writes: 'nothing',
  },
  'app/dashboard/workspace/authentication/actions.ts removeDomain': {
    may: ADMINS,
    ids: async ({ workspaceId }) => seedTeamDomain(workspaceId),
    fields: ({ id = '', domain = '' }) => ({ id, confirmation: domain }),
  },
  'app/dashboard/workspace/authentication/actions.ts saveSso': {
    may: ADMINS,
    ids: async ({ staging, connection }) => ({
      environment: staging.environmentId,
      connection: connection.id,
    }),
    fields: ({ environment = '', connection = '' }) => ({
      connection: `${environment} ${connection}`,
      joinRole: 'support',
    }),
  },
  'app/dashboard/workspace/authentication/actions.ts setMode': {
    may: ADMINS,
    prepare: requireSso,
    fields: () => ({ mode: 'optional' }),
  },
  'app/dashboard/workspace/authentication/actions.ts removeSso': {
    may: ADMINS,
    prepare: requireSso,
    fields: () => ({}),
  },
  'app/dashboard/workspace/billing/actions.ts saveDetails': {
    may: ['admin'],
    fields: () => ({
      companyName: `Payer ${newExternalKey()}`,
      billingEmail: 'billing@gatehouse.test',
      country: 'DE',
      line1: 'Hauptstr. 1',
      postalCode: '10115',
      locality: 'Berlin',
    }),
  },
  'app/dashboard/workspace/billing/actions.ts addTaxId': {
    may: ['admin'],
    fields: () => ({ taxCountry: 'DE', taxId: 'DE136695976' }),
  },
  'app/dashboard/workspace/billing/actions.ts removeTaxId': {
    may: ['admin'],
    ids: async ({ workspaceId }) => {
      const now = new Date();
      const id = newId('billingTaxId', now);
      const data = forWorkspace(systemWorkspaceScope(workspaceId));
      await data.billing.addTaxId({ id, country: 'DE', type: 'eu_vat', value: id, now });
      return { taxIdId: id };
    },
    fields: ({ taxIdId = '' }) => ({ id: taxIdId }),
  },
  'app/dashboard/workspace/billing/actions.ts payByInvoice': {
    may: ['admin'],
    fields: () => ({ purchaseOrder: newExternalKey() }),
  },
  'app/dashboard/workspace/billing/actions.ts addCard': {
    may: ['admin'],
    fields: () => ({ card_number: '4242424242424242', card_expiry: '04 / 40', card_cvc: '123' }),
  },
  'app/dashboard/workspace/billing/actions.ts confirmCard': {
    may: ['admin'],
    ids: async ({ workspaceId }) => {
      const now = new Date();
      const id = newId('cardConfirmation', now);
      const card = {
        brand: 'visa',
        last4: '3155',
        expiryMonth: 4,
        expiryYear: 2040,
        reference: 'sandbox_pays',
      };
      const expiresAt = new Date(now.getTime() + 600_000);
      const data = forWorkspace(systemWorkspaceScope(workspaceId));
      await data.billing.saveConfirmation({ ...card, id, expiresAt }, now);
      return { confirmationId: id };
    },
    fields: ({ confirmationId = '' }) => ({ id: confirmationId, answer: 'approve' }),
  },
  'app/dashboard/workspace/billing/actions.ts takeCard': {
    may: ['admin'],
    fields: () => ({ setup: 'seti_invented' }),
    refusal: 'The card was not confirmed. Nothing was changed; try again.',
  },
  'app/dashboard/workspace/billing/actions.ts payInvoice': {
    may: ['admin'],
    // Another action may have chosen to pay by transfer; a new card pays what is open already.
    ids: async (world) => {
      const card = { card_number: '4242424242424242', card_expiry: '04 / 40', card_cvc: '123' };
      await addCard({ ...contextOf(world.workspaceId), provider: builtInProvider }, card);
      return seedOpenInvoice(world);
    },
    fields: ({ invoiceId = '' }) => ({ id: invoiceId }),
  },
  'app/dashboard/workspace/compliance/actions.ts upload': {
    may: ['admin'],
    fields: () => ({ kind: 'other', name: newExternalKey(), file: document() }),
  },
  'app/dashboard/workspace/compliance/actions.ts remove': {
    may: ['admin'],
    ids: seedDocument,
    fields: ({ documentId = '' }) => ({ id: documentId }),
  },
  'app/dashboard/workspace/checklist/actions.ts rememberChecklist': {
    may: ALL,
    fields: () => ({ collapsed: 'true' }),
  },
  [`${ENVIRONMENTS} createEnvironmentAction`]: {
    may: DEVELOPERS,
    fields: () => ({ name: `Made ${newExternalKey()}`, kind: 'production', color: 'teal' }),
  },
  [`${ENVIRONMENTS} updateEnvironmentAction`]: {
    may: DEVELOPERS,
    ids: async (world) => ({ id: world.production.environmentId }),
    fields: ({ id = '' }) => ({ id, name: `Renamed ${newExternalKey()}`, color: 'pink' }),
  },
  [`${ENVIRONMENTS} copyConfigurationAction`]: {
    may: DEVELOPERS,
    ids: differentEnvironments,
    fields: ({ from = '', to = '', digest = '' }) => ({ from, to, digest }),
  },
  [`${ENVIRONMENTS} deleteEnvironmentAction`]: {
    may: DEVELOPERS,
    ids: spareStaging,
    fields: ({ id = '', confirmation = '' }) => ({ id, confirmation }),
  },
  'app/dashboard/workspace/general/actions.ts save': {
    may: ADMINS,
    fields: () => ({ name: 'Renamed', supportEmail: 'help@renamed.example' }),
  },
  'app/dashboard/workspace/general/actions.ts remove': {
    may: ADMINS,
    fields: () => ({ reason: 'trial', acknowledged: 'on', confirmation: 'Spec workspace' }),
    destroys: 'workspace',
  },
  'app/dashboard/workspace/members/actions.ts invite': {
    may: ADMINS,
    fields: () => ({ email: 'invited@gatehouse.test', role: 'admin' }),
  },
  'app/dashboard/workspace/members/actions.ts resend': {
    may: ADMINS,
    ids: seedInvitation,
    fields: ({ id = '' }) => ({ id }),
  },
  'app/dashboard/workspace/members/actions.ts revoke': {
    may: ADMINS,
    ids: seedInvitation,
    fields: ({ id = '' }) => ({ id }),
  },
  'app/dashboard/workspace/members/actions.ts changeRole': {
    may: ADMINS,
    ids: seedColleague,
    fields: ({ id = '' }) => ({ id, role: 'admin' }),
  },
  'app/dashboard/workspace/members/actions.ts remove': {
    may: ADMINS,
    ids: seedColleague,
    fields: ({ id = '', email = '' }) => ({ id, confirmation: email }),
  },
  'app/dashboard/workspace/members/actions.ts leave': { may: ALL, fields: () => ({}) },
  'app/dashboard/workspace/outbox/actions.ts retry': {
    may: ['admin'],
    ids: async ({ workspaceId }) => ({ mailId: await seedFailedMail(workspaceId) }),
    fields: ({ mailId = '' }) => ({ id: mailId }),
  },
  'app/dashboard/profile/actions.ts saveNotifications': {
    may: ALL,
    fields: () => ({ failed_logins: 'on' }),
  },
  'app/dashboard/profile/actions.ts endSession': {
    may: ALL,
    ids: seedOtherBrowser,
    fields: ({ id = '' }) => ({ id }),
  },
  'app/dashboard/profile/actions.ts endOtherSessions': {
    may: ALL,
    fields: () => ({}),
  },
};

async function seedOpenInvoice({ workspaceId, production }: World): Promise<Ids> {
  return { invoiceId: (await seedInvoice(workspaceId, production.environmentId)).id };
}

/** Nobody of these specs has an address of the domain that has to use it. */
function requireSso(world: World): Promise<unknown> {
  return seedDashboardSso(world, 'required');
}

/** One more session of a member. */
async function seedOtherBrowser({ workspaceId }: World, { email }: SeededMember): Promise<Ids> {
  const now = new Date();
  const member = await database().teamMember.findUniqueOrThrow({ where: { email } });
  const id = newId('dashboardSession', now);
  const expiresAt = new Date(now.getTime() + 60 * 60 * 1000);
  const times = { createdAt: now, lastSeenAt: now, expiresAt };
  await database().dashboardSession.create({ data: { id, workspaceId, teamMemberId: member.id, ...times } });
  return { id };
}

const document = () => new File(['%PDF-1.7'], 'answers.pdf');

async function seedDocument({ workspaceId }: World): Promise<Ids> {
  const name = newExternalKey();
  const ctx = contextOf(workspaceId);
  await uploadDocument(ctx, { kind: 'other', name, file: document() });
  const line = (await listDocuments(ctx)).find((one) => one.name === name);
  return { documentId: line?.document?.id ?? '' };
}

async function seedInvitation({ workspaceId }: World): Promise<Ids> {
  const email = `${newExternalKey().toLowerCase()}@gatehouse.test`;
  return { id: (await inviteMember(contextOf(workspaceId), { email, role: 'support' })).id };
}

async function seedColleague({ workspaceId }: World): Promise<Ids> {
  const { email } = await seedMember(workspaceId, 'support');
  const { id } = await database().teamMember.findUniqueOrThrow({ where: { email } });
  return { id, email };
}

const FOUND = actionsBelow('app/dashboard/workspace', 'app/dashboard/profile');

let victim: World;
let attacker: World;
let asAttacker: PlainBrowser;
let attackingMember: SeededMember;
const colleagues = new Map<RoleName, PlainBrowser>();
test.beforeAll(async () => {
  [victim, attacker] = await Promise.all([seedDashboard(), seedDashboard()]);
  attackingMember = attacker.member;
  asAttacker = await signInPlain(attackingMember);
  for (const role of ALL) {
    colleagues.set(role, await signInPlain(await seedMember(victim.workspaceId, role)));
  }
});

function as(role: RoleName): PlainBrowser {
  const browser = colleagues.get(role);
  if (!browser) throw new Error(`nobody is ${role}`);
  return browser;
}

/** The same ids, of things that do not exist. */
function invented(ids: Ids): Ids {
  const other = (id: string) => id.replace(/[0-9A-HJKMNP-TV-Z]{10}$/, 'ZZZZZZZZZZ');
  return Object.fromEntries(Object.entries(ids).map(([name, value]) => [name, other(value)]));
}

const plain = (value: unknown, ...known: Ids[]) => {
  let text = JSON.stringify(value);
  for (const ids of known) {
    for (const [name, id] of Object.entries(ids)) text = text.replaceAll(id, `<${name}>`);
  }
  return text;
};

function address(pattern: string, { query }: PageCase, ids: Ids): string {
  const path = pattern.replace(/\[(\w+)\]/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`${pattern}: the case makes no ${name}`);
    return id;
  });
  return query ? `${path}?${new URLSearchParams(query(ids))}` : path;
}

/** What changes without an action: a visit is noted, and a mail goes its way. */
const UNDERWAY = new Set([
  'DashboardSession.lastSeenAt',
  ...['state', 'attempts', 'lastError', 'sentAt', 'nextAttemptAt', 'leasedUntil'].map((one) => `Mail.${one}`),
]);

/** Every row of a workspace, by table: equal before and after means that nothing was written. */
async function rowsOf(workspaceId: string): Promise<Record<string, unknown>> {
  const db = database();
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND column_name = 'workspaceId' ORDER BY 1`;
  const read = async (name: string, column: string) => {
    const found = await db.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
      `SELECT to_jsonb(t) AS row FROM "${name}" t WHERE "${column}" = $1 ORDER BY to_jsonb(t)::text`,
      workspaceId,
    );
    return found.map(({ row }) =>
      Object.fromEntries(Object.entries(row).filter(([one]) => !UNDERWAY.has(`${name}.${one}`))),
    );
  };
  const rows: Record<string, unknown> = { Workspace: await read('Workspace', 'id') };
  for (const { name } of tables) rows[name] = await read(name, 'workspaceId');
  return rows;
}

test('every page and every action is in the tables', () => {
  const below = (root: string) => routesOf(`dashboard/${root}`).map(({ pattern }) => pattern);
  expect([...below('workspace'), ...below('profile')].sort()).toEqual(Object.keys(PAGES).sort());
  expect(FOUND.map(labelOf).sort()).toEqual(Object.keys(ACTIONS).sort());
});

test('each page opens for the roles that may see it; for others and for other workspaces it is not there', async () => {
  const nobody = openBrowser(env().http.url);
  for (const [pattern, page] of Object.entries(PAGES)) {
    const ids = (await page.ids?.(victim, victim.member)) ?? {};
    const where = address(pattern, page, ids);
    for (const role of ALL) {
      const { status } = await as(role).get(where);
      expect(status, `${role} ${where}`).toBe(page.open.includes(role) ? 200 : 404);
    }
    const signedOut = await nobody.get(where);
    expect(signedOut.headers.get('location'), where).toMatch(/^\/sign-in\?callbackUrl=/);
    if (pattern.includes('[')) {
      const foreign = await asAttacker.get(where);
      const nowhere = await asAttacker.get(address(pattern, page, invented(ids)));
      expect([foreign.status, nowhere.status], where).toEqual([404, 404]);
    }
  }
});

for (const role of ALL) {
  test(`${role}: sees the sections and the buttons it may use, and no others`, async ({ page }) => {
    await signIn(page, await seedMember(victim.workspaceId, role));
    await page.goto(`${WORKSPACE}/general`);
    const links = page.getByRole('navigation', { name: 'Workspace' }).getByRole('link');
    const expected = Object.entries(SECTIONS).filter(([, who]) => who.includes(role));
    await expect(links).toHaveText(expected.map(([name]) => name));
    for (const [pattern, one] of Object.entries(PAGES)) {
      if (!one.press || !one.open.includes(role)) continue;
      await page.goto(address(pattern, one, (await one.ids?.(victim, victim.member)) ?? {}));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const buttons = pressable(page, one.press.names);
      if (one.press.who.includes(role)) await expect(buttons.first(), pattern).toBeVisible();
      else await expect(buttons, pattern).toHaveCount(0);
    }
  });
}

test('deleting a production environment is for Admins alone', async () => {
  const action = FOUND.find((one) => labelOf(one) === `${ENVIRONMENTS} deleteEnvironmentAction`);
  if (!action) throw new Error('the action is gone');
  const { id = '', confirmation = '' } = await spareEnvironment(victim, 'production');
  for (const role of ALL.filter((one) => one !== 'admin')) {
    const answer = await postAction(as(role), action, { id }, { id, confirmation });
    expect(answer.status, role).toBe('refused');
  }
  expect(await database().environment.count({ where: { id } })).toBe(1);
  expect((await postAction(as('admin'), action, { id }, { id, confirmation })).status).toBe('saved');
  expect(await database().environment.count({ where: { id } })).toBe(0);
});

for (const action of FOUND) {
  const label = labelOf(action);
  const found = ACTIONS[label];
  if (!found) continue;

  test(`${label}: other roles, other workspaces and nobody change nothing`, async () => {
    const ids = (await found.ids?.(victim, victim.member)) ?? {};
    const before = await rowsOf(victim.workspaceId);
    for (const role of ALL) {
      if (found.may.includes(role)) {
        // Nothing typed and nothing named: whatever is said to that, it is not that the role may not.
        if (found.ids) {
          const answer = await postAction(as(role), action, ids, found.fields(invented(ids)));
          expect(answer.status, role).toBe('refused');
          expect([REFUSED, SIGNED_OUT], role).not.toContain(answer.message);
        }
        continue;
      }
      const answer = await postAction(as(role), action, ids, found.fields(ids));
      expect(answer, role).toEqual({ status: 'refused', message: REFUSED, fields: {} });
    }
    const nobody = openBrowser(env().http.url);
    expect((await postAction(nobody, action, ids, found.fields(ids))).message).toBe(SIGNED_OUT);
    if (found.ids) {
      const untouched = await rowsOf(attacker.workspaceId);
      const nowhere = invented(ids);
      const foreign = await postAction(asAttacker, action, ids, found.fields(ids));
      const absent = await postAction(asAttacker, action, nowhere, found.fields(nowhere));
      expect(foreign.status).toBe('refused');
      expect(plain(foreign, ids, nowhere)).toBe(plain(absent, ids, nowhere));
      expect(await rowsOf(attacker.workspaceId)).toEqual(untouched);
    }
    expect(await rowsOf(victim.workspaceId)).toEqual(before);
  });

  test(`${label}: whoever may, can`, async () => {
    for (const role of found.may) {
      const world = found.destroys ? await seedDashboard() : victim;
      const member = await seedMember(world.workspaceId, role);
      // Everybody has another browser open, which some of the actions are about.
      await seedOtherBrowser(world, member);
      const browser = await signInPlain(member);
      const ids = (await found.ids?.(world, member)) ?? {};
      await found.prepare?.(world);
      const before = await rowsOf(world.workspaceId);
      const answer = await postAction(browser, action, ids, found.fields(ids));
      if (found.refusal !== undefined) {
        expect(answer).toMatchObject({ status: 'refused', message: found.refusal });
        continue;
      }
      expect(['saved', 'redirected'], `${role}: ${JSON.stringify(answer)}`).toContain(answer.status);
      if (found.writes !== 'nothing') expect(await rowsOf(world.workspaceId), role).not.toEqual(before);
    }
  });
}

function pressable(page: Page, name: RegExp) {
  const main = page.getByRole('main');
  return main.getByRole('button', { name }).or(main.getByRole('link', { name }));
}
