import { DataList, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { NotificationForm } from '#components/team/notification-form.tsx';
import { SessionTable } from '#components/team/session-table.tsx';
import { ThemeChoice } from '#components/team/theme-choice.tsx';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import { ROLES } from '#lib/auth/permissions.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { profile } from '#lib/team/profile.ts';
import { endOtherSessions, endSession, saveNotifications } from './actions.ts';

export const metadata: Metadata = { title: 'User settings' };

/** One's own account: who one is here, how it looks, which mails come, and where one is signed in. */
export default async function Profile() {
  const member = await workspacePage('workspace:read');
  const view = await profile(member);
  const role = ROLES[view.role];
  const facts = [
    ['Name', view.name],
    ['Email', view.email],
    [
      'Role',
      <span key="role">
        {role.label}
        <Text as="span" color="gray" className="block">
          {role.description}
        </Text>
      </span>,
    ],
    ['Workspace', member.member.workspace.name],
    ['Member since', <Time key="joined" value={view.joinedAt} dateOnly />],
  ] as const;
  return (
    <>
      <PageHeader
        title="User settings"
        docs="members#mail"
        description="Your account in this workspace. Only you see this page."
      />
      <div className="flex flex-col gap-5">
        <SectionCard
          title="Profile"
          description="Name and email come from your invitation. To use another address, ask an Admin to invite it."
        >
          <DataList.Root orientation={{ initial: 'vertical', sm: 'horizontal' }}>
            {facts.map(([label, value]) => (
              <DataList.Item key={label}>
                <DataList.Label>{label}</DataList.Label>
                <DataList.Value className="[overflow-wrap:anywhere]">{value}</DataList.Value>
              </DataList.Item>
            ))}
          </DataList.Root>
        </SectionCard>
        <SectionCard title="Theme" description="For this browser. The menu under your name has it as well.">
          <ThemeChoice />
        </SectionCard>
        <SectionCard
          title="Notifications"
          description={`Mails to ${view.email}. Invitations and security notices always come.`}
        >
          <NotificationForm notifications={view.notifications} save={saveNotifications} />
        </SectionCard>
        <SectionCard
          title="Where you are signed in"
          description="Sign out a browser you do not use any more or do not recognize. If you did not sign in there, change your password as well."
          actions={
            view.sessions.length > 1 && (
              <ActionForm action={endOtherSessions}>
                <SubmitButton variant="soft" color="red">
                  Sign out all others
                </SubmitButton>
              </ActionForm>
            )
          }
        >
          <SessionTable sessions={view.sessions} end={endSession} />
        </SectionCard>
      </div>
    </>
  );
}
