'use client';

import { Button, Dialog } from '@radix-ui/themes';
import { useState, useTransition } from 'react';
import { toast } from 'sonner';
import { type FormState, IDLE } from '#lib/dashboard/form-state.ts';
import { InvitationLink, type Invited, linkDescription } from './invitation-link.tsx';

/** Sends an invitation again and shows its new link. */
export function ResendInvitation({
  id,
  email,
  resend,
}: {
  id: string;
  email: string;
  resend: (previous: FormState<Invited>, form: FormData) => Promise<FormState<Invited>>;
}) {
  const [invited, setInvited] = useState<Invited | null>(null);
  const [pending, startTransition] = useTransition();
  function send() {
    startTransition(async () => {
      const form = new FormData();
      form.set('id', id);
      const state = await resend(IDLE, form);
      if (state.status === 'saved' && state.result) setInvited(state.result);
      else toast.error(state.status === 'refused' ? state.message : 'The invitation could not be sent.');
    });
  }
  return (
    <Dialog.Root open={invited !== null} onOpenChange={(open) => !open && setInvited(null)}>
      <Button type="button" variant="soft" color="gray" size="1" loading={pending} onClick={send}>
        Resend<span className="sr-only">{email}</span>
      </Button>
      <Dialog.Content maxWidth="500px" onInteractOutside={(event) => event.preventDefault()}>
        <Dialog.Title size="4">Invitation sent again</Dialog.Title>
        <Dialog.Description size="2" color="gray" mb="4">
          {linkDescription(email)} The link sent before no longer works.
        </Dialog.Description>
        {invited && <InvitationLink {...invited} />}
      </Dialog.Content>
    </Dialog.Root>
  );
}
