'use client';

import { Dialog, VisuallyHidden } from '@radix-ui/themes';
import { Command, useCommandState } from 'cmdk';
import {
  ArrowRightLeft,
  Building2,
  Cable,
  FileText,
  type LucideIcon,
  Moon,
  Plus,
  ScrollText,
  Search,
  Sun,
  SunMoon,
  UserPlus,
} from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { useEffect, useState } from 'react';
import { paletteScore } from '#lib/dashboard/palette-score.ts';
import type { QuickHit } from '#lib/sso/quick-search.ts';
import type { PaletteView } from './palette-view.ts';

const DEBOUNCE_MS = 150;
const KINDS = {
  organization: { heading: 'Organizations', icon: Building2 },
  connection: { heading: 'Connections', icon: Cable },
  session: { heading: 'Sessions', icon: ScrollText },
} as const;
const THEMES = [
  { theme: 'light', label: 'Light theme', icon: Sun },
  { theme: 'dark', label: 'Dark theme', icon: Moon },
  { theme: 'system', label: 'Theme of the system', icon: SunMoon },
] as const;

/** Everything one can go to or do, by typing. */
export function Palette({
  view,
  open,
  onOpenChange,
  takeTyped,
}: {
  view: PaletteView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What was typed before this was there to type into. */
  takeTyped: () => string;
}) {
  const router = useRouter();
  const path = usePathname();
  const { setTheme } = useTheme();
  const [text, setText] = useState('');
  const [selected, setSelected] = useState('');
  useEffect(() => {
    const typed = takeTyped();
    if (typed !== '') setText(typed);
  }, [takeTyped]);
  const { hits, state } = useHits(view.environmentId, open ? text : '');
  // What arrives later is chosen where nothing else is, so that Enter opens it.
  useEffect(() => {
    setSelected((now) => now || (hits[0]?.id ?? ''));
  }, [hits]);
  const close = () => {
    onOpenChange(false);
    setText('');
  };
  const go = (href: string) => {
    close();
    const [page, anchor] = href.split('#');
    // A change of the hash alone is one only the browser announces.
    if (anchor && page === path) window.location.hash = anchor;
    else router.push(href);
  };
  const { actions } = view;
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? onOpenChange(true) : close())}>
      <Dialog.Content
        aria-describedby={undefined}
        maxWidth="600px"
        className="overflow-hidden p-0! [&]:self-start [&]:mt-[8vh]"
      >
        <VisuallyHidden>
          <Dialog.Title>Search and commands</Dialog.Title>
        </VisuallyHidden>
        <Command
          label="Search and commands"
          loop
          value={selected}
          onValueChange={setSelected}
          filter={(_value, typed, keywords) => paletteScore(typed, keywords ?? [])}
        >
          <div className="flex items-center gap-2.5 border-b border-(--gray-a4) px-4">
            <Search size={17} aria-hidden className="shrink-0 text-(--gray-11)" />
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder={
                view.environmentId === null
                  ? 'Go to a page, or do something'
                  : 'A page, an organization, a connection, an email or a session ID'
              }
              className="h-13 w-full bg-transparent text-base text-(--gray-12) outline-none placeholder:text-(--gray-10)"
            />
          </div>
          <Command.List className="max-h-[min(26rem,60dvh)] overflow-y-auto p-2">
            <NothingFound hits={hits.length} state={state} />
            {Object.entries(KINDS).map(([kind, { heading, icon }]) => {
              const found = hits.filter((hit) => hit.kind === kind);
              if (found.length === 0) return null;
              return (
                <Group key={kind} heading={heading} forceMount>
                  {found.map((hit) => (
                    <Item
                      key={hit.id}
                      value={hit.id}
                      icon={icon}
                      note={hit.note}
                      onSelect={() => go(`/dashboard/${view.environmentId}${hit.path}`)}
                      forceMount
                    >
                      {hit.title}
                    </Item>
                  ))}
                </Group>
              );
            })}
            <Group heading="Pages">
              {view.pages.map((page) => (
                <Item
                  key={page.href}
                  value={`page ${page.href}`}
                  keywords={[page.label, page.group, ...page.aliases]}
                  icon={FileText}
                  note={matchingAlias(page.aliases, text) ?? page.group}
                  onSelect={() => go(page.href)}
                >
                  {page.label}
                </Item>
              ))}
            </Group>
            <Group heading="Actions">
              {actions.createOrganization && (
                <Item
                  value="action create organization"
                  keywords={['Create organization', 'New customer']}
                  icon={Plus}
                  onSelect={() => go(actions.createOrganization ?? '')}
                >
                  Create organization
                </Item>
              )}
              {actions.addConnection && (
                <Item
                  value="action add connection"
                  keywords={['Add connection', 'New identity provider']}
                  icon={Plus}
                  onSelect={() => {
                    const organization = /\/organizations\/(?!new)[^/]+/.exec(path)?.[0];
                    const list = actions.addConnection ?? '';
                    go(
                      organization ? list.replace('/organizations', `${organization}/connections/new`) : list,
                    );
                  }}
                >
                  Add connection
                </Item>
              )}
              {actions.inviteMember && (
                <Item
                  value="action invite member"
                  keywords={['Invite member', 'Add user', 'Team']}
                  icon={UserPlus}
                  onSelect={() => go(actions.inviteMember ?? '')}
                >
                  Invite member
                </Item>
              )}
              {view.environments
                .filter(({ current }) => !current)
                .map((environment) => (
                  <Item
                    key={environment.href}
                    value={`environment ${environment.href}`}
                    keywords={['Switch environment', environment.label]}
                    icon={ArrowRightLeft}
                    onSelect={() => go(environment.href)}
                  >
                    {`Switch to ${environment.label}`}
                  </Item>
                ))}
              {THEMES.map(({ theme, label, icon }) => (
                <Item
                  key={theme}
                  value={`theme ${theme}`}
                  keywords={[label, 'Switch theme', 'Appearance', 'Mode']}
                  icon={icon}
                  onSelect={() => {
                    setTheme(theme);
                    close();
                  }}
                >
                  {label}
                </Item>
              ))}
            </Group>
          </Command.List>
          {text.trim() !== '' && <Found hits={hits.length} state={state} />}
        </Command>
      </Dialog.Content>
    </Dialog.Root>
  );
}

