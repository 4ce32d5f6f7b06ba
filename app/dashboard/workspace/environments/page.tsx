import { Button } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { CreateEnvironment } from '#components/environments/create-environment.tsx';
import { EnvironmentList } from '#components/environments/environment-list.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { listEnvironments } from '#lib/workspace/environments.ts';

export const metadata: Metadata = { title: 'Environments' };

/** The environments of the workspace: what each is for, and what may be done with it. */
export default async function Environments() {
  const admin = await workspacePage('environments:read');
  const { environments, full } = await listEnvironments(admin, {
    deleteProduction: admin.may('production:delete'),
  });
  const mayWrite = admin.may('environments:write');
  return (
    <>
      <PageHeader
        title="Environments"
        docs="environments"
        description="Each has its own client ID, keys, redirect URIs, organizations and connections. Nothing is shared between them."
        actions={
          mayWrite && (
            <>
              {environments.length > 1 && (
                <Button asChild variant="soft" color="gray">
                  <Link href="/dashboard/workspace/environments/copy">Copy configuration</Link>
                </Button>
              )}
              {!full && <CreateEnvironment taken={environments.map((one) => one.color)} />}
            </>
          )
        }
      />
      <EnvironmentList environments={environments} mayWrite={mayWrite} mayBill={admin.may('billing:read')} />
    </>
  );
}
