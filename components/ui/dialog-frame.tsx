'use client';

import { Dialog } from '@radix-ui/themes';
import type { ReactElement, ReactNode } from 'react';

/** The dialog itself: reached through LazyDialog alone, so that it is fetched when it is first opened. */
export function DialogFrame({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  maxWidth,
  insistent,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger?: ReactElement;
  title: ReactNode;
  description?: ReactNode;
  maxWidth: string;
  insistent: boolean;
  children: ReactNode;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Dialog.Trigger>{trigger}</Dialog.Trigger>}
      <Dialog.Content
        maxWidth={maxWidth}
        {...(description ? {} : { 'aria-describedby': undefined })}
        {...(insistent ? { onInteractOutside: (event) => event.preventDefault() } : {})}
      >
        <Dialog.Title size="4">{title}</Dialog.Title>
        {description && (
          <Dialog.Description size="2" color="gray" mb="4">
            {description}
          </Dialog.Description>
        )}
        {children}
      </Dialog.Content>
    </Dialog.Root>
  );
}
