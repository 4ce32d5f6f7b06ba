'use client';

import { Button, Flex, Text } from '@radix-ui/themes';
import { type ReactNode, useState, useTransition } from 'react';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { IDLE } from '#lib/dashboard/form-state.ts';
import type { TotpSetup } from '#lib/security/totp.ts';
import type { EnrollActions } from './actions.ts';
import { CodeInput } from './code-input.tsx';

/** Sets up an authenticator app: the QR code and key when asked for, then the first code. */
export function EnrollApp({
  actions,
  onAdded,
  cancel,
}: {
  actions: EnrollActions;
  onAdded: (recoveryCodes: string[] | null) => void;
  cancel?: ReactNode;
}) {
  const [setup, setSetup] = useState<TotpSetup | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  function begin() {
    startTransition(async () => {
      const state = await actions.beginTotp(IDLE, new FormData());
      if (state.status === 'saved' && state.result) setSetup(state.result);
      else setProblem(state.status === 'refused' ? state.message : 'The set-up could not be begun.');
    });
  }
  if (!setup) {
    return (
      <Flex direction="column" gap="4">
        <Text as="p" size="2">
          Any authenticator app will do, such as 1Password, Google Authenticator or Microsoft Authenticator.
          You scan a code with it, and it shows six digits that change every 30 seconds.
        </Text>
        {problem && (
          <Text as="p" size="2" color="red" role="alert">
            {problem}
          </Text>
        )}
        <Flex gap="3" justify="end" wrap="wrap">
          {cancel}
          <Button type="button" loading={pending} onClick={begin}>
            Show the QR code
          </Button>
        </Flex>
      </Flex>
    );
  }
  const { size, path } = setup.qr;
  return (
    <ActionForm action={actions.confirmTotp} onSaved={(_, result) => onAdded(result?.recoveryCodes ?? null)}>
      <Flex gap="4" align={{ initial: 'start', sm: 'center' }} direction={{ initial: 'column', sm: 'row' }}>
        <svg
          viewBox={`0 0 ${size} ${size}`}
          role="img"
          aria-label="QR code for your authenticator app"
          shapeRendering="crispEdges"
          className="size-44 shrink-0 rounded-(--radius-3) bg-white"
        >
          <path d={path} fill="#000" />
        </svg>
        <Text as="p" size="2" color="gray">
          Scan this with your authenticator app, or type the key below into it. Then enter the six digits it
          shows.
        </Text>
      </Flex>
      <CopyField label="Key" value={setup.key} />
      <CodeInput autoFocus />
      <Flex gap="3" justify="end" wrap="wrap">
        {cancel}
        <SubmitButton>Finish</SubmitButton>
      </Flex>
    </ActionForm>
  );
}
