import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { violatedUnique } from '#lib/data/unique.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { newTotpSecret, seal } from '#lib/secrets.ts';
import { type ConfirmWays, confirmWays, isConfirmed, requireConfirmed } from './confirm-identity.ts';
import type { MemberContext } from './context.ts';
import { countAttempt, totpPlace, useTotpCode } from './factor-proof.ts';
import { readNewPasskey } from './passkeys.ts';
import { replaceRecoveryCodes } from './recovery-codes.ts';
import { type TotpSetup, totpSetup } from './totp.ts';

/** What a member sees of their own factors. Times are ISO 8601. */
export type SecurityView = {
  hasPassword: boolean;
  /** Whether the workspace demands a second factor. */
  required: boolean;
  appSince: string | null;
  passkeys: { id: string; name: string; createdAt: string; lastUsedAt: string | null; backedUp: boolean }[];
  /** Null while there is no factor to recover. */
  recovery: { left: number; madeAt: string } | null;
  confirmed: boolean;
  ways: ConfirmWays;
};

/** The recovery codes that came with a first factor, to be shown once; null when there were some already. */
export type FactorAdded = { recoveryCodes: string[] | null };

/** The member's factors, and how they can prove themselves to change them. */
export async function securityView(ctx: MemberContext): Promise<SecurityView> {
  const { data, member } = ctx;
  const [totp, passkeys, left, madeAt, required, confirmed, ways] = await Promise.all([
    data.memberFactors.totp(member.id),
    data.memberFactors.passkeys(member.id),
    data.memberFactors.unusedRecoveryCodes(member.id),
    data.memberFactors.recoveryCodesMadeAt(member.id),
    data.authenticationPolicy.requireMfa(),
    isConfirmed(ctx),
    confirmWays(ctx),
  ]);
  return {
    hasPassword: ways.password,
    required,
    appSince: totp?.confirmedAt?.toISOString() ?? null,
    passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt, backedUp }) => ({
      id,
      name,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      backedUp,
    })),
    recovery: madeAt ? { left, madeAt: madeAt.toISOString() } : null,
    confirmed,
    ways,
  };
}

/** Begins setting up an authenticator app; nothing counts until a code of it was given. */
export async function beginTotp(ctx: MemberContext): Promise<TotpSetup> {
  await requireConfirmed(ctx);
  const { data, scope, member, now } = ctx;
  const secret = newTotpSecret();
  await data.transaction(async (rows) => {
    await rows.memberFactors.lock(member.id);
    if ((await rows.memberFactors.totp(member.id))?.confirmedAt) {
      throw new AppError('conflict', 'You have an authenticator app already. Remove it first.');
    }
    const id = newId('memberTotp', now);
    const secretSealed = seal(secret, totpPlace(scope.workspaceId, id));
    await rows.memberFactors.beginTotp({ id, teamMemberId: member.id, secretSealed, now });
  });
  return totpSetup(secret, { account: member.email, issuer: 'Gatehouse' });
}

/** Finishes the set-up with a code of the app. Throws `invalid_request_parameters` on `code`. */
export async function confirmTotp(ctx: MemberContext, input: { code: string }): Promise<FactorAdded> {
  await requireConfirmed(ctx);
  await countAttempt(ctx);
  if (!(await useTotpCode(ctx, input.code, { confirmed: false }))) {
    throw invalidField('code', 'This code is not right. Enter the one the app shows now.');
  }
  return ctx.data.transaction(async (rows) => {
    await rows.memberFactors.lock(ctx.member.id);
    if (!(await rows.memberFactors.confirmTotp(ctx.member.id, ctx.now))) {
      throw new AppError('conflict', 'This set-up was begun again elsewhere. Start over.');
    }
    return factorAdded(ctx, rows, { kind: 'authenticator app', name: 'Authenticator app' });
  });
}

/** Adds a passkey that the browser has just made. */
export async function addPasskey(
  ctx: MemberContext,
  input: { origin: string; name: string; response: RegistrationResponseJSON },
): Promise<FactorAdded> {
  await requireConfirmed(ctx);
  const passkey = await readNewPasskey(ctx, input);
  try {
    return await ctx.data.transaction(async (rows) => {
      await rows.memberFactors.lock(ctx.member.id);
      await rows.memberFactors.addPasskey({ ...passkey, now: ctx.now });
      return factorAdded(ctx, rows, { kind: 'passkey', name: passkey.name });
    });
  } catch (error) {
    if (!violatedUnique(error)) throw error;
    throw new AppError('conflict', 'This passkey is in use already.');
  }
}

