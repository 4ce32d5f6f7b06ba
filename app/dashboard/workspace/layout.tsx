import type { ReactNode } from 'react';
import { WorkspaceShell } from '../workspace-shell.tsx';

/** The pages of the workspace itself. */
export default function WorkspaceLayout({ children }: { children: ReactNode }) {
  return <WorkspaceShell>{children}</WorkspaceShell>;
}
