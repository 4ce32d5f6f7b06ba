'use client';

import type { ReactNode } from 'react';
import { Field, useField } from './action-form.tsx';

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
        <select
          {...control}
          key={value}
          defaultValue={value}
          autoComplete={autoComplete}
          onChange={(event) => onChoose?.(event.currentTarget.value)}
          className="h-8 w-full rounded-(--radius-2) bg-(--color-surface) px-2 text-sm text-(--gray-12) shadow-[inset_0_0_0_1px_var(--gray-a7)] focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-(--focus-8)"
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value} className="bg-(--color-panel-solid)">
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
