'use client';

import { TabNav } from '@radix-ui/themes';
import NextLink from 'next/link';

/** Tabs that are pages of their own; `current` is the href of the one that is shown. */
export function LinkTabs({
  label,
  tabs,
  current,
}: {
  label: string;
  tabs: readonly { href: string; label: string }[];
  current: string;
}) {
  return (
    <TabNav.Root aria-label={label} mb="5">
      {tabs.map((tab) => (
        <TabNav.Link key={tab.href} asChild active={tab.href === current}>
          <NextLink href={tab.href} aria-current={tab.href === current ? 'page' : undefined}>
            {tab.label}
          </NextLink>
        </TabNav.Link>
      ))}
    </TabNav.Root>
  );
}
