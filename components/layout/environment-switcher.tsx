'use client';

import { DropdownMenu, Text } from '@radix-ui/themes';
import { Check, ChevronsUpDown } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { EnvironmentDot } from './environment-dot.tsx';
import { type EnvironmentView, KINDS, sectionOf } from './sections.ts';

/** Shows which environment one works in, if any, and opens the same section of another one. */
export function EnvironmentSwitcher({
  environments,
  current,
}: {
  environments: readonly EnvironmentView[];
  current: EnvironmentView | null;
}) {
  const pathname = usePathname();
  const section = current && sectionOf(pathname, current);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger>
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
      </DropdownMenu.Trigger>
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
