import { Button, Text } from '@radix-ui/themes';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { BrandMark } from '#components/layout/brand.tsx';
import { MobileNav } from '#components/layout/mobile-nav.tsx';

/** The frame of the docs for a visitor who is not signed in. */
export function PublicShell({ sidebar, children }: { sidebar: ReactNode; children: ReactNode }) {
  return (
    <div className="min-h-dvh bg-(--color-background)">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-(--accent-9) px-3 py-2 text-(--accent-contrast) focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-20 flex h-14 items-center gap-3 border-t-2 border-t-(--accent-9) border-b border-b-(--gray-a4) bg-(--color-background) px-4 print:hidden">
        <MobileNav>{sidebar}</MobileNav>
        <Link
          href="/docs"
          aria-label="Gatehouse docs"
          className="flex items-center gap-2 rounded-md text-(--gray-12) no-underline"
        >
          <BrandMark size={22} />
          <Text size="3" weight="bold">
            Gatehouse
          </Text>
        </Link>
        <Button asChild size="2" variant="soft" className="ml-auto">
          <Link href="/dashboard" prefetch={false}>
            Sign in
          </Link>
        </Button>
      </header>
      <div className="flex">
        <aside
          aria-label="Sections"
          className="sticky top-14 h-[calc(100dvh-3.5rem)] w-60 shrink-0 overflow-y-auto border-r border-(--gray-a4) bg-(--gray-2) max-md:hidden print:hidden"
        >
          {sidebar}
        </aside>
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 px-4 py-6 outline-none sm:px-6 lg:px-10">
          <div className="mx-auto max-w-6xl">{children}</div>
        </main>
      </div>
    </div>
  );
}
