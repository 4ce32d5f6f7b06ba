'use client';

import { Select } from '@radix-ui/themes';
import { type ComponentProps, Fragment } from 'react';
import type { ChoiceOption } from './choice.tsx';

/** The menu of a Choice: reached through it alone, so that it is fetched when it is first opened. */
export function ChoiceMenu({
  button,
  text,
  value,
  onChoose,
  options,
  first,
}: {
  button: ComponentProps<typeof Select.Trigger>;
  /** What is chosen, in words. */
  text: string | undefined;
  value: string;
  onChoose: (value: string) => void;
  options: readonly ChoiceOption[];
  first?: ChoiceOption;
}) {
  return (
    <Select.Root value={value} onValueChange={onChoose}>
      <Select.Trigger {...button}>{text}</Select.Trigger>
      <Select.Content position="popper">
        {first && (
          <>
            <Select.Item value={first.value}>{first.label}</Select.Item>
            <Select.Separator />
          </>
        )}
        {grouped(options).map(([group, choices]) => {
          const items = choices.map((choice) => (
            <Select.Item key={choice.value} value={choice.value}>
              {choice.label}
            </Select.Item>
          ));
          if (group === undefined) return <Fragment key="">{items}</Fragment>;
          return (
            <Select.Group key={group}>
              <Select.Label>{group}</Select.Label>
              {items}
            </Select.Group>
          );
        })}
      </Select.Content>
    </Select.Root>
  );
}

function grouped(options: readonly ChoiceOption[]): [string | undefined, readonly ChoiceOption[]][] {
  const groups = new Map<string | undefined, ChoiceOption[]>();
  for (const option of options) groups.set(option.group, [...(groups.get(option.group) ?? []), option]);
  return [...groups];
}
