import { Badge, Table, Text } from '@radix-ui/themes';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Time } from '#components/ui/time.tsx';
import { ROLES } from '#lib/auth/permissions.ts';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { InvitationListItem } from '#lib/team/members.ts';
import type { Invited } from './invitation-link.tsx';
import { ResendInvitation } from './resend-invitation.tsx';

type Action<Result = never> = (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

/** Who was asked to join and has not answered. `actions` is null for readers who may not change it. */
export function InvitationTable({
  invitations,
  actions,
}: {
  invitations: readonly InvitationListItem[];
  actions: { resend: Action<Invited>; revoke: Action } | null;
}) {
  return (
    <Table.Root variant="surface" size="2">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Email</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-sm:hidden">Role</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-lg:hidden">Sent</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">Expires</Table.ColumnHeaderCell>
          {actions && (
            <Table.ColumnHeaderCell>
              <span className="sr-only">Actions</span>
            </Table.ColumnHeaderCell>
          )}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {invitations.map((invitation) => {
          const { id, email, role, expired } = invitation;
          const expires = expired ? (
            <Badge color="amber">Expired</Badge>
          ) : (
            <Time value={invitation.expiresAt} dateOnly />
          );
          return (
            // By address: sent again, it gets another id, and the dialog with the new link stays open.
            <Table.Row key={email} align="center">
              <Table.RowHeaderCell className="min-w-0">
                <Text as="p" size="2" weight="medium" className="break-all">
                  {email}
                </Text>
                <Text as="div" size="1" color="gray" className="sm:hidden">
                  {ROLES[role].label}
                </Text>
                <Text as="div" size="1" color="gray" className="md:hidden">
                  {expired ? expires : <>Expires {expires}</>}
                </Text>
              </Table.RowHeaderCell>
              <Table.Cell className="max-sm:hidden">{ROLES[role].label}</Table.Cell>
              <Table.Cell className="max-lg:hidden">
                <Time value={invitation.sentAt} dateOnly />
              </Table.Cell>
              <Table.Cell className="max-md:hidden">{expires}</Table.Cell>
              {actions && (
                <Table.Cell>
                  <div className="flex justify-end gap-2 max-sm:flex-col">
                    <ResendInvitation id={id} email={email} resend={actions.resend} />
                    <ConfirmDialog
                      trigger={{ label: 'Revoke', name: email, variant: 'soft', color: 'red', size: '1' }}
                      title="Revoke the invitation"
                      action={actions.revoke}
                      fields={{ id }}
                      confirmLabel="Revoke"
                    >
                      The link that {email} got stops working at once. You can invite them again at any time.
                    </ConfirmDialog>
                  </div>
                </Table.Cell>
              )}
            </Table.Row>
          );
        })}
      </Table.Body>
    </Table.Root>
  );
}
