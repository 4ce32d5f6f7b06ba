import { expect, test } from '@playwright/test';
import { createConnection } from '#lib/connections/create-connection.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { saveDashboardSso } from '#lib/security/dashboard-sso.ts';
import { testMember } from '#lib/security/test-members.ts';
import { signInThroughSso, ssoClient, ssoOfEmail } from './dashboard-sso.ts';
import { hashPassword } from './password.ts';
import type { RoleName } from './permissions.ts';
import { memberOfSession, signInWithPassword } from './sign-in.ts';
import { isSsoCallbackOf, ssoCallbackUrl, ssoProviderId } from './sso-callback.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const ORIGIN = 'https://sso.example.com';
const DOMAIN = 'acme.example.com';
const PASSWORD = 'correct horse battery staple';
const FROM = { ipAddress: '192.0.2.1', userAgent: 'A browser', requestId: 'req_1' };
const idp = createKeyPair({ commonName: 'idp.example.org', now: NOW, validForDays: 365 });

let world: Awaited<ReturnType<typeof testEnvironments>>;
let connectionId: string;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
  connectionId = await connect('https://idp.example.org/metadata');
  await setUp();
  await proveDomain(DOMAIN);
});
test.afterEach(() => world.close());

const workspaceId = () => world.workspace.scope.workspaceId;
const policy = () => world.workspace.data.authenticationPolicy;

async function connect(entityId: string): Promise<string> {
  const organization = await createOrganization(world.production, { name: `Own ${entityId}` });
  const { connection } = await createConnection(world.production, {
    organizationId: organization.id,
    connectionType: 'OktaSAML',
    identityProvider: {
      from: 'fields',
      entityId,
      ssoUrl: 'https://idp.example.org/sso',
      certificates: [idp.certificatePem],
    },
  });
  const active = { state: 'active', activatedAt: NOW } as const;
  await world.production.data.connections.update(connection.id, active, NOW);
  return connection.id;
}

const setUp = (joinRole: Exclude<RoleName, 'admin'> | null = null) =>
  saveDashboardSso(world.workspace, {
    scope: world.production.scope,
    connectionId,
    joinRole,
    origin: ORIGIN,
    testIdpCounts: true,
  });

async function proveDomain(domain: string) {
  const id = newId('teamDomain', NOW);
  const { teamDomains } = world.workspace.data;
  await teamDomains.add({ id, domain, verificationToken: 't', verificationPrefix: 'p', now: NOW });
  await teamDomains.verify({ id, domain }, NOW);
}

/** Comes back from the identity provider with a profile. */
const arrive = (
  profile: Record<string, unknown>,
  more: Partial<Parameters<typeof signInThroughSso>[0]> = {},
) =>
  signInThroughSso(
    {
      workspaceId: workspaceId(),
      connectionId,
      profile: { connection_id: connectionId, ...profile },
      testIdpCounts: false,
      now: NOW,
      ...FROM,
      ...more,
    },
    world.db,
  );
const REFUSED = { ok: false, reason: 'no_account' };
const memberOf = (email: string) => world.db.teamMember.findUnique({ where: { email } });
const audited = async (action: string) =>
  world.db.auditLogEntry.findMany({ where: { workspaceId: workspaceId(), action } });

test('a member of a proven domain gets in, with the role they have here and none from the assertion', async () => {
  await testMember(world, { email: `dev@${DOMAIN}`, role: 'support_viewer' });
  const outcome = await arrive({
    email: `Dev@${DOMAIN.toUpperCase()}`,
    role: { slug: 'admin' },
    roles: [{ slug: 'admin' }],
    groups: ['Admins'],
    raw_attributes: { role: 'admin' },
  });
  if (!outcome.ok) throw new Error('refused');
  const session = await memberOfSession(outcome.dashboardSessionId, NOW, world.db);
  expect(session?.standing).toBe('usable');
  expect(session?.member).toMatchObject({ email: `dev@${DOMAIN}`, role: 'support_viewer' });
  expect((await memberOf(`dev@${DOMAIN}`))?.role).toBe('support_viewer');
});

test('people without an account are refused, or join with the chosen role and without a password', async () => {
  expect(await arrive({ email: `new@${DOMAIN}` })).toEqual(REFUSED);
  expect(await memberOf(`new@${DOMAIN}`)).toBeNull();
  await setUp('support');
  const person = { email: `new@${DOMAIN}`, first_name: 'Noa', last_name: 'Reyes', role: 'admin' };
  const [first, second] = await Promise.all([arrive(person), arrive(person)]);
  expect([first?.ok, second?.ok], 'twice at once is one account').toEqual([true, true]);
  expect(await memberOf(person.email)).toMatchObject({
    name: 'Noa Reyes',
    role: 'support',
    passwordHash: null,
    workspaceId: workspaceId(),
  });
  expect(await audited('member.joined')).toHaveLength(1);
});

