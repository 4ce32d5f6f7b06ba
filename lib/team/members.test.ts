import { expect, test } from '@playwright/test';
import type { RoleName } from '#lib/auth/permissions.ts';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import type { MemberContext } from '#lib/data/context.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { acceptInvitation, openInvitation } from './accept-invitation.ts';
import { INVITATION_DAYS, inviteMember, resendInvitation, revokeInvitation } from './invite-member.ts';
import { changeRole, leaveWorkspace, listMembers, removeMember } from './members.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const DAY = 24 * 60 * 60 * 1000;

type World = Awaited<ReturnType<typeof testEnvironments>>;
let world: World;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
});
test.afterEach(() => world.close());

/** Makes a member and answers with the context of their own browser. */
async function join(email: string, role: RoleName, to = world.workspace): Promise<MemberContext> {
  const { workspaceId } = to.scope;
  const id = newId('teamMember', NOW);
  const times = { createdAt: NOW, updatedAt: NOW };
  const name = email.split('@')[0] ?? email;
  await world.db.teamMember.create({ data: { id, workspaceId, email, name, role, ...times } });
  const session = newId('dashboardSession', NOW);
  await world.db.dashboardSession.create({
    data: {
      id: session,
      workspaceId,
      teamMemberId: id,
      createdAt: NOW,
      lastSeenAt: NOW,
      expiresAt: new Date(NOW.getTime() + DAY),
    },
  });
  return { ...to, member: { id, dashboardSessionId: session } };
}

async function anotherWorkspace() {
  const id = newId('workspace', NOW);
  await world.db.workspace.create({ data: { id, name: 'Other', createdAt: NOW, updatedAt: NOW } });
  const scope = systemWorkspaceScope(id);
  return { ...world.workspace, scope, data: forWorkspace(scope, world.db) };
}

const role = async (ctx: MemberContext) => (await ctx.data.members.get(ctx.member.id))?.role;
const tokenOf = (path: string) => path.slice('/invite/'.length);
const opens = (path: string, now = NOW) =>
  openInvitation({ token: tokenOf(path), ipAddress: null, now }, world.db).then((view) => view !== null);
const audited = async () =>
  (
    await world.db.auditLogEntry.findMany({
      where: { workspaceId: world.workspace.scope.workspaceId },
      orderBy: { id: 'asc' },
      select: { action: true },
    })
  ).map(({ action }) => action);
const mails = () =>
  world.db.mail.findMany({
    where: { workspaceId: world.workspace.scope.workspaceId },
    orderBy: { id: 'asc' },
    select: { to: true, template: true },
  });

test('an address that is a member here is refused, and so is one of another workspace', async () => {
  const other = await anotherWorkspace();
  await join('grace@example.com', 'developer');
  await join('eve@example.com', 'developer', other);
  const invite = (email: string) => inviteMember(world.workspace, { email, role: 'support' });
  await expect(invite('Grace@Example.com')).rejects.toMatchObject({
    fields: [{ field: 'email', code: 'user_already_team_member' }],
  });
  await expect(invite('eve@example.com')).rejects.toMatchObject({
    fields: [{ field: 'email', code: 'user_belongs_to_another_team' }],
  });
  await expect(invite('not an address')).rejects.toMatchObject({ fields: [{ field: 'email' }] });
  expect(await mails()).toEqual([]);
  expect(await audited()).toEqual([]);
});

test('a pending address is sent the invitation again: the new link works, the old one ends', async () => {
  const first = await inviteMember(world.workspace, { email: 'a@example.com', role: 'support' });
  const second = await inviteMember(world.workspace, { email: 'A@example.com', role: 'admin' });
  expect([first.resent, second.resent]).toEqual([false, true]);
  expect([await opens(first.path), await opens(second.path)]).toEqual([false, true]);
  expect(await world.workspace.data.invitations.open()).toMatchObject([
    { email: 'a@example.com', role: 'admin' },
  ]);
  expect(await mails()).toEqual([
    { to: 'a@example.com', template: 'member_invitation' },
    { to: 'a@example.com', template: 'member_invitation' },
  ]);
  expect(await audited()).toEqual(['invitation.created', 'invitation.resent']);
});

test('an expired invitation is listed as such and can be sent again for another seven days', async () => {
  const reader = await join('ada@example.com', 'admin');
  const sent = await inviteMember(world.workspace, { email: 'a@example.com', role: 'support' });
  const later = { ...reader, now: new Date(NOW.getTime() + INVITATION_DAYS * DAY) };
  expect(await opens(sent.path, later.now)).toBe(false);
  expect((await listMembers(later)).invitations).toMatchObject([{ id: sent.id, expired: true }]);
  const again = await resendInvitation(later, { id: sent.id });
  expect(await opens(again.path, later.now)).toBe(true);
  expect((await listMembers(later)).invitations).toMatchObject([
    { id: again.id, role: 'support', expired: false },
  ]);
});

