'use client';

import { Text } from '@radix-ui/themes';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { EnvironmentSwitcher } from './environment-switcher.tsx';
import type { EnvironmentView, WorkspaceLink } from './sections.ts';

/** The navigation of the workspace's own pages: the way back to an environment on top, sections below. */
export function WorkspaceSidebar({
  environments,
  links,
}: {
  environments: readonly EnvironmentView[];
  links: readonly WorkspaceLink[];
}) {
  const pathname = usePathname();
  return (
    <div className="flex flex-col gap-4 p-3">
      <EnvironmentSwitcher environments={environments} current={null} />
      <nav aria-label="Workspace">
        <Text as="p" size="1" color="gray" weight="medium" mb="1" className="px-2.5">
          Workspace
        </Text>
        <ul className="flex list-none flex-col gap-0.5">
          {links.map(({ key, label, path }) => {
            const href = `/dashboard/workspace${path}`;
            const open = pathname === href || pathname.startsWith(`${href}/`);
            return (
              <li key={key}>
                <Link
                  href={href}
                  aria-current={open ? (pathname === href ? 'page' : 'true') : undefined}
                  className="flex min-h-8 items-center rounded-md px-2.5 py-1.5 text-sm text-(--gray-11) no-underline hover:bg-(--gray-a3) hover:text-(--gray-12) aria-[current]:bg-(--accent-a3) aria-[current]:font-medium aria-[current]:text-(--accent-12)"
                >
                  {label}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
    </div>
  );
}
