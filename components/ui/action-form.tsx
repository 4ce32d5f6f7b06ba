'use client';

import { Button, Callout, Flex, Link, Text, TextField } from '@radix-ui/themes';
import { CircleAlert } from 'lucide-react';
import NextLink from 'next/link';
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  startTransition,
  useActionState,
  useContext,
  useEffect,
  useId,
  useRef,
} from 'react';
import { type FormState, IDLE, LOADED_VALUES_FIELD, type Review } from '#lib/dashboard/form-state.ts';
import { toast } from './toast.ts';
import { undoToast } from './undo-toast.ts';
import { UnsavedGuard } from './unsaved-guard.tsx';

type Action<Result> = (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

/** A server action that makes the opposite of another one, and what it is given. */
export type Undo = {
  action: (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
  fields: Readonly<Record<string, string>>;
};

const Fields = createContext<{
  fields: Readonly<Record<string, string>>;
  values: Readonly<Record<string, string>>;
  pending: boolean;
}>({ fields: {}, values: {}, pending: false });

const LoadedVersion = createContext<number | null>(null);

/**
 * Which version of a connection the forms inside were loaded from: they post it along, so that a save does not undo what
 * somebody else has changed since.
 */
export function LoadedFrom({ version, children }: { version: number; children: ReactNode }) {
  return <LoadedVersion value={version}>{children}</LoadedVersion>;
}

/** What the surrounding form knows of one field: its error and what was typed before a refusal. */
export function useField(name: string, initial = '') {
  const form = useContext(Fields);
  return { error: form.fields[name], value: form.values[name] ?? initial, pending: form.pending };
}

/**
 * A form on a server action of lib/dashboard/admin-action.ts: posts `environmentId`, keeps what was typed
 * when refused, shows one message above and one beside each wrong field, moves the focus to the first of
 * them, and toasts success. After success the fields go back to their initial values, except with `keepValues`, which
 * also asks before what is not saved is left behind.
 */
export function ActionForm<Result>({
  action,
  environmentId,
  children,
  onSaved,
  undo,
  keepValues = false,
  loaded,
  className,
}: {
  action: Action<Result>;
  /** Absent in forms outside the dashboard, such as the sign-in form. */
  environmentId?: string;
  children: ReactNode;
  onSaved?: (message: string, result: Result | undefined) => void;
  /** Offers to take it back, together with the message. */
  undo?: Undo;
  keepValues?: boolean;
  /** What the fields held when they were drawn, by name: a save over something else is refused (lib/dashboard/loaded.ts). */
  loaded?: Readonly<Record<string, unknown>>;
  className?: string;
}) {
  const loadedVersion = useContext(LoadedVersion);
  const latest = useRef({ onSaved, undo });
  latest.current = { onSaved, undo };
  const told = useRef<FormState<Result>>(IDLE);
  const tell = (state: FormState<Result>) => {
    if (state.status !== 'saved' || told.current === state) return;
    told.current = state;
    const { onSaved, undo } = latest.current;
    if (undo) undoToast(state.message, undo.action, undo.fields);
    else toast.success(state.message);
    onSaved?.(state.message, state.result);
  };
  // Told as soon as the answer is there: what is drawn with it may have no place for this form any more. The server
  // renders the action itself, which makes the form work before scripts are there.
  const [state, dispatch, pending] = useActionState<FormState<Result>, FormData>(
    typeof window === 'undefined'
      ? action
      : async (previous, typed) => {
          const next = await action(previous, typed);
          tell(next);
          return next;
        },
    IDLE,
  );
  const form = useRef<HTMLFormElement>(null);
  const answered = useRef({ tell, keepValues });
  answered.current = { tell, keepValues };
  useEffect(() => {
    if (state.status === 'refused') {
      const first = (selector: string) => form.current?.querySelector<HTMLElement>(selector);
      (first('[aria-invalid="true"]') ?? first('[role="alert"]'))?.focus();
    }
    if (state.status !== 'saved') return;
    if (!answered.current.keepValues) form.current?.reset();
    // The answer to a form that was sent without scripts.
    answered.current.tell(state);
  }, [state]);
  const refused = state.status === 'refused' ? state : null;
  return (
    <Fields value={{ fields: refused?.fields ?? {}, values: refused?.values ?? {}, pending }}>
      <form
        ref={form}
        action={dispatch}
        // With `action` alone React resets the form after every answer, and switches, menus and text areas
        // of a refused form would silently go back to what they were.
        onSubmit={(event) => {
          event.preventDefault();
          const { submitter } = event.nativeEvent as SubmitEvent;
          const typed = new FormData(event.currentTarget, submitter);
          startTransition(() => dispatch(typed));
        }}
        className={className}
        noValidate
      >
        {loadedVersion !== null && <input type="hidden" name="loaded_version" value={loadedVersion} />}
        {loaded && <input type="hidden" name={LOADED_VALUES_FIELD} value={JSON.stringify(loaded)} />}
        {environmentId !== undefined && <input type="hidden" name="environmentId" value={environmentId} />}
        <Flex direction="column" gap="4">
          {refused && (
            <Callout.Root color="red" role="alert" size="1" tabIndex={-1}>
              <Callout.Icon>
                <CircleAlert size={16} aria-hidden />
              </Callout.Icon>
              <Callout.Text>
                {refused.message}
                {refused.link && (
                  <>
                    {' '}
                    <Link asChild underline="always">
                      <NextLink href={refused.link.href}>{refused.link.label}</NextLink>
                    </Link>
                  </>
                )}
              </Callout.Text>
            </Callout.Root>
          )}
          {refused?.review && <ReviewPanel review={refused.review} />}
          {children}
        </Flex>
      </form>
      {keepValues && <UnsavedGuard form={form} savedAt={state.status === 'saved' ? state : null} />}
    </Fields>
  );
}

/** Which recorded sign-ins a change would end otherwise, and the field to have it all the same. */
function ReviewPanel({ review }: { review: Review }) {
  return (
    <Flex direction="column" gap="3">
      {review.groups.map(({ count, logins, title }) => (
        <div key={title}>
          <Text as="p" size="2" weight="medium">
            {title}
            {count > logins.length && ` (the newest ${logins.length} of ${count})`}
          </Text>
          <ul className="m-0 mt-1 flex list-none flex-col gap-1 p-0 text-(length:--font-size-1)">
            {logins.map(({ href, reason, user }) => (
              <li key={href} className="[overflow-wrap:anywhere]">
                <Link asChild underline="always">
                  <NextLink href={href} target="_blank" prefetch={false}>
                    {user}
                  </NextLink>
                </Link>
                {reason && `: ${reason}`}
              </li>
            ))}
          </ul>
        </div>
      ))}
      <Text as="p" size="2">
        Nothing is saved yet. To save it all the same, type <strong>{review.confirm}</strong>
      </Text>
      {review.link && (
        <Text as="label" size="2" className="flex items-start gap-2">
          <input type="checkbox" name="review_link" value="on" defaultChecked className="mt-1" />
          <span>
            Keep their profiles: link them to the new IDs in the same save, so that apps go on to know them.
            You can take it back on the attributes page.
          </span>
        </Text>
      )}
      <input type="hidden" name="review_hash" value={review.hash} />
      <TextInput name="review_confirmation" label="Confirmation" autoComplete="off" spellCheck={false} />
      <TextInput
        name="change_reason"
        label="Reason (optional)"
        help="Kept in the history of the connection."
        autoComplete="off"
        maxLength={500}
      />
    </Flex>
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
