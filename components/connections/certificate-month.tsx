import { Badge, Flex, Heading, Link, Table, Text } from '@radix-ui/themes';
import NextLink from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { CalendarEntry } from '#lib/connections/certificate-calendar.ts';
import { CertificateExpiry } from './certificate-expiry.tsx';

/** The certificates that end in one month. On a phone the first column also carries what the hidden ones say. */
export function CertificateMonth({
  label,
  entries,
  environmentId,
  hasEnded,
}: {
  label: string;
  entries: readonly CalendarEntry[];
  environmentId: string;
  hasEnded: boolean;
}) {
  return (
    <section aria-label={label}>
      <Heading as="h2" size="3" mb="2">
        {label}
      </Heading>
      <Table.Root variant="surface">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>Connection</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell className="max-lg:hidden">Certificate</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>{hasEnded ? 'Ended' : 'Ends'}</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell className="max-md:hidden">Last used</Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {entries.map((entry) => (
            <Row key={entry.id} entry={entry} environmentId={environmentId} />
          ))}
        </Table.Body>
      </Table.Root>
    </section>
  );
}

function Row({ entry, environmentId }: { entry: CalendarEntry; environmentId: string }) {
  const { connection } = entry;
  const base = `/dashboard/${environmentId}/connections/${connection.id}`;
  const fingerprint = (
    <Text as="p" size="1" color="gray" className="font-mono break-all" title={entry.fingerprint}>
      {entry.fingerprint.slice(0, 23)}…
    </Text>
  );
  return (
    <Table.Row align="center">
      <Table.RowHeaderCell>
        <Link asChild size="2" weight="medium" color="gray" className="text-(--gray-12)">
          <NextLink
            href={entry.isOurs ? `${base}/advanced` : `${base}#certificates`}
            className="[overflow-wrap:anywhere]"
          >
            {connection.name}
          </NextLink>
        </Link>
        <Text as="p" size="1" color="gray">
          {entry.organizationName}
          {!connection.isOn && ', not in use'}
        </Text>
        <div className="lg:hidden">
          <Text as="p" size="1" color="gray">
            {entry.use}
          </Text>
          {fingerprint}
        </div>
      </Table.RowHeaderCell>
      <Table.Cell className="max-lg:hidden">
        <Text as="p" size="2">
          {entry.use}
        </Text>
        {fingerprint}
      </Table.Cell>
      <Table.Cell>
        <Flex direction="column" align="start" gap="1">
          <Text size="2" color="gray">
            <Time value={entry.notAfter} dateOnly />
          </Text>
          {entry.successor === 'used' ? (
            <Badge color="green" className="whitespace-normal!">
              A newer one is in use
            </Badge>
          ) : (
            <CertificateExpiry status={entry.status} daysLeft={entry.daysLeft} />
          )}
          {entry.successor === 'stored' && (
            <Text size="1" color="gray">
              A newer one is there, not used yet
            </Text>
          )}
        </Flex>
      </Table.Cell>
      <Table.Cell className="max-md:hidden">
        <Text size="2" color="gray">
          {entry.isOurs ? 'Not recorded' : entry.lastSeenAt ? <Time value={entry.lastSeenAt} /> : 'Not yet'}
        </Text>
      </Table.Cell>
    </Table.Row>
  );
}