type SearchState = ReturnType<typeof useHits>['state'];

/** Only where neither a page nor an action nor anything of the environment fits. */
function NothingFound({ hits, state }: { hits: number; state: SearchState }) {
  const count = useCommandState((command) => command.filtered.count);
  if (count + hits > 0) return null;
  return (
    <p className="px-3 py-8 text-center text-sm text-(--gray-11)">
      {state === 'searching'
        ? 'Searching…'
        : state === 'failed'
          ? 'The search could not be made. Check your connection and type again.'
          : 'Nothing found. Try the beginning of an email, a name, or the end of a session ID.'}
    </p>
  );
}

/** How much is offered, for those who do not see the list. */
function Found({ hits, state }: { hits: number; state: SearchState }) {
  const count = useCommandState((command) => command.filtered.count);
  return (
    <p role="status" className="sr-only">
      {state === 'searching' ? '' : `${count + hits} found`}
    </p>
  );
}

function Group({
  heading,
  children,
  ...rest
}: {
  heading: string;
  forceMount?: boolean;
  children: React.ReactNode;
}) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-(--gray-11)"
      {...rest}
    >
      {children}
    </Command.Group>
  );
}

function Item({
  icon: Icon,
  note,
  children,
  ...item
}: {
  value: string;
  keywords?: string[];
  icon: LucideIcon;
  note?: string;
  onSelect: () => void;
  forceMount?: boolean;
  children: string;
}) {
  return (
    <Command.Item
      {...item}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm text-(--gray-12) data-[selected=true]:bg-(--accent-a3)"
    >
      <Icon size={16} aria-hidden className="shrink-0 text-(--gray-11)" />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {note && <span className="max-w-[50%] truncate text-xs text-(--gray-11)">{note}</span>}
    </Command.Item>
  );
}

/** The alias that was meant, so that one sees why a page of another name is offered. */
function matchingAlias(aliases: readonly string[], text: string): string | undefined {
  const typed = text.trim().toLowerCase();
  return typed.length < 2 ? undefined : aliases.find((alias) => alias.toLowerCase().includes(typed));
}

/** What the server finds for a text, a moment after it was typed; an answer that is out of date is given up. */
function useHits(environmentId: string | null, text: string) {
  const [found, setFound] = useState<{
    hits: readonly QuickHit[];
    state: 'idle' | 'searching' | 'done' | 'failed';
  }>({
    hits: [],
    state: 'idle',
  });
  useEffect(() => {
    const typed = text.trim();
    if (environmentId === null || typed.length < 2) {
      setFound({ hits: [], state: 'idle' });
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      setFound((before) => ({ ...before, state: 'searching' }));
      try {
        const address = `/dashboard/${environmentId}/search?${new URLSearchParams({ q: typed })}`;
        const answer = await fetch(address, {
          signal: abort.signal,
          headers: { accept: 'application/json' },
        });
        if (!answer.ok || answer.redirected) throw new Error(`the search was answered with ${answer.status}`);
        const { hits } = (await answer.json()) as { hits: QuickHit[] };
        setFound({ hits, state: 'done' });
      } catch {
        if (!abort.signal.aborted) setFound({ hits: [], state: 'failed' });
      }
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [environmentId, text]);
  return found;
}
