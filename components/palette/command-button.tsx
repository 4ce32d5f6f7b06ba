'use client';

import { Kbd } from '@radix-ui/themes';
import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PaletteView } from './palette-view.ts';

// Loaded when it is first opened: no page is heavier for it.
const Palette = dynamic(() => import('./palette.tsx').then((module) => module.Palette), { ssr: false });

/** The way to the command palette: a button in the header, and Ctrl or Command with K. */
export function CommandButton({ view }: { view: PaletteView }) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  // What is typed between the opening and the first drawing goes into the palette, too.
  const typed = useRef('');
  const waiting = useRef(false);
  const takeTyped = useCallback(() => {
    waiting.current = false;
    return typed.current;
  }, []);
  const change = (next: boolean) => {
    if (next) setWanted(true);
    setOpen(next);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const plain = !(event.ctrlKey || event.metaKey || event.altKey);
      if (waiting.current && plain && event.key.length === 1) {
        event.preventDefault();
        typed.current += event.key;
        return;
      }
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.altKey ||
        event.shiftKey
      ) {
        return;
      }
      event.preventDefault();
      setWanted((before) => {
        if (!before) waiting.current = true;
        return true;
      });
      setOpen((now) => !now);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => change(true)}
        className="flex min-h-9 cursor-pointer items-center gap-2 rounded-lg px-2.5 py-1 text-sm text-(--gray-11) shadow-[inset_0_0_0_1px_var(--gray-a5)] hover:shadow-[inset_0_0_0_1px_var(--gray-a7)] sm:min-w-52"
      >
        <Search size={15} aria-hidden />
        <span className="flex-1 text-left max-sm:sr-only">Search</span>
        <Kbd size="1" aria-hidden="true" className="max-sm:hidden">
          Ctrl K
        </Kbd>
      </button>
      {wanted && <Palette view={view} open={open} onOpenChange={change} takeTyped={takeTyped} />}
    </>
  );
}
