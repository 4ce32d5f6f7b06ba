'use client';

import NextLink from 'next/link';
import { useEffect, useRef } from 'react';

/**
 * Tabs that are pages of their own; `current` is the href of the one that is shown. Drawn as those of the component
 * library, whose own bring along all it takes for menus.
 */
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
    const row = open.current?.closest('ul');
    if (!open.current || !row || row.scrollWidth <= row.clientWidth) return;
    const { left, width } = open.current.getBoundingClientRect();
    row.scrollLeft += left - row.getBoundingClientRect().left - (row.clientWidth - width) / 2;
  }, []);
  return (
    <nav aria-label={label} className="mb-6">
      <ul className="rt-reset rt-BaseTabList rt-TabNavList rt-r-size-2">
        {tabs.map((tab) => {
          const active = tab.href === current;
          return (
            <li key={tab.href} className="rt-TabNavItem">
              <NextLink
                href={tab.href}
                ref={active ? open : undefined}
                aria-current={active ? 'page' : undefined}
                data-active={active ? '' : undefined}
                className="rt-reset rt-BaseTabListTrigger rt-TabNavLink"
              >
                <span className="rt-BaseTabListTriggerInner rt-TabNavLinkInner">{tab.label}</span>
                <span aria-hidden className="rt-BaseTabListTriggerInnerHidden rt-TabNavLinkInnerHidden">
                  {tab.label}
                </span>
              </NextLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
