'use client';

import { RadioCards } from '@radix-ui/themes';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useSyncExternalStore } from 'react';

const THEMES = [
  { value: 'light', label: 'Light', Icon: Sun },
  { value: 'dark', label: 'Dark', Icon: Moon },
  { value: 'system', label: 'System', Icon: Monitor },
] as const;

const never = () => () => {};

/** The theme of this browser. What is chosen is known to the browser only, so it is marked once that has been asked. */
export function ThemeChoice() {
  const { theme, setTheme } = useTheme();
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <RadioCards.Root
      aria-label="Theme"
      value={inBrowser ? (theme ?? 'system') : ''}
      onValueChange={setTheme}
      columns={{ initial: '1', sm: '3' }}
      size="1"
      className="max-w-xl"
    >
      {THEMES.map(({ value, label, Icon }) => (
        <RadioCards.Item key={value} value={value}>
          <Icon size={16} aria-hidden />
          {label}
        </RadioCards.Item>
      ))}
    </RadioCards.Root>
  );
}
