'use client';

import { DropdownMenu } from '@radix-ui/themes';
import { Check } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { MenuTrigger } from '#components/ui/lazy-menu.tsx';
import { EnvironmentDot } from './environment-dot.tsx';
import { type EnvironmentView, KINDS, sectionOf } from './sections.ts';

/** What is in the EnvironmentSwitcher: reached through it alone, so that it is fetched when it is first opened. */
export function EnvironmentSwitcherItems({
  trigger,
  environments,
  current,
}: MenuTrigger & { environments: readonly EnvironmentView[]; current: EnvironmentView | null }) {
  const pathname = usePathname();
  const section = current && sectionOf(pathname, current);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content className="min-w-56">
        {environments.map((environment) => {
          // The rows of one environment do not exist in another: keep the section, not the row.
          const same = environment.sections.find((one) => one.key === section?.key);
          const isCurrent = environment.id === current?.id;
          return (
            <DropdownMenu.Item asChild key={environment.id}>
              <Link
                href={`/dashboard/${environment.id}${same?.path ?? ''}`}
                aria-current={isCurrent ? 'true' : undefined}
              >
                <EnvironmentDot color={environment.color} />
                <span className="min-w-0 flex-1 truncate">{environment.name}</span>
                {environment.name !== KINDS[environment.kind].label && (
                  <span className="text-xs opacity-80">{KINDS[environment.kind].label}</span>
                )}
                {isCurrent && <Check size={15} aria-hidden />}
              </Link>
            </DropdownMenu.Item>
          );
        })}
        <DropdownMenu.Separator />
        <DropdownMenu.Item asChild>
          <Link href="/dashboard/workspace/environments">All environments</Link>
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
