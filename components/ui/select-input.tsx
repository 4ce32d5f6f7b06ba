'use client';

import { type ReactNode, useState } from 'react';
import { Field } from './action-form.tsx';
import { Choice } from './choice.tsx';

/** One of a few choices in an ActionForm. A choice's value may not be the empty string. */
export function SelectInput({
  name,
  label,
  help,
  initial,
  choices,
}: {
  name: string;
  label: string;
  help?: ReactNode;
  initial: string;
  choices: readonly { value: string; label: string }[];
}) {
  const [value, setValue] = useState(initial);
  return (
    <Field name={name} label={label} help={help}>
      {(control) => (
        <Choice
          name={name}
          value={value}
          onChoose={setValue}
          options={choices}
          id={control.id}
          aria-describedby={control['aria-describedby']}
          aria-invalid={control['aria-invalid']}
          className="w-full max-w-md"
        />
      )}
    </Field>
  );
}
