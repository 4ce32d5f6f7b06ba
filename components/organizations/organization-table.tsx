import { Flex, Link, Table, Text } from '@radix-ui/themes';
import NextLink from 'next/link';
import { ConnectionStateBadge } from '#components/connections/connection-state-badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { OrganizationListItem } from '#lib/organizations/organization-view.ts';

/** Organizations, one a row. On a phone the first column also carries the domains. */
export function OrganizationTable({
  items,
  environmentId,
}: {
  items: readonly OrganizationListItem[];
  environmentId: string;
}) {
  const base = `/dashboard/${environmentId}`;
  return (
    <Table.Root variant="surface">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Organization</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-sm:hidden">User Email Domains</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Connections</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">Created</Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {items.map((item) => (
          <Table.Row key={item.id} align="center">
            <Table.RowHeaderCell>
              <Link asChild size="2" weight="medium" color="gray" className="text-(--gray-12)">
                <NextLink href={`${base}/organizations/${item.id}`} className="[overflow-wrap:anywhere]">
                  {item.name}
                </NextLink>
              </Link>
              {item.externalId && (
                <Text as="p" size="1" color="gray" className="break-all">
                  {item.externalId}
                </Text>
              )}
              <Text as="p" size="1" color="gray" className="[overflow-wrap:anywhere] sm:hidden">
                {domains(item)}
              </Text>
            </Table.RowHeaderCell>
            <Table.Cell className="max-sm:hidden">
              <Text size="2" color="gray">
                {domains(item)}
              </Text>
            </Table.Cell>
            <Table.Cell>
              {item.connections.length === 0 ? (
                <Text size="2" color="gray">
                  None
                </Text>
              ) : (
                <Flex direction="column" gap="1">
                  {item.connections.map((connection) => (
                    <Flex key={connection.id} align="center" gap="2" wrap="wrap">
                      <Link asChild size="2">
                        <NextLink href={`${base}/connections/${connection.id}`} title={connection.name}>
                          {connection.typeLabel}
                        </NextLink>
                      </Link>
                      <ConnectionStateBadge state={connection.state} />
                    </Flex>
                  ))}
                  {item.moreConnections > 0 && (
                    <Text size="1" color="gray">
                      and {item.moreConnections} more
                    </Text>
                  )}
                </Flex>
              )}
            </Table.Cell>
            <Table.Cell className="max-md:hidden">
              <Text size="2" color="gray">
                <Time value={item.createdAt} dateOnly />
              </Text>
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}

function domains(item: OrganizationListItem): string {
  if (item.domains.length === 0) return 'No domain yet';
  const more = item.moreDomains > 0 ? ` and ${item.moreDomains} more` : '';
  return `${item.domains.join(', ')}${more}`;
}
