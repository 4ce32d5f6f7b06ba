import { DataList } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { ROLES } from '#lib/auth/permissions.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';

export const metadata: Metadata = { title: 'User settings' };

/** Who one is here. */
export default async function Profile() {
  const { member } = await workspacePage('workspace:read');
  return (
    <>
      <PageHeader title="User settings" description="Your account in this workspace." />
      <SectionCard title="Profile">
        <DataList.Root>
          <DataList.Item>
            <DataList.Label>Name</DataList.Label>
            <DataList.Value>{member.name}</DataList.Value>
          </DataList.Item>
          <DataList.Item>
            <DataList.Label>Email</DataList.Label>
            <DataList.Value>{member.email}</DataList.Value>
          </DataList.Item>
          <DataList.Item>
            <DataList.Label>Role</DataList.Label>
            <DataList.Value>{ROLES[member.role].label}</DataList.Value>
          </DataList.Item>
        </DataList.Root>
      </SectionCard>
    </>
  );
}
