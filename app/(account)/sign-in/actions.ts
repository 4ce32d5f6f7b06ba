'use server';

import { redirect } from 'next/navigation';
import { callbackPath } from '#lib/auth/callback-path.ts';
import { signInHere } from '#lib/auth/plain-sign-in.ts';
import { SESSION_MAX_AGE_SECONDS } from '#lib/auth/sign-in.ts';
import { passkeyOptionsForStranger, type WayToSignIn, wayToSignIn } from '#lib/auth/way-to-sign-in.ts';
import { now } from '#lib/clock.ts';
import { accountAction } from '#lib/dashboard/admin-action.ts';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { SIGN_IN_WORDS } from '#lib/dashboard/sign-in-words.ts';
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

/** Email and password at once, from a browser without JavaScript; goes on to where it was going. */
export async function signInPlainly(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  const text = (name: string, most: number) =>
    String(form.get(name) ?? '')
      // PostgreSQL keeps no NUL, and no address has one.
      .replaceAll('\0', '')
      .slice(0, most);
  const email = text('email', 320).trim();
  const password = text('password', 256);
  const refused = (message: string, fields: Record<string, string> = {}): FormState<never> => ({
    status: 'refused',
    message,
    fields,
    values: { email },
  });
  // Sent before the page was ready, which then asks for a password once it has the address.
  if (!form.has('password')) return refused('The page was still loading. Press the button once more.');
  const fields = {
    ...(email === '' ? { email: 'Enter your email address.' } : {}),
    ...(password === '' ? { password: 'Enter your password.' } : {}),
  };
  if (Object.keys(fields).length > 0) return refused('Please fill in the marked fields.', fields);
  const outcome = await signInHere({ email, password });
  if (outcome?.ok) redirect(callbackPath(text('callbackUrl', 4096)));
  if (outcome?.reason === 'sso_required') {
    return refused(
      'Your company signs in through SSO, which needs JavaScript. Switch it on for this address.',
    );
  }
  return refused(SIGN_IN_WORDS[outcome?.reason ?? 'unavailable']);
}

/** The second step of signing in, by code, recovery code or passkey. */
export const passStep = accountAction(
  { arriving: ['second_step'], signedIn: false, input: secondStepInput },
  async ({ input, ...ctx }) => {
    await passSecondStep(ctx, proofOf(input), SESSION_MAX_AGE_SECONDS);
    if (input.next !== undefined) redirect(callbackPath(input.next));
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
