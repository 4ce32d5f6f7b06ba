'use client';

import { PasswordInput } from '#components/account/password-input.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { passwordHint } from '#lib/team/password-hint.ts';
import type { Action } from './actions.ts';

/** Changes the password; the current one is asked for in the same form. `known` are words others know of the person. */
export function ChangePassword({ change, known }: { change: Action; known: readonly string[] }) {
  return (
    <FormDialog
      trigger={{ label: 'Change password', variant: 'soft', color: 'gray' }}
      title="Change your password"
      description="Your sessions in other browsers end."
      action={change}
      environmentId=""
      submitLabel="Change password"
    >
      <PasswordInput
        name="currentPassword"
        label="Current password"
        autoComplete="current-password"
        size="2"
      />
      <PasswordInput
        label="New password"
        autoComplete="new-password"
        size="2"
        hint={(password) => passwordHint(password, known)}
      />
    </FormDialog>
  );
}
