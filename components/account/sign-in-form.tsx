'use client';

import { signIn } from 'next-auth/react';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { PasswordInput } from './password-input.tsx';

const WRONG = 'The email address or the password is not right.';
const TOO_MANY = 'Too many attempts. Wait 15 minutes, then try again.';
const OTHER = 'Signing in did not work. Check your connection and try again.';

/** Email and password; goes on to `callback`, a path of the dashboard, when they are right. */
export function SignInForm({ callback, email }: { callback: string; email: string }) {
  async function attempt(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
    const typed = String(form.get('email') ?? '').trim();
    const refused = (message: string, fields: Record<string, string> = {}): FormState<never> => ({
      status: 'refused',
      message,
      fields,
      values: { email: typed },
    });
    const fields = {
      ...(typed === '' ? { email: 'Enter your email address.' } : {}),
      ...(form.get('password') ? {} : { password: 'Enter your password.' }),
    };
    if (Object.keys(fields).length > 0) return refused('Please fill in the marked fields.', fields);
    const answer = await signIn('credentials', {
      email: typed,
      password: String(form.get('password')),
      redirect: false,
    }).catch(() => undefined);
    if (!answer?.ok) {
      if (answer?.error === 'CredentialsSignin') return refused(WRONG);
      return refused(answer?.error === 'rate_limited' ? TOO_MANY : OTHER);
    }
    window.location.assign(callback);
    // The button keeps saying that it works until the next page is there.
    return new Promise(() => {});
  }
  return (
    <ActionForm action={attempt}>
      <TextInput
        name="email"
        label="Email"
        size="3"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={320}
        initial={email}
      />
      <PasswordInput label="Password" autoComplete="current-password" />
      <SubmitButton size="3">Sign in</SubmitButton>
    </ActionForm>
  );
}
