import { hashPassword, verifyPassword } from '#lib/auth/password.ts';
import { AppError, invalidField } from '#lib/errors.ts';
import type { MemberContext } from './context.ts';
import { countAttempt } from './factor-proof.ts';

/**
 * Changes the member's password and ends their sessions in other browsers; returns how many those were. The current
 * password is asked for every time, however lately the person has proved themselves. Throws `rate_limited`, or
 * `invalid_request_parameters` on `currentPassword` or `password`.
 */
export async function changePassword(
  ctx: MemberContext,
  input: { currentPassword: string; password: string },
): Promise<number> {
  await countAttempt(ctx);
  const { data, member, now } = ctx;
  const { passwordHash: old, email, name } = await data.signInSessions.credentials(member.id);
  if (old === null)
    throw new AppError('conflict', 'You sign in through SSO. There is no password to change.');
  if (!(await verifyPassword(old, input.currentPassword))) {
    throw invalidField('currentPassword', 'This is not your password.');
  }
  if (input.password.toLowerCase().includes(email)) {
    throw invalidField('password', 'Choose a password that does not contain your email address.');
  }
  if (await verifyPassword(old, input.password)) {
    throw invalidField('password', 'This is the password you have. Choose another one.');
  }
  const passwordHash = await hashPassword(input.password);
  return data.transaction(async (rows) => {
    await rows.signInSessions.setPassword(member.id, passwordHash, now);
    const ended = await rows.signInSessions.endOthers(member.id, member.dashboardSessionId, now);
    await rows.auditLog.record(ctx, {
      action: 'member.password_changed',
      target: { type: 'member', id: member.id, name: email },
      after: { sessionsEnded: ended },
    });
    const sent = { name, ipAddress: ctx.actor.ipAddress, at: now };
    await rows.mail.queue(ctx, { to: email, template: 'password_changed', data: sent });
    return ended;
  });
}
