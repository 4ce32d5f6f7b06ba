'use client';

import { Button, Flex, TextField } from '@radix-ui/themes';
import { CalendarRange, ChevronDown, Search, X } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { LazyMenu } from '#components/ui/lazy-menu.tsx';

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

const loadChoices = () => import('./session-filter-menus.tsx').then((module) => module.ChoiceMenuItems);
const loadTimes = () => import('./session-filter-menus.tsx').then((module) => module.TimeMenuItems);

function ChoiceMenu({ menu, onChoose }: { menu: FilterMenu; onChoose: (value: string) => void }) {
  return (
    <LazyMenu
      load={loadChoices}
      props={{ menu, onChoose }}
      button={
        <Button
          type="button"
          variant="surface"
          color={menu.chosen.length > 0 ? 'indigo' : 'gray'}
          className="font-normal!"
        >
          {menu.label}
          {menu.chosen.length > 0 && <span className="tabular-nums">({menu.chosen.length})</span>}
          <ChevronDown size={14} aria-hidden />
        </Button>
      }
    />
  );
}

function TimeMenu({
  time,
  onChoose,
}: {
  time: TimeFilter;
  onChoose: (changes: Readonly<Record<string, string | null>>) => void;
}) {
  const active = time.range !== null || time.from !== null || time.to !== null;
  return (
    <LazyMenu
      load={loadTimes}
      props={{ time, onChoose }}
      button={
        <Button type="button" variant="surface" color={active ? 'indigo' : 'gray'} className="font-normal!">
          <CalendarRange size={14} aria-hidden />
          Time
          <ChevronDown size={14} aria-hidden />
        </Button>
      }
    />
  );
}
