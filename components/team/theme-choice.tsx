'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useSyncExternalStore } from 'react';
import { Segments } from '#components/ui/segments.tsx';

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
    <Segments
      aria-label="Theme"
      options={THEMES.map(({ value, label, Icon }) => ({
        value,
        label,
        icon: <Icon size={16} aria-hidden />,
      }))}
      value={inBrowser ? (theme ?? 'system') : ''}
      onChoose={setTheme}
      size="2"
    />
  );
}
