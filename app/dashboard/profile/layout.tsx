import type { ReactNode } from 'react';
import { WorkspaceShell } from '../workspace-shell.tsx';

/** The pages of one's own settings. */
export default function ProfileLayout({ children }: { children: ReactNode }) {
  return <WorkspaceShell>{children}</WorkspaceShell>;
}
