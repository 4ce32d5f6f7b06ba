'use client';

import { Flex, Text } from '@radix-ui/themes';
import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import type { DialogTrigger } from '#components/ui/form-dialog.tsx';
import type { Action, EnrollActions } from './actions.ts';
import { type Confirmation, SensitiveDialog } from './sensitive-dialog.tsx';

// Fetched when their dialog opens: no page is heavier for them.
const EnrollApp = dynamic(() => import('./enroll-app.tsx').then((module) => module.EnrollApp), {
  ssr: false,
});
const EnrollPasskey = dynamic(() => import('./enroll-passkey.tsx').then((module) => module.EnrollPasskey), {
  ssr: false,
});

/** Adds an authenticator app. */
export function AddApp({ confirmation, actions }: { confirmation: Confirmation; actions: EnrollActions }) {
  return (
    <SensitiveDialog
      trigger={{ label: 'Set up', name: 'authenticator app' }}
      title="Set up an authenticator app"
      confirmation={confirmation}
    >
      {({ cancel, done }) => <EnrollApp actions={actions} onAdded={done} cancel={cancel} />}
    </SensitiveDialog>
  );
}

/** Adds a passkey. */
export function AddPasskey({
  confirmation,
  actions,
}: {
  confirmation: Confirmation;
  actions: EnrollActions;
}) {
  return (
    <SensitiveDialog trigger={{ label: 'Add passkey' }} title="Add a passkey" confirmation={confirmation}>
      {({ cancel, done }) => <EnrollPasskey actions={actions} onAdded={done} cancel={cancel} />}
    </SensitiveDialog>
  );
}

/** Does one thing to a factor after asking: `children` says what will happen. */
export function FactorChange<Result extends { recoveryCodes: string[] } = never>({
  trigger,
  title,
  children,
  confirmation,
  action,
  fields = {},
  label,
  danger = false,
}: {
  trigger: DialogTrigger;
  title: string;
  children: ReactNode;
  confirmation: Confirmation;
  action: Action<Result>;
  fields?: Readonly<Record<string, string>>;
  label: string;
  danger?: boolean;
}) {
  return (
    <SensitiveDialog trigger={trigger} title={title} confirmation={confirmation}>
      {({ cancel, done }) => (
        <ActionForm action={action} onSaved={(_, result) => done(result?.recoveryCodes ?? null)}>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Text as="p" size="2">
            {children}
          </Text>
          <Flex gap="3" justify="end" wrap="wrap">
            {cancel}
            <SubmitButton {...(danger ? { color: 'red' as const } : {})}>{label}</SubmitButton>
          </Flex>
        </ActionForm>
      )}
    </SensitiveDialog>
  );
}
