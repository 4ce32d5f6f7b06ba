import { Table, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { ROLES } from '#lib/auth/permissions.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';

export const metadata: Metadata = { title: 'Members' };

/** The people who work here. */
export default async function Members() {
  const admin = await workspacePage('members:read');
  const members = await admin.data.members.all();
  return (
    <>
      <PageHeader
        title="Members"
        description="The people who can sign in to this workspace, and what they may do."
      />
      <Table.Root variant="surface">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>Name</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Role</Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {members.map((member) => (
            <Table.Row key={member.id}>
              <Table.RowHeaderCell>
                {member.name}
                <Text as="p" size="1" color="gray" className="break-all">
                  {member.email}
                </Text>
              </Table.RowHeaderCell>
              <Table.Cell>{ROLES[member.role].label}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
    </>
  );
}
