import { verifyPassword } from '#lib/auth/password.ts';
import { AppError, invalidField } from '#lib/errors.ts';
import type { MemberContext } from './context.ts';
import { countAttempt, type FactorProof, usedFactor } from './factor-proof.ts';

/** How long a proof counts. */
export const CONFIRMED_FOR_MINUTES = 10;

/** How a member can prove again who they are. `signIn` is for those who have nothing but SSO. */
export type ConfirmWays = { password: boolean; code: boolean; passkey: boolean; signIn: boolean };

/**
 * Whether the person of this browser has proved themselves in the last ten minutes, by password or factor. Signing
 * in counts for those who could give nothing else, and for a first factor that the workspace demands.
 */
export async function isConfirmed(ctx: MemberContext): Promise<boolean> {
  const { data, member, now } = ctx;
  const session = await data.signInSessions.session(member.dashboardSessionId);
  if (!session) return false;
  const recent = (at: Date | null) =>
    at !== null && now.getTime() - at.getTime() < CONFIRMED_FOR_MINUTES * 60_000;
  if (recent(session.confirmedAt)) return true;
  if (!recent(session.createdAt)) return false;
  const ways = await confirmWays(ctx);
  if (ways.code || ways.passkey) return false;
  return ways.signIn || (await data.authenticationPolicy.requireMfa());
}

/** Throws `forbidden` unless the person has proved themselves lately. */
export async function requireConfirmed(ctx: MemberContext): Promise<void> {
  if (!(await isConfirmed(ctx))) {
    throw new AppError('forbidden', 'Confirm that it is you first. Close this and try again.');
  }
}

export async function confirmWays({ data, member }: MemberContext): Promise<ConfirmWays> {
  const [{ passwordHash }, totp, passkeys] = await Promise.all([
    data.signInSessions.credentials(member.id),
    data.memberFactors.totp(member.id),
    data.memberFactors.passkeys(member.id),
  ]);
  const ways = {
    password: passwordHash !== null,
    code: totp?.confirmedAt != null,
    passkey: passkeys.length > 0,
  };
  return { ...ways, signIn: !ways.password && !ways.code && !ways.passkey };
}

/** Proves by password, code or passkey that the person is there. Throws `rate_limited` or names the wrong field. */
export async function confirmIdentity(
  ctx: MemberContext,
  proof: FactorProof | { kind: 'password'; password: string },
): Promise<void> {
  await countAttempt(ctx);
  const { data, member, now } = ctx;
  if (proof.kind === 'password') {
    const { passwordHash } = await data.signInSessions.credentials(member.id);
    if (!(await verifyPassword(passwordHash, proof.password))) {
      throw invalidField('password', 'This is not your password.');
    }
  } else if (!(await usedFactor(ctx, proof, { purpose: 'confirm', recoveryCodes: false }))) {
    if (proof.kind === 'passkey') throw new AppError('conflict', 'This passkey was not accepted. Try again.');
    throw invalidField('code', 'This code is not right, or was used before. Wait for the next one.');
  }
  await data.signInSessions.confirm(member.dashboardSessionId, now);
}
