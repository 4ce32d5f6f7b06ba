'use client';

import { TextField } from '@radix-ui/themes';
import { signIn } from 'next-auth/react';
import { useState } from 'react';
import { ActionForm, Field, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { passwordHint } from '#lib/team/password-hint.ts';
import { PasswordInput } from './password-input.tsx';

type Accepted = { email: string };

/** Makes the account an invitation promises and signs in to it. `email` is null for the first admin. */
export function AcceptInvitationForm({
  token,
  email,
  workspaceName,
  accept,
}: {
  token: string;
  email: string | null;
  workspaceName: string;
  accept: (previous: FormState<Accepted>, form: FormData) => Promise<FormState<Accepted>>;
}) {
  const [known, setKnown] = useState({ name: '', email: email ?? '' });
  async function acceptAndSignIn(
    previous: FormState<Accepted>,
    form: FormData,
  ): Promise<FormState<Accepted>> {
    const outcome = await accept(previous, form);
    if (outcome.status !== 'saved' || !outcome.result) return outcome;
    const answer = await signIn('credentials', {
      email: outcome.result.email,
      password: String(form.get('password')),
      redirect: false,
    }).catch(() => undefined);
    window.location.assign(answer?.ok ? '/dashboard' : '/sign-in');
    return new Promise(() => {});
  }
  return (
    <ActionForm action={typeof window === 'undefined' ? accept : acceptAndSignIn}>
      <noscript>
        <input type="hidden" name="plain" value="yes" />
      </noscript>
      <input type="hidden" name="token" value={token} />
      <TextInput
        name="name"
        label="Your name"
        size="3"
        autoComplete="name"
        required
        maxLength={100}
        onChange={(event) => setKnown({ ...known, name: event.target.value })}
      />
      {email === null ? (
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
          help="You sign in with it."
          onChange={(event) => setKnown({ ...known, email: event.target.value })}
        />
      ) : (
        <Field name="email" label="Email" help="The invitation was made for this address.">
          {({ defaultValue: _unused, ...control }) => (
            <TextField.Root
              {...control}
              size="3"
              type="email"
              autoComplete="username"
              readOnly
              value={email}
            />
          )}
        </Field>
      )}
      <PasswordInput
        label="Password"
        autoComplete="new-password"
        hint={(password) => passwordHint(password, [known.name, known.email])}
      />
      {email === null && (
        <TextInput
          name="workspaceName"
          label="Workspace name"
          size="3"
          autoComplete="organization"
          maxLength={100}
          initial={workspaceName}
          help="Usually your company. Your team sees it on the dashboard."
        />
      )}
      <SubmitButton size="3">Create account</SubmitButton>
    </ActionForm>
  );
}
