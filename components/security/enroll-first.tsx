'use client';

import { Button, Flex, Text } from '@radix-ui/themes';
import { KeyRound, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { goTo } from '#components/account/sign-in-calls.ts';
import type { EnrollActions } from './actions.ts';
import { ConfirmForm } from './confirm-form.tsx';
import { EnrollApp } from './enroll-app.tsx';
import { EnrollPasskey } from './enroll-passkey.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import type { Confirmation } from './sensitive-dialog.tsx';

/** The first second factor of somebody whose workspace demands one: choose, set up, keep the codes, go on. */
export function EnrollFirst({
  callback,
  confirmation,
  actions,
}: {
  callback: string;
  confirmation: Confirmation;
  actions: EnrollActions;
}) {
  const [confirmed, setConfirmed] = useState(confirmation.confirmed);
  const [choice, setChoice] = useState<'app' | 'passkey' | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const added = (made: string[] | null) => (made ? setCodes(made) : void goTo(callback));
  const back = (
    <Button type="button" variant="soft" color="gray" onClick={() => setChoice(null)}>
      Back
    </Button>
  );
  if (codes) return <RecoveryCodes codes={codes} onKept={() => void goTo(callback)} />;
  if (!confirmed) {
    return (
      <ConfirmForm
        ways={confirmation.ways}
        actions={confirmation.actions}
        onConfirmed={() => setConfirmed(true)}
      />
    );
  }
  if (choice === 'app') return <EnrollApp actions={actions} onAdded={added} cancel={back} />;
  if (choice === 'passkey') return <EnrollPasskey actions={actions} onAdded={added} cancel={back} />;
  return (
    <Flex direction="column" gap="3">
      <Choice
        icon={<Smartphone size={18} aria-hidden />}
        label="Authenticator app"
        help="Six digits from an app on your phone."
        onChoose={() => setChoice('app')}
      />
      <Choice
        icon={<KeyRound size={18} aria-hidden />}
        label="Passkey"
        help="Your fingerprint, face, device PIN or security key."
        onChoose={() => setChoice('passkey')}
      />
    </Flex>
  );
}

function Choice({
  icon,
  label,
  help,
  onChoose,
}: {
  icon: React.ReactNode;
  label: string;
  help: string;
  onChoose: () => void;
}) {
  return (
    <button
      type="button"
      onClick={onChoose}
      className="flex cursor-pointer items-center gap-3 rounded-(--radius-3) px-4 py-3 text-left shadow-[inset_0_0_0_1px_var(--gray-a6)] hover:bg-(--gray-a2)"
    >
      {icon}
      <span>
        <Text as="span" size="2" weight="medium" className="block">
          {label}
        </Text>
        <Text as="span" size="2" color="gray" className="block">
          {help}
        </Text>
      </span>
    </button>
  );
}
