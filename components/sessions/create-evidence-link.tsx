'use client';

import { Button, Flex } from '@radix-ui/themes';
import { useState } from 'react';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { CloseButton, LazyDialog } from '#components/ui/lazy-dialog.tsx';
import { NativeSelectInput } from '#components/ui/native-select-input.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { EVIDENCE_LIFETIMES } from '#lib/sso/evidence-lifetimes.ts';

/** What making a link gives back. `link` is a whole address, `expiresAt` ISO 8601. */
export type CreatedLink = { link: string; expiresAt: string };

/** Creates a link to a session’s evidence and shows it in the same dialog, the only time it can be shown. */
export function CreateEvidenceLink({
  environmentId,
  sessionId,
  create,
}: {
  environmentId: string;
  sessionId: string;
  create: (previous: FormState<CreatedLink>, form: FormData) => Promise<FormState<CreatedLink>>;
}) {
  const [open, setOpen] = useState(false);
  const [created, setCreated] = useState<CreatedLink | null>(null);
  return (
    <LazyDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setCreated(null);
      }}
      trigger={<Button type="button">Create link</Button>}
      title={created === null ? 'Create a link' : 'Your link'}
      description={
        created === null
          ? 'Whoever has it can read the evidence of this session without signing in. Each opening is counted and noted in the audit log.'
          : `It works until ${created.expiresAt.slice(0, 16).replace('T', ' ')} UTC, unless you revoke it before.`
      }
      // A stray click must not lose a link that is shown once.
      insistent={created !== null}
    >
      {created === null ? (
        <ActionForm
          action={create}
          environmentId={environmentId}
          onSaved={(_message, result) => setCreated(result ?? null)}
        >
          <input type="hidden" name="sessionId" value={sessionId} />
          <NativeSelectInput name="days" label="Works for" initial="7" choices={EVIDENCE_LIFETIMES} />
          <Flex gap="3" justify="end" wrap="wrap">
            <CloseButton variant="soft" color="gray">
              Cancel
            </CloseButton>
            <SubmitButton>Create</SubmitButton>
          </Flex>
        </ActionForm>
      ) : (
        <Flex direction="column" gap="4">
          <CopyField
            label="Link"
            value={created.link}
            help="Shown this one time; only a fingerprint is stored."
          />
          <Flex justify="end">
            <CloseButton>Done</CloseButton>
          </Flex>
        </Flex>
      )}
    </LazyDialog>
  );
}
