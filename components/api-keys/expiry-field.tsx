'use client';

import { Select } from '@radix-ui/themes';
import { useState } from 'react';
import { Field, TextInput, useField } from '#components/ui/action-form.tsx';
import { KEY_LIFETIMES } from '#lib/workspace/api-keys.schema.ts';

/** When a key ends: never, after a while, or on a day. Posts `lifetime` and, for a day, `date`. */
export function ExpiryField({ help }: { help?: string }) {
  const kept = useField('lifetime', 'never');
  const [lifetime, setLifetime] = useState(kept.value);
  return (
    <>
      <input type="hidden" name="lifetime" value={lifetime} />
      <Field name="lifetime" label="Expires" help={lifetime === 'date' ? undefined : help}>
        {({ id, 'aria-describedby': describedBy }) => (
          <Select.Root value={lifetime} onValueChange={setLifetime}>
            <Select.Trigger id={id} aria-describedby={describedBy} />
            <Select.Content position="popper">
              {KEY_LIFETIMES.map((choice) => (
                <Select.Item key={choice.value} value={choice.value}>
                  {choice.label}
                </Select.Item>
              ))}
            </Select.Content>
          </Select.Root>
        )}
      </Field>
      {lifetime === 'date' && (
        <TextInput
          name="date"
          label="Last day"
          type="date"
          required
          help="The key works until this day ends, UTC."
        />
      )}
    </>
  );
}
