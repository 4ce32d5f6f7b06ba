import {
  type EnvironmentView,
  SECTIONS,
  WORKSPACE_SECTIONS,
  type WorkspaceLink,
} from '#components/layout/sections.ts';
import type { SignedInMember } from '#lib/auth/dashboard-session.ts';
import { may, mayInWorkspace } from '#lib/auth/permissions.ts';

/** The member's environments, each with the sections they may open there. */
export function environmentViews(member: SignedInMember): EnvironmentView[] {
  return member.environments.map(({ id, name, kind, color }) => ({
    id,
    name,
    kind,
    color,
    sections: SECTIONS.filter(
      (section) =>
        may(member.role, section.permission, kind) && (!('onlyIn' in section) || section.onlyIn === kind),
    ).map(({ key, label, path, group }) => ({ key, label, path, group })),
  }));
}

/** The pages of the workspace that the member may open. */
export function workspaceLinks(member: SignedInMember): WorkspaceLink[] {
  return WORKSPACE_SECTIONS.filter(({ permission }) => mayInWorkspace(member.role, permission)).map(
    ({ key, label, path }) => ({ key, label, path }),
  );
}
