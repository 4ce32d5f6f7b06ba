import { Button, Heading } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { InvitationTable } from '#components/team/invitation-table.tsx';
import { InviteMember } from '#components/team/invite-member.tsx';
import { MemberTable } from '#components/team/member-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { listMembers } from '#lib/team/members.ts';
import { changeRole, invite, leave, remove, resend, revoke } from './actions.ts';

export const metadata: Metadata = { title: 'Members' };

/** Who can sign in to the workspace, and who was asked to join. */
export default async function Members() {
  const admin = await workspacePage('members:read');
  const { members, invitations } = await listMembers(admin);
  const mayWrite = admin.may('members:write');
  return (
    <>
      <PageHeader
        title="Members"
        docs="members"
        description={
          mayWrite
            ? 'Who can sign in to this workspace, and what they may do.'
            : 'Who can sign in to this workspace, and what they may do. Only an Admin can invite people or change roles.'
        }
        actions={mayWrite && <InviteMember invite={invite} />}
      />
      <div className="flex flex-col gap-3">
        <MemberTable
          members={members}
          workspaceName={admin.member.workspace.name}
          actions={{ manage: mayWrite ? { changeRole, remove } : null, leave }}
        />
        <Heading as="h2" size="3" mt="5">
          Invitations
        </Heading>
        {invitations.length === 0 ? (
          <EmptyState
            title="Nobody is invited"
            docs="members"
            action={
              mayWrite && (
                <Button asChild variant="soft">
                  <a href="#invite">Invite a colleague</a>
                </Button>
              )
            }
          >
            {mayWrite
              ? 'Invite a colleague. They get a link by mail and choose their own password.'
              : 'Invitations that nobody has answered yet are shown here.'}
          </EmptyState>
        ) : (
          <InvitationTable invitations={invitations} actions={mayWrite ? { resend, revoke } : null} />
        )}
      </div>
    </>
  );
}
