import { AppError, invalidField } from '#lib/errors.ts';
import type { MemberContext } from './context.ts';
import { countAttempt, type FactorProof, usedFactor } from './factor-proof.ts';

/**
 * The second step of signing in: turns a session that opens nothing into one that lasts `lifetimeSeconds`. Throws
 * `rate_limited`, or names the field `code`; which factors the member has makes no difference to the answer.
 */
export async function passSecondStep(
  ctx: MemberContext,
  proof: FactorProof,
  lifetimeSeconds: number,
): Promise<void> {
  await countAttempt(ctx);
  const { data, member, now } = ctx;
  const used = await usedFactor(ctx, proof, { purpose: 'second_step', recoveryCodes: true });
  if (!used) {
    if (proof.kind === 'passkey') throw new AppError('conflict', 'This passkey was not accepted. Try again.');
    throw invalidField('code', 'This code is not right, or was used before.');
  }
  await data.transaction(async (rows) => {
    const expiresAt = new Date(now.getTime() + lifetimeSeconds * 1000);
    if (!(await rows.signInSessions.passSecondFactor(member.dashboardSessionId, expiresAt, now))) {
      throw new AppError('conflict', 'This sign-in took too long. Start again.');
    }
    if (used !== 'recovery_code') return;
    const left = await rows.memberFactors.unusedRecoveryCodes(member.id);
    await rows.auditLog.record(ctx, {
      action: 'recovery_code.used',
      target: { type: 'member', id: member.id, name: member.email },
      after: { left },
    });
  });
}
