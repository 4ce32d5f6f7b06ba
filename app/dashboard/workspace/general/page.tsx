import { DataList } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { DeleteWorkspace } from '#components/team/delete-workspace.tsx';
import { WorkspaceForm } from '#components/team/workspace-form.tsx';
import { IdLine } from '#components/ui/id-line.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { remove, save } from './actions.ts';

export const metadata: Metadata = { title: 'General' };

/** What the workspace is called, where answers go, and the way to delete it. */
export default async function General() {
  const admin = await workspacePage('workspace:read');
  const { id, name, supportEmail } = await admin.data.workspace.get();
  const mayWrite = admin.may('workspace:write');
  return (
    <>
      <PageHeader title="General" description={<IdLine id={id} label="workspace ID" />} docs="members" />
      <div className="flex flex-col gap-5">
        <SectionCard
          title="Workspace"
          description={mayWrite ? undefined : 'Only an Admin of the workspace can change these.'}
        >
          {mayWrite ? (
            <WorkspaceForm name={name} supportEmail={supportEmail} save={save} />
          ) : (
            <DataList.Root>
              <DataList.Item>
                <DataList.Label>Name</DataList.Label>
                <DataList.Value className="break-words">{name}</DataList.Value>
              </DataList.Item>
              <DataList.Item>
                <DataList.Label>Support email</DataList.Label>
                <DataList.Value className="break-all">{supportEmail ?? 'None'}</DataList.Value>
              </DataList.Item>
            </DataList.Root>
          )}
        </SectionCard>
        {mayWrite && (
          <SectionCard
            title="Delete workspace"
            description="Members are signed out, API keys and sign-ins stop at once, and all data is removed within the hour."
            tone="danger"
            actions={<DeleteWorkspace name={name} remove={remove} />}
          />
        )}
      </div>
    </>
  );
}
