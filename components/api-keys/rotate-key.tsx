'use client';

import { Button, Flex } from '@radix-ui/themes';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { CloseButton, LazyDialog } from '#components/ui/lazy-dialog.tsx';
import { Time } from '#components/ui/time.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { ExpiryField, OverlapField } from './expiry-field.tsx';
import { SecretContent } from './secret-dialog.tsx';

type Key = { id: string; name: string; successorName: string };
/** `endsAt` is null when the old key ended at once. */
type Rotated = { secret: string; old: { name: string; endsAt: string | null } };

const Open = createContext<(key: Key) => void>(() => undefined);

/**
 * Holds the dialog that replaces a key, for the buttons of the list inside. It stands outside the list: a key that ended
 * at once loses its buttons, and the new secret must stay on the screen.
 */
export function KeyRotation({
  environmentId,
  kind,
  rotate,
  children,
}: {
  environmentId: string;
  kind: 'staging' | 'production';
  rotate: (previous: FormState<Rotated>, form: FormData) => Promise<FormState<Rotated>>;
  children: ReactNode;
}) {
  const [key, setKey] = useState<Key | null>(null);
  const [rotated, setRotated] = useState<Rotated | null>(null);
  const once = kind === 'production';
  return (
    <Open
      value={(chosen) => {
        setRotated(null);
        setKey(chosen);
      }}
    >
      {children}
      <LazyDialog
        open={key !== null}
        onOpenChange={(open) => !open && setKey(null)}
        title={rotated ? 'Your new API key' : `Rotate ${key?.name ?? ''}`}
        description={
          rotated ? (
            <OldKey {...rotated.old} />
          ) : (
            'Makes a new key and lets the old one end later, so that your servers can change over one by one.'
          )
        }
        // A stray click must not lose a key that is shown once.
        insistent={rotated !== null && once}
      >
        {rotated ? (
          <SecretContent secret={rotated.secret} once={once} />
        ) : (
          key && (
            <ActionForm
              action={rotate}
              environmentId={environmentId}
              onSaved={(_message, result) => result && setRotated(result)}
            >
              <input type="hidden" name="id" value={key.id} />
              <TextInput
                name="name"
                label="Name of the new key"
                initial={key.successorName}
                required
                maxLength={64}
                autoComplete="off"
              />
              <OverlapField help="Until then both keys work. A key that was to expire sooner still does." />
              <ExpiryField label="The new key expires" />
              <Flex gap="3" justify="end" wrap="wrap">
                <CloseButton variant="soft" color="gray">
                  Cancel
                </CloseButton>
                <SubmitButton>Rotate key</SubmitButton>
              </Flex>
            </ActionForm>
          )
        )}
      </LazyDialog>
    </Open>
  );
}

/** The button of one key, inside KeyRotation. */
export function RotateKey(key: Key) {
  const open = useContext(Open);
  return (
    <Button type="button" variant="soft" color="gray" size="1" onClick={() => open(key)}>
      Rotate<span className="sr-only">{key.name}</span>
    </Button>
  );
}

function OldKey({ name, endsAt }: Rotated['old']) {
  if (!endsAt) return `${name} no longer works.`;
  return (
    <>
      {name} works until <Time value={endsAt} />.
    </>
  );
}
