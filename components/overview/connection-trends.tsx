import { Table, Text } from '@radix-ui/themes';
import Link from 'next/link';
import { Sparkline } from '#components/charts/sparkline.tsx';
import { ConnectionStateBadge } from '#components/connections/connection-state-badge.tsx';
import { ScrollBox } from '#components/ui/scroll-box.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { OUTCOMES, type OverviewView } from '#lib/workspace/overview.ts';
import { sessionsHref } from './session-link.ts';

/** The busiest connections, each with its attempts over time. */
export function ConnectionTrends({ view, base }: { view: OverviewView; base: string }) {
  if (view.connections.length === 0) return null;
  const link = (connection: string, states?: readonly string[]) =>
    sessionsHref(`${base}/sessions`, {
      from: view.from,
      to: view.to,
      connection,
      ...(states ? { states } : {}),
    });
  return (
    <SectionCard title="Connections" description="The busiest ones, with failed attempts striped.">
      <ScrollBox label="Busiest connections">
        <Table.Root size="1" layout="auto">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell>Connection</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>State</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Over time</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell justify="end">Attempts</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell justify="end">Failed</Table.ColumnHeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {view.connections.map((row) => (
              <Table.Row key={row.id} align="center">
                <Table.RowHeaderCell className="min-w-40">
                  <Link
                    href={`${base}/connections/${row.id}`}
                    prefetch={false}
                    className="inline-flex min-h-6 items-center font-medium text-(--gray-12) no-underline hover:underline"
                  >
                    {row.name}
                  </Link>
                  <Text as="p" size="1" color="gray">
                    {row.organization}
                  </Text>
                </Table.RowHeaderCell>
                <Table.Cell>
                  <ConnectionStateBadge state={row.state} />
                </Table.Cell>
                <Table.Cell className="w-2/5">
                  <Sparkline points={row.trend} />
                </Table.Cell>
                <Table.Cell justify="end" className="tabular-nums">
                  <Count count={row.total} href={link(row.id)} />
                </Table.Cell>
                <Table.Cell justify="end" className="tabular-nums">
                  <Count count={row.failed} href={link(row.id, OUTCOMES.failed.states)} />
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table.Root>
      </ScrollBox>
    </SectionCard>
  );
}

function Count({ count, href }: { count: number; href: string }) {
  if (count === 0) return <Text color="gray">0</Text>;
  return (
    <Link
      href={href}
      prefetch={false}
      className="inline-flex min-h-6 min-w-6 items-center justify-end text-(--accent-11)"
    >
      {count.toLocaleString('en-US')}
    </Link>
  );
}
