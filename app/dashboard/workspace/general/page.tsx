import { DataList } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';

export const metadata: Metadata = { title: 'General' };

/** What the workspace is called and where its customers write to. */
export default async function General() {
  const admin = await workspacePage('workspace:read');
  const workspace = await admin.data.workspace.get();
  return (
    <>
      <PageHeader
        title="General"
        description="The name of your workspace and where your customers reach you."
      />
      <SectionCard title="Workspace">
        <DataList.Root>
          <DataList.Item>
            <DataList.Label>Name</DataList.Label>
            <DataList.Value>{workspace.name}</DataList.Value>
          </DataList.Item>
          <DataList.Item>
            <DataList.Label>Support email</DataList.Label>
            <DataList.Value>{workspace.supportEmail ?? 'None'}</DataList.Value>
          </DataList.Item>
        </DataList.Root>
      </SectionCard>
    </>
  );
}
