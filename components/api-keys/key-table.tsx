import { Badge, Code, Flex, Table, Text } from '@radix-ui/themes';
import { TextInput } from '#components/ui/action-form.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { Time } from '#components/ui/time.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { ApiKeyView } from '#lib/workspace/api-keys.ts';
import { ExpiryField } from './expiry-field.tsx';
import { RevealKey } from './reveal-key.tsx';

type Action<Result = never> = (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

const STATES = {
  active: { label: 'Active', color: 'green' },
  expiring: { label: 'Expires soon', color: 'amber' },
  expired: { label: 'Expired', color: 'gray' },
  revoked: { label: 'Revoked', color: 'gray' },
} as const;

/** The keys of an environment. `actions` is null for readers who may not change them. */
export function KeyTable({
  keys,
  kind,
  environmentId,
  actions,
}: {
  keys: readonly (ApiKeyView & { expiresSoon: boolean })[];
  kind: 'staging' | 'production';
  environmentId: string;
  actions: { reveal: Action<{ secret: string }>; expire: Action; revoke: Action } | null;
}) {
  return (
    <Table.Root variant="surface" size="2">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Name</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>State</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Last used</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Expires</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Created</Table.ColumnHeaderCell>
          {actions && (
            <Table.ColumnHeaderCell>
              <span className="sr-only">Actions</span>
            </Table.ColumnHeaderCell>
          )}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {keys.map((key) => {
          const state = STATES[key.expiresSoon ? 'expiring' : key.state];
          const works = key.state === 'active';
          return (
            <Table.Row key={key.id} align="center">
              <Table.RowHeaderCell className="min-w-44">
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
              <Table.Cell>{key.lastUsedAt ? <Time value={key.lastUsedAt} /> : 'Never'}</Table.Cell>
              <Table.Cell>{key.expiresAt ? <Time value={key.expiresAt} dateOnly /> : 'Never'}</Table.Cell>
              <Table.Cell>
                <Time value={key.createdAt} dateOnly />
              </Table.Cell>
              {actions && (
                <Table.Cell>
                  {works && (
                    <Flex gap="2" justify="end">
                      {key.canBeShown && (
                        <RevealKey
                          environmentId={environmentId}
                          id={key.id}
                          name={key.name}
                          reveal={actions.reveal}
                        />
                      )}
                      <FormDialog
                        trigger={{
                          label: 'Set expiry',
                          name: key.name,
                          variant: 'soft',
                          color: 'gray',
                          size: '1',
                        }}
                        title={`When ${key.name} expires`}
                        description="Until then both the old and the new key work, so your servers can change over one by one."
                        action={actions.expire}
                        environmentId={environmentId}
                        submitLabel="Save"
                      >
                        <input type="hidden" name="id" value={key.id} />
                        <ExpiryField />
                      </FormDialog>
                      <FormDialog
                        trigger={{
                          label: 'Revoke',
                          name: key.name,
                          variant: 'soft',
                          color: 'red',
                          size: '1',
                        }}
                        title={`Revoke ${key.name}`}
                        description="Requests and sign-ins that use this key fail at once. This cannot be undone."
                        action={actions.revoke}
                        environmentId={environmentId}
                        submitLabel="Revoke"
                        danger
                      >
                        <input type="hidden" name="id" value={key.id} />
                        <TextInput
                          name="confirmation"
                          label={`Type ${key.name} to confirm`}
                          autoComplete="off"
                          autoCapitalize="none"
                          spellCheck={false}
                          required
                        />
                      </FormDialog>
                    </Flex>
                  )}
                </Table.Cell>
              )}
            </Table.Row>
          );
        })}
      </Table.Body>
    </Table.Root>
  );
}
