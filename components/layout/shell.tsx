import { Text } from '@radix-ui/themes';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { CommandButton } from '#components/palette/command-button.tsx';
import type { PaletteView } from '#components/palette/palette-view.ts';
import { ROLES, type RoleName } from '#lib/auth/permissions.ts';
import { BrandMark } from './brand.tsx';
import { MobileNav } from './mobile-nav.tsx';
import { UserMenu } from './user-menu.tsx';

/** The frame of every dashboard page: header, navigation beside it, content. `edge` is the stripe of color on top. */
export function Shell({
  member,
  home,
  badge,
  edge,
  sidebar,
  palette,
  children,
}: {
  member: { name: string; email: string; role: RoleName; workspace: { name: string } };
  home: string;
  badge?: ReactNode;
  edge: string;
  sidebar: ReactNode;
  palette: PaletteView;
  children: ReactNode;
}) {
  return (
    <div className="min-h-dvh bg-(--color-background)">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-(--accent-9) px-3 py-2 text-(--accent-contrast) focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <header
        className={`sticky top-0 z-20 flex print:hidden h-14 items-center gap-3 border-t-2 border-b border-b-(--gray-a4) bg-(--color-background) px-4 ${edge}`}
      >
        <MobileNav>{sidebar}</MobileNav>
        <Link
          href={home}
          aria-label="Gatehouse, overview"
          className="flex items-center gap-2 rounded-md text-(--gray-12) no-underline"
        >
          <BrandMark size={22} />
          <Text size="3" weight="bold" className="max-sm:hidden">
            Gatehouse
          </Text>
        </Link>
        <span aria-hidden className="text-(--gray-a7) max-md:hidden">
          /
        </span>
        <Link
          href="/dashboard/workspace/general"
          prefetch={false}
          className="min-w-0 truncate rounded-md text-sm text-(--gray-12) no-underline hover:underline max-md:hidden"
        >
          {member.workspace.name}
        </Link>
        {badge}
        <div className="ml-auto flex items-center gap-2">
          <Link
            href="/docs"
            prefetch={false}
            className="flex min-h-8 items-center rounded-md px-2 text-sm text-(--gray-11) no-underline hover:bg-(--gray-a3) hover:text-(--gray-12) max-sm:hidden"
          >
            Docs
          </Link>
          <CommandButton view={palette} />
          <UserMenu name={member.name} email={member.email} role={ROLES[member.role].label} />
        </div>
      </header>
      <div className="flex">
        <aside
          aria-label="Sections"
          className="sticky top-14 h-[calc(100dvh-3.5rem)] w-60 shrink-0 overflow-y-auto border-r border-(--gray-a4) bg-(--gray-2) max-md:hidden print:hidden"
        >
          {sidebar}
        </aside>
        <main
          id="content"
          tabIndex={-1}
          className="min-w-0 flex-1 px-4 py-6 outline-none sm:px-6 lg:px-10 print:p-0"
        >
          <div className="mx-auto max-w-6xl">{children}</div>
        </main>
      </div>
    </div>
  );
}
