'use client';

import { useState } from 'react';
import { Field, TextInput, useField } from '#components/ui/action-form.tsx';
import { Choice } from '#components/ui/choice.tsx';
import { KEY_LIFETIMES, KEY_OVERLAPS } from '#lib/workspace/key-lifetimes.ts';

/** When a key ends: never, after a while, or on a day. Posts `lifetime` and, for a day, `date`. */
export function ExpiryField({ label = 'Expires', help }: { label?: string; help?: string }) {
  return (
    <EndField
      name="lifetime"
      dayName="date"
      label={label}
      choices={KEY_LIFETIMES}
      initial="never"
      help={help}
    />
  );
}

/** When a key that is replaced ends. Posts `overlap` and, for a day, `until`. */
export function OverlapField({ help }: { help: string }) {
  return (
    <EndField
      name="overlap"
      dayName="until"
      label="The old key stops"
      choices={KEY_OVERLAPS}
      initial={KEY_OVERLAPS[0].value}
      help={help}
    />
  );
}

function EndField({
  name,
  dayName,
  label,
  choices,
  initial,
  help,
}: {
  name: string;
  dayName: string;
  label: string;
  choices: readonly { value: string; label: string }[];
  initial: string;
  help: string | undefined;
}) {
  const kept = useField(name, initial);
  const [chosen, setChosen] = useState(kept.value);
  return (
    <>
      <input type="hidden" name={name} value={chosen} />
      <Field name={name} label={label} help={chosen === 'date' ? undefined : help}>
        {({ id, 'aria-describedby': describedBy }) => (
          <Choice
            value={chosen}
            onChoose={setChosen}
            options={choices}
            id={id}
            aria-describedby={describedBy}
          />
        )}
      </Field>
      {chosen === 'date' && (
        <TextInput
          name={dayName}
          label="Last day"
          type="date"
          required
          help="The key works until this day ends, UTC."
        />
      )}
    </>
  );
}
