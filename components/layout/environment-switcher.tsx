'use client';

import { Text } from '@radix-ui/themes';
import { ChevronsUpDown } from 'lucide-react';
import { LazyMenu } from '#components/ui/lazy-menu.tsx';
import { EnvironmentDot } from './environment-dot.tsx';
import type { EnvironmentView } from './sections.ts';

const load = () =>
  import('./environment-switcher-items.tsx').then((module) => module.EnvironmentSwitcherItems);

/** Shows which environment one works in, if any, and opens the same section of another one. */
export function EnvironmentSwitcher(view: {
  environments: readonly EnvironmentView[];
  current: EnvironmentView | null;
}) {
  const { current } = view;
  return (
    <LazyMenu
      load={load}
      props={view}
      button={
        <button
          type="button"
          className="flex w-full cursor-pointer items-center gap-2.5 rounded-lg border border-(--gray-a5) bg-(--color-panel-solid) px-3 py-2 text-left hover:border-(--gray-a7)"
        >
          {current && <EnvironmentDot color={current.color} />}
          <span className="min-w-0 flex-1">
            <Text as="span" size="1" color="gray" className="block leading-tight">
              Environment
            </Text>
            <Text as="span" size="2" weight="medium" className="block truncate leading-tight">
              {current?.name ?? 'Choose one'}
            </Text>
          </span>
          <ChevronsUpDown size={15} aria-hidden className="text-(--gray-11)" />
        </button>
      }
    />
  );
}
