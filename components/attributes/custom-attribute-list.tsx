import { Badge, Code, Flex, Text } from '@radix-ui/themes';
import type { ComponentProps } from 'react';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { ReorderList } from '#components/ui/reorder-list.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { CustomAttributeView } from '#lib/workspace/custom-attributes.ts';
import { AttributeFields } from './attribute-form.tsx';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

/** The custom attributes in their order. `actions` is null for readers who may not change them. */
export function CustomAttributeList({
  attributes,
  environmentId,
  actions,
}: {
  attributes: readonly CustomAttributeView[];
  environmentId: string;
  actions: { update: Action; remove: Action; reorder: Action } | null;
}) {
  return (
    <ReorderList
      label="Custom attributes"
      action={actions?.reorder ?? null}
      environmentId={environmentId}
      items={attributes.map((attribute) => ({
        id: attribute.id,
        name: attribute.name,
        content: <Line attribute={attribute} environmentId={environmentId} actions={actions} />,
      }))}
    />
  );
}

function Line({
  attribute,
  environmentId,
  actions,
}: {
  attribute: CustomAttributeView;
  environmentId: string;
  actions: ComponentProps<typeof CustomAttributeList>['actions'];
}) {
  const { id, name } = attribute;
  return (
    <Flex gap="3" justify="between" align="start" wrap="wrap">
      <div className="min-w-0">
        <Flex gap="2" align="center" wrap="wrap">
          <Code size="2" variant="ghost" weight="medium" className="[overflow-wrap:anywhere]">
            {name}
          </Code>
          <Badge color="gray">{attribute.typeLabel}</Badge>
          <Badge color={attribute.required ? 'blue' : 'gray'}>
            {attribute.required ? 'Required' : 'Optional'}
          </Badge>
        </Flex>
        <Text as="p" size="1" color="gray" mt="1">
          {inUse(attribute)}
        </Text>
      </div>
      {actions && (
        <Flex gap="2" wrap="wrap">
          <FormDialog
            trigger={{ label: 'Edit', name, variant: 'soft', color: 'gray', size: '1' }}
            title={`Edit ${name}`}
            description={
              attribute.connections + attribute.profiles === 0
                ? 'Nothing uses it yet.'
                : `A new name takes effect at once: ${affected(attribute)} carry it over. Your app has to read the new key from then on. A new type counts from the next sign-in.`
            }
            action={actions.update}
            environmentId={environmentId}
            submitLabel="Save"
          >
            <input type="hidden" name="id" value={id} />
            <AttributeFields initial={attribute} unmapped={attribute.unmappedConnections} />
          </FormDialog>
          <ConfirmDialog
            trigger={{ label: 'Delete', name, variant: 'soft', color: 'red', size: '1' }}
            title={`Delete ${name}?`}
            action={actions.remove}
            environmentId={environmentId}
            fields={{ id }}
            confirmLabel="Delete attribute"
            typed={{ text: name, label: 'Name of the attribute' }}
          >
            {attribute.connections + attribute.profiles === 0
              ? 'Nothing uses it yet, so nothing else is lost.'
              : `${affected(attribute)} lose it at once, and your app no longer finds the key. Defining it again brings the values back only as people sign in, and the mappings not at all.`}
          </ConfirmDialog>
        </Flex>
      )}
    </Flex>
  );
}

function affected({ connections, profiles }: { connections: number; profiles: number }): string {
  return `${counted(connections, 'connection mapping')} and ${counted(profiles, 'profile')}`;
}

function inUse({ connections, profiles }: { connections: number; profiles: number }): string {
  if (connections + profiles === 0) return 'Not mapped by a connection, and no profile has a value yet.';
  return `Mapped by ${counted(connections, 'connection')} · a value in ${counted(profiles, 'profile')}`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
