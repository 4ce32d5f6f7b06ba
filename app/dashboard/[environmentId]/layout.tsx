import { Badge } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { ProductionLock } from '#components/layout/production-lock.tsx';
import { COLORS, KINDS } from '#components/layout/sections.ts';
import { Shell } from '#components/layout/shell.tsx';
import { Sidebar } from '#components/layout/sidebar.tsx';
import { signedInMember } from '#lib/auth/dashboard-session.ts';
import { mayInWorkspace } from '#lib/auth/permissions.ts';
import { environmentViews, workspaceLinks } from '../navigation.ts';
import { paletteView } from '../palette.ts';

type Props = { children: ReactNode; params: Promise<{ environmentId: string }> };

/**
 * Draws the shell around the pages of an environment. It authorizes nothing: each page does, and where a
 * page will say "not found" or "sign in", there is no shell to draw.
 */
export default async function EnvironmentLayout({ children, params }: Props) {
  const { environmentId } = await params;
  const member = await signedInMember();
  const environments = member ? environmentViews(member) : [];
  const current = environments.find((one) => one.id === environmentId);
  if (!member || !current) return <main>{children}</main>;
  return (
    <Shell
      member={member}
      home={`/dashboard/${current.id}`}
      badge={
        <Badge color={current.color} className="md:hidden">
          {KINDS[current.kind].label}
        </Badge>
      }
      edge={COLORS[current.color].edge}
      palette={paletteView(member, current.id)}
      sidebar={<Sidebar environments={environments} current={current} workspace={workspaceLinks(member)} />}
    >
      {current.kind === 'production' && member.workspace.productionEnabledAt === null && (
        <ProductionLock billing={mayInWorkspace(member.role, 'billing:read')} />
      )}
      {children}
    </Shell>
  );
}
