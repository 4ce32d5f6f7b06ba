'use client';

import dynamic from 'next/dynamic';

const Toaster = dynamic(() => import('./toaster.tsx').then((module) => module.ThemedToaster), { ssr: false });

/** Where short messages appear. */
export function Toasts() {
  return <Toaster />;
}
