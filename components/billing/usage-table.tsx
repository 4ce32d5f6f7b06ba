import { Table, Text } from '@radix-ui/themes';
import Link from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { UsageLineView } from '#lib/billing/usage.ts';

/** Connections of a month: when each was active, for how many days, at which price. */
export function UsageTable({ lines }: { lines: readonly UsageLineView[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className="overflow-x-auto" aria-label="Connections of this month" tabIndex={0}>
      <Table.Root size="1" className="min-w-[44rem]">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>Connection</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Active</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell justify="end">Days</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell justify="end">Per month</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell justify="end">Amount</Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {lines.map((line) => (
            <Table.Row key={line.key}>
              <Table.RowHeaderCell>
                <Link
                  href={`/dashboard/${line.environmentId}/connections/${line.connectionId}`}
                  className="text-(--accent-11) hover:underline"
                >
                  {line.connectionName}
                </Link>
                <Text as="p" size="1" color="gray">
                  {`${line.organizationName} · ${line.typeLabel}`}
                </Text>
              </Table.RowHeaderCell>
              <Table.Cell>
                <Text as="p" size="1">
                  from <Time value={line.activatedAt} />
                </Text>
                <Text as="p" size="1" color="gray">
                  {line.deactivatedAt ? (
                    <>
                      until <Time value={line.deactivatedAt} />
                    </>
                  ) : (
                    'active now'
                  )}
                </Text>
              </Table.Cell>
              <Table.Cell justify="end" className="tabular-nums">
                {`${line.days} of ${line.daysInMonth}`}
              </Table.Cell>
              <Table.Cell justify="end" className="tabular-nums">
                {line.unitPrice}
              </Table.Cell>
              <Table.Cell justify="end" className="tabular-nums">
                {line.amount}
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
    </section>
  );
}
