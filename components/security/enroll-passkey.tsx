'use client';

import { Flex, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { type FormState, IDLE } from '#lib/dashboard/form-state.ts';
import type { FactorAdded } from '#lib/security/factors.ts';
import type { EnrollActions } from './actions.ts';
import { makePasskey } from './passkey-call.ts';

/** Names and makes a passkey; the browser asks where to keep it. */
export function EnrollPasskey({
  actions,
  onAdded,
  cancel,
}: {
  actions: EnrollActions;
  onAdded: (recoveryCodes: string[] | null) => void;
  cancel?: ReactNode;
}) {
  async function make(previous: FormState<FactorAdded>, form: FormData): Promise<FormState<FactorAdded>> {
    const name = String(form.get('name') ?? '');
    const refused = (message: string): FormState<FactorAdded> => ({
      status: 'refused',
      message,
      fields: {},
      values: { name },
    });
    const begun = await actions.beginPasskey(IDLE, new FormData());
    if (begun.status !== 'saved' || !begun.result) {
      return refused(begun.status === 'refused' ? begun.message : 'The passkey could not be made.');
    }
    const answer = await makePasskey(begun.result).catch((error: Error) => error);
    if (answer instanceof Error) {
      return refused(
        answer.name === 'InvalidStateError'
          ? 'This device has a passkey for your account already.'
          : 'No passkey was made. Your browser was told to stop, or cannot make one here.',
      );
    }
    form.set('answer', answer);
    return actions.addPasskey(previous, form);
  }
  return (
    <ActionForm action={make} onSaved={(_, result) => onAdded(result?.recoveryCodes ?? null)}>
      <Text as="p" size="2">
        A passkey is kept by your device, your password manager or a security key. It signs you in without
        your password, and also counts as your second factor.
      </Text>
      <TextInput
        name="name"
        label="Name"
        initial="This device"
        required
        maxLength={64}
        autoComplete="off"
        help="So that you know it from others later, such as “Work laptop”."
      />
      <Flex gap="3" justify="end" wrap="wrap">
        {cancel}
        <SubmitButton>Make a passkey</SubmitButton>
      </Flex>
    </ActionForm>
  );
}
