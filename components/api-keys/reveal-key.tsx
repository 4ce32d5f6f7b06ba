'use client';

import { Button } from '@radix-ui/themes';
import { useState, useTransition } from 'react';
import { LazyDialog } from '#components/ui/lazy-dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import { type FormState, IDLE } from '#lib/dashboard/form-state.ts';
import { SecretContent } from './secret-dialog.tsx';

type Revealed = { secret: string };

/** Fetches a staging key when asked and shows it; forgets it when closed. */
export function RevealKey({
  environmentId,
  id,
  name,
  reveal,
}: {
  environmentId: string;
  id: string;
  name: string;
  reveal: (previous: FormState<Revealed>, form: FormData) => Promise<FormState<Revealed>>;
}) {
  const [secret, setSecret] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  function fetchSecret() {
    startTransition(async () => {
      const form = new FormData();
      form.set('environmentId', environmentId);
      form.set('id', id);
      const state = await reveal(IDLE, form);
      if (state.status === 'saved' && state.result) setSecret(state.result.secret);
      else toast.error(state.status === 'refused' ? state.message : 'The key could not be shown.');
    });
  }
  return (
    <>
      <Button type="button" variant="soft" color="gray" size="1" loading={pending} onClick={fetchSecret}>
        Show<span className="sr-only">{name}</span>
      </Button>
      <LazyDialog
        open={secret !== null}
        onOpenChange={(open) => !open && setSecret(null)}
        title={name}
        description="Staging keys can be shown again. Production keys cannot."
      >
        {secret !== null && <SecretContent secret={secret} once={false} />}
      </LazyDialog>
    </>
  );
}
