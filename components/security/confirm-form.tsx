'use client';

import { Button, Flex, Text } from '@radix-ui/themes';
import { KeyRound } from 'lucide-react';
import { type ReactNode, useState, useTransition } from 'react';
import { PasswordInput } from '#components/account/password-input.tsx';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { toast } from '#components/ui/toast.ts';
import { IDLE } from '#lib/dashboard/form-state.ts';
import type { ConfirmWays } from '#lib/security/confirm-identity.ts';
import type { ConfirmActions } from './actions.ts';
import { CodeInput } from './code-input.tsx';
import { askForPasskey } from './passkey-call.ts';

/** Asks for the password, a code or a passkey before something sensitive; `cancel` stands beside the button. */
export function ConfirmForm({
  ways,
  actions,
  onConfirmed,
  cancel,
}: {
  ways: ConfirmWays;
  actions: ConfirmActions;
  onConfirmed: () => void;
  cancel?: ReactNode;
}) {
  const [byPassword, setByPassword] = useState(ways.password);
  const [pending, startTransition] = useTransition();

  function withPasskey() {
    startTransition(async () => {
      const begun = await actions.beginPasskeyConfirmation(IDLE, new FormData());
      const options = begun.status === 'saved' ? begun.result : null;
      const answer = options ? await askForPasskey(options) : null;
      if (!answer) {
        toast.error(begun.status === 'refused' ? begun.message : 'No passkey was used. Try again.');
        return;
      }
      const form = new FormData();
      form.set('answer', answer);
      const outcome = await actions.confirm(IDLE, form);
      if (outcome.status === 'saved') onConfirmed();
      else if (outcome.status === 'refused') toast.error(outcome.message);
    });
  }

  if (ways.signIn) {
    return (
      <Text as="p" size="2">
        You sign in through SSO only. Sign out, sign in again, and change this within ten minutes.
      </Text>
    );
  }
  const typing = byPassword || ways.code;
  return (
    <Flex direction="column" gap="4">
      <Text as="p" size="2" color="gray">
        To change how you sign in, confirm first that it is you. This counts for ten minutes.
      </Text>
      {typing && (
        <ActionForm action={actions.confirm} onSaved={onConfirmed} key={byPassword ? 'password' : 'code'}>
          {byPassword ? (
            <PasswordInput label="Your password" autoComplete="current-password" autoFocus />
          ) : (
            <CodeInput autoFocus />
          )}
          <Flex gap="3" justify="end" wrap="wrap">
            {cancel}
            <SubmitButton>Confirm</SubmitButton>
          </Flex>
        </ActionForm>
      )}
      <Flex gap="3" wrap="wrap">
        {ways.passkey && (
          <Button type="button" variant="soft" color="gray" loading={pending} onClick={withPasskey}>
            <KeyRound size={16} aria-hidden /> Use a passkey
          </Button>
        )}
        {ways.password && ways.code && (
          <Button type="button" variant="soft" color="gray" onClick={() => setByPassword(!byPassword)}>
            {byPassword ? 'Use a code instead' : 'Use your password instead'}
          </Button>
        )}
        {!typing && cancel}
      </Flex>
    </Flex>
  );
}
