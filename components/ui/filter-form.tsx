'use client';

import { Button, Flex, Select, TextField } from '@radix-ui/themes';
import { Search } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { type FormEvent, Fragment, type ReactNode, useRef } from 'react';

export type FilterChoice = {
  name: string;
  /** What the menu is called by screen readers, and what it shows while nothing is chosen. */
  label: string;
  anyLabel: string;
  value: string | null;
  /** Neighbors with the same `group` stand below its heading. */
  choices: readonly { value: string; label: string; group?: string }[];
};

const ANY = '*';

/** Search and menus above a list. What is chosen lives in the URL, so that it can be shared; menus act at once. */
export function FilterForm({
  search,
  placeholder,
  menus,
  children,
  filtered = false,
}: {
  search: string | null;
  placeholder: string;
  menus: readonly FilterChoice[];
  /** More fields of the same form, which count when it is sent. */
  children?: ReactNode;
  /** Whether one of them has a value. */
  filtered?: boolean;
}) {
  const router = useRouter();
  const path = usePathname();
  const form = useRef<HTMLFormElement>(null);

  function go(changed?: { name: string; value: string }) {
    const values = new FormData(form.current ?? undefined);
    if (changed) values.set(changed.name, changed.value);
    const query = new URLSearchParams();
    for (const [name, value] of values) {
      if (typeof value === 'string' && value.trim() !== '' && value !== ANY) query.set(name, value.trim());
    }
    const text = query.toString();
    router.push(text === '' ? path : `${path}?${text}`);
  }

  const anything = filtered || search !== null || menus.some((menu) => menu.value !== null);
  return (
    <search>
      <form
        ref={form}
        method="get"
        action={path}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          go();
        }}
      >
        <Flex gap="2" wrap="wrap" mb="4" align="center">
          <div className="min-w-0 grow basis-60 sm:max-w-sm">
            <TextField.Root
              key={search ?? ''}
              type="search"
              name="q"
              defaultValue={search ?? ''}
              placeholder={placeholder}
              aria-label={placeholder}
              maxLength={200}
            >
              <TextField.Slot>
                <Search size={15} aria-hidden />
              </TextField.Slot>
            </TextField.Root>
          </div>
          {menus.map((menu) => (
            <Select.Root
              key={`${menu.name}:${menu.value}`}
              name={menu.name}
              defaultValue={menu.value ?? ANY}
              onValueChange={(value) => go({ name: menu.name, value })}
            >
              <Select.Trigger aria-label={menu.label}>
                {/* Written out, so that nothing moves once the menu has been loaded. */}
                {menu.choices.find((choice) => choice.value === menu.value)?.label ?? menu.anyLabel}
              </Select.Trigger>
              <Select.Content position="popper">
                <Select.Item value={ANY}>{menu.anyLabel}</Select.Item>
                <Select.Separator />
                {grouped(menu.choices).map(([group, choices]) => {
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
          ))}
          {children}
          <Button type="submit" variant="soft" color="gray">
            Search
          </Button>
          {anything && (
            <Button type="button" variant="ghost" color="gray" ml="2" onClick={() => router.push(path)}>
              Clear
            </Button>
          )}
        </Flex>
      </form>
    </search>
  );
}

function grouped(choices: FilterChoice['choices']): [string | undefined, FilterChoice['choices']][] {
  const groups = new Map<string | undefined, FilterChoice['choices'][number][]>();
  for (const choice of choices) groups.set(choice.group, [...(groups.get(choice.group) ?? []), choice]);
  return [...groups];
}
