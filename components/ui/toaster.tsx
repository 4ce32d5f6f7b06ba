'use client';

import { useTheme } from 'next-themes';
import { Toaster } from 'sonner';

/** The messages in the chosen theme: reached through Toasts alone, which fetches it after the page. */
export function ThemedToaster() {
  const { resolvedTheme } = useTheme();
  return <Toaster position="bottom-right" closeButton theme={resolvedTheme === 'dark' ? 'dark' : 'light'} />;
}
