'use client';

import { useState } from 'react';
import { Field, TextInput } from '#components/ui/action-form.tsx';
import { FileInput } from '#components/ui/file-input.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { NativeSelectInput } from '#components/ui/native-select-input.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';

/** Uploads a document. `limit` is in bytes. */
export function UploadDocument({
  upload,
  kinds,
  extensions,
  limit,
  slot,
}: {
  upload: (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
  kinds: readonly { value: string; label: string }[];
  extensions: readonly string[];
  limit: number;
  /** The kind the form begins with, for the button in its row. */
  slot?: { value: string; label: string };
}) {
  const [kind, setKind] = useState(slot?.value ?? kinds[0]?.value ?? '');
  const megabytes = Math.floor(limit / (1024 * 1024));
  return (
    <FormDialog
      trigger={
        slot
          ? { label: 'Upload', name: slot.label, variant: 'soft', size: '1' }
          : { label: 'Upload document' }
      }
      title="Upload a document"
      description="A document of a named kind takes the place of the one that is there."
      action={upload}
      submitLabel="Upload"
    >
      <NativeSelectInput name="kind" label="Document" choices={kinds} initial={kind} onChoose={setKind} />
      {kind === 'other' && (
        <TextInput
          name="name"
          label="Name"
          maxLength={100}
          autoComplete="off"
          help="What the list calls it."
        />
      )}
      <Field name="file" label="File" help={`${extensions.join(', ')}, at most ${megabytes} MB.`}>
        {({ defaultValue: _none, ...control }) => (
          <FileInput
            {...control}
            accept={extensions.join(',')}
            onChange={({ currentTarget }) => {
              const size = currentTarget.files?.[0]?.size ?? 0;
              currentTarget.setCustomValidity(size > limit ? `The file is larger than ${megabytes} MB.` : '');
              currentTarget.reportValidity();
            }}
          />
        )}
      </Field>
    </FormDialog>
  );
}
