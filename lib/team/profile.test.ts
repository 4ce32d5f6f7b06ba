import { expect, test } from '@playwright/test';
import { SESSION_IDLE_MS } from '#lib/auth/sign-in.ts';
import type { MemberContext } from '#lib/data/context.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { endOtherSessions, endSession, profile, saveNotifications } from './profile.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const HOUR = 60 * 60 * 1000;

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
});
test.afterEach(() => world.close());

async function join(email: string, role: 'admin' | 'support'): Promise<MemberContext> {
  const { workspaceId } = world.workspace.scope;
  const id = newId('teamMember', NOW);
  await world.db.teamMember.create({
    data: { id, workspaceId, email, name: email, role, createdAt: NOW, updatedAt: NOW },
  });
  const ctx = { ...world.workspace, member: { id, dashboardSessionId: '' } };
  return { ...ctx, member: { id, dashboardSessionId: await signIn(ctx) } };
}

async function signIn(
  ctx: MemberContext,
  more: { lastSeenAt?: Date; expiresAt?: Date; revokedAt?: Date; secondFactorDue?: boolean } = {},
): Promise<string> {
  const id = newId('dashboardSession', NOW);
  await world.db.dashboardSession.create({
    data: {
      id,
      workspaceId: ctx.scope.workspaceId,
      teamMemberId: ctx.member.id,
      createdAt: NOW,
      lastSeenAt: NOW,
      expiresAt: new Date(NOW.getTime() + HOUR),
      ...more,
    },
  });
  return id;
}

const sessionIds = async (ctx: MemberContext) => (await profile(ctx)).sessions.map(({ id }) => id);

test('only browsers that still get in are listed, this one first', async () => {
  const ada = await join('ada@example.com', 'admin');
  const other = await signIn(ada);
  await signIn(ada, { revokedAt: NOW });
  await signIn(ada, { expiresAt: NOW });
  await signIn(ada, { lastSeenAt: new Date(NOW.getTime() - SESSION_IDLE_MS - 1) });
  await signIn(ada, { secondFactorDue: true });
  await join('grace@example.com', 'support');
  expect(await sessionIds(ada)).toEqual([ada.member.dashboardSessionId, other]);
});

test('one can sign out one’s own other browsers, not this one and nobody else’s', async () => {
  const ada = await join('ada@example.com', 'admin');
  const grace = await join('grace@example.com', 'support');
  const [phone, tablet] = [await signIn(ada), await signIn(ada)];
  await expect(endSession(ada, { id: ada.member.dashboardSessionId })).rejects.toMatchObject({
    code: 'conflict',
  });
  const foreign = endSession(ada, { id: grace.member.dashboardSessionId });
  await expect(foreign).rejects.toMatchObject({ code: 'entity_not_found' });
  await endSession(ada, { id: phone });
  expect((await sessionIds(ada)).sort()).toEqual([ada.member.dashboardSessionId, tablet].sort());
  expect(await endOtherSessions(ada)).toBe(1);
  expect(await sessionIds(ada)).toEqual([ada.member.dashboardSessionId]);
  expect(await sessionIds(grace)).toHaveLength(1);
});

test('mails go to those who want them and whose role may know', async () => {
  const ada = await join('ada@example.com', 'admin');
  const grace = await join('grace@example.com', 'support');
  const { members } = ada.data;
  const wanting = async (kind: Parameters<typeof members.wanting>[0]) =>
    (await members.wanting(kind)).map(({ email }) => email);
  expect(await wanting('certificate_expiry')).toEqual(['ada@example.com', 'grace@example.com']);
  expect(await wanting('billing')).toEqual(['ada@example.com']);
  expect((await profile(grace)).notifications.map(({ kind }) => kind)).toEqual([
    'certificate_expiry',
    'failed_logins',
  ]);
  const all = { certificate_expiry: true, failed_logins: true, new_members: true, billing: true };
  await saveNotifications(ada, { ...all, certificate_expiry: false, new_members: false });
  await saveNotifications(grace, { ...all, failed_logins: false, billing: false });
  expect(await wanting('certificate_expiry')).toEqual(['grace@example.com']);
  expect(await wanting('failed_logins')).toEqual(['ada@example.com']);
  expect(await wanting('new_members')).toEqual([]);
  // What Grace could not see, she did not switch off: as an Admin she would get it.
  await members.setRole(grace.member.id, 'admin', NOW);
  expect(await wanting('billing')).toEqual(['ada@example.com', 'grace@example.com']);
});