test('nobody gets in with an address outside the proven domains, whatever the identity provider says', async () => {
  await setUp('support');
  await testMember(world, { email: 'ada@elsewhere.example.com' });
  const id = newId('teamDomain', NOW);
  const unproven = { id, domain: 'unproven.example.com', verificationToken: 't', verificationPrefix: 'p' };
  await world.workspace.data.teamDomains.add({ ...unproven, now: NOW });
  for (const email of [
    'ada@elsewhere.example.com',
    'new@unproven.example.com',
    `new@sub.${DOMAIN}`,
    `new@${DOMAIN}.evil.example`,
    `new@evil.example@${DOMAIN}@evil.example`,
    '',
    undefined,
    [`new@${DOMAIN}`],
  ]) {
    expect(await arrive({ email }), String(email)).toEqual(REFUSED);
  }
});

test('a code of another connection, or of SSO that was changed meanwhile, vouches for nobody', async () => {
  await testMember(world, { email: `ada@${DOMAIN}` });
  const other = await connect('https://another.example.org/metadata');
  const person = { email: `ada@${DOMAIN}` };
  expect(await arrive({ ...person, connection_id: other })).toEqual(REFUSED);
  expect(await arrive({ ...person, connection_id: other }, { connectionId: other })).toEqual(REFUSED);
  expect(await arrive({ ...person, connection_id: undefined })).toEqual(REFUSED);
  expect((await arrive(person)).ok).toBe(true);
  await policy().removeSso();
  expect(await arrive(person)).toEqual(REFUSED);
});

test('a member of another workspace is not let into theirs, nor into this one', async () => {
  const other = newId('workspace', NOW);
  await world.db.workspace.create({ data: { id: other, name: 'Other', createdAt: NOW, updatedAt: NOW } });
  await testMember(world, { email: `eve@${DOMAIN}`, workspaceId: other });
  await setUp('support');
  expect(await arrive({ email: `eve@${DOMAIN}` })).toEqual(REFUSED);
  expect((await memberOf(`eve@${DOMAIN}`))?.workspaceId).toBe(other);
});

test('the test identity provider vouches for nobody once others can reach it', async () => {
  await testMember(world, { email: `ada@${DOMAIN}` });
  const entityId = `${ORIGIN}/test-idp/${world.staging.scope.environmentId}`;
  await world.production.data.connections.update(connectionId, { idpEntityId: entityId }, NOW);
  expect(await arrive({ email: `ada@${DOMAIN}` })).toEqual(REFUSED);
  expect((await arrive({ email: `ada@${DOMAIN}` }, { testIdpCounts: true })).ok).toBe(true);
});

test('a workspace that is being deleted lets nobody in', async () => {
  await testMember(world, { email: `ada@${DOMAIN}` });
  await world.db.workspace.updateMany({ data: { deletionRequestedAt: NOW } });
  expect(await arrive({ email: `ada@${DOMAIN}` })).toEqual(REFUSED);
  expect(await ssoOfEmail(`ada@${DOMAIN}`, world.db)).toBeNull();
});

test('sign-ins through SSO are counted by address of the network', async () => {
  for (let attempt = 0; attempt < 100; attempt++) await arrive({ email: 'nobody@evil.example' });
  expect(await arrive({ email: `ada@${DOMAIN}` })).toEqual({ ok: false, reason: 'rate_limited' });
});

test('the way to sign in depends on the domain alone, not on who has an account', async () => {
  await testMember(world, { email: `ada@${DOMAIN}` });
  const expected = { workspaceId: workspaceId(), mode: 'optional' };
  expect(await ssoOfEmail(` Ada@${DOMAIN} `, world.db)).toEqual(expected);
  expect(await ssoOfEmail(`nobody@${DOMAIN}`, world.db)).toEqual(expected);
  expect(await ssoOfEmail('ada@elsewhere.example.com', world.db)).toBeNull();
});

test('the client of a workspace is its environment’s, and its secret is kept sealed', async () => {
  const client = await ssoClient(ssoProviderId(workspaceId()), world.db);
  expect(client).toMatchObject({ workspaceId: workspaceId(), connectionId });
  expect(client?.clientSecret).toMatch(/^sk_live_/);
  const row = await policy().sso();
  expect(Buffer.from(row?.clientSecretSealed ?? []).includes(client?.clientSecret ?? '?')).toBe(false);
  for (const provider of ['credentials', 'sso-', 'sso-workspace_01INVENTED']) {
    expect(await ssoClient(provider, world.db), provider).toBeNull();
  }
});

