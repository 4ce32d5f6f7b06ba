'use client';

import { DropdownMenu } from '@radix-ui/themes';
import Link from 'next/link';
import type { MenuTrigger } from '#components/ui/lazy-menu.tsx';
import type { SavedFilterView } from '#lib/sso/saved-filters.ts';

/** What is in the menu of SavedFilters. `path` is that of the list. */
export function SavedFilterItems({
  trigger,
  path,
  filters,
  current,
}: MenuTrigger & { path: string; filters: readonly SavedFilterView[]; current: string | null }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content className="max-h-96">
        {filters.map((one) => (
          <DropdownMenu.Item key={one.id} asChild>
            <Link href={path + one.query} aria-current={one.id === current ? 'true' : undefined}>
              {one.name}
            </Link>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
