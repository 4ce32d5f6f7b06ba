import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { AppError } from '#lib/errors.ts';
import { unseal } from '#lib/secrets.ts';
import type { MemberContext } from './context.ts';
import { passkeyAnswerFits } from './passkeys.ts';
import { looksLikeRecoveryCode, recoveryCodeHash } from './recovery-codes.ts';
import { matchingStep } from './totp.ts';

/** What a person gives to prove who they are: digits of an app, a recovery code, or a passkey's answer. */
export type FactorProof =
  | { kind: 'code'; code: string }
  | { kind: 'passkey'; response: AuthenticationResponseJSON; origin: string };

const QUARTER_HOUR = { events: 10, windowSeconds: 15 * 60 };
const DAY = { events: 50, windowSeconds: 24 * 60 * 60 };

/** Counts an attempt of a member to prove themselves; throws `rate_limited` when there were too many. */
export async function countAttempt({ data, member, now }: MemberContext): Promise<void> {
  const allowed = await Promise.all([
    data.withinLimit(`second-factor:${member.id}`, QUARTER_HOUR, now),
    data.withinLimit(`second-factor-day:${member.id}`, DAY, now),
  ]);
  if (allowed.includes(false)) {
    throw new AppError('rate_limited', 'Too many attempts. Wait 15 minutes, then try again.');
  }
}

/**
 * Which factor a proof is good for, or null. Uses it up: a time step, a recovery code and a challenge are each
 * good once. Recovery codes count only with `recoveryCodes`. The caller counts attempts first.
 */
export async function usedFactor(
  ctx: MemberContext,
  proof: FactorProof,
  options: { purpose: 'second_step' | 'confirm'; recoveryCodes: boolean },
): Promise<'totp' | 'recovery_code' | 'passkey' | null> {
  const { data, member, now } = ctx;
  if (proof.kind === 'passkey') {
    return (await passkeyAnswerFits(ctx, { ...proof, purpose: options.purpose })) ? 'passkey' : null;
  }
  if (looksLikeRecoveryCode(proof.code)) {
    if (!options.recoveryCodes) return null;
    const hash = recoveryCodeHash(member.id, proof.code);
    return (await data.memberFactors.useRecoveryCode(member.id, hash, now)) ? 'recovery_code' : null;
  }
  return (await useTotpCode(ctx, proof.code, { confirmed: true })) ? 'totp' : null;
}

/** Whether a code of the member's app is right and newer than the last one used; uses its time step up. */
export async function useTotpCode(
  { data, scope, member, now }: MemberContext,
  code: string,
  { confirmed }: { confirmed: boolean },
): Promise<boolean> {
  const row = await data.memberFactors.totp(member.id);
  if (!row || (row.confirmedAt !== null) !== confirmed) return false;
  const secret = unseal(row.secretSealed, totpPlace(scope.workspaceId, row.id));
  const step = matchingStep(secret, code, now);
  return step !== null && data.memberFactors.useTotpStep(member.id, step, now);
}

/** Where the sealed secret of an app lives. */
export function totpPlace(workspaceId: string, id: string) {
  return { environmentId: workspaceId, column: 'MemberTotp.secretSealed', row: id };
}
