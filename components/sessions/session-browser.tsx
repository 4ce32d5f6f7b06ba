import { Button, Callout, Text } from '@radix-ui/themes';
import { SearchX } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Time } from '#components/ui/time.tsx';
import { SESSION_ERRORS } from '#lib/sso/session-errors.ts';
import { type SessionListInput, sessionListQuery, TIME_RANGES } from '#lib/sso/session-list.schema.ts';
import type { SessionList } from '#lib/sso/session-list.ts';
import { SESSION_ORIGINS, SESSION_STATES } from '#lib/sso/session-states.ts';
import type { VersionMark } from '#lib/sso/version-marks.ts';
import { LiveRefresh } from './live-refresh.tsx';
import { type FilterChip, type FilterMenu, SessionFilters } from './session-filters.tsx';
import { SessionTable } from './session-table.tsx';

const ERROR_LABELS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(SESSION_ERRORS).map(([code, { title }]) => [code, title])),
  none: 'None of the five',
};

type Choice = { id: string; name: string; organizationName: string | null };

/**
 * Filters, list and paging of login attempts. `path` is the address of the page itself, `base`
 * /dashboard/<environment>. Without `connections` the list is that of one connection.
 */
export function SessionBrowser({
  list,
  input,
  path,
  base,
  connections,
  marks = [],
  history,
  notice,
  saved,
  nothingYet,
}: {
  list: SessionList;
  input: SessionListInput;
  path: string;
  base: string;
  connections?: readonly Choice[];
  /** When the settings of the one connection changed, and where that is told. */
  marks?: readonly VersionMark[];
  history?: string;
  /** What stands out in the list, above it. */
  notice?: ReactNode;
  /** Named filters of the reader, and how to keep one. */
  saved?: ReactNode;
  /** What to do while there is no session at all. */
  nothingYet: ReactNode;
}) {
  const chips = chipsOf(input, path, connections ?? []);
  const paging = !list.newest;
  const ended = input.to !== null;
  if (list.nothingYet && chips.length === 0) return nothingYet;
  return (
    <>
      <SessionFilters
        query={sessionListQuery(input).slice(1)}
        search={input.q}
        menus={menusOf(input, connections)}
        time={{
          range: input.range,
          from: input.from?.toISOString() ?? null,
          to: input.to?.toISOString() ?? null,
          ranges: Object.entries(TIME_RANGES).map(([value, { label }]) => ({ value, label })),
        }}
        chips={chips}
      />
      <div className="mb-3 flex min-h-8 flex-wrap items-center justify-between gap-2">
        <Text size="2" color="gray">
          {paging ? 'Older sessions' : 'Newest first'}
        </Text>
        <div className="flex flex-wrap items-center gap-2">
          {saved}
          {!paging && !ended && <LiveRefresh newestIds={list.lines.map((line) => line.id)} />}
        </div>
      </div>
      {notice}
      {list.lines.length > 0 ? (
        <SessionTable
          lines={list.lines}
          base={base}
          withConnection={connections !== undefined}
          marks={marks}
          {...(history === undefined ? {} : { history })}
        />
      ) : (
        list.searchedTo === null && <NoneMatch path={path} paging={paging} input={input} />
      )}
      {list.searchedTo !== null && (
        <Callout.Root color="gray" mt="3">
          <Callout.Icon>
            <SearchX size={16} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            The search matches very many sessions, so only those since{' '}
            <Time value={list.searchedTo.at} seconds /> were looked at.{' '}
            <Link
              href={path + sessionListQuery(input, { before: list.searchedTo.id })}
              className="text-(--accent-11) underline"
            >
              Look at older ones
            </Link>
            , or narrow the search.
          </Callout.Text>
        </Callout.Root>
      )}
      <Pager
        newerHref={list.newer === null ? null : path + sessionListQuery(input, { after: list.newer })}
        olderHref={list.older === null ? null : path + sessionListQuery(input, { before: list.older })}
      />
    </>
  );
}

function NoneMatch({ path, paging, input }: { path: string; paging: boolean; input: SessionListInput }) {
  return (
    <EmptyState
      title={paging ? 'No sessions beyond this point' : 'No session matches'}
      action={
        <Button asChild variant="soft">
          <Link href={paging ? path + sessionListQuery(input) : path}>
            {paging ? 'Back to the newest' : 'Clear filters'}
          </Link>
        </Button>
      }
    >
      {paging
        ? 'This is the end of the list.'
        : 'There are sessions, but none that fits all filters. A search looks for the beginning of an email, a name or a user ID, and for session IDs. Sessions are deleted when their retention period ends.'}
    </EmptyState>
  );
}

function menusOf(input: SessionListInput, connections: readonly Choice[] | undefined): FilterMenu[] {
  const choicesOf = (labels: Readonly<Record<string, string>>) =>
    Object.entries(labels).map(([value, label]) => ({ value, label }));
  return [
    { name: 'state', label: 'State', chosen: input.state, choices: choicesOf(labelsOf(SESSION_STATES)) },
    { name: 'error', label: 'Error', chosen: input.error, choices: choicesOf(ERROR_LABELS) },
    { name: 'origin', label: 'Origin', chosen: input.origin, choices: choicesOf(labelsOf(SESSION_ORIGINS)) },
    ...(connections && connections.length > 0
      ? [
          {
            name: 'connection' as const,
            label: 'Connection',
            single: true,
            chosen: input.connection ? [input.connection] : [],
            choices: connections.map((one) => ({
              value: one.id,
              label: one.organizationName === null ? one.name : `${one.name} (${one.organizationName})`,
            })),
          },
        ]
      : []),
  ];
}

function labelsOf(table: Readonly<Record<string, { label: string }>>): Record<string, string> {
  return Object.fromEntries(Object.entries(table).map(([name, { label }]) => [name, label]));
}

function chipsOf(input: SessionListInput, path: string, connections: readonly Choice[]): FilterChip[] {
  const chips: FilterChip[] = [];
  const add = (label: string, value: string, without: Partial<SessionListInput>) =>
    chips.push({ label, value, hrefWithout: path + sessionListQuery(input, without) });
  if (input.q) add('Search', input.q, { q: '' });
  for (const state of input.state) {
    add('State', SESSION_STATES[state].label, { state: input.state.filter((one) => one !== state) });
  }
  for (const error of input.error) {
    add('Error', ERROR_LABELS[error] ?? error, { error: input.error.filter((one) => one !== error) });
  }
  for (const origin of input.origin) {
    add('Origin', SESSION_ORIGINS[origin].label, { origin: input.origin.filter((one) => one !== origin) });
  }
  if (input.connection) {
    const name = connections.find((one) => one.id === input.connection)?.name ?? input.connection;
    add('Connection', name, { connection: null });
  }
  if (input.range) add('Time', TIME_RANGES[input.range].label, { range: null });
  if (input.from) add('From', shortTime(input.from), { from: null });
  if (input.to) add('To', shortTime(input.to), { to: null });
  return chips;
}

/** What a list is filtered for, in a few words: the name its filter is kept by unless another is typed. */
export function filterWords(input: SessionListInput, connections: readonly Choice[]): string {
  return chipsOf(input, '', connections)
    .map(({ value }) => value)
    .join(', ');
}

function shortTime(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
