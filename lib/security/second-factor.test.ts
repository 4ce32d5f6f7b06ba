import { expect, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { hashPassword, verifyPassword } from '#lib/auth/password.ts';
import { memberOfSession } from '#lib/auth/sign-in.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { changePassword } from './change-password.ts';
import { confirmIdentity } from './confirm-identity.ts';
import type { MemberContext } from './context.ts';
import { beginTotp, confirmTotp, regenerateRecoveryCodes, removeTotp } from './factors.ts';
import { passSecondStep } from './second-step.ts';
import { testMember } from './test-members.ts';
import { matchingStep } from './totp.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const PASSWORD = 'correct horse battery staple';
const LIFETIME = 3600;
const seconds = (count: number) => new Date(NOW.getTime() + count * 1000);

let world: Awaited<ReturnType<typeof testEnvironments>>;
let passwordHash: string;
test.beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
});
test.afterEach(() => world.close());

const at = (ctx: MemberContext, count: number): MemberContext => ({ ...ctx, now: seconds(count) });
const code = (secret: Secret, count: number) =>
  new TOTP({ secret }).generate({ timestamp: seconds(count).getTime() });
const proof = (text: string) => ({ kind: 'code', code: text }) as const;
const byPassword = { kind: 'password', password: PASSWORD } as const;
const onCode = { fields: [{ field: 'code' }] };

/** A member with an authenticator app, and their recovery codes. */
async function enrolled() {
  const ctx = await testMember(world, { email: 'ada@example.com', passwordHash });
  await confirmIdentity(ctx, byPassword);
  const { key } = await beginTotp(ctx);
  const secret = Secret.fromBase32(key.replaceAll(' ', ''));
  const { recoveryCodes } = await confirmTotp(ctx, { code: code(secret, 0) });
  return { ctx, secret, recoveryCodes: recoveryCodes ?? [] };
}

/** Makes the browser's session wait for its second step, as signing in by password does. */
async function halfwayIn(ctx: MemberContext) {
  await world.db.dashboardSession.updateMany({
    where: { workspaceId: ctx.scope.workspaceId, id: ctx.member.dashboardSessionId },
    data: { secondFactorDue: true, secondFactorAt: null },
  });
}
const standing = async (ctx: MemberContext) =>
  (await memberOfSession(ctx.member.dashboardSessionId, ctx.now, world.db))?.standing;

test('a code counts within half a minute either way, in six digits', () => {
  const secret = new Secret({ size: 20 });
  const bytes = new Uint8Array(secret.buffer);
  const step = BigInt(NOW.getTime() / 30_000);
  expect(matchingStep(bytes, code(secret, 0), NOW)).toBe(step);
  expect(matchingStep(bytes, code(secret, -30), NOW)).toBe(step - 1n);
  expect(matchingStep(bytes, code(secret, 30), NOW)).toBe(step + 1n);
  expect(matchingStep(bytes, code(secret, -90), NOW)).toBeNull();
  expect(matchingStep(bytes, code(secret, 90), NOW)).toBeNull();
  for (const text of ['', '12345', '1234567', 'abcdef']) expect(matchingStep(bytes, text, NOW)).toBeNull();
});

