import { Badge, Flex, Table, Text } from '@radix-ui/themes';
import { Fragment } from 'react';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { Time } from '#components/ui/time.tsx';
import { ROLES } from '#lib/auth/permissions.ts';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { MemberView } from '#lib/team/members.ts';
import { RoleInput } from './role-input.tsx';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

/** What may be done to others is null for readers who may not; everybody may leave. */
type Actions = { manage: { changeRole: Action; remove: Action } | null; leave: Action };

/** The people of the workspace. On a phone, dates and buttons of a person move to a row of their own below. */
export function MemberTable({
  members,
  workspaceName,
  actions,
}: {
  members: readonly MemberView[];
  workspaceName: string;
  actions: Actions;
}) {
  return (
    <Table.Root variant="surface" size="2">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Name</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Role</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-lg:hidden">MFA</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">Last signed in</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-lg:hidden">Joined</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">
            <span className="sr-only">Actions</span>
          </Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {members.map((member) => {
          const seen = member.lastSignedInAt ? <Time value={member.lastSignedInAt} /> : 'Never';
          const factor = member.hasSecondFactor ? (
            <Badge color="green">On</Badge>
          ) : (
            <Badge color="gray">Off</Badge>
          );
          const buttons = <MemberActions member={member} workspaceName={workspaceName} actions={actions} />;
          return (
            <Fragment key={member.id}>
              <Table.Row align="center" className="max-md:[&>*]:shadow-none">
                <Table.RowHeaderCell>
                  <Flex align="center" gap="2" wrap="wrap">
                    <Text size="2" weight="medium" className="break-words">
                      {member.name}
                    </Text>
                    {member.isReader && <Badge>You</Badge>}
                  </Flex>
                  <Text as="p" size="1" color="gray" className="break-all">
                    {member.email}
                  </Text>
                </Table.RowHeaderCell>
                <Table.Cell className="md:whitespace-nowrap">
                  {ROLES[member.role].label}
                  {member.isOnlyAdmin && (
                    <Text as="p" size="1" color="gray">
                      The only one
                    </Text>
                  )}
                </Table.Cell>
                <Table.Cell className="max-lg:hidden">{factor}</Table.Cell>
                <Table.Cell className="max-md:hidden">{seen}</Table.Cell>
                <Table.Cell className="max-lg:hidden">
                  <Time value={member.joinedAt} dateOnly />
                </Table.Cell>
                <Table.Cell className="max-md:hidden">{buttons}</Table.Cell>
              </Table.Row>
              <Table.Row className="md:hidden">
                <Table.Cell colSpan={2} className="pt-0">
                  <Text as="div" size="1" color="gray" mb="2">
                    Last signed in: {seen}
                    <br />
                    MFA: {member.hasSecondFactor ? 'on' : 'off'}
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

function MemberActions({
  member,
  workspaceName,
  actions: { manage, leave },
}: {
  member: MemberView;
  workspaceName: string;
  actions: Actions;
}) {
  const { id, name, email, role } = member;
  // The only Admin keeps role and membership: no button that could only say no.
  if (member.isOnlyAdmin) return null;
  return (
    <div className="flex gap-2 max-md:flex-wrap md:justify-end">
      {manage && (
        <FormDialog
          trigger={{ label: 'Change role', name, variant: 'soft', color: 'gray', size: '1' }}
          title={`Role of ${name}`}
          description={
            member.isReader
              ? 'This is your own role. With another one you can no longer change it back.'
              : 'The new role counts from their next click on.'
          }
          action={manage.changeRole}
          submitLabel="Change role"
        >
          <input type="hidden" name="id" value={id} />
          <RoleInput initial={role} />
        </FormDialog>
      )}
      {member.isReader ? (
        <ConfirmDialog
          trigger={{ label: 'Leave', name: workspaceName, variant: 'soft', color: 'red', size: '1' }}
          title={`Leave ${workspaceName}`}
          action={leave}
          fields={{}}
          confirmLabel="Leave workspace"
        >
          You are signed out everywhere and your account is removed. To come back, you need a new invitation.
        </ConfirmDialog>
      ) : (
        manage && (
          <ConfirmDialog
            trigger={{ label: 'Remove', name, variant: 'soft', color: 'red', size: '1' }}
            title={`Remove ${name}`}
            action={manage.remove}
            fields={{ id }}
            confirmLabel="Remove member"
            typed={{ text: email, label: 'Email of the member' }}
          >
            {name} is signed out everywhere at once and loses their account. What they set up stays. To come
            back, they need a new invitation.
          </ConfirmDialog>
        )
      )}
    </div>
  );
}
