'use client';

import { Button, Dialog, Flex } from '@radix-ui/themes';
import {
  type ComponentProps,
  isValidElement,
  type ReactElement,
  type ReactNode,
  useEffect,
  useState,
} from 'react';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { ActionForm, SubmitButton } from './action-form.tsx';

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
  /** Part of an address after # that opens the dialog, for links from elsewhere. */
  anchor?: string;
  children?: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (anchor === undefined) return;
    const openIfNamed = () => {
      if (window.location.hash !== `#${anchor}`) return;
      // Taken out again, so that the same link opens it a second time.
      window.history.replaceState(
        window.history.state,
        '',
        window.location.pathname + window.location.search,
      );
      setOpen(true);
    };
    openIfNamed();
    window.addEventListener('hashchange', openIfNamed);
    return () => window.removeEventListener('hashchange', openIfNamed);
  }, [anchor]);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger>
        {isValidElement(trigger) ? trigger : <TriggerButton {...(trigger as DialogTrigger)} />}
      </Dialog.Trigger>
      <Dialog.Content maxWidth="500px" {...(description ? {} : { 'aria-describedby': undefined })}>
        <Dialog.Title size="4">{title}</Dialog.Title>
        {description && (
          <Dialog.Description size="2" color="gray" mb="4">
            {description}
          </Dialog.Description>
        )}
        <ActionForm
          action={action}
          {...(environmentId === undefined ? {} : { environmentId })}
          onSaved={() => setOpen(false)}
        >
          {children}
          <Flex gap="3" justify="end" wrap="wrap" mt="1">
            <Dialog.Close>
              <Button type="button" variant="soft" color="gray">
                Cancel
              </Button>
            </Dialog.Close>
            <SubmitButton {...(danger ? { color: 'red' as const } : {})}>{submitLabel}</SubmitButton>
          </Flex>
        </ActionForm>
      </Dialog.Content>
    </Dialog.Root>
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
