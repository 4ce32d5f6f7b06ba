'use client';

import { DropdownMenu, Text } from '@radix-ui/themes';
import { BookOpen, Building, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import Link from 'next/link';
import { signOut } from 'next-auth/react';
import { useTheme } from 'next-themes';
import type { MenuTrigger } from '#components/ui/lazy-menu.tsx';

/** What is in the UserMenu: reached through it alone, so that it is fetched when it is first opened. */
export function UserMenuItems({
  trigger,
  name,
  email,
  role,
}: MenuTrigger & { name: string; email: string; role: string }) {
  const { theme, setTheme } = useTheme();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger>{trigger}</DropdownMenu.Trigger>
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
        <DropdownMenu.Item asChild>
          <Link href="/docs">
            <BookOpen size={14} aria-hidden /> Docs
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
