'use client';

import { Button } from '@radix-ui/themes';
import { useState, useTransition } from 'react';
import { LazyDialog } from '#components/ui/lazy-dialog.tsx';
import { toast } from '#components/ui/toast.ts';
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
    <>
      <Button type="button" variant="soft" color="gray" size="1" loading={pending} onClick={send}>
        Resend<span className="sr-only">{email}</span>
      </Button>
      <LazyDialog
        open={invited !== null}
        onOpenChange={(open) => !open && setInvited(null)}
        title="Invitation sent again"
        description={invited && `${linkDescription(invited)} The link sent before no longer works.`}
        insistent
      >
        {invited && <InvitationLink {...invited} />}
      </LazyDialog>
    </>
  );
}
