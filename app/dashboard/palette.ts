import { PROFILE_SECTIONS } from '#components/layout/sections.ts';
import { aliasesOf } from '#components/palette/aliases.ts';
import type { PaletteView } from '#components/palette/palette-view.ts';
import type { SignedInMember } from '#lib/auth/dashboard-session.ts';
import { may, mayInWorkspace } from '#lib/auth/permissions.ts';
import { environmentViews, workspaceLinks } from './navigation.ts';

/** What the command palette offers a member who is in an environment, or in none. */
export function paletteView(member: SignedInMember, environmentId: string | null): PaletteView {
  const environments = environmentViews(member);
  const current = environments.find((one) => one.id === environmentId);
  const base = `/dashboard/${current?.id}`;
  const allowed = (permission: Parameters<typeof may>[1]) =>
    current !== undefined && may(member.role, permission, current.kind);
  return {
    environmentId: current?.id ?? null,
    pages: [
      ...(current?.sections ?? []).map(({ key, path, label, group }) => ({
        href: base + path,
        label,
        group: group === 'configuration' ? 'Configuration' : (current?.name ?? ''),
        aliases: aliasesOf(key, group),
      })),
      ...workspaceLinks(member).map(({ key, path, label }) => ({
        href: `/dashboard/workspace${path}`,
        label,
        group: 'Workspace',
        aliases: aliasesOf(key, 'workspace'),
      })),
      ...PROFILE_SECTIONS.map(({ key, path, label }) => ({
        href: `/dashboard/profile${path}`,
        label,
        group: 'Your settings',
        aliases: aliasesOf(key, 'profile'),
      })),
      { href: '/docs', label: 'Docs', group: 'Help', aliases: aliasesOf('docs', 'help') },
    ],
    environments: environments.map(({ id, name }) => ({
      href: `/dashboard/${id}`,
      label: name,
      current: id === current?.id,
    })),
    actions: {
      ...(allowed('organizations:write') ? { createOrganization: `${base}/organizations#create` } : {}),
      ...(allowed('connections:write') ? { addConnection: `${base}/organizations` } : {}),
      ...(mayInWorkspace(member.role, 'members:write')
        ? { inviteMember: '/dashboard/workspace/members#invite' }
        : {}),
    },
  };
}
