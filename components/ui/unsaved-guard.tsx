'use client';

import { Button, Flex } from '@radix-ui/themes';
import { useRouter } from 'next/navigation';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { CloseButton, LazyDialog } from './lazy-dialog.tsx';

/**
 * Asks before a link, a reload or a closed tab loses what was typed into `form` and not saved. What it held when it was
 * first touched counts as saved, and so does everything with each new `savedAt`, which is null for none. Buttons that navigate by
 * themselves and the browser's way back within the dashboard are not held up.
 */
export function UnsavedGuard({
  form,
  savedAt,
}: {
  form: RefObject<HTMLFormElement | null>;
  savedAt: unknown;
}) {
  const router = useRouter();
  const kept = useRef<string | null>(null);
  const [leavingFor, setLeavingFor] = useState<string | null>(null);
  useEffect(() => {
    if (savedAt) kept.current = null;
  }, [savedAt]);
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    // Typed before this page listened: what it was is no longer there to compare with.
    if (typedInto(element)) kept.current ??= '';
    const unsaved = () => kept.current !== null && kept.current !== contentOf(element);
    const touched = () => {
      kept.current ??= contentOf(element);
    };
    const clicked = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || link.hasAttribute('download'))
        return;
      const { origin, pathname, search, hash } = new URL(link.href);
      const here = pathname === window.location.pathname && search === window.location.search;
      if (origin !== window.location.origin || here || !unsaved()) return;
      event.preventDefault();
      event.stopPropagation();
      setLeavingFor(pathname + search + hash);
    };
    const unloading = (event: BeforeUnloadEvent) => {
      if (unsaved()) event.preventDefault();
    };
    element.addEventListener('focusin', touched, true);
    element.addEventListener('pointerdown', touched, true);
    document.addEventListener('click', clicked, true);
    window.addEventListener('beforeunload', unloading);
    return () => {
      element.removeEventListener('focusin', touched, true);
      element.removeEventListener('pointerdown', touched, true);
      document.removeEventListener('click', clicked, true);
      window.removeEventListener('beforeunload', unloading);
    };
  }, [form]);
  return (
    <LazyDialog
      open={leavingFor !== null}
      onOpenChange={(open) => !open && setLeavingFor(null)}
      title="Leave without saving?"
      description="What you changed on this page is not saved yet."
      maxWidth="420px"
    >
      <Flex gap="3" justify="end" wrap="wrap">
        <CloseButton variant="soft" color="gray">
          Stay on this page
        </CloseButton>
        <Button
          type="button"
          color="red"
          onClick={() => {
            kept.current = null;
            setLeavingFor(null);
            if (leavingFor !== null) router.push(leavingFor);
          }}
        >
          Leave without saving
        </Button>
      </Flex>
    </LazyDialog>
  );
}

function contentOf(form: HTMLFormElement): string {
  return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

function typedInto(form: HTMLFormElement): boolean {
  return [...form.elements].some(
    (one) =>
      (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement) &&
      one.type !== 'hidden' &&
      one.value !== one.defaultValue,
  );
}
