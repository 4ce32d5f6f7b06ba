'use client';

import { DropdownMenu, Text } from '@radix-ui/themes';
import { Building, ChevronDown, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import Link from 'next/link';
import { signOut } from 'next-auth/react';
import { useTheme } from 'next-themes';

/** The signed-in person's menu: who they are, their settings and the workspace's, the theme, and the way out. */
export function UserMenu({ name, email, role }: { name: string; email: string; role: string }) {
  const { theme, setTheme } = useTheme();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger>
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
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end" className="min-w-60">
        <div className="py-2 pr-3 pl-6">
          <Text as="p" size="2" weight="medium" className="break-words">
            {name}
          </Text>
          <Text as="p" size="1" color="gray" className="break-all">
            {email}
          </Text>
          <Text as="p" size="1" color="gray">
            {role}
          </Text>
        </div>
        <DropdownMenu.Separator />
        <DropdownMenu.Item asChild>
          <Link href="/dashboard/profile">
            <UserRound size={14} aria-hidden /> User settings
          </Link>
        </DropdownMenu.Item>
        <DropdownMenu.Item asChild>
          <Link href="/dashboard/workspace/general">
            <Building size={14} aria-hidden /> Workspace settings
          </Link>
        </DropdownMenu.Item>
        <DropdownMenu.Separator />
        <DropdownMenu.Label>Theme</DropdownMenu.Label>
        <DropdownMenu.RadioGroup value={theme ?? 'system'} onValueChange={setTheme}>
          <DropdownMenu.RadioItem value="light">
            <Sun size={14} aria-hidden /> Light
          </DropdownMenu.RadioItem>
          <DropdownMenu.RadioItem value="dark">
            <Moon size={14} aria-hidden /> Dark
          </DropdownMenu.RadioItem>
          <DropdownMenu.RadioItem value="system">
            <Monitor size={14} aria-hidden /> System
          </DropdownMenu.RadioItem>
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator />
        <DropdownMenu.Item onSelect={() => void signOut({ callbackUrl: '/sign-in' })}>
          <LogOut size={14} aria-hidden /> Sign out
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return letters.join('').toUpperCase() || '?';
}
