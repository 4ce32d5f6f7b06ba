import { Badge, Code, Table, Text } from '@radix-ui/themes';
import { Fragment } from 'react';
import { TextInput } from '#components/ui/action-form.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { Time } from '#components/ui/time.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { ApiKeyView } from '#lib/workspace/api-keys.ts';
import { ExpiryField } from './expiry-field.tsx';
import { RevealKey } from './reveal-key.tsx';
import { RotateKey } from './rotate-key.tsx';

type Action<Result = never> = (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

const STATES = {
  active: { label: 'Active', color: 'green' },
  expiring: { label: 'Expires soon', color: 'amber' },
  expired: { label: 'Expired', color: 'gray' },
  revoked: { label: 'Revoked', color: 'gray' },
} as const;

type Actions = { reveal: Action<{ secret: string }>; expire: Action; revoke: Action };
type Key = ApiKeyView & { expiresSoon: boolean };

/**
 * The keys of an environment. `actions` is null for readers who may not change them. On a phone, the times
 * and buttons of a key move to a row of their own below it.
 */
export function KeyTable({
  keys,
  kind,
  environmentId,
  actions,
  mayRotate,
}: {
  keys: readonly Key[];
  /** Not where no new key can be made. */
  mayRotate: boolean;
  kind: 'staging' | 'production';
  environmentId: string;
  actions: Actions | null;
}) {
  return (
    <Table.Root variant="surface" size="2">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Name</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>State</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">Last used</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">Expires</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">Created</Table.ColumnHeaderCell>
          {actions && (
            <Table.ColumnHeaderCell className="max-md:hidden">
              <span className="sr-only">Actions</span>
            </Table.ColumnHeaderCell>
          )}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {keys.map((key) => {
          const state = STATES[key.expiresSoon ? 'expiring' : key.state];
          const lastUsed = key.lastUsedAt ? <Time value={key.lastUsedAt} /> : 'Never';
          const expires = key.expiresAt ? <Time value={key.expiresAt} dateOnly /> : 'Never';
          const buttons = actions && key.state === 'active' && (
            <KeyActions apiKey={key} environmentId={environmentId} actions={actions} mayRotate={mayRotate} />
          );
          return (
            <Fragment key={key.id}>
              <Table.Row align="center" className="max-md:[&>*]:shadow-none">
                <Table.RowHeaderCell>
                  <Text as="p" size="2" weight="medium" className="break-words">
                    {key.name}
                  </Text>
                  <Code variant="ghost" size="1" color="gray" className="whitespace-nowrap">
                    {`sk_${kind === 'staging' ? 'test' : 'live'}_…${key.hint}`}
                  </Code>
                </Table.RowHeaderCell>
                <Table.Cell>
                  <Badge color={state.color}>{state.label}</Badge>
                </Table.Cell>
                <Table.Cell className="max-md:hidden">{lastUsed}</Table.Cell>
                <Table.Cell className="max-md:hidden">{expires}</Table.Cell>
                <Table.Cell className="max-md:hidden">
                  <Time value={key.createdAt} dateOnly />
                </Table.Cell>
                {actions && <Table.Cell className="max-md:hidden">{buttons}</Table.Cell>}
              </Table.Row>
              <Table.Row className="md:hidden">
                <Table.Cell colSpan={2} className="pt-0">
                  <Text as="p" size="1" color="gray" mb={buttons ? '2' : '0'}>
                    Last used: {lastUsed}
                    <br />
                    Expires: {expires}
                  </Text>
                  {buttons}
                </Table.Cell>
              </Table.Row>
            </Fragment>
          );
        })}
      </Table.Body>
    </Table.Root>
  );
}

function KeyActions({
  apiKey,
  environmentId,
  actions,
  mayRotate,
}: {
  apiKey: Key;
  mayRotate: boolean;
  environmentId: string;
  actions: Actions;
}) {
  const { id, name, successorName } = apiKey;
  return (
    <div className="flex gap-2 max-md:flex-wrap md:justify-end">
      {apiKey.canBeShown && (
        <RevealKey environmentId={environmentId} id={id} name={name} reveal={actions.reveal} />
      )}
      {mayRotate && <RotateKey id={id} name={name} successorName={successorName} />}
      <FormDialog
        trigger={{ label: 'Set expiry', name, variant: 'soft', color: 'gray', size: '1' }}
        title={`When ${name} expires`}
        description="Requests and sign-ins that use this key fail from then on."
        action={actions.expire}
        environmentId={environmentId}
        submitLabel="Save"
      >
        <input type="hidden" name="id" value={id} />
        <ExpiryField />
      </FormDialog>
      <FormDialog
        trigger={{ label: 'Revoke', name, variant: 'soft', color: 'red', size: '1' }}
        title={`Revoke ${name}`}
        description="Requests and sign-ins that use this key fail at once. This cannot be undone."
        action={actions.revoke}
        environmentId={environmentId}
        submitLabel="Revoke"
        danger
      >
        <input type="hidden" name="id" value={id} />
        <TextInput
          name="confirmation"
          label={`Type ${name} to confirm`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
      </FormDialog>
    </div>
  );
}
