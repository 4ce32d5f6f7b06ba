'use client';

import { Button, Flex } from '@radix-ui/themes';
import { useState } from 'react';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { CloseButton, LazyDialog } from '#components/ui/lazy-dialog.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { ExpiryField } from './expiry-field.tsx';
import { SecretContent } from './secret-dialog.tsx';

type Created = { secret: string };

/** Creates a key and shows its secret in the same dialog. */
export function CreateKey({
  environmentId,
  kind,
  create,
}: {
  environmentId: string;
  kind: 'staging' | 'production';
  create: (previous: FormState<Created>, form: FormData) => Promise<FormState<Created>>;
}) {
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const once = kind === 'production';
  return (
    <LazyDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setSecret(null);
      }}
      trigger={<Button type="button">Create API key</Button>}
      title={secret === null ? 'Create API key' : 'Your new API key'}
      description={
        secret === null
          ? 'Your server uses it to exchange codes and to call the API. Give each server its own.'
          : once
            ? 'This is the only time the whole key is shown.'
            : 'Staging keys can be shown again in the list.'
      }
      // A stray click must not lose a key that is shown once.
      insistent={secret !== null && once}
    >
      {secret === null ? (
        <ActionForm
          action={create}
          environmentId={environmentId}
          onSaved={(_message, result) => setSecret(result?.secret ?? null)}
        >
          <TextInput
            name="name"
            label="Name"
            required
            maxLength={64}
            autoComplete="off"
            help="Such as the server that uses it. Only your team sees it."
          />
          <ExpiryField />
          <Flex gap="3" justify="end" wrap="wrap">
            <CloseButton variant="soft" color="gray">
              Cancel
            </CloseButton>
            <SubmitButton>Create</SubmitButton>
          </Flex>
        </ActionForm>
      ) : (
        <SecretContent secret={secret} once={once} />
      )}
    </LazyDialog>
  );
}
