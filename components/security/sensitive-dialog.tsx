'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { type DialogTrigger, TriggerButton } from '#components/ui/form-dialog.tsx';
import { CloseButton, LazyDialog } from '#components/ui/lazy-dialog.tsx';
import type { ConfirmWays } from '#lib/security/confirm-identity.ts';
import type { ConfirmActions } from './actions.ts';
import { RecoveryCodes } from './recovery-codes.tsx';

// Fetched when the dialog opens: no page is heavier for it.
const ConfirmForm = dynamic(() => import('./confirm-form.tsx').then((module) => module.ConfirmForm), {
  ssr: false,
});

/** Whether the person has proved themselves lately, and how they can. */
export type Confirmation = { confirmed: boolean; ways: ConfirmWays; actions: ConfirmActions };

/**
 * A button that opens something only the person themselves may do: asks who is there first, unless that was proven
 * lately; then shows what `children` draw; then, when there are new recovery codes, those. Refreshes the page at the end.
 */
export function SensitiveDialog({
  trigger,
  title,
  confirmation,
  children,
}: {
  trigger: DialogTrigger;
  title: string;
  confirmation: Confirmation;
  children: (inside: { cancel: ReactNode; done: (recoveryCodes?: string[] | null) => void }) => ReactNode;
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [confirmed, setConfirmed] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const close = () => {
    setOpen(false);
    setCodes(null);
    setConfirmed(false);
    router.refresh();
  };
  const cancel = (
    <CloseButton variant="soft" color="gray">
      Cancel
    </CloseButton>
  );
  const asking = !confirmed && !confirmation.confirmed;
  return (
    <LazyDialog
      open={open}
      onOpenChange={(wanted) => {
        if (wanted) setOpen(true);
        // Codes that were not kept are gone for good: only their own button closes them.
        else if (!codes) close();
      }}
      trigger={<TriggerButton {...trigger} />}
      title={codes ? 'Your recovery codes' : asking ? 'Confirm it is you' : title}
    >
      {codes ? (
        <RecoveryCodes codes={codes} onKept={close} />
      ) : asking ? (
        <ConfirmForm
          ways={confirmation.ways}
          actions={confirmation.actions}
          onConfirmed={() => setConfirmed(true)}
          cancel={cancel}
        />
      ) : (
        children({ cancel, done: (made) => (made ? setCodes(made) : close()) })
      )}
    </LazyDialog>
  );
}
