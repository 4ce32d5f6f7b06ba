'use client';

import { Button, Flex } from '@radix-ui/themes';
import { type ComponentProps, isValidElement, type ReactElement, type ReactNode, useState } from 'react';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { ActionForm, SubmitButton, type Undo } from './action-form.tsx';
import { CloseButton, LazyDialog } from './lazy-dialog.tsx';
import { useAnchor } from './use-anchor.ts';

/**
 * The button that opens a dialog: its words, and how loud it is. `name` tells equal buttons of a list apart.
 * Server components describe it; client components may pass a button instead.
 */
export type DialogTrigger = {
  label: string;
  name?: string;
  variant?: ComponentProps<typeof Button>['variant'];
  color?: ComponentProps<typeof Button>['color'];
  size?: ComponentProps<typeof Button>['size'];
};

/** A button that opens a form on a server action; closes once the action has saved. */
export function FormDialog<Result>({
  trigger,
  title,
  description,
  action,
  environmentId,
  submitLabel,
  danger = false,
  undo,
  anchor,
  children,
}: {
  trigger: DialogTrigger | ReactElement;
  title: string;
  description?: ReactNode;
  action: (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;
  /** Absent for what belongs to no environment. */
  environmentId?: string;
  submitLabel: string;
  danger?: boolean;
  /** Offers to take it back, together with the message. */
  undo?: Undo;
  /** Part of an address after # that opens the dialog, for links from elsewhere. */
  anchor?: string;
  children?: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  useAnchor(anchor, () => setOpen(true));
  return (
    <LazyDialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        isValidElement<ComponentProps<'button'>>(trigger) ? (
          trigger
        ) : (
          <TriggerButton {...(trigger as DialogTrigger)} />
        )
      }
      title={title}
      description={description}
    >
      <ActionForm
        action={action}
        {...(environmentId === undefined ? {} : { environmentId })}
        {...(undo ? { undo } : {})}
        onSaved={() => setOpen(false)}
      >
        {children}
        <Flex gap="3" justify="end" wrap="wrap" mt="1">
          <CloseButton variant="soft" color="gray">
            Cancel
          </CloseButton>
          <SubmitButton {...(danger ? { color: 'red' as const } : {})}>{submitLabel}</SubmitButton>
        </Flex>
      </ActionForm>
    </LazyDialog>
  );
}

/** Draws a DialogTrigger; props and ref of the dialog pass through. */
export function TriggerButton({
  label,
  name,
  variant = 'solid',
  color,
  size = '2',
  ...rest
}: DialogTrigger & Omit<ComponentProps<typeof Button>, 'name' | 'variant' | 'color' | 'size' | 'children'>) {
  return (
    <Button type="button" variant={variant} size={size} {...(color ? { color } : {})} {...rest}>
      {label}
      {name && <span className="sr-only">{name}</span>}
    </Button>
  );
}
