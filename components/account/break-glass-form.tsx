'use client';

import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { PasswordInput } from './password-input.tsx';
import { attempt, goTo } from './sign-in-calls.ts';

/** An Admin's way past SSO: email and password, and the second factor after it. */
export function BreakGlassForm({ callback }: { callback: string }) {
  async function signIn(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
    const email = String(form.get('email') ?? '').trim();
    const password = String(form.get('password') ?? '');
    const refused = (message: string, fields: Record<string, string> = {}): FormState<never> => ({
      status: 'refused',
      message,
      fields,
      values: { email },
    });
    const fields = {
      ...(email === '' ? { email: 'Enter your email address.' } : {}),
      ...(password === '' ? { password: 'Enter your password.' } : {}),
    };
    if (Object.keys(fields).length > 0) return refused('Please fill in the marked fields.', fields);
    const wrong = await attempt(
      'break-glass',
      { email, password },
      'The email address or the password is not right, or this is not an Admin.',
    );
    return wrong === null ? goTo(callback) : refused(wrong);
  }
  return (
    <ActionForm action={signIn}>
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
      />
      <PasswordInput label="Password" autoComplete="current-password" />
      <SubmitButton size="3">Sign in as an Admin</SubmitButton>
    </ActionForm>
  );
}
