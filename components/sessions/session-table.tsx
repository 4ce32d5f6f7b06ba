import { Table, Text } from '@radix-ui/themes';
import Link from 'next/link';
import { Fragment } from 'react';
import { formatDuration } from '#components/ui/duration.ts';
import type { SessionLine } from '#lib/sso/session-list.ts';
import { marksBefore, type VersionMark } from '#lib/sso/version-marks.ts';
import { SessionStateBadge } from './session-state-badge.tsx';
import { ShortId } from './short-id.tsx';

const OPEN =
  'block truncate max-lg:whitespace-normal max-lg:[overflow-wrap:anywhere] font-medium text-(--gray-12) no-underline after:absolute after:inset-0 hover:underline focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-(--focus-8)';

/** A row where there is no room for columns: state and time, then the user, then the rest in small type. */
const CARD =
  'max-lg:flex max-lg:flex-wrap max-lg:items-center max-lg:gap-x-3 max-lg:gap-y-1 max-lg:px-3 max-lg:py-2 max-lg:shadow-[inset_0_-1px_var(--gray-a5)] max-lg:*:h-auto max-lg:*:bg-transparent max-lg:*:p-0 max-lg:*:shadow-none';
const SMALL = 'max-lg:order-3 max-lg:max-w-full max-lg:text-[12px] max-lg:text-(--gray-11)';

/**
 * Login attempts, newest first: a table where there is room, cards where there is not, drawn once: a second copy of
 * every row would double what the page costs. `base` is
 * /dashboard/<environment>; without `withConnection` the list is that of one connection.
 */
export function SessionTable({
  lines,
  base,
  withConnection,
  marks = [],
  history = '',
}: {
  lines: readonly SessionLine[];
  base: string;
  withConnection: boolean;
  /** Versions of the connection's settings, newest first, drawn where they began; `history` is their page. */
  marks?: readonly VersionMark[];
  history?: string;
}) {
  const before = marksBefore(lines, marks);
  const columns = withConnection ? 7 : 6;
  return (
    <Table.Root
      size="1"
      variant="surface"
      className="max-lg:[&_:is(table,tbody)]:block max-lg:[&_table]:h-auto"
    >
      <Table.Header className="max-lg:sr-only">
        <Table.Row>
          <Table.ColumnHeaderCell>State</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>User and error</Table.ColumnHeaderCell>
          {withConnection && <Table.ColumnHeaderCell>Connection</Table.ColumnHeaderCell>}
          <Table.ColumnHeaderCell>Origin</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Session</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Created (UTC)</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell justify="end">Duration</Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {lines.map((line, index) => (
          <Fragment key={line.id}>
            {before[index]?.map((mark) => (
              <Table.Row key={mark.number} className={`bg-(--gray-a2) ${CARD}`}>
                <Table.Cell colSpan={columns}>
                  <Mark mark={mark} history={history} />
                </Table.Cell>
              </Table.Row>
            ))}
            <Table.Row align="center" className={`relative hover:bg-(--gray-a2) ${CARD}`}>
              <Table.RowHeaderCell>
                <SessionStateBadge state={line.state} />
              </Table.RowHeaderCell>
              <Table.Cell className="w-full max-w-0 min-w-56 max-lg:order-2 max-lg:max-w-none max-lg:min-w-0">
                <Link
                  href={`${base}/sessions/${line.id}`}
                  prefetch={false}
                  className={OPEN}
                  title={line.user ?? undefined}
                >
                  {line.user ?? 'Unknown user'}
                </Link>
                {line.error && <Failure line={line} />}
              </Table.Cell>
              {withConnection && (
                <Table.Cell className={`max-w-52 truncate ${SMALL}`} title={line.connection?.name}>
                  {line.connection?.name ?? <Text color="gray">None</Text>}
                  {line.organization && (
                    <Text as="p" size="1" color="gray" truncate title={line.organization.name}>
                      {line.organization.name}
                    </Text>
                  )}
                </Table.Cell>
              )}
              <Table.Cell className={`whitespace-nowrap ${SMALL}`}>{line.origin}</Table.Cell>
              <Table.Cell className={SMALL}>
                <ShortId id={line.id} />
              </Table.Cell>
              <Table.Cell className="max-lg:order-1 max-lg:ml-auto max-lg:text-[12px]">
                <ShortTime value={line.createdAt} />
              </Table.Cell>
              <Table.Cell justify="end" className="whitespace-nowrap tabular-nums max-lg:hidden">
                {line.durationMs === null ? (
                  <Text color="gray">
                    <span aria-hidden>–</span>
                    <span className="sr-only">None</span>
                  </Text>
                ) : (
                  formatDuration(line.durationMs)
                )}
              </Table.Cell>
            </Table.Row>
          </Fragment>
        ))}
      </Table.Body>
    </Table.Root>
  );
}

const SHORT_TIME = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** Without year and zone, which the rows of one table share; both are in the title. */
function ShortTime({ value }: { value: string }) {
  const text = SHORT_TIME.format(new Date(value));
  return (
    <time dateTime={value} title={value} className="whitespace-nowrap tabular-nums">
      {text}
    </time>
  );
}

/** Here the settings changed: what is below ran under others than what is above. */
function Mark({ mark, history }: { mark: VersionMark; history: string }) {
  return (
    <Text size="1" color="gray">
      <Link href={`${history}#v${mark.number}`} prefetch={false} className="text-(--accent-11) underline">
        Settings changed: version {mark.number}
      </Link>{' '}
      by {mark.author}, <ShortTime value={mark.at} />
      {mark.reason && ` (${mark.reason})`}
    </Text>
  );
}

function Failure({ line }: { line: SessionLine }) {
  return (
    <p className="m-0 text-[12px] leading-4">
      <Text color="red">{line.error}</Text>
      {line.reason && (
        <Text color="gray">
          {': '}
          {line.reason}
        </Text>
      )}
    </p>
  );
}
