'use client';

import { Checkbox, Flex, Text } from '@radix-ui/themes';
import { type ReactNode, useId } from 'react';
import { useField } from './action-form.tsx';

/** A sentence to agree to in an ActionForm. Posts `on` or nothing. */
export function CheckboxInput({ name, children }: { name: string; children: ReactNode }) {
  const id = useId();
  const { error, value } = useField(name);
  return (
    <Flex gap="2" align="start">
      <Checkbox
        id={id}
        name={name}
        mt="1"
        defaultChecked={value === 'on'}
        aria-invalid={error !== undefined}
        aria-describedby={error ? `${id}-error` : undefined}
      />
      <div className="min-w-0">
        <Text as="label" size="2" htmlFor={id}>
          {children}
        </Text>
        {error && (
          <Text as="p" size="1" color="red" id={`${id}-error`} mt="1">
            {error}
          </Text>
        )}
      </div>
    </Flex>
  );
}
