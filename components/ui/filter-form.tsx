'use client';

import { Button, Flex, TextField } from '@radix-ui/themes';
import { Search } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useRef } from 'react';
import { Choice, type ChoiceOption } from './choice.tsx';

export type FilterChoice = {
  name: string;
  /** What the menu is called by screen readers, and what it shows while nothing is chosen. */
  label: string;
  anyLabel: string;
  value: string | null;
  choices: readonly ChoiceOption[];
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
            <Choice
              key={`${menu.name}:${menu.value}`}
              name={menu.name}
              value={menu.value ?? ANY}
              onChoose={(value) => go({ name: menu.name, value })}
              options={menu.choices}
              first={{ value: ANY, label: menu.anyLabel }}
              aria-label={menu.label}
            />
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
