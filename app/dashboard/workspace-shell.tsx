import type { ReactNode } from 'react';
import { PROFILE_SECTIONS } from '#components/layout/sections.ts';
import { Shell } from '#components/layout/shell.tsx';
import { WorkspaceSidebar } from '#components/layout/workspace-sidebar.tsx';
import { signedInMember } from '#lib/auth/dashboard-session.ts';
import { environmentViews, workspaceLinks } from './navigation.ts';
import { paletteView } from './palette.ts';

/** Draws the shell around pages that belong to no environment. It authorizes nothing: each page does. */
export async function WorkspaceShell({ children }: { children: ReactNode }) {
  const member = await signedInMember();
  if (!member) return <main>{children}</main>;
  return (
    <Shell
      member={member}
      home="/dashboard"
      edge="border-t-(--accent-9)"
      palette={paletteView(member, null)}
      sidebar={
        <WorkspaceSidebar
          environments={environmentViews(member)}
          workspace={workspaceLinks(member)}
          profile={PROFILE_SECTIONS}
        />
      }
    >
      {children}
    </Shell>
  );
}
