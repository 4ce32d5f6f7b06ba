import { Badge, Text } from '@radix-ui/themes';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { BrandMark } from '#components/layout/brand.tsx';
import { MobileNav } from '#components/layout/mobile-nav.tsx';
import { type EnvironmentView, KINDS, SECTIONS } from '#components/layout/sections.ts';
import { Sidebar } from '#components/layout/sidebar.tsx';
import { UserMenu } from '#components/layout/user-menu.tsx';
import { signedInMember } from '#lib/auth/dashboard-session.ts';
import { may, ROLES, type RoleName } from '#lib/auth/permissions.ts';

type Props = { children: ReactNode; params: Promise<{ environmentId: string }> };

/**
 * Draws the shell around the pages of an environment. It authorizes nothing: each page does, and where a
 * page will say "not found" or "sign in", there is no shell to draw.
 */
export default async function EnvironmentLayout({ children, params }: Props) {
  const { environmentId } = await params;
  const member = await signedInMember();
  const environments = member?.environments.map((one) => environmentView(one, member.role)) ?? [];
  const current = environments.find((one) => one.id === environmentId);
  if (!member || !current) return <main>{children}</main>;
  const kind = KINDS[current.kind];
  const sidebar = <Sidebar environments={environments} current={current} />;
  return (
    <div className="min-h-dvh bg-(--color-background)">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-(--accent-9) px-3 py-2 text-(--accent-contrast) focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <header
        className={`sticky top-0 z-20 flex h-14 items-center gap-3 border-t-2 border-b border-b-(--gray-a4) bg-(--color-background) px-4 ${
          current.kind === 'staging' ? 'border-t-(--amber-9)' : 'border-t-(--green-9)'
        }`}
      >
        <MobileNav>{sidebar}</MobileNav>
        <Link
          href={`/dashboard/${current.id}`}
          aria-label="Gatehouse, overview"
          className="flex items-center gap-2 rounded-md text-(--gray-12) no-underline"
        >
          <BrandMark size={22} />
          <Text size="3" weight="bold" className="max-sm:hidden">
            Gatehouse
          </Text>
        </Link>
        <span aria-hidden className="text-(--gray-a7) max-md:hidden">
          /
        </span>
        <Text size="2" className="min-w-0 truncate max-md:hidden">
          {member.workspace.name}
        </Text>
        <Badge color={kind.color} className="md:hidden">
          {kind.label}
        </Badge>
        <div className="ml-auto">
          <UserMenu name={member.name} email={member.email} role={ROLES[member.role].label} />
        </div>
      </header>
      <div className="flex">
        <aside
          aria-label="Sections"
          className="sticky top-14 h-[calc(100dvh-3.5rem)] w-60 shrink-0 overflow-y-auto border-r border-(--gray-a4) bg-(--gray-2) max-md:hidden"
        >
          {sidebar}
        </aside>
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 px-4 py-6 outline-none sm:px-6 lg:px-10">
          <div className="mx-auto max-w-6xl">{children}</div>
        </main>
      </div>
    </div>
  );
}

function environmentView(
  environment: { id: string; name: string; kind: 'staging' | 'production' },
  role: RoleName,
): EnvironmentView {
  const { id, name, kind } = environment;
  const sections = SECTIONS.filter(
    (section) => may(role, section.permission, kind) && (!('onlyIn' in section) || section.onlyIn === kind),
  ).map(({ key, label, path, group }) => ({ key, label, path, group }));
  return { id, name, kind, sections };
}
