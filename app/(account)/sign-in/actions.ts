'use server';

import { SESSION_MAX_AGE_SECONDS } from '#lib/auth/sign-in.ts';
import { passkeyOptionsForStranger, type WayToSignIn, wayToSignIn } from '#lib/auth/way-to-sign-in.ts';
import { now } from '#lib/clock.ts';
import { accountAction } from '#lib/dashboard/admin-action.ts';
import { env } from '#lib/env.ts';
import { nothing, secondStepInput } from '#lib/security/own-sign-in.schema.ts';
import { passkeyRequestOptions } from '#lib/security/passkeys.ts';
import { proofOf } from '#lib/security/proof.ts';
import { passSecondStep } from '#lib/security/second-step.ts';

/** How people of this address's domain sign in. Says nothing about the address itself. */
export async function chooseWay(email: string): Promise<WayToSignIn> {
  return wayToSignIn(String(email).slice(0, 320));
}

/** What the browser needs to ask for a passkey before anybody is known. */
export async function beginPasskeySignIn() {
  return passkeyOptionsForStranger(env().http.url, now());
}

/** The second step of signing in, by code, recovery code or passkey. */
export const passStep = accountAction(
  { arriving: ['second_step'], signedIn: false, input: secondStepInput },
  async ({ input, ...ctx }) => {
    await passSecondStep(ctx, proofOf(input), SESSION_MAX_AGE_SECONDS);
    return 'You are signed in.';
  },
);

/** What the browser needs to ask for a passkey as second step. */
export const beginPasskeyStep = accountAction(
  { arriving: ['second_step'], signedIn: false, input: nothing },
  async (ctx) => ({
    message: 'Your browser asks for your passkey.',
    result: await passkeyRequestOptions(ctx, { origin: env().http.url, purpose: 'second_step' }),
  }),
);
