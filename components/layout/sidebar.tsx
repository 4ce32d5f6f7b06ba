'use client';

import { Spinner, Text } from '@radix-ui/themes';
import {
  BadgeCheck,
  Briefcase,
  Building2,
  Cable,
  ChevronRight,
  CornerDownLeft,
  FlaskConical,
  House,
  KeyRound,
  LogIn,
  type LucideIcon,
  Network,
  Palette,
  ScrollText,
  ShieldCheck,
  Tags,
  UserCog,
} from 'lucide-react';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import { EnvironmentSwitcher } from './environment-switcher.tsx';
import { type EnvironmentView, type SectionKey, sectionOf, type WorkspaceLink } from './sections.ts';

const ICONS: Record<SectionKey, LucideIcon> = {
  overview: House,
  organizations: Building2,
  connections: Cable,
  certificates: BadgeCheck,
  sessions: ScrollText,
  'test-sso': FlaskConical,
  authentication: ShieldCheck,
  'oauth-providers': LogIn,
  network: Network,
  redirects: CornerDownLeft,
  attributes: Tags,
  roles: UserCog,
  branding: Palette,
  'api-keys': KeyRound,
};

/** The navigation of one environment: switcher on top, sections below, the open one marked, the workspace at the foot. */
export function Sidebar({
  environments,
  current,
  workspace,
}: {
  environments: readonly EnvironmentView[];
  current: EnvironmentView;
  workspace: readonly WorkspaceLink[];
}) {
  const pathname = usePathname();
  const open = sectionOf(pathname, current);
  const links = (group: 'main' | 'configuration') =>
    current.sections
      .filter((section) => section.group === group)
      .map((section) => {
        const href = `/dashboard/${current.id}${section.path}`;
        const Icon = ICONS[section.key];
        return (
          <li key={section.key}>
            <Link
              href={href}
              // "page" for the very page, "true" for a page below it.
              aria-current={section.key === open?.key ? (pathname === href ? 'page' : 'true') : undefined}
              className="flex min-h-8 items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm text-(--gray-11) no-underline hover:bg-(--gray-a3) hover:text-(--gray-12) aria-[current]:bg-(--accent-a3) aria-[current]:font-medium aria-[current]:text-(--accent-12)"
            >
              <Icon size={16} aria-hidden className="shrink-0" />
              <span className="min-w-0 flex-1 truncate">{section.label}</span>
              <Pending />
            </Link>
          </li>
        );
      });
  const configuration = links('configuration');
  return (
    <div className="flex flex-col gap-4 p-3">
      <EnvironmentSwitcher environments={environments} current={current} />
      <nav aria-label="Environment">
        <ul className="flex list-none flex-col gap-0.5">{links('main')}</ul>
        {configuration.length > 0 && (
          <>
            <Text as="p" size="1" color="gray" weight="medium" mt="4" mb="1" className="px-2.5">
              Configuration
            </Text>
            <ul className="flex list-none flex-col gap-0.5" aria-label="Configuration">
              {configuration}
            </ul>
          </>
        )}
      </nav>
      <nav aria-label="Workspace" className="border-t border-(--gray-a4) pt-3">
        <details className="group">
          <summary className="flex min-h-8 cursor-pointer list-none items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm text-(--gray-11) hover:bg-(--gray-a3) hover:text-(--gray-12) [&::-webkit-details-marker]:hidden">
            <Briefcase size={16} aria-hidden className="shrink-0" />
            <span className="flex-1">Workspace</span>
            <ChevronRight size={14} aria-hidden className="transition-transform group-open:rotate-90" />
          </summary>
          <ul className="mt-0.5 flex list-none flex-col gap-0.5 pl-6.5">
            {workspace.map(({ key, label, path }) => (
              <li key={key}>
                <Link
                  href={`/dashboard/workspace${path}`}
                  prefetch={false}
                  className="flex min-h-8 items-center rounded-md px-2.5 py-1.5 text-sm text-(--gray-11) no-underline hover:bg-(--gray-a3) hover:text-(--gray-12)"
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </details>
      </nav>
    </div>
  );
}

/** Says that the page behind the link is on its way; appears only when that takes a moment. */
function Pending() {
  const { pending } = useLinkStatus();
  return (
    <span className={pending ? 'opacity-100 transition-opacity delay-150' : 'opacity-0'}>
      <Spinner size="1" loading={pending}>
        <span className="block size-3" />
      </Spinner>
    </span>
  );
}
