'use client';

import { Button, Dialog, DropdownMenu, Flex, Text, TextField } from '@radix-ui/themes';
import { CalendarRange, ChevronDown, Search, X } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';

export type FilterMenu = {
  /** Name in the URL. */
  name: 'state' | 'error' | 'origin' | 'connection';
  label: string;
  /** One choice only. */
  single?: boolean;
  chosen: readonly string[];
  choices: readonly { value: string; label: string }[];
};

export type TimeFilter = {
  range: string | null;
  /** Moments in ISO 8601, or null. */
  from: string | null;
  to: string | null;
  ranges: readonly { value: string; label: string }[];
};

/** One thing that is filtered for, with the address of the list without it. */
export type FilterChip = { label: string; value: string; hrefWithout: string };

/**
 * Search, menus and a time range above the session list, and what is chosen as chips to remove. Everything lives in
 * the URL, so that a list can be shared. `query` is the present query without paging.
 */
export function SessionFilters({
  query,
  search,
  menus,
  time,
  chips,
}: {
  query: string;
  search: string;
  menus: readonly FilterMenu[];
  time: TimeFilter;
  chips: readonly FilterChip[];
}) {
  const router = useRouter();
  const path = usePathname();
  const go = (changes: Readonly<Record<string, string | null>>) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    }
    const text = next.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
    router.push(text === '' ? path : `${path}?${text}`);
  };
  return (
    <search>
      <Flex gap="2" wrap="wrap" align="center" mb={chips.length > 0 ? '3' : '4'}>
        <form
          className="min-w-0 grow basis-64 sm:max-w-sm"
          onSubmit={(event: FormEvent<HTMLFormElement>) => {
            event.preventDefault();
            go({ q: String(new FormData(event.currentTarget).get('q') ?? '').trim() });
          }}
        >
          <TextField.Root
            key={search}
            type="search"
            name="q"
            defaultValue={search}
            placeholder="Email, user ID or session ID"
            aria-label="Search by the beginning of an email, a name or a user ID, or by a session ID"
            maxLength={200}
            enterKeyHint="search"
          >
            <TextField.Slot>
              <Search size={15} aria-hidden />
            </TextField.Slot>
          </TextField.Root>
        </form>
        {menus.map((menu) => (
          <ChoiceMenu
            key={`${menu.name} ${menu.chosen.join()}`}
            menu={menu}
            onChoose={(value) => go({ [menu.name]: value })}
          />
        ))}
        <TimeMenu key={`${time.range} ${time.from} ${time.to}`} time={time} onChoose={go} />
      </Flex>
      {chips.length > 0 && (
        <Flex gap="2" wrap="wrap" align="center" mb="4" aria-label="Active filters" role="group">
          {chips.map((chip) => (
            <Button
              key={`${chip.label} ${chip.value}`}
              type="button"
              size="1"
              variant="surface"
              color="gray"
              className="max-w-full"
              aria-label={`Remove filter ${chip.label}: ${chip.value}`}
              onClick={() => router.push(chip.hrefWithout)}
            >
              <span className="truncate">
                {chip.label}: <span className="font-medium text-(--gray-12)">{chip.value}</span>
              </span>
              <X size={13} aria-hidden />
            </Button>
          ))}
          <Button type="button" size="1" variant="ghost" ml="1" onClick={() => router.push(path)}>
            Clear filters
          </Button>
        </Flex>
      )}
    </search>
  );
}

function ChoiceMenu({ menu, onChoose }: { menu: FilterMenu; onChoose: (value: string) => void }) {
  const [chosen, setChosen] = useState<readonly string[]>(menu.chosen);
  const toggle = (value: string) => {
    setChosen(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  };
  const changed = chosen.join() !== menu.chosen.join();
  return (
    <DropdownMenu.Root
      // Several may be ticked before the list is loaded anew.
      onOpenChange={(open) => {
        if (!open && changed) onChoose(chosen.join(','));
      }}
    >
      <DropdownMenu.Trigger>
        <Button type="button" variant="soft" color={menu.chosen.length > 0 ? 'indigo' : 'gray'}>
          {menu.label}
          {menu.chosen.length > 0 && <span className="tabular-nums">({menu.chosen.length})</span>}
          <ChevronDown size={14} aria-hidden />
        </Button>
      </DropdownMenu.Trigger>
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

function TimeMenu({
  time,
  onChoose,
}: {
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
        <DropdownMenu.Trigger>
          <Button type="button" variant="soft" color={active ? 'indigo' : 'gray'}>
            <CalendarRange size={14} aria-hidden />
            Time
            <ChevronDown size={14} aria-hidden />
          </Button>
        </DropdownMenu.Trigger>
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
