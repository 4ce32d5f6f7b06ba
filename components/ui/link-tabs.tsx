'use client';

import { TabNav } from '@radix-ui/themes';
import NextLink from 'next/link';
import { useEffect, useRef } from 'react';

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
  const open = useRef<HTMLAnchorElement>(null);
  // On a phone the row is wider than the screen.
  useEffect(() => {
    const row = open.current?.closest('.rt-TabNavRoot, nav');
    const list = open.current?.closest('ul');
    for (const box of [row, list]) {
      if (open.current && box && box.scrollWidth > box.clientWidth) {
        const { left, width } = open.current.getBoundingClientRect();
        box.scrollLeft += left - box.getBoundingClientRect().left - (box.clientWidth - width) / 2;
      }
    }
  }, []);
  return (
    <TabNav.Root aria-label={label} mb="5">
      {tabs.map((tab) => (
        <TabNav.Link key={tab.href} asChild active={tab.href === current}>
          <NextLink
            href={tab.href}
            ref={tab.href === current ? open : undefined}
            aria-current={tab.href === current ? 'page' : undefined}
          >
            {tab.label}
          </NextLink>
        </TabNav.Link>
      ))}
    </TabNav.Root>
  );
}