export async function renamePasskey(ctx: MemberContext, input: { id: string; name: string }): Promise<void> {
  const { data, member } = ctx;
  await data.transaction(async (rows) => {
    await rows.memberFactors.lock(member.id);
    const passkey = (await rows.memberFactors.passkeys(member.id)).find(({ id }) => id === input.id);
    if (!passkey) throw entityNotFound('Passkey', input.id);
    await rows.memberFactors.renamePasskey(member.id, input.id, input.name);
    await rows.auditLog.record(ctx, {
      action: 'member_factor.updated',
      target: target(ctx),
      before: { name: passkey.name },
      after: { name: input.name },
    });
  });
}

/** Removes the authenticator app. Throws `conflict` when it is the last factor and the workspace demands one. */
export async function removeTotp(ctx: MemberContext): Promise<void> {
  await requireConfirmed(ctx);
  await ctx.data.transaction(async (rows) => {
    await rows.memberFactors.lock(ctx.member.id);
    const row = await rows.memberFactors.totp(ctx.member.id);
    if (!row?.confirmedAt) throw new AppError('conflict', 'There is no authenticator app to remove.');
    await rows.memberFactors.removeTotp(ctx.member.id);
    await factorRemoved(ctx, rows, { kind: 'authenticator app', name: 'Authenticator app' });
  });
}

/** Removes one passkey, under the same condition. */
export async function removePasskey(ctx: MemberContext, input: { id: string }): Promise<string> {
  await requireConfirmed(ctx);
  return ctx.data.transaction(async (rows) => {
    await rows.memberFactors.lock(ctx.member.id);
    const passkey = (await rows.memberFactors.passkeys(ctx.member.id)).find(({ id }) => id === input.id);
    if (!passkey) throw entityNotFound('Passkey', input.id);
    await rows.memberFactors.removePasskey(ctx.member.id, input.id);
    await factorRemoved(ctx, rows, { kind: 'passkey', name: passkey.name });
    return passkey.name;
  });
}

/** Ten fresh recovery codes, shown once; the old ones stop working. */
export async function regenerateRecoveryCodes(ctx: MemberContext): Promise<string[]> {
  await requireConfirmed(ctx);
  return ctx.data.transaction(async (rows) => {
    await rows.memberFactors.lock(ctx.member.id);
    if (!(await hasFactor(ctx, rows))) {
      throw new AppError('conflict', 'Recovery codes replace a second factor. Add one first.');
    }
    await rows.auditLog.record(ctx, { action: 'recovery_codes.replaced', target: target(ctx) });
    return replaceRecoveryCodes(rows, ctx.member.id, ctx.now);
  });
}

async function hasFactor({ member }: MemberContext, rows: WorkspaceRepositories): Promise<boolean> {
  const totp = await rows.memberFactors.totp(member.id);
  return totp?.confirmedAt != null || (await rows.memberFactors.passkeys(member.id)).length > 0;
}

type Factor = { kind: string; name: string };
const target = ({ member }: MemberContext) => ({ type: 'member', id: member.id, name: member.email });

async function factorAdded(
  ctx: MemberContext,
  rows: WorkspaceRepositories,
  factor: Factor,
): Promise<FactorAdded> {
  const { member, now } = ctx;
  await rows.auditLog.record(ctx, { action: 'member_factor.created', target: target(ctx), after: factor });
  // Whoever sets one up has it at hand: this browser need not show it again.
  await rows.signInSessions.noteSecondFactor(member.dashboardSessionId, now);
  const known = await rows.memberFactors.recoveryCodesMadeAt(member.id);
  return { recoveryCodes: known ? null : await replaceRecoveryCodes(rows, member.id, now) };
}

async function factorRemoved(ctx: MemberContext, rows: WorkspaceRepositories, factor: Factor): Promise<void> {
  await rows.auditLog.record(ctx, { action: 'member_factor.deleted', target: target(ctx), before: factor });
  if (await hasFactor(ctx, rows)) return;
  if (await rows.authenticationPolicy.requireMfa()) {
    throw new AppError(
      'conflict',
      'Your workspace requires a second factor, and this is your last one. Add another first.',
    );
  }
  await rows.memberFactors.removeRecoveryCodes(ctx.member.id);
}
