import { Text } from '@radix-ui/themes';
import type { ComponentProps, ReactNode } from 'react';
import { TextInput } from './action-form.tsx';
import { FormDialog } from './form-dialog.tsx';

/**
 * Asks before something is done: `children` says in one paragraph what will happen. With `typed`, the person
 * has to type that text, which the action checks as `confirmation`. `fields` are posted along.
 */
export function ConfirmDialog({
  trigger,
  title,
  children,
  action,
  environmentId,
  fields,
  confirmLabel,
  tone = 'danger',
  typed,
}: {
  trigger: ComponentProps<typeof FormDialog<never>>['trigger'];
  title: string;
  children: ReactNode;
  action: ComponentProps<typeof FormDialog<never>>['action'];
  /** Absent for what belongs to no environment. */
  environmentId?: string;
  fields: Readonly<Record<string, string>>;
  confirmLabel: string;
  tone?: 'danger' | 'plain';
  typed?: { text: string; label: string };
}) {
  return (
    <FormDialog
      trigger={trigger}
      title={title}
      description={children}
      action={action}
      {...(environmentId === undefined ? {} : { environmentId })}
      submitLabel={confirmLabel}
      danger={tone === 'danger'}
    >
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {typed && (
        <>
          <Text as="p" size="2">
            To confirm, type{' '}
            <Text weight="bold" className="break-words">
              {typed.text}
            </Text>
          </Text>
          <TextInput name="confirmation" label={typed.label} autoComplete="off" spellCheck={false} />
        </>
      )}
    </FormDialog>
  );
}