test('the way back of one workspace is not that of another', () => {
  const uri = ssoCallbackUrl(ORIGIN, 'workspace_1');
  expect(isSsoCallbackOf(uri, 'workspace_1')).toBe(true);
  expect(isSsoCallbackOf(uri, 'workspace_2')).toBe(false);
  expect(isSsoCallbackOf(`${uri}/more`, 'workspace_1')).toBe(false);
});

const byPassword = (email: string, breakGlass = false, password = PASSWORD) =>
  signInWithPassword({ email, password, breakGlass, now: NOW, ...FROM }, world.db);

test('where SSO is required no password counts, and signed-in browsers have to come through SSO as well', async () => {
  const passwordHash = await hashPassword(PASSWORD);
  const ada = await testMember(world, { email: `ada@${DOMAIN}`, role: 'developer', passwordHash });
  await testMember(world, { email: 'guest@elsewhere.example.com', role: 'developer', passwordHash });
  expect((await byPassword(`ada@${DOMAIN}`)).ok, 'optional').toBe(true);
  await policy().setSsoMode('required', NOW);
  const refused = { ok: false, reason: 'sso_required' };
  expect(await byPassword(`ada@${DOMAIN}`)).toEqual(refused);
  expect(await byPassword(`nobody@${DOMAIN}`), 'the same for nobody').toEqual(refused);
  const session = await memberOfSession(ada.member.dashboardSessionId, NOW, world.db);
  expect(session?.standing).toBe('sso_required');
  expect((await byPassword('guest@elsewhere.example.com')).ok, 'another domain').toBe(true);
});

test('break-glass lets Admins in past SSO, is recorded, and all Admins are told', async () => {
  const passwordHash = await hashPassword(PASSWORD);
  await testMember(world, { email: `ada@${DOMAIN}`, passwordHash });
  await testMember(world, { email: 'second@elsewhere.example.com', passwordHash });
  await testMember(world, { email: `dev@${DOMAIN}`, role: 'developer', passwordHash });
  await policy().setSsoMode('required', NOW);
  const wrong = { ok: false, reason: 'wrong' };
  expect(await byPassword(`dev@${DOMAIN}`, true), 'a Developer').toEqual(wrong);
  expect(await byPassword(`ada@${DOMAIN}`, true, 'something else'), 'a wrong password').toEqual(wrong);
  expect(await byPassword(`nobody@${DOMAIN}`, true), 'nobody').toEqual(wrong);
  expect(await audited('dashboard_session.break_glass')).toEqual([]);
  const outcome = await byPassword(`ada@${DOMAIN}`, true);
  if (!outcome.ok) throw new Error('refused');
  const session = await memberOfSession(outcome.dashboardSessionId, NOW, world.db);
  expect(session?.standing).toBe('usable');
  expect(await audited('dashboard_session.break_glass')).toMatchObject([
    { actorName: 'ada', ipAddress: '192.0.2.1' },
  ]);
  const mails = await world.db.mail.findMany({ where: { workspaceId: workspaceId() } });
  expect(mails.map(({ template, to }) => [template, to]).sort()).toEqual([
    ['break_glass_sign_in', `ada@${DOMAIN}`],
    ['break_glass_sign_in', 'second@elsewhere.example.com'],
  ]);
});

test('break-glass is not past the second factor, and is counted', async () => {
  const passwordHash = await hashPassword(PASSWORD);
  await testMember(world, { email: `ada@${DOMAIN}`, passwordHash });
  await policy().setSsoMode('required', NOW);
  await policy().setRequireMfa(true, NOW);
  const outcome = await byPassword(`ada@${DOMAIN}`, true);
  if (!outcome.ok) throw new Error('refused');
  const session = await memberOfSession(outcome.dashboardSessionId, NOW, world.db);
  expect(session?.standing).toBe('set_up_factor');
  const reasons = new Set<string>();
  for (let attempt = 0; attempt < 25; attempt++) {
    const one = await byPassword(`nobody-${attempt}@${DOMAIN}`, true);
    if (!one.ok) reasons.add(one.reason);
  }
  expect([...reasons].sort()).toEqual(['rate_limited', 'wrong']);
});

test('a workspace that is being deleted takes no password', async () => {
  const passwordHash = await hashPassword(PASSWORD);
  const ada = await testMember(world, { email: `ada@${DOMAIN}`, passwordHash });
  await world.db.workspace.updateMany({ data: { deletionRequestedAt: NOW } });
  expect(await byPassword(`ada@${DOMAIN}`)).toEqual({ ok: false, reason: 'wrong' });
  expect(await memberOfSession(ada.member.dashboardSessionId, NOW, world.db)).toBeNull();
});
