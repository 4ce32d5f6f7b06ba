import { Link, Table, Text } from '@radix-ui/themes';
import NextLink from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { MailLine } from '#lib/mail/outbox.ts';
import { MailProgressBadge } from './mail-progress-badge.tsx';

/** Mails, one a row. On a phone the first column also carries what the hidden ones say. */
export function MailTable({ lines, path }: { lines: readonly MailLine[]; path: string }) {
  return (
    <Table.Root variant="surface">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Mail</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">To</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>State</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">Written</Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {lines.map((line) => (
          <Table.Row key={line.id} align="center">
            <Table.RowHeaderCell>
              <Link asChild size="2" weight="medium" color="gray" className="text-(--gray-12)">
                <NextLink href={`${path}/${line.id}`} className="[overflow-wrap:anywhere]">
                  {line.subject}
                </NextLink>
              </Link>
              <Text as="p" size="1" color="gray">
                {line.kind}
              </Text>
              <Text as="p" size="1" color="gray" className="[overflow-wrap:anywhere] md:hidden">
                To {line.to}
              </Text>
              <Text as="p" size="1" color="gray" className="md:hidden">
                <Time value={line.createdAt} />
              </Text>
              {line.lastError && (
                <Text as="p" size="1" color="red" mt="1" className="max-w-prose [overflow-wrap:anywhere]">
                  {line.lastError}
                </Text>
              )}
            </Table.RowHeaderCell>
            <Table.Cell className="max-md:hidden">
              <Text size="2" color="gray" className="[overflow-wrap:anywhere]">
                {line.to}
              </Text>
            </Table.Cell>
            <Table.Cell>
              <MailProgressBadge progress={line.progress} />
            </Table.Cell>
            <Table.Cell className="max-md:hidden">
              <Text size="2" color="gray">
                <Time value={line.createdAt} />
              </Text>
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}
