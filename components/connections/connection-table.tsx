import { Flex, Link, Table, Text } from '@radix-ui/themes';
import NextLink from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { ConnectionListItem } from '#lib/connections/connection-view.ts';
import { IDP_INITIATED_MODES } from '#lib/saml/idp-initiated.ts';
import { CertificateExpiry } from './certificate-expiry.tsx';
import { ConnectionStateBadge } from './connection-state-badge.tsx';

/** Connections, one a row. On a phone the first column also carries what the hidden ones say. */
export function ConnectionTable({
  items,
  environmentId,
  withOrganization,
}: {
  items: readonly ConnectionListItem[];
  environmentId: string;
  withOrganization: boolean;
}) {
  const base = `/dashboard/${environmentId}`;
  return (
    <Table.Root variant="surface">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Connection</Table.ColumnHeaderCell>
          {withOrganization && (
            <Table.ColumnHeaderCell className="max-sm:hidden">Organization</Table.ColumnHeaderCell>
          )}
          <Table.ColumnHeaderCell>State</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">IdP-initiated</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-lg:hidden">Certificate</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">Last sign-in</Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {items.map((item) => (
          <Table.Row key={item.id} align="center">
            <Table.RowHeaderCell>
              <Link asChild size="2" weight="medium" color="gray" className="text-(--gray-12)">
                <NextLink href={`${base}/connections/${item.id}`} className="[overflow-wrap:anywhere]">
                  {item.name}
                </NextLink>
              </Link>
              <Text as="p" size="1" color="gray">
                {item.typeLabel}
              </Text>
              {withOrganization && (
                <Text as="p" size="1" color="gray" className="[overflow-wrap:anywhere] sm:hidden">
                  {item.organization.name}
                </Text>
              )}
              {urgent(item) && item.certificate && (
                <Flex mt="1" className="lg:hidden">
                  <CertificateExpiry {...item.certificate} />
                </Flex>
              )}
            </Table.RowHeaderCell>
            {withOrganization && (
              <Table.Cell className="max-sm:hidden">
                <Link asChild size="2">
                  <NextLink
                    href={`${base}/organizations/${item.organization.id}`}
                    className="[overflow-wrap:anywhere]"
                  >
                    {item.organization.name}
                  </NextLink>
                </Link>
              </Table.Cell>
            )}
            <Table.Cell>
              <ConnectionStateBadge state={item.state} />
            </Table.Cell>
            <Table.Cell className="max-md:hidden">
              <Text size="2" color="gray">
                {IDP_INITIATED_MODES[item.idpInitiatedMode].short}
              </Text>
            </Table.Cell>
            <Table.Cell className="max-lg:hidden">
              {item.certificate ? (
                <CertificateExpiry {...item.certificate} />
              ) : (
                <Text size="2" color="gray">
                  None yet
                </Text>
              )}
            </Table.Cell>
            <Table.Cell className="max-md:hidden">
              <Text size="2" color="gray">
                {item.lastSignInAt ? <Time value={item.lastSignInAt} /> : 'Never'}
              </Text>
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}

function urgent(item: ConnectionListItem): boolean {
  return item.certificate !== null && item.certificate.status !== 'valid';
}
