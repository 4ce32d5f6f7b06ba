'use server';

import { accountAction } from '#lib/dashboard/admin-action.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { changePassword as change } from '#lib/security/change-password.ts';
import { confirmIdentity, requireConfirmed } from '#lib/security/confirm-identity.ts';
import * as factors from '#lib/security/factors.ts';
import * as schema from '#lib/security/own-sign-in.schema.ts';
import { readNewPasskeyAnswer } from '#lib/security/passkey-answer.ts';
import { passkeyCreationOptions, passkeyRequestOptions } from '#lib/security/passkeys.ts';
import { proofOf } from '#lib/security/proof.ts';

/**
 * What members do about their own sign-in, in their settings and, where the workspace demands a second factor, on the
 * way in. None of them refreshes the page: recovery codes are shown by the dialog that got them.
 */

const ENROLLING = { arriving: ['set_up_factor'], signedIn: true } as const;
const SIGNED_IN = { arriving: [], signedIn: true } as const;

/** Proves again, by password, code or passkey, who is there. */
export const confirm = accountAction(
  { ...ENROLLING, input: schema.confirmInput },
  async ({ input, ...ctx }) => {
    const { password } = input;
    await confirmIdentity(ctx, password !== undefined ? { kind: 'password', password } : proofOf(input));
    return 'Thank you. You can change how you sign in for ten minutes.';
  },
);

export const beginPasskeyConfirmation = accountAction(
  { ...ENROLLING, input: schema.nothing },
  async (ctx) => ({
    message: 'Your browser asks for your passkey.',
    result: await passkeyRequestOptions(ctx, { origin: env().http.url, purpose: 'confirm' }),
  }),
);

/** The QR code and key of a new authenticator app. Asked for by post, so that no page or cache ever holds it. */
export const beginTotp = accountAction({ ...ENROLLING, input: schema.nothing }, async (ctx) => ({
  message: 'Scan the code with your authenticator app.',
  result: await factors.beginTotp(ctx),
}));

export const confirmTotp = accountAction(
  { ...ENROLLING, input: schema.totpCodeInput },
  async ({ input, ...ctx }) => ({
    message: 'The authenticator app is set up.',
    result: await factors.confirmTotp(ctx, { code: input.code ?? '' }),
  }),
);

export const beginPasskey = accountAction({ ...ENROLLING, input: schema.nothing }, async (ctx) => {
  await requireConfirmed(ctx);
  return {
    message: 'Your browser makes a passkey.',
    result: await passkeyCreationOptions(ctx, { origin: env().http.url }),
  };
});

export const addPasskey = accountAction(
  { ...ENROLLING, input: schema.newPasskeyInput },
  async ({ input, ...ctx }) => {
    const response = readNewPasskeyAnswer(input.answer);
    if (!response) throw new AppError('conflict', 'This passkey could not be added. Try again.');
    const { name } = input;
    return {
      message: `The passkey ${name} is ready.`,
      result: await factors.addPasskey(ctx, { name, response, origin: env().http.url }),
    };
  },
);

export const renamePasskey = accountAction(
  { ...SIGNED_IN, input: schema.passkeyNameInput },
  async ({ input, ...ctx }) => {
    await factors.renamePasskey(ctx, input);
    return `The passkey is called ${input.name} now.`;
  },
);

export const removePasskey = accountAction(
  { ...SIGNED_IN, input: schema.passkeyIdInput },
  async ({ input, ...ctx }) => {
    const name = await factors.removePasskey(ctx, input);
    return `The passkey ${name} no longer works here.`;
  },
);

export const removeTotp = accountAction({ ...SIGNED_IN, input: schema.nothing }, async (ctx) => {
  await factors.removeTotp(ctx);
  return 'The authenticator app was removed.';
});

export const regenerateRecoveryCodes = accountAction(
  { ...SIGNED_IN, input: schema.nothing },
  async (ctx) => ({
    message: 'The old recovery codes no longer work.',
    result: { recoveryCodes: await factors.regenerateRecoveryCodes(ctx) },
  }),
);

/** Changes the password; other browsers of the member are signed out. */
export const changePassword = accountAction(
  { ...SIGNED_IN, input: schema.changePasswordInput },
  async ({ input, ...ctx }) => {
    const ended = await change(ctx, input);
    if (ended === 0) return 'Your password was changed.';
    return `Your password was changed, and ${ended} other ${ended === 1 ? 'session was' : 'sessions were'} signed out.`;
  },
);