test('a factor is added only by somebody who has just proved themselves, and counts from its first code on', async () => {
  const ctx = await testMember(world, { email: 'ada@example.com', passwordHash });
  await expect(beginTotp(ctx)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(confirmIdentity(ctx, { kind: 'password', password: 'wrong' })).rejects.toMatchObject({
    fields: [{ field: 'password' }],
  });
  await expect(beginTotp(ctx)).rejects.toMatchObject({ code: 'forbidden' });
  await confirmIdentity(ctx, byPassword);
  await expect(beginTotp(at(ctx, 601)), 'ten minutes later').rejects.toMatchObject({ code: 'forbidden' });
  const { key, qr } = await beginTotp(ctx);
  expect(qr.path).toMatch(/^M\d/);
  expect((await ctx.data.memberFactors.totp(ctx.member.id))?.confirmedAt).toBeNull();
  await expect(confirmTotp(ctx, { code: '000000' })).rejects.toMatchObject(onCode);
  const secret = Secret.fromBase32(key.replaceAll(' ', ''));
  const added = await confirmTotp(ctx, { code: code(secret, 0) });
  expect(new Set(added.recoveryCodes).size).toBe(10);
  const row = await ctx.data.memberFactors.totp(ctx.member.id);
  expect(Buffer.from(row?.secretSealed ?? []).includes(Buffer.from(secret.buffer))).toBe(false);
});

test('half signed in opens nothing; the right code opens it, and no code does so twice', async () => {
  const { ctx, secret } = await enrolled();
  await halfwayIn(ctx);
  expect(await standing(ctx)).toBe('second_step');
  const pass = (text: string, count: number) => passSecondStep(at(ctx, count), proof(text), LIFETIME);
  await expect(pass(code(secret, 0), 1), 'used at the set-up').rejects.toMatchObject(onCode);
  await expect(pass('000000', 60)).rejects.toMatchObject(onCode);
  expect(await standing(ctx)).toBe('second_step');
  await pass(code(secret, 60), 60);
  expect(await standing(ctx)).toBe('usable');
  await halfwayIn(ctx);
  await expect(pass(code(secret, 60), 61), 'the same again').rejects.toMatchObject(onCode);
  await expect(pass(code(secret, 30), 61), 'an older one').rejects.toMatchObject(onCode);
  expect(await standing(ctx)).toBe('second_step');
});

test('a session that waited too long, or was ended, is past any second step', async () => {
  const { ctx, secret } = await enrolled();
  await halfwayIn(ctx);
  const { workspaceId } = ctx.scope;
  const where = { workspaceId, id: ctx.member.dashboardSessionId };
  await world.db.dashboardSession.updateMany({ where, data: { expiresAt: seconds(30) } });
  await expect(passSecondStep(at(ctx, 60), proof(code(secret, 60)), LIFETIME)).rejects.toMatchObject({
    code: 'conflict',
  });
  await world.db.dashboardSession.updateMany({ where, data: { expiresAt: seconds(3600), revokedAt: NOW } });
  await expect(passSecondStep(at(ctx, 120), proof(code(secret, 120)), LIFETIME)).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('a recovery code works once, however it is typed, and not after new ones were made', async () => {
  const { ctx, recoveryCodes } = await enrolled();
  const [first = '', second = ''] = recoveryCodes;
  await halfwayIn(ctx);
  await passSecondStep(ctx, proof(` ${first.toLowerCase().replaceAll('-', ' ')} `), LIFETIME);
  expect(await standing(ctx)).toBe('usable');
  await halfwayIn(ctx);
  await expect(passSecondStep(ctx, proof(first), LIFETIME)).rejects.toMatchObject(onCode);
  const other = await testMember(world, { email: 'bo@example.com', passwordHash });
  await halfwayIn(other);
  await expect(passSecondStep(other, proof(second), LIFETIME), 'of somebody else').rejects.toMatchObject(
    onCode,
  );
  await regenerateRecoveryCodes(ctx);
  await expect(passSecondStep(ctx, proof(second), LIFETIME)).rejects.toMatchObject(onCode);
  expect(await ctx.data.memberFactors.unusedRecoveryCodes(ctx.member.id)).toBe(10);
  const rows = await world.db.memberRecoveryCode.findMany({ where: { workspaceId: ctx.scope.workspaceId } });
  expect(JSON.stringify(rows)).not.toContain(second);
});

test('a recovery code proves nobody’s presence for a change of factors', async () => {
  const { ctx, recoveryCodes } = await enrolled();
  await expect(confirmIdentity(ctx, proof(recoveryCodes[0] ?? ''))).rejects.toMatchObject(onCode);
});

test('attempts are counted over all ways to prove oneself', async () => {
  const { ctx, secret } = await enrolled();
  await halfwayIn(ctx);
  const limited = { code: 'rate_limited' };
  let refused = 0;
  for (let attempt = 0; attempt < 12; attempt++) {
    const error = await passSecondStep(ctx, proof('000000'), LIFETIME).catch((one: unknown) => one);
    if ((error as { code?: string }).code === 'rate_limited') refused++;
  }
  expect(refused).toBeGreaterThan(0);
  await expect(passSecondStep(ctx, proof(code(secret, 30)), LIFETIME)).rejects.toMatchObject(limited);
  await expect(confirmIdentity(ctx, byPassword)).rejects.toMatchObject(limited);
});

test('the last factor stays while the workspace demands one', async () => {
  const { ctx } = await enrolled();
  await ctx.data.authenticationPolicy.setRequireMfa(true, NOW);
  await expect(removeTotp(ctx)).rejects.toMatchObject({ code: 'conflict' });
  expect((await ctx.data.memberFactors.totp(ctx.member.id))?.confirmedAt).toEqual(NOW);
  await ctx.data.authenticationPolicy.setRequireMfa(false, NOW);
  await expect(removeTotp(at(ctx, 601))).rejects.toMatchObject({ code: 'forbidden' });
  await removeTotp(ctx);
  expect(await ctx.data.memberFactors.totp(ctx.member.id)).toBeNull();
  expect(await ctx.data.memberFactors.unusedRecoveryCodes(ctx.member.id)).toBe(0);
});

test('a new password needs the old one, ends the other browsers, and is told by mail', async () => {
  const ctx = await testMember(world, { email: 'ada@example.com', passwordHash });
  await confirmIdentity(ctx, byPassword);
  const password = 'another long password';
  await expect(changePassword(ctx, { currentPassword: 'wrong', password })).rejects.toMatchObject({
    fields: [{ field: 'currentPassword' }],
  });
  for (const bad of [PASSWORD, 'my ada@example.com password']) {
    await expect(changePassword(ctx, { currentPassword: PASSWORD, password: bad })).rejects.toMatchObject({
      fields: [{ field: 'password' }],
    });
  }
  expect(await changePassword(ctx, { currentPassword: PASSWORD, password })).toBe(0);
  const { passwordHash: now } = await ctx.data.signInSessions.credentials(ctx.member.id);
  expect(await verifyPassword(now, password)).toBe(true);
  const mails = await world.db.mail.findMany({ where: { workspaceId: ctx.scope.workspaceId } });
  expect(mails.map(({ template, to }) => [template, to])).toEqual([['password_changed', 'ada@example.com']]);
});
