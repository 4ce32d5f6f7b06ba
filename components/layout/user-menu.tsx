'use client';

import { Text } from '@radix-ui/themes';
import { ChevronDown } from 'lucide-react';
import { LazyMenu } from '#components/ui/lazy-menu.tsx';

const load = () => import('./user-menu-items.tsx').then((module) => module.UserMenuItems);

/** The signed-in person's menu: who they are, their settings and the workspace's, the theme, and the way out. */
export function UserMenu(person: { name: string; email: string; role: string }) {
  const { name } = person;
  return (
    <LazyMenu
      load={load}
      props={person}
      button={
        <button
          type="button"
          className="flex min-h-9 cursor-pointer items-center gap-2 rounded-lg px-1.5 py-1 hover:bg-(--gray-a3)"
        >
          <span
            aria-hidden
            className="flex size-6 items-center justify-center rounded-full bg-(--accent-a4) text-[11px] font-medium text-(--accent-12)"
          >
            {initials(name)}
          </span>
          <Text size="2" weight="medium" className="max-w-40 truncate max-sm:sr-only">
            {name}
          </Text>
          <ChevronDown size={14} aria-hidden className="text-(--gray-11)" />
        </button>
      }
    />
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return letters.join('').toUpperCase() || '?';
}
