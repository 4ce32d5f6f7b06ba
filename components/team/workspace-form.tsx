'use client';

import { Flex } from '@radix-ui/themes';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';

/** Name and support address of the workspace. */
export function WorkspaceForm({
  name,
  supportEmail,
  save,
}: {
  name: string;
  supportEmail: string | null;
  save: (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
}) {
  return (
    <ActionForm action={save} loaded={{ name, supportEmail }} keepValues className="max-w-md">
      <TextInput
        name="name"
        label="Name"
        required
        maxLength={100}
        initial={name}
        autoComplete="organization"
        help="Your team sees it in the dashboard, your customers in mails and on the pages they set SSO up with."
      />
      <TextInput
        name="supportEmail"
        label="Support email"
        type="email"
        maxLength={320}
        initial={supportEmail ?? ''}
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        help="Answers to mails of this workspace go here. Leave it empty if nobody reads them."
      />
      <Flex>
        <SubmitButton>Save</SubmitButton>
      </Flex>
    </ActionForm>
  );
}
