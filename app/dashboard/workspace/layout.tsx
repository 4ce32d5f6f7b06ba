import type { ReactNode } from 'react';
import { Shell } from '#components/layout/shell.tsx';
import { WorkspaceSidebar } from '#components/layout/workspace-sidebar.tsx';
import { signedInMember } from '#lib/auth/dashboard-session.ts';
import { environmentViews, workspaceLinks } from '../navigation.ts';

/** Draws the shell around the pages of the workspace itself. It authorizes nothing: each page does. */
export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const member = await signedInMember();
  if (!member) return <main>{children}</main>;
  return (
    <Shell
      member={member}
      home="/dashboard"
      edge="border-t-(--accent-9)"
      sidebar={<WorkspaceSidebar environments={environmentViews(member)} links={workspaceLinks(member)} />}
    >
      {children}
    </Shell>
  );
}
