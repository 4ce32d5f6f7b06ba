'use client';

import { Button, Dialog, Flex } from '@radix-ui/themes';
import { useState } from 'react';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
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
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setInvited(null);
      }}
    >
      <Dialog.Trigger>
        <Button type="button">Invite member</Button>
      </Dialog.Trigger>
      <Dialog.Content
        maxWidth="500px"
        // A stray click must not lose a link that is shown once.
        onInteractOutside={(event) => {
          if (invited) event.preventDefault();
        }}
      >
        <Dialog.Title size="4">{invited ? 'Invitation sent' : 'Invite a member'}</Dialog.Title>
        <Dialog.Description size="2" color="gray" mb="4">
          {invited
            ? linkDescription(invited.email)
            : 'They get a link that works once and for seven days, and choose their own password.'}
        </Dialog.Description>
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
              <Dialog.Close>
                <Button type="button" variant="soft" color="gray">
                  Cancel
                </Button>
              </Dialog.Close>
              <SubmitButton>Send invitation</SubmitButton>
            </Flex>
          </ActionForm>
        )}
      </Dialog.Content>
    </Dialog.Root>
  );
}
