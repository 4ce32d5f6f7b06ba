'use client';

import { RadioCards, Text } from '@radix-ui/themes';
import { useId } from 'react';
import { useField } from '#components/ui/action-form.tsx';

const KINDS = [
  {
    value: 'staging',
    label: 'Staging',
    note: 'For development. Takes http and localhost, has test users, costs nothing.',
  },
  {
    value: 'production',
    label: 'Production',
    note: 'For real users. Takes https only, shows keys once.',
  },
] as const;

/** Staging or production, as the field `kind` of an ActionForm. It cannot be changed later. */
export function KindInput() {
  const id = useId();
  const { error, value } = useField('kind', 'staging');
  return (
    <div>
      <Text as="p" size="2" weight="medium" id={id} mb="1">
        Kind
      </Text>
      <RadioCards.Root
        name="kind"
        defaultValue={value}
        columns={{ initial: '1', xs: '2' }}
        gap="2"
        aria-labelledby={id}
        aria-describedby={`${id}-help`}
      >
        {KINDS.map((kind) => (
          <RadioCards.Item
            key={kind.value}
            value={kind.value}
            className="items-start! justify-start! text-left"
          >
            <div className="min-w-0">
              <Text as="p" size="2" weight="medium">
                {kind.label}
              </Text>
              <Text as="p" size="1" color="gray">
                {kind.note}
              </Text>
            </div>
          </RadioCards.Item>
        ))}
      </RadioCards.Root>
      <Text as="p" size="1" color={error ? 'red' : 'gray'} mt="1" id={`${id}-help`}>
        {error ?? 'The kind cannot be changed later.'}
      </Text>
    </div>
  );
}
