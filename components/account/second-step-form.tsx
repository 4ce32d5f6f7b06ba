'use client';

import { Button, Flex, Text } from '@radix-ui/themes';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { KeyRound } from 'lucide-react';
import { useState, useTransition } from 'react';
import { CodeInput } from '#components/security/code-input.tsx';
import { askForPasskey } from '#components/security/passkey-call.ts';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { toast } from '#components/ui/toast.ts';
import { type FormState, IDLE } from '#lib/dashboard/form-state.ts';
import { goTo } from './sign-in-calls.ts';

type Action<Result = never> = (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

/** The second step of signing in, by whatever the person has: an app's code, a passkey, or a recovery code. */
export function SecondStepForm({
  callback,
  hasApp,
  hasPasskey,
  pass,
  beginPasskey,
}: {
  callback: string;
  hasApp: boolean;
  hasPasskey: boolean;
  pass: Action;
  beginPasskey: Action<PublicKeyCredentialRequestOptionsJSON | null>;
}) {
  const [recovering, setRecovering] = useState(false);
  const [pending, startTransition] = useTransition();

  async function passAndGo(previous: FormState<never>, form: FormData): Promise<FormState<never>> {
    const outcome = await pass(previous, form);
    return outcome.status === 'saved' ? goTo(callback) : outcome;
  }

  function withPasskey() {
    startTransition(async () => {
      const begun = await beginPasskey(IDLE, new FormData());
      const options = begun.status === 'saved' ? begun.result : null;
      const answer = options ? await askForPasskey(options) : null;
      if (!answer) {
        toast.error(begun.status === 'refused' ? begun.message : 'No passkey was used. Try again.');
        return;
      }
      const form = new FormData();
      form.set('answer', answer);
      const outcome = await passAndGo(IDLE, form);
      if (outcome.status === 'refused') toast.error(outcome.message);
    });
  }

  const passkeyButton = hasPasskey && (
    <Button
      type="button"
      size="3"
      variant={hasApp ? 'soft' : 'solid'}
      {...(hasApp ? { color: 'gray' as const } : {})}
      loading={pending}
      onClick={withPasskey}
    >
      <KeyRound size={16} aria-hidden /> Use a passkey
    </Button>
  );
  return (
    <Flex direction="column" gap="3">
      <noscript>
        <Text as="p" size="2" mb="2">
          JavaScript is off in this browser: a passkey needs it, a code does not.
        </Text>
        <ActionForm action={pass}>
          <input type="hidden" name="next" value={callback} />
          <RecoveryInput />
          <SubmitButton size="3">Continue with a recovery code</SubmitButton>
        </ActionForm>
      </noscript>
      {!hasApp && !recovering && passkeyButton}
      {(hasApp || recovering) && (
        <ActionForm
          // What the server draws works before scripts do.
          action={typeof window === 'undefined' ? pass : passAndGo}
          key={recovering ? 'recovery' : 'app'}
        >
          <noscript>
            <input type="hidden" name="next" value={callback} />
          </noscript>
          {recovering ? <RecoveryInput autoFocus /> : <CodeInput autoFocus />}
          <SubmitButton size="3">Continue</SubmitButton>
        </ActionForm>
      )}
      {(hasApp || recovering) && passkeyButton}
      <Button
        type="button"
        size="2"
        variant="ghost"
        className="self-center"
        mt="2"
        onClick={() => setRecovering(!recovering)}
      >
        {recovering ? 'Use your second factor instead' : 'Use a recovery code'}
      </Button>
    </Flex>
  );
}

/** One of the recovery codes. */
function RecoveryInput({ autoFocus = false }: { autoFocus?: boolean }) {
  return (
    <TextInput
      name="code"
      label="Recovery code"
      size="3"
      className="font-mono"
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      autoFocus={autoFocus}
      required
      maxLength={40}
      help="One of the ten codes you kept when you set up your second factor. Each works once."
    />
  );
}
