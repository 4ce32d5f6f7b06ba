'use client';

import { IconButton } from '@radix-ui/themes';
import { Menu, X } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';

/** The navigation at phone width: a drawer behind a button. A modal <dialog> keeps focus and Escape right. */
export function MobileNav({ children }: { children: ReactNode }) {
  const drawer = useRef<HTMLDialogElement>(null);
  const pathname = usePathname();
  useEffect(() => drawer.current?.close(), [pathname]);
  return (
    <div className="md:hidden">
      <IconButton
        variant="ghost"
        color="gray"
        size="3"
        aria-label="Open navigation"
        onClick={() => drawer.current?.showModal()}
      >
        <Menu size={20} aria-hidden />
      </IconButton>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the drawer closes it; the keyboard has Escape */}
      <dialog
        ref={drawer}
        aria-label="Navigation"
        className="fixed inset-y-0 left-0 m-0 h-dvh max-h-none w-72 max-w-[85vw] overflow-y-auto bg-(--color-panel-solid) text-(--gray-12) shadow-xl backdrop:bg-(--black-a8)"
        onClick={(event) => {
          if (event.target === event.currentTarget) drawer.current?.close();
        }}
      >
        <div className="flex justify-end px-3 pt-3">
          <IconButton
            variant="ghost"
            color="gray"
            size="3"
            aria-label="Close navigation"
            onClick={() => drawer.current?.close()}
          >
            <X size={20} aria-hidden />
          </IconButton>
        </div>
        {children}
      </dialog>
    </div>
  );
}
