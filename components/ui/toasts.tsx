'use client';

import { useTheme } from 'next-themes';
import { Toaster } from 'sonner';

/** Where short messages appear, in the chosen theme. */
export function Toasts() {
  const { resolvedTheme } = useTheme();
  return <Toaster position="bottom-right" closeButton theme={resolvedTheme === 'dark' ? 'dark' : 'light'} />;
}
