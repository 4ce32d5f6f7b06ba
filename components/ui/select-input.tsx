'use client';

import { Select } from '@radix-ui/themes';
import { type ReactNode, useState } from 'react';
import { Field } from './action-form.tsx';

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
        <Select.Root name={name} value={value} onValueChange={setValue}>
          <Select.Trigger
            id={control.id}
            aria-describedby={control['aria-describedby']}
            aria-invalid={control['aria-invalid']}
            className="w-full max-w-md"
          >
            {/* Written out, so that it is there before the menu has been loaded. */}
            {choices.find((choice) => choice.value === value)?.label}
          </Select.Trigger>
          <Select.Content position="popper">
            {choices.map((choice) => (
              <Select.Item key={choice.value} value={choice.value}>
                {choice.label}
              </Select.Item>
            ))}
          </Select.Content>
        </Select.Root>
      )}
    </Field>
  );
}
