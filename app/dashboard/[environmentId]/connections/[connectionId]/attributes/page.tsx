import { Flex, Table, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AttributeMapping, AttributeNames } from '#components/connections/attribute-mapping.tsx';
import { ConnectionHeader } from '#components/connections/connection-header.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { connectionPage } from '#lib/connections/connection-page.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { historyHref } from '#lib/dashboard/history.ts';

export const metadata: Metadata = { title: 'Connection attributes' };

type Props = { params: Promise<{ environmentId: string; connectionId: string }> };

/** From what the identity provider sends to what the app gets. */
export default async function ConnectionAttributesPage({ params }: Props) {
  const { environmentId, connectionId } = await params;
  const admin = await adminPage(environmentId, 'connections:read');
  const found = await connectionPage(admin, connectionId);
  if (!found) notFound();
  const { connection, profiles } = found;
  const seen = await admin.data.connectionList.recentAttributeNames(connectionId);
  const mayWrite = admin.may('connections:write');
  return (
    <>
      <ConnectionHeader
        connection={connection}
        environmentId={environmentId}
        current="attributes"
        mayWrite={mayWrite}
        locked={admin.locked}
        mayTest={admin.may('test_sso:use')}
        profiles={profiles}
        history={historyHref(admin, connection.id)}
      />
      <Flex direction="column" gap="5">
        <SectionCard
          title="Profile attributes"
          description={`Each field of a profile is read from the first attribute below that ${connection.typeLabel} sends. Map a field only if it arrives under another name: then that attribute alone is read, and a sign-in without it fails.`}
        >
          {mayWrite ? (
            <AttributeMapping
              attributes={connection.attributes}
              seen={seen}
              connectionId={connection.id}
              environmentId={environmentId}
            />
          ) : (
            <ul className="divide-y divide-(--gray-a4)">
              {connection.attributes.map((attribute) => (
                <li key={attribute.field} className="grid gap-2 py-3 md:grid-cols-2">
                  <Text size="2" weight="medium">
                    {attribute.label}
                    {attribute.mappedTo !== null && ` is read only from ${attribute.mappedTo}`}
                  </Text>
                  <AttributeNames attribute={attribute} />
                </li>
              ))}
            </ul>
          )}
        </SectionCard>
        {connection.customAttributes.length > 0 && (
          <SectionCard title="Custom attributes" description="Set through the API.">
            <Table.Root size="1" variant="surface">
              <Table.Header>
                <Table.Row>
                  <Table.ColumnHeaderCell>Custom attribute</Table.ColumnHeaderCell>
                  <Table.ColumnHeaderCell>Read from</Table.ColumnHeaderCell>
                </Table.Row>
              </Table.Header>
              <Table.Body>
                {connection.customAttributes.map(({ name, source }) => (
                  <Table.Row key={name}>
                    <Table.RowHeaderCell className="[overflow-wrap:anywhere]">{name}</Table.RowHeaderCell>
                    <Table.Cell className="[overflow-wrap:anywhere]">{source}</Table.Cell>
                  </Table.Row>
                ))}
              </Table.Body>
            </Table.Root>
          </SectionCard>
        )}
        <SectionCard
          title="Received lately"
          description="Names of the attributes that came with the newest sign-ins. Refused sign-ins show theirs on the session."
        >
          {seen.length === 0 ? (
            <Text as="p" size="2" color="gray">
              Nobody has signed in yet. After a test sign-in you see here what the identity provider sends.
            </Text>
          ) : (
            <ul className="flex flex-wrap gap-2">
              {seen.map((name) => (
                <li
                  key={name}
                  className="rounded-(--radius-2) bg-(--gray-a3) px-2 py-1 font-mono text-xs [overflow-wrap:anywhere]"
                >
                  {name}
                </li>
              ))}
            </ul>
          )}
        </SectionCard>
      </Flex>
    </>
  );
}
