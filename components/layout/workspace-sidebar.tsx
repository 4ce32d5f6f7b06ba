'use client';

import { Text } from '@radix-ui/themes';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { EnvironmentSwitcher } from './environment-switcher.tsx';
import type { EnvironmentView, WorkspaceLink } from './sections.ts';

/** The navigation beside the workspace's own pages and one's own settings: the way back to an environment on top. */
export function WorkspaceSidebar({
  environments,
  workspace,
  profile,
}: {
  environments: readonly EnvironmentView[];
  workspace: readonly WorkspaceLink[];
  profile: readonly WorkspaceLink[];
}) {
  return (
    <div className="flex flex-col gap-4 p-3">
      <EnvironmentSwitcher environments={environments} current={null} />
      <Group title="Workspace" root="/dashboard/workspace" links={workspace} />
      <Group title="User settings" root="/dashboard/profile" links={profile} />
    </div>
  );
}

function Group({ title, root, links }: { title: string; root: string; links: readonly WorkspaceLink[] }) {
  const pathname = usePathname();
  const inside = (href: string) => pathname === href || pathname.startsWith(`${href}/`);
  // The longest address that begins the open one: a page may lie below another.
  const open = links
    .map(({ path }) => root + path)
    .filter(inside)
    .sort((a, b) => b.length - a.length)[0];
  return (
    <nav aria-label={title}>
      <Text as="p" size="1" color="gray" weight="medium" mb="1" className="px-2.5">
        {title}
      </Text>
      <ul className="flex list-none flex-col gap-0.5">
        {links.map(({ key, label, path }) => {
          const href = root + path;
          return (
            <li key={key}>
              <Link
                href={href}
                aria-current={href === open ? (pathname === href ? 'page' : 'true') : undefined}
                className="flex min-h-8 items-center rounded-md px-2.5 py-1.5 text-sm text-(--gray-11) no-underline hover:bg-(--gray-a3) hover:text-(--gray-12) aria-[current]:bg-(--accent-a3) aria-[current]:font-medium aria-[current]:text-(--accent-12)"
              >
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
