import { Link, Table } from '@radix-ui/themes';
import NextLink from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { InvoiceListItem } from '#lib/billing/invoices.ts';
import { InvoiceBadge } from './invoice-badge.tsx';
import { monthText } from './month-text.ts';

/** Invoices, newest first; the name opens one. */
export function InvoiceTable({ invoices, home }: { invoices: readonly InvoiceListItem[]; home: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className="overflow-x-auto" aria-label="Invoices" tabIndex={0}>
      <Table.Root variant="surface" className="min-w-[42rem]">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>Invoice</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Month</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Status</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Issued</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Due</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell justify="end">Total</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell justify="end">To pay</Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {invoices.map((invoice) => (
            <Table.Row key={invoice.id} align="center">
              <Table.RowHeaderCell>
                <Link asChild weight="medium" className="tabular-nums">
                  <NextLink href={`${home}/${invoice.id}`}>{invoice.name}</NextLink>
                </Link>
              </Table.RowHeaderCell>
              <Table.Cell className="whitespace-nowrap">{monthText(invoice.month)}</Table.Cell>
              <Table.Cell>
                <InvoiceBadge status={invoice.status} />
              </Table.Cell>
              <Table.Cell>
                <Time value={invoice.issuedAt} dateOnly />
              </Table.Cell>
              <Table.Cell>
                <Time value={invoice.dueAt} dateOnly />
              </Table.Cell>
              <Table.Cell justify="end" className="tabular-nums">
                {invoice.total}
              </Table.Cell>
              <Table.Cell justify="end" className="tabular-nums">
                {invoice.due}
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
    </section>
  );
}
