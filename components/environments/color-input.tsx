'use client';

import { RadioCards, Text } from '@radix-ui/themes';
import { useId } from 'react';
import { EnvironmentDot } from '#components/layout/environment-dot.tsx';
import { useField } from '#components/ui/action-form.tsx';
import { ENVIRONMENT_COLORS, type EnvironmentColor } from '#lib/workspace/environment-colors.ts';

const COLORS = Object.entries(ENVIRONMENT_COLORS) as [EnvironmentColor, string][];

/** The color of an environment, as the field `color` of an ActionForm; each with its name. */
export function ColorInput({ initial }: { initial: EnvironmentColor }) {
  const id = useId();
  const { error, value } = useField('color', initial);
  return (
    <div>
      <Text as="p" size="2" weight="medium" id={id} mb="1">
        Color
      </Text>
      <RadioCards.Root
        name="color"
        defaultValue={value}
        columns={{ initial: '2', xs: '4' }}
        gap="2"
        size="1"
        aria-labelledby={id}
        aria-describedby={`${id}-help`}
      >
        {COLORS.map(([color, label]) => (
          <RadioCards.Item key={color} value={color} className="justify-start! gap-2!">
            <EnvironmentDot color={color} />
            <Text size="2">{label}</Text>
          </RadioCards.Item>
        ))}
      </RadioCards.Root>
      <Text as="p" size="1" color={error ? 'red' : 'gray'} mt="1" id={`${id}-help`}>
        {error ?? 'Shown in the switcher and as the stripe on top of its pages.'}
      </Text>
    </div>
  );
}
