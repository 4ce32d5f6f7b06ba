'use client';

import { Button, Callout, Flex, Text, TextField } from '@radix-ui/themes';
import { CircleAlert } from 'lucide-react';
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  useActionState,
  useContext,
  useEffect,
  useId,
  useRef,
} from 'react';
import { toast } from 'sonner';
import { type FormState, IDLE } from '#lib/dashboard/form-state.ts';

type Action<Result> = (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

const Fields = createContext<{
  fields: Readonly<Record<string, string>>;
  values: Readonly<Record<string, string>>;
  pending: boolean;
}>({ fields: {}, values: {}, pending: false });

/** What the surrounding form knows of one field: its error and what was typed before a refusal. */
export function useField(name: string, initial = '') {
  const form = useContext(Fields);
  return { error: form.fields[name], value: form.values[name] ?? initial, pending: form.pending };
}

/**
 * A form on a server action of lib/dashboard/admin-action.ts: posts `environmentId`, keeps what was typed
 * when refused, shows one message above and one beside each wrong field, and toasts success.
 */
export function ActionForm<Result>({
  action,
  environmentId,
  children,
  onSaved,
  className,
}: {
  action: Action<Result>;
  environmentId: string;
  children: ReactNode;
  onSaved?: (message: string, result: Result | undefined) => void;
  className?: string;
}) {
  const [state, dispatch, pending] = useActionState<FormState<Result>, FormData>(action, IDLE);
  const saved = useRef(onSaved);
  saved.current = onSaved;
  useEffect(() => {
    if (state.status !== 'saved') return;
    toast.success(state.message);
    saved.current?.(state.message, state.result);
  }, [state]);
  const refused = state.status === 'refused' ? state : null;
  return (
    <Fields value={{ fields: refused?.fields ?? {}, values: refused?.values ?? {}, pending }}>
      <form action={dispatch} className={className} noValidate>
        <input type="hidden" name="environmentId" value={environmentId} />
        <Flex direction="column" gap="4">
          {refused && (
            <Callout.Root color="red" role="alert" size="1">
              <Callout.Icon>
                <CircleAlert size={16} aria-hidden />
              </Callout.Icon>
              <Callout.Text>{refused.message}</Callout.Text>
            </Callout.Root>
          )}
          {children}
        </Flex>
      </form>
    </Fields>
  );
}

/** Label, control, help and error of one field, tied together for screen readers. */
export function Field({
  name,
  label,
  help,
  children,
}: {
  name: string;
  label: string;
  help?: ReactNode;
  children: (control: {
    id: string;
    name: string;
    defaultValue: string;
    'aria-describedby': string;
    'aria-invalid': boolean;
  }) => ReactNode;
}) {
  const id = useId();
  const { error, value } = useField(name);
  return (
    <Flex direction="column" gap="1">
      <Text as="label" size="2" weight="medium" htmlFor={id}>
        {label}
      </Text>
      {children({
        id,
        name,
        defaultValue: value,
        'aria-describedby': `${id}-help`,
        'aria-invalid': error !== undefined,
      })}
      <div id={`${id}-help`}>
        {error && (
          <Text as="p" size="1" color="red">
            {error}
          </Text>
        )}
        {help && (
          <Text as="p" size="1" color="gray">
            {help}
          </Text>
        )}
      </div>
    </Flex>
  );
}

/** The common case: one line of text. */
export function TextInput({
  name,
  label,
  help,
  initial = '',
  ...input
}: { name: string; label: string; help?: ReactNode; initial?: string } & Omit<
  ComponentProps<typeof TextField.Root>,
  'name' | 'defaultValue' | 'children'
>) {
  const { value } = useField(name, initial);
  return (
    <Field name={name} label={label} help={help}>
      {(control) => <TextField.Root {...input} {...control} defaultValue={value} />}
    </Field>
  );
}

/** Sends the surrounding ActionForm; says so while it works. */
export function SubmitButton({ children, ...button }: ComponentProps<typeof Button>) {
  const { pending } = useContext(Fields);
  return (
    <Button type="submit" loading={pending} {...button}>
      {children}
    </Button>
  );
}
