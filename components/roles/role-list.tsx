import { Badge, Code, Flex, Text } from '@radix-ui/themes';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { ReorderList } from '#components/ui/reorder-list.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { RoleView } from '#lib/workspace/roles.ts';
import { DescriptionInput } from './role-form.tsx';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
type Actions = { update: Action; makeDefault: Action; remove: Action; reorder: Action };

/** The roles, the highest priority first. `actions` is null for readers who may not change them. */
export function RoleList({
  roles,
  environmentId,
  actions,
}: {
  roles: readonly RoleView[];
  environmentId: string;
  actions: Actions | null;
}) {
  return (
    <ReorderList
      label="Roles by priority"
      action={actions?.reorder ?? null}
      environmentId={environmentId}
      items={roles.map((role) => ({
        id: role.id,
        name: role.name,
        content: <Line role={role} environmentId={environmentId} actions={actions} />,
      }))}
    />
  );
}

function Line({
  role,
  environmentId,
  actions,
}: {
  role: RoleView;
  environmentId: string;
  actions: Actions | null;
}) {
  const { id, name, slug, isDefault } = role;
  return (
    <Flex gap="3" justify="between" align="start" wrap="wrap">
      <div className="min-w-0">
        <Flex gap="2" align="center" wrap="wrap">
          <Text size="2" weight="medium" className="[overflow-wrap:anywhere]">
            {name}
          </Text>
          <Code size="2" color="gray" className="[overflow-wrap:anywhere]">
            {slug}
          </Code>
          {isDefault && <Badge color="indigo">Default</Badge>}
        </Flex>
        <Text as="p" size="1" color="gray" mt="1" className="[overflow-wrap:anywhere]">
          {[role.description, groupsOf(role)].filter(Boolean).join(' · ')}
        </Text>
      </div>
      {actions && (
        <Flex gap="2" wrap="wrap">
          <ActionForm action={actions.makeDefault} environmentId={environmentId}>
            <input type="hidden" name="id" value={isDefault ? 'none' : id} />
            <SubmitButton variant="soft" color="gray" size="1">
              {isDefault ? 'No longer default' : 'Make default'}
              <span className="sr-only">: {name}</span>
            </SubmitButton>
          </ActionForm>
          <FormDialog
            trigger={{ label: 'Edit', name, variant: 'soft', color: 'gray', size: '1' }}
            title={`Edit ${name}`}
            description={
              <>
                The slug stays <Code>{slug}</Code>, because your app compares with it.
              </>
            }
            action={actions.update}
            environmentId={environmentId}
            submitLabel="Save"
          >
            <input type="hidden" name="id" value={id} />
            <TextInput name="name" label="Name" initial={name} autoComplete="off" />
            <DescriptionInput initial={role.description} />
          </FormDialog>
          <ConfirmDialog
            trigger={{ label: 'Delete', name, variant: 'soft', color: 'red', size: '1' }}
            title={`Delete ${name}?`}
            action={actions.remove}
            environmentId={environmentId}
            fields={{ id }}
            confirmLabel="Delete role"
            typed={{ text: slug, label: 'Slug of the role' }}
          >
            {lost(role)}
          </ConfirmDialog>
        </Flex>
      )}
    </Flex>
  );
}

function groupsOf({ groups }: RoleView): string {
  if (groups === 0) return 'No group mapped';
  return groups === 1 ? '1 group mapped' : `${groups.toLocaleString('en-US')} groups mapped`;
}

function lost(role: RoleView): string {
  const groups =
    role.groups === 0
      ? 'No group is mapped to it.'
      : `${role.groups === 1 ? '1 group mapping is' : `${role.groups.toLocaleString('en-US')} group mappings are`} deleted with it.`;
  const people = role.isDefault
    ? 'It is the default: people whose groups are mapped to no role then have none.'
    : 'People who had it fall back to another role of their groups, or to the default role.';
  return `${groups} ${people} Profiles change at once, so your app should no longer depend on ${role.slug}.`;
}
