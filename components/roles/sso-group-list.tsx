import { Code, Flex, Table, Text } from '@radix-ui/themes';
import { TextInput } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SelectInput } from '#components/ui/select-input.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { SsoGroupsView, SsoGroupView } from '#lib/workspace/sso-groups.ts';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

/** The groups of a connection that are mapped to roles. `actions` is null for readers who may not change them. */
export function SsoGroupList({
  groups,
  roles,
  connectionId,
  environmentId,
  actions,
}: {
  groups: readonly SsoGroupView[];
  roles: SsoGroupsView['roles'];
  connectionId: string;
  environmentId: string;
  actions: { update: Action; remove: Action } | null;
}) {
  return (
    <Table.Root size="1" variant="surface">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Group</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Role</Table.ColumnHeaderCell>
          {actions && (
            <Table.ColumnHeaderCell>
              <span className="sr-only">Actions</span>
            </Table.ColumnHeaderCell>
          )}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {groups.map((group) => (
          <Table.Row key={group.id} align="center">
            <Table.RowHeaderCell className="min-w-32">
              {group.name && (
                <Text as="p" size="2" weight="medium" className="[overflow-wrap:anywhere]">
                  {group.name}
                </Text>
              )}
              <Code size="1" variant="ghost" color="gray" className="[overflow-wrap:anywhere]">
                {group.idpId}
              </Code>
            </Table.RowHeaderCell>
            <Table.Cell className="min-w-24">
              <Text as="p" size="2" className="[overflow-wrap:anywhere]">
                {group.role.name}
              </Text>
              <Code size="1" variant="ghost" color="gray" className="[overflow-wrap:anywhere]">
                {group.role.slug}
              </Code>
            </Table.Cell>
            {actions && (
              <Table.Cell>
                <Flex gap="2" justify="end">
                  <FormDialog
                    trigger={{
                      label: 'Edit',
                      name: group.name ?? group.idpId,
                      variant: 'soft',
                      color: 'gray',
                      size: '1',
                    }}
                    title={`Edit ${group.name ?? group.idpId}`}
                    description="The new role counts at once, for everybody in the group."
                    action={actions.update}
                    environmentId={environmentId}
                    submitLabel="Save"
                  >
                    <input type="hidden" name="connectionId" value={connectionId} />
                    <input type="hidden" name="id" value={group.id} />
                    <NameInput initial={group.name ?? ''} />
                    <RoleInput roles={roles} initial={group.role.id} />
                  </FormDialog>
                  <ConfirmDialog
                    trigger={{
                      label: 'Remove',
                      name: group.name ?? group.idpId,
                      variant: 'soft',
                      color: 'red',
                      size: '1',
                    }}
                    title={`Remove ${group.name ?? group.idpId}?`}
                    action={actions.remove}
                    environmentId={environmentId}
                    fields={{ connectionId, id: group.id }}
                    confirmLabel="Remove"
                  >
                    People in it no longer get {group.role.name} from this group. They fall back to another of
                    their groups, or to the default role. The group itself, at the identity provider, stays as
                    it is.
                  </ConfirmDialog>
                </Flex>
              </Table.Cell>
            )}
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}

/** The form that maps a group; with `idpId`, that of a group which was seen. */
export function MapGroupDialog({
  trigger,
  idpId = '',
  roles,
  connectionId,
  environmentId,
  action,
}: {
  trigger: { label: string; name?: string; size?: '1' | '2'; variant?: 'soft' | 'solid' };
  idpId?: string;
  roles: SsoGroupsView['roles'];
  connectionId: string;
  environmentId: string;
  action: Action;
}) {
  return (
    <FormDialog
      trigger={trigger}
      title="Map a group to a role"
      description="Everybody in the group gets the role, from now on and at once."
      action={action}
      environmentId={environmentId}
      submitLabel="Map group"
    >
      <input type="hidden" name="connectionId" value={connectionId} />
      <TextInput
        name="idpId"
        label="Group at the identity provider"
        help="Exactly as it is sent, in the same case. Entra ID sends object IDs."
        initial={idpId}
        placeholder="Engineering"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <NameInput />
      <RoleInput roles={roles} initial={roles.at(-1)?.id ?? ''} />
    </FormDialog>
  );
}

function NameInput({ initial = '' }: { initial?: string }) {
  return (
    <TextInput
      name="name"
      label="Name"
      help="For groups whose ID says nothing. Optional."
      initial={initial}
      autoComplete="off"
    />
  );
}

function RoleInput({ roles, initial }: { roles: SsoGroupsView['roles']; initial: string }) {
  return (
    <SelectInput
      name="roleId"
      label="Role"
      initial={initial}
      choices={roles.map(({ id, name, slug }) => ({ value: id, label: `${name} (${slug})` }))}
    />
  );
}