test('a revoked invitation opens nothing and is gone from the list', async () => {
  const { id, path } = await inviteMember(world.workspace, { email: 'a@example.com', role: 'support' });
  expect(await revokeInvitation(world.workspace, { id })).toBe('a@example.com');
  expect(await opens(path)).toBe(false);
  expect(await world.workspace.data.invitations.open()).toEqual([]);
  await expect(revokeInvitation(world.workspace, { id })).rejects.toMatchObject({ code: 'entity_not_found' });
  await expect(resendInvitation(world.workspace, { id })).rejects.toMatchObject({ code: 'entity_not_found' });
});

test('one address gets five invitations in an hour and no more', async () => {
  const invite = (minutes: number) =>
    inviteMember(
      { ...world.workspace, now: new Date(NOW.getTime() + minutes * 60_000) },
      { email: 'a@example.com', role: 'support' },
    );
  for (let count = 0; count < 5; count++) await invite(count);
  await expect(invite(59)).rejects.toMatchObject({ code: 'rate_limited' });
  await invite(61);
  expect(await mails()).toHaveLength(6);
});

test('whoever accepts joins, the Admins who want to know are told, and the log says who came', async () => {
  await join('ada@example.com', 'admin');
  const quiet = await join('quiet@example.com', 'admin');
  await quiet.data.members.setMutedNotifications(quiet.member.id, ['new_members'], NOW);
  await join('dev@example.com', 'developer');
  const { path } = await inviteMember(world.workspace, { email: 'new@example.com', role: 'support' });
  await acceptInvitation(
    { token: tokenOf(path), name: 'Newcomer', password: 'correct horse battery', ipAddress: null, now: NOW },
    world.db,
  );
  expect((await mails()).filter(({ template }) => template === 'new_member')).toEqual([
    { to: 'ada@example.com', template: 'new_member' },
  ]);
  expect(await audited()).toEqual(['invitation.created', 'member.joined']);
});

test('the only Admin can be neither demoted nor removed, and cannot leave', async () => {
  const ada = await join('ada@example.com', 'admin');
  await join('dev@example.com', 'developer');
  const { id } = ada.member;
  const confirmation = 'ada@example.com';
  await expect(changeRole(ada, { id, role: 'developer' })).rejects.toMatchObject({ code: 'conflict' });
  await expect(removeMember(ada, { id, confirmation })).rejects.toMatchObject({ code: 'conflict' });
  await expect(leaveWorkspace(ada)).rejects.toMatchObject({ code: 'conflict' });
  expect(await role(ada)).toBe('admin');
  await join('second@example.com', 'admin');
  await leaveWorkspace(ada);
  expect(await role(ada)).toBeUndefined();
});

test('of two Admins who demote, remove or leave at once, one stays Admin', async () => {
  const attempts: ((one: MemberContext, other: MemberContext) => [Promise<unknown>, Promise<unknown>])[] = [
    (one, other) => [
      changeRole(one, { id: other.member.id, role: 'support' }),
      changeRole(other, { id: one.member.id, role: 'support' }),
    ],
    (one, other) => [leaveWorkspace(one), leaveWorkspace(other)],
    (one, other) => [leaveWorkspace(one), changeRole(other, { id: other.member.id, role: 'support' })],
  ];
  for (const [round, attempt] of attempts.entries()) {
    await world.db.teamMember.deleteMany();
    const one = await join(`one${round}@example.com`, 'admin');
    const other = await join(`other${round}@example.com`, 'admin');
    const outcomes = await Promise.allSettled(attempt(one, other));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await one.data.members.admins()).toHaveLength(1);
  }
});

test('a removed member’s sessions are gone and their address can be invited again', async () => {
  const ada = await join('ada@example.com', 'admin');
  const { member } = await join('dev@example.com', 'developer');
  const wrong = removeMember(ada, { id: member.id, confirmation: 'dev' });
  await expect(wrong).rejects.toMatchObject({ fields: [{ field: 'confirmation' }] });
  await removeMember(ada, { id: member.id, confirmation: 'Dev@example.com ' });
  expect(await world.db.dashboardSession.count({ where: { id: member.dashboardSessionId } })).toBe(0);
  await inviteMember(ada, { email: 'dev@example.com', role: 'support' });
  expect(await audited()).toEqual(['member.removed', 'invitation.created']);
});

test('members and invitations of another workspace are as good as invented', async () => {
  const other = await anotherWorkspace();
  const ada = await join('ada@example.com', 'admin');
  const eve = await join('eve@example.com', 'admin', other);
  const { id } = await inviteMember(other, { email: 'a@example.com', role: 'support' });
  const missing = { code: 'entity_not_found' };
  const target = eve.member.id;
  await expect(changeRole(ada, { id: target, role: 'support' })).rejects.toMatchObject(missing);
  await expect(removeMember(ada, { id: target, confirmation: 'eve@example.com' })).rejects.toMatchObject(
    missing,
  );
  await expect(revokeInvitation(ada, { id })).rejects.toMatchObject(missing);
  await expect(resendInvitation(ada, { id })).rejects.toMatchObject(missing);
  const seen = await listMembers(ada);
  expect(seen.members.map(({ email }) => email)).toEqual(['ada@example.com']);
  expect(seen.invitations).toEqual([]);
});
