import { expect, test } from '@playwright/test';
import { verifyPassword } from '#lib/auth/password.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret, newToken } from '#lib/secrets.ts';
import { acceptInvitationInput } from '#lib/team/accept-invitation.schema.ts';
import { acceptInvitation, openInvitation } from '#lib/team/accept-invitation.ts';
import { INVITATION_DAYS, inviteMember } from '#lib/team/invite-member.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const PASSWORD = 'correct horse battery';

type World = Awaited<ReturnType<typeof testEnvironments>> & { workspaceId: string };
let world: World;

test.beforeEach(async () => {
  const environments = await testEnvironments(NOW);
  const workspace = await environments.db.workspace.findFirstOrThrow();
  world = { ...environments, workspaceId: workspace.id };
});
test.afterEach(() => world.close());

/** The link that is printed while there is no admin. */
async function firstAdminToken(): Promise<string> {
  const token = newToken();
  await world.db.invitation.create({
    data: {
      id: newId('invitation', NOW),
      workspaceId: world.workspaceId,
      email: null,
      role: 'admin',
      tokenHash: hashSecret(token),
      createdAt: NOW,
      expiresAt: new Date(NOW.getTime() + 1000),
    },
  });
  return token;
}

async function invite(email: string, now = NOW): Promise<string> {
  const { path } = await inviteMember({ ...world.workspace, now }, { email, role: 'developer' });
  return path.replace('/invite/', '');
}

function accept(token: string, more: { email?: string; now?: Date; workspaceName?: string } = {}) {
  const { now = NOW, ...typed } = more;
  return acceptInvitation(
    { token, ipAddress: '192.0.2.1', now, name: 'Ada', password: PASSWORD, ...typed },
    world.db,
  );
}

test('the first admin chooses address, password and the name of the workspace', async () => {
  const token = await firstAdminToken();
  await accept(token, { email: 'ada@example.com', workspaceName: 'Analytical Engines' });
  const member = await world.db.teamMember.findUniqueOrThrow({ where: { email: 'ada@example.com' } });
  expect(member).toMatchObject({ name: 'Ada', role: 'admin', workspaceId: world.workspaceId });
  expect(await verifyPassword(member.passwordHash, PASSWORD)).toBe(true);
  const workspace = await world.db.workspace.findFirstOrThrow();
  expect(workspace.name).toBe('Analytical Engines');
});

test('an invited member gets the invited address and role, whatever is posted', async () => {
  const token = await invite('Grace@Example.com');
  expect(await openInvitation({ token, ipAddress: null, now: NOW }, world.db)).toEqual({
    workspaceName: 'Test',
    email: 'grace@example.com',
  });
  const { email } = await accept(token, { email: 'mallory@example.com', workspaceName: 'Taken over' });
  expect(email).toBe('grace@example.com');
  const member = await world.db.teamMember.findUniqueOrThrow({ where: { email } });
  expect(member.role).toBe('developer');
  expect((await world.db.workspace.findFirstOrThrow()).name).toBe('Test');
});

test('a link that was used, revoked, has expired or never existed answers alike', async () => {
  const used = await invite('one@example.com');
  await accept(used);
  const revoked = await invite('two@example.com');
  await invite('two@example.com');
  const expired = await invite('three@example.com', new Date(NOW.getTime() - INVITATION_DAYS * 86_400_000));
  for (const token of [used, revoked, expired, newToken(), '']) {
    expect(await openInvitation({ token, ipAddress: null, now: NOW }, world.db)).toBeNull();
    await expect(accept(token)).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await world.db.teamMember.count()).toBe(1);
});

test('of ten people who accept one link at once, one becomes a member', async () => {
  const token = await firstAdminToken();
  const attempts = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) => accept(token, { email: `admin${index}@example.com` })),
  );
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await world.db.teamMember.count()).toBe(1);
});

test('two first-admin links make one admin, at once or one after the other', async () => {
  const tokens = [await firstAdminToken(), await firstAdminToken()];
  const attempts = await Promise.allSettled(
    tokens.map((token, index) => accept(token, { email: `admin${index}@example.com` })),
  );
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const late = await firstAdminToken();
  expect(await openInvitation({ token: late, ipAddress: null, now: NOW }, world.db)).toBeNull();
  expect(await world.db.teamMember.count()).toBe(1);
});

test('an address that has an account is refused and the link stays good', async () => {
  // Since the invitation, they got an account in another way.
  const again = await invite('ada@example.com');
  await accept(await firstAdminToken(), { email: 'ada@example.com' });
  await expect(accept(again)).rejects.toMatchObject({ code: 'conflict' });
  expect(await openInvitation({ token: again, ipAddress: null, now: NOW }, world.db)).not.toBeNull();
});

test('an address that is none is refused beside its field', async () => {
  const token = await firstAdminToken();
  for (const email of ['', 'ada', 'ada@', 'a da@example.com']) {
    await expect(accept(token, { email })).rejects.toMatchObject({ fields: [{ field: 'email' }] });
  }
});

test('links opened too often from one address are refused for a while', async () => {
  const open = (ipAddress: string) => openInvitation({ token: 'guess', ipAddress, now: NOW }, world.db);
  for (let count = 0; count < 60; count++) await open('192.0.2.7');
  await expect(open('192.0.2.7')).rejects.toMatchObject({ code: 'rate_limited' });
  expect(await open('192.0.2.8')).toBeNull();
});

test('a password has at least 12 characters and at most 256', () => {
  const parse = (password: string) => acceptInvitationInput.safeParse({ name: 'Ada', password }).success;
  expect([parse('x'.repeat(11)), parse('x'.repeat(12)), parse('x'.repeat(257))]).toEqual([
    false,
    true,
    false,
  ]);
});

test('a form is told of all its mistakes at once', () => {
  const typed = { name: ' ', email: 'notanemail', password: 'short' };
  const { error } = acceptInvitationInput.safeParse(typed);
  expect(error?.issues.map(({ path }) => path[0])).toEqual(['name', 'email', 'password']);
  const password = 'correct horse battery';
  expect(acceptInvitationInput.safeParse({ name: 'Ada', password }).success).toBe(true);
});
