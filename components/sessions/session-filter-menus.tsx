'use client';

import { Button, Dialog, DropdownMenu, Flex, Text, TextField } from '@radix-ui/themes';
import { type FormEvent, useId, useState } from 'react';
import type { MenuTrigger } from '#components/ui/lazy-menu.tsx';
import type { FilterMenu, TimeFilter } from './session-filters.tsx';

/** What is in a menu of choices; several may be ticked before the list is loaded anew. */
export function ChoiceMenuItems({
  trigger,
  menu,
  onChoose,
}: MenuTrigger & { menu: FilterMenu; onChoose: (value: string) => void }) {
  const [chosen, setChosen] = useState<readonly string[]>(menu.chosen);
  const toggle = (value: string) => {
    setChosen(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  };
  const changed = chosen.join() !== menu.chosen.join();
  return (
    <DropdownMenu.Root
      onOpenChange={(open) => {
        if (!open && changed) onChoose(chosen.join(','));
      }}
    >
      <DropdownMenu.Trigger>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content className="max-h-96">
        {menu.single ? (
          <DropdownMenu.RadioGroup value={menu.chosen[0] ?? ''} onValueChange={onChoose}>
            <DropdownMenu.RadioItem value="">All</DropdownMenu.RadioItem>
            <DropdownMenu.Separator />
            {menu.choices.map((choice) => (
              <DropdownMenu.RadioItem key={choice.value} value={choice.value}>
                {choice.label}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        ) : (
          menu.choices.map((choice) => (
            <DropdownMenu.CheckboxItem
              key={choice.value}
              checked={chosen.includes(choice.value)}
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={() => toggle(choice.value)}
            >
              {choice.label}
            </DropdownMenu.CheckboxItem>
          ))
        )}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

/** What is in the menu of times, and the dialog for one's own. */
export function TimeMenuItems({
  trigger,
  time,
  onChoose,
}: MenuTrigger & {
  time: TimeFilter;
  onChoose: (changes: Readonly<Record<string, string | null>>) => void;
}) {
  const [custom, setCustom] = useState(false);
  const id = useId();
  const active = time.range !== null || time.from !== null || time.to !== null;
  const chosen = time.range ?? (active ? 'custom' : '');
  return (
    <>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger>{trigger}</DropdownMenu.Trigger>
        <DropdownMenu.Content>
          <DropdownMenu.RadioGroup
            value={chosen}
            onValueChange={(range) => onChoose({ range, from: null, to: null })}
          >
            <DropdownMenu.RadioItem value="">Any time</DropdownMenu.RadioItem>
            <DropdownMenu.Separator />
            {time.ranges.map((range) => (
              <DropdownMenu.RadioItem key={range.value} value={range.value}>
                {range.label}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator />
          <DropdownMenu.Item onSelect={() => setCustom(true)}>From and to…</DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      <Dialog.Root open={custom} onOpenChange={setCustom}>
        <Dialog.Content maxWidth="420px">
          <Dialog.Title>Time range</Dialog.Title>
          <Dialog.Description size="2" color="gray" mb="4">
            Sessions that began in it. Times are in UTC; either end may be left open.
          </Dialog.Description>
          <form
            onSubmit={(event: FormEvent<HTMLFormElement>) => {
              event.preventDefault();
              const form = new FormData(event.currentTarget);
              setCustom(false);
              onChoose({ range: null, from: asUtc(form.get('from')), to: asUtc(form.get('to')) });
            }}
          >
            <Flex direction="column" gap="3">
              {(['from', 'to'] as const).map((name) => (
                <Flex key={name} direction="column" gap="1">
                  <Text as="label" size="2" weight="medium" htmlFor={`${id}-${name}`}>
                    {name === 'from' ? 'From (UTC)' : 'To (UTC)'}
                  </Text>
                  <TextField.Root
                    id={`${id}-${name}`}
                    type="datetime-local"
                    name={name}
                    defaultValue={(time[name] ?? '').slice(0, 16)}
                  />
                </Flex>
              ))}
            </Flex>
            <Flex gap="3" justify="end" mt="5">
              <Dialog.Close>
                <Button type="button" variant="soft" color="gray">
                  Cancel
                </Button>
              </Dialog.Close>
              <Button type="submit">Apply</Button>
            </Flex>
          </form>
        </Dialog.Content>
      </Dialog.Root>
    </>
  );
}

function asUtc(value: FormDataEntryValue | null): string | null {
  return typeof value === 'string' && value !== '' ? `${value}Z` : null;
}
