'use client';

import { Button } from '@radix-ui/themes';
import {
  type ComponentProps,
  cloneElement,
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
} from 'react';
import type { DialogFrame } from './dialog-frame.tsx';
import { useLazy } from './lazy.ts';

const load = () => import('./dialog-frame.tsx').then((module) => module.DialogFrame);

const Closing = createContext<() => void>(() => {});

/**
 * A dialog that is fetched when it is first opened. `trigger` opens it, where there is one; without, whoever sets
 * `open`. `insistent` stays open when one clicks beside it.
 */
export function LazyDialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  maxWidth = '500px',
  insistent = false,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger?: ReactElement<ComponentProps<'button'>>;
  title: ReactNode;
  description?: ReactNode;
  maxWidth?: string;
  insistent?: boolean;
  children: ReactNode;
}) {
  const { Part, warm, show } = useLazy<ComponentProps<typeof DialogFrame>>(load);
  useEffect(() => {
    if (open) void show();
  }, [open, show]);
  if (!Part) {
    return trigger
      ? cloneElement(trigger, {
          'aria-haspopup': 'dialog',
          onPointerEnter: warm,
          onFocus: warm,
          onClick: () => onOpenChange(true),
        })
      : null;
  }
  return (
    <Part
      open={open}
      onOpenChange={onOpenChange}
      {...(trigger ? { trigger } : {})}
      title={title}
      {...(description ? { description } : {})}
      maxWidth={maxWidth}
      insistent={insistent}
    >
      <Closing value={() => onOpenChange(false)}>{children}</Closing>
    </Part>
  );
}

/** Closes the LazyDialog around it. */
export function CloseButton(button: Omit<ComponentProps<typeof Button>, 'type' | 'onClick'>) {
  const close = useContext(Closing);
  return <Button {...button} type="button" onClick={close} />;
}
