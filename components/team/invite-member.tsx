'use client';

import { Button, Flex } from '@radix-ui/themes';
import { useState } from 'react';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { CloseButton, LazyDialog } from '#components/ui/lazy-dialog.tsx';
import { useAnchor } from '#components/ui/use-anchor.ts';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { InvitationLink, type Invited, linkDescription } from './invitation-link.tsx';
import { RoleInput } from './role-input.tsx';

/** Invites somebody and shows the one-time link in the same dialog. */
export function InviteMember({
  invite,
}: {
  invite: (previous: FormState<Invited>, form: FormData) => Promise<FormState<Invited>>;
}) {
  const [open, setOpen] = useState(false);
  const [invited, setInvited] = useState<Invited | null>(null);
  useAnchor('invite', () => {
    setInvited(null);
    setOpen(true);
  });
  return (
    <LazyDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setInvited(null);
      }}
      trigger={<Button type="button">Invite member</Button>}
      title={invited ? (invited.again ? 'Invited again' : 'Invitation sent') : 'Invite a member'}
      description={
        invited
          ? linkDescription(invited)
          : 'They get a link that works once and for seven days, and choose their own password.'
      }
      // A stray click must not lose what is shown once.
      insistent={invited !== null}
    >
      {invited ? (
        <InvitationLink {...invited} />
      ) : (
        <ActionForm action={invite} onSaved={(_message, result) => setInvited(result ?? null)}>
          <TextInput
            name="email"
            label="Email"
            type="email"
            required
            maxLength={320}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          <RoleInput initial="developer" />
          <Flex gap="3" justify="end" wrap="wrap" mt="1">
            <CloseButton variant="soft" color="gray">
              Cancel
            </CloseButton>
            <SubmitButton>Send invitation</SubmitButton>
          </Flex>
        </ActionForm>
      )}
    </LazyDialog>
  );
}
