'use client';

import { TextArea } from '@radix-ui/themes';
import type { ComponentProps, ReactNode } from 'react';
import { Field, useField } from './action-form.tsx';

/** Several lines of text in an ActionForm. */
export function TextAreaInput({
  name,
  label,
  help,
  initial = '',
  ...input
}: { name: string; label: string; help?: ReactNode; initial?: string } & Omit<
  ComponentProps<typeof TextArea>,
  'name' | 'value' | 'defaultValue' | 'children'
>) {
  const { value } = useField(name, initial);
  return (
    <Field name={name} label={label} help={help}>
      {(control) => <TextArea spellCheck={false} {...input} {...control} defaultValue={value} />}
    </Field>
  );
}
