'use client';

import type { ReactNode } from 'react';
import { Field, useField } from './action-form.tsx';
import { NativeSelect } from './native-select.tsx';

/**
 * One of many choices in an ActionForm, as the browser's own menu: long lists can be typed into, and it works before
 * scripts do. Of few choices, use SelectInput.
 */
export function NativeSelectInput({
  name,
  label,
  help,
  initial,
  choices,
  autoComplete,
  onChoose,
}: {
  name: string;
  label: string;
  help?: ReactNode;
  initial: string;
  choices: readonly { value: string; label: string }[];
  autoComplete?: string;
  onChoose?: (value: string) => void;
}) {
  const { value } = useField(name, initial);
  return (
    <Field name={name} label={label} help={help}>
      {(control) => (
        <NativeSelect
          {...control}
          key={value}
          defaultValue={value}
          autoComplete={autoComplete}
          onChange={(event) => onChoose?.(event.currentTarget.value)}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}
